import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'

/**
 * Puts other rows in the place of a module's records, deleted ones too, since those may come back. Nobody counts as having
 * modified them; that is inferred.
 * @param anew what a record becomes; nothing where it stays as it is
 */
export function changeAll(
  data: OrgData,
  module: ModuleMeta,
  anew: (row: RecordRow) => RecordRow | null | undefined,
): void {
  const records = data.records(module)
  const changed: RecordRow[] = []
  records.each(row => {
    const after = anew(row)
    if (after) changed.push(after)
  })
  for (const row of changed) records.put(row)
  for (const row of data.recycled(module)) {
    const record = row.record && anew(row.record)
    if (record) data.recycleBin.put({ ...row, record })
  }
}

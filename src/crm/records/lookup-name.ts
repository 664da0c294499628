import type { FieldMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'

/** Makes what tells the name of a record or user that a field points to by its id; undefined for one that is not there. */
export function lookupNamer(field: FieldMeta, data: OrgData): (id: string, row: RecordRow) => unknown {
  if (field.dataType === 'ownerlookup' || field.dataType === 'userlookup') return id => data.user(id)?.fullName ?? null
  return (id, row) => {
    const module = data.module(field.lookup?.module ?? String(row.$se_module ?? field.modules?.[0]))
    const target = module && data.records(module).get(id)
    return target && (target[module.displayField] ?? null)
  }
}

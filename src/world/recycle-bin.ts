/** What becomes of deleted records: they lie in the recycle bin until they are put back, or deleted for good. */

import { belongings } from '../protocol/modules/index.ts'
import { forgetEmails } from './emails.ts'
import type { ModuleMeta } from './metadata.ts'
import type { OrgData } from './org-data.ts'
import { forgetFiles, recordOwner } from './org-files.ts'
import type { RecordRow } from './record-row.ts'

/** A deleted record. */
export interface RecycledRecord {
  readonly id: string
  readonly module: string
  /** null once it was deleted for good. */
  readonly record: RecordRow | null
  readonly deletedAt: number
  readonly deletedBy: string
  /** What belonged to it and was deleted with it, such as its notes. */
  readonly belongings?: readonly { readonly module: string; readonly record: RecordRow }[]
  /** To whom it belonged, for one that was deleted for good. */
  readonly owner?: string
}

/**
 * Moves a record to the recycle bin, and with it what belongs to it; that its notes go along is inferred.
 * @returns whether it was there
 */
export function recycle(
  data: OrgData,
  module: ModuleMeta,
  id: string,
  deletedBy: string,
  deletedAt = data.clock.now(),
): boolean {
  const record = data.records(module).delete(id)
  if (!record) return false
  const taken = belongingsOf(data, id)
  for (const { module: name, record: each } of taken) data.records(data.module(name)!).delete(each.id)
  data.recycleBin.put({
    id,
    module: module.apiName,
    record,
    deletedAt,
    deletedBy,
    ...(taken.length > 0 && { belongings: Object.freeze(taken) }),
  })
  return true
}

/** What belongs to a record, and what belongs to that, as the files of its notes do. */
function belongingsOf(data: OrgData, id: string): { readonly module: string; readonly record: RecordRow }[] {
  return belongings.flatMap(({ module: name, field }) =>
    data
      .pointingTo(id, data.module(name)!, field)
      .flatMap(record => [{ module: name, record }, ...belongingsOf(data, record.id)]),
  )
}

/**
 * Puts a deleted record back where it was, and with it what belongs to it.
 * @returns whether there is a place for it: a note whose record is gone has none
 */
export function restore(data: OrgData, { id, module, record, belongings: taken = [] }: RecycledRecord): boolean {
  if (!record) throw new Error(`record ${id} was deleted for good`)
  if (!hasParent(data, module, record)) return false
  data.records(data.module(module)!).put(record)
  for (const each of taken) data.records(data.module(each.module)!).put(each.record)
  data.recycleBin.delete(id)
  return true
}

function hasParent(data: OrgData, module: string, record: RecordRow): boolean {
  const field = belongings.find(each => each.module === module)?.field
  if (!field) return true
  const parents = data.module(String(record.$se_module))
  return parents !== undefined && data.records(parents).has(String(record[field]))
}

/** Leaves no more of a record than that it was there. */
export function deleteForGood(data: OrgData, { belongings: taken = [], ...row }: RecycledRecord): void {
  for (const { module, record } of [row, ...taken]) {
    if (record) {
      forgetFiles(data, recordOwner(module, record.id))
      forgetEmails(data, { module, id: record.id })
    }
  }
  for (const { id } of data.linksOf(`${row.module}:${row.id}`)) data.links.delete(id)
  data.recycleBin.put({ ...row, record: null, ...(row.record && { owner: row.record.Owner as string }) })
}

/**
 * Records that belong to another: those whose lookup points to it, or, where no field says so, those that were linked to it.
 * A link is one row for both sides, so that a product's leads and a lead's products agree.
 */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'

export type RelatedList = ModuleMeta['relatedLists'][number]

/** A record and the list of it that is meant. */
export interface Relation {
  readonly data: OrgData
  readonly module: ModuleMeta
  readonly record: RecordRow
  readonly list: RelatedList
  /** The module of the listed records. */
  readonly target: ModuleMeta
}

/** The listed records, in the order in which they came. */
export function relatedRecords({ data, module, record, list, target }: Relation): RecordRow[] {
  if (list.field !== null) return inOrder(data.pointingTo(record.id, target, list.field))
  const records = data.records(target)
  const rows: RecordRow[] = []
  for (const { sides } of data.linksOf(sideOf(module, record.id))) {
    const other = sides.find(side => side.startsWith(`${target.apiName}:`))
    const row = other && records.get(other.slice(target.apiName.length + 1))
    if (row) rows.push(row)
  }
  return inOrder(rows)
}

/** Ids rise as records come; an index doesn't keep that order once rows were changed. */
const inOrder = (rows: RecordRow[]): RecordRow[] => rows.sort((a, b) => (a.id < b.id ? -1 : 1))

/** Ties two records by a link row; twice is as good as once. */
export function link({ data, module, record, target }: Relation, other: string): void {
  const sides = [sideOf(module, record.id), sideOf(target, other)].sort() as [string, string]
  data.links.put({ id: sides.join('|'), sides })
}

/** @returns whether there was a link */
export function unlink({ data, module, record, target }: Relation, other: string): boolean {
  const id = [sideOf(module, record.id), sideOf(target, other)].sort().join('|')
  return data.links.delete(id) !== undefined
}

const sideOf = (module: ModuleMeta, id: string): string => `${module.apiName}:${id}`

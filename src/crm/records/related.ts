/**
 * Records that belong to another: those whose lookup points to it, or, where no field says so, those that were linked to it.
 * A link is one row for both sides, so that a product's leads and a lead's products agree.
 */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { Link, OrgData } from '../../world/org-data.ts'
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

/** Ties two records by a link row; twice is as good as once. @param more what else the link says */
export function link(
  { data, module, record, target }: Relation,
  other: string,
  more: Pick<Link, 'contactRole'> = {},
): void {
  const sides = sidesOf(sideOf(module, record.id), sideOf(target, other))
  data.links.put({ id: sides.join('|'), sides, ...more })
}

export const linkBetween = ({ data, module, record, target }: Relation, other: string): Link | undefined =>
  data.links.get(sidesOf(sideOf(module, record.id), sideOf(target, other)).join('|'))

/** @returns whether there was a link */
export function unlink({ data, module, record, target }: Relation, other: string): boolean {
  const id = sidesOf(sideOf(module, record.id), sideOf(target, other)).join('|')
  return data.links.delete(id) !== undefined
}

/** The sides of a link in the order in which they stand in it. */
export const sidesOf = (one: string, other: string): [string, string] => (one < other ? [one, other] : [other, one])

export const sideOf = (module: ModuleMeta, id: string): string => `${module.apiName}:${id}`

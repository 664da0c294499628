import type { Operand } from '../../protocol/comparison.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { Top } from './top.ts'

export type SortField = 'id' | 'Created_Time' | 'Modified_Time'

export interface Listing {
  readonly skip: number
  readonly take: number
  readonly sortBy: SortField
  readonly ascending: boolean
  /** Which rows count; all without it. */
  readonly matches?: ((row: RecordRow) => boolean) | undefined
  /** What `sortBy` says of a row, for those who know a quicker way. */
  readonly sortKey?: (row: RecordRow) => number
  /** An order in place of `sortBy`. */
  readonly order?: RowOrder | null
}

/** By what rows are sorted. Empty values come first in ascending order, as in COQL; that is inferred. */
export interface RowOrder {
  key(row: RecordRow): Operand | null
  compare(a: Operand, b: Operand): number
}

/** What is listed: a whole table, or rows that were found already, the oldest first in both. */
export interface RecordSource {
  each(visit: (row: RecordRow) => unknown): void
  eachBackwards(visit: (row: RecordRow) => unknown): void
  /** Where one row can be had without looking at the others. */
  get?(id: string): RecordRow | undefined
}

/** @param rows in the order in which they came */
export const rowSource = (rows: readonly RecordRow[]): RecordSource => ({
  each: visit => void rows.every(row => visit(row) !== false),
  eachBackwards(visit) {
    for (let at = rows.length - 1; at >= 0; at--) if (visit(rows[at]!) === false) return
  },
})

export interface ListedPage {
  readonly rows: readonly RecordRow[]
  readonly moreRecords: boolean
}

/** One page of a module's records. By id, which is the order in which they came, no sort is needed. */
export function listRecords(records: RecordSource, listing: Listing): ListedPage {
  if (listing.order) return pageOrdered(records, listing, listing.order)
  return listing.sortBy === 'id' ? pageInOrder(records, listing) : pageSorted(records, listing)
}

function pageInOrder(records: RecordSource, { skip, take, ascending, matches }: Listing): ListedPage {
  const rows: RecordRow[] = []
  let seen = 0
  const visit = (row: RecordRow): boolean => {
    if (matches && !matches(row)) return true
    if (seen++ >= skip) rows.push(row)
    return rows.length <= take
  }
  if (ascending) records.each(visit)
  else records.eachBackwards(visit)
  return { rows: rows.slice(0, take), moreRecords: rows.length > take }
}

interface Keyed<Key> {
  readonly row: RecordRow
  readonly key: Key
}

function pageSorted(records: RecordSource, listing: Listing): ListedPage {
  const { sortBy, sortKey = row => row[sortBy] as number } = listing
  return pageByKey<number>(records, listing, sortKey, (a, b) => a - b)
}

function pageOrdered(records: RecordSource, listing: Listing, { key, compare }: RowOrder): ListedPage {
  return pageByKey<Operand | null>(records, listing, key, (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
    return compare(a, b)
  })
}

function pageByKey<Key>(
  records: RecordSource,
  { skip, take, ascending, matches }: Listing,
  keyOf: (row: RecordRow) => Key,
  compare: (a: Key, b: Key) => number,
): ListedPage {
  const direction = ascending ? 1 : -1
  const top = new Top<Keyed<Key>>(
    skip + take + 1,
    (a, b) => direction * (compare(a.key, b.key) || (a.row.id < b.row.id ? -1 : 1)),
  )
  const visit = (row: RecordRow) => {
    if (!matches || matches(row)) top.add({ row, key: keyOf(row) })
  }
  // most rows lie in the order of their times, and one that comes too late for the page costs a single comparison
  if (ascending) records.each(visit)
  else records.eachBackwards(visit)
  const rows = top.sorted().map(({ row }) => row)
  return { rows: rows.slice(skip, skip + take), moreRecords: rows.length > skip + take }
}

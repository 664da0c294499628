/**
 * Rows by position, with the values of single columns beside them. A table's rows lie scattered in memory, and fetching
 * 100 000 of them costs more than all else a query does; a column that one query has read is there for the next.
 */

import { getOrMake } from '../../protocol/get-or-make.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'

/** Reads something of the row at a position. */
export type At<T> = (position: number) => T

/** What gives rows in their order. */
interface RowSource {
  each(visit: (row: RecordRow) => unknown): void
}

/** Where the rows of one snapshot point to in another, as long as the positions there stay. */
interface Link {
  readonly target: Snapshot
  readonly epoch: number
  readonly cells: (number | undefined)[]
}

const snapshots = new WeakMap<Table<RecordRow>, Snapshot>()

/** The snapshot of a table, brought up to date: what changed since the last time costs, and one look at each row. */
export function snapshotOf(table: Table<RecordRow>): Snapshot {
  const snapshot = getOrMake(snapshots, table, () => new Snapshot())
  snapshot.refresh(table)
  return snapshot
}

export class Snapshot {
  readonly #rows: RecordRow[] = []
  /** Filled cell by cell when they are read. */
  readonly #columns = new Map<string, unknown[]>()
  readonly #links = new Map<string, Link>()
  #positions: Map<string, number> | undefined
  /** Grows when rows change their positions. */
  #epoch = 0

  get size(): number {
    return this.#rows.length
  }

  rowAt(position: number): RecordRow {
    return this.#rows[position]!
  }

  /** @returns -1 for an id that isn't there */
  positionOf(id: string): number {
    this.#positions ??= new Map(this.#rows.map((row, at) => [row.id, at]))
    return this.#positions.get(id) ?? -1
  }

  /** @param key under which the values are kept; has to mean the same `make` always */
  column<T extends NonNullable<unknown> | null>(key: string, make: (row: RecordRow) => T): At<T> {
    const rows = this.#rows
    const cells = getOrMake(this.#columns, key, () => new Array(rows.length)) as (T | undefined)[]
    return at => {
      const known = cells[at]
      if (known !== undefined) return known
      const made = make(rows[at]!)
      cells[at] = made
      return made
    }
  }

  /** The positions in another snapshot that the rows point to by id, or -1. */
  link(key: string, idOf: (row: RecordRow) => string | null, target: Snapshot): At<number> {
    const rows = this.#rows
    let link = this.#links.get(key)
    if (!link || link.target !== target || link.epoch !== target.#epoch) {
      link = { target, epoch: target.#epoch, cells: new Array(rows.length) }
      this.#links.set(key, link)
    }
    const { cells } = link
    return at => {
      const known = cells[at]
      if (known !== undefined) return known
      const id = idOf(rows[at]!)
      const found = id === null ? -1 : target.positionOf(id)
      // what is pointed to in vain may still come back
      if (found !== -1 || id === null) cells[at] = found
      return found
    }
  }

  refresh(source: RowSource): void {
    const rows = this.#rows
    let at = 0
    source.each(row => {
      if (rows[at] !== row) this.#put(at, row)
      at++
    })
    if (at < rows.length) this.#cut(at)
  }

  #put(at: number, row: RecordRow): void {
    const before = this.#rows[at]
    if (before && before.id !== row.id) this.#cut(at)
    this.#rows[at] = row
    for (const cells of this.#columns.values()) cells[at] = undefined
    for (const { cells } of this.#links.values()) cells[at] = undefined
    this.#positions?.set(row.id, at)
  }

  /** Forgets the rows from a position on, since they moved or are gone. */
  #cut(at: number): void {
    this.#rows.length = at
    for (const cells of this.#columns.values()) cells.length = at
    for (const { cells } of this.#links.values()) cells.length = at
    this.#positions = undefined
    this.#epoch++
  }
}

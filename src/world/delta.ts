/** What became of a row; the same object stands in a table's order of added rows, so that going through them looks nothing up. */
export interface Change<T> {
  row: T | null
}

/** The changed rows of a table, in the order in which they were first changed; null marks a row that is gone. */
export class Delta<T> {
  /** Shared with the table that it comes from or is restored to, which copies it before changing it. */
  readonly changes: Map<string, Change<T>>

  constructor(changes: Map<string, Change<T>> = new Map()) {
    this.changes = changes
  }

  static of<T extends { readonly id: string }>(rows: Iterable<readonly [id: string, row: T | null]>): Delta<T> {
    const changes = new Map<string, Change<T>>()
    for (const [id, row] of rows) changes.set(id, { row: row && Object.freeze(row) })
    return new Delta(changes)
  }

  get size(): number {
    return this.changes.size
  }

  *[Symbol.iterator](): Iterator<readonly [id: string, row: T | null]> {
    for (const [id, { row }] of this.changes) yield [id, row]
  }
}

import type { Store, StoreState } from './store.ts'
import type { Row, Table } from './table.ts'

/** What a table's delta had under an id: a row, null for a deleted one, undefined for nothing. */
type Before = Row | null | undefined

/**
 * Notes which rows change and what they were before, so that the changes of a request can be written down, or undone when
 * they can't be.
 */
export class Recorder {
  readonly #rows = new Map<Table<Row>, Map<string, Before>>()
  readonly #onFirst: () => void
  /** The whole state before everything was replaced; single rows are not noted from then on. */
  #stateBefore: StoreState | undefined

  /** @param onFirst called when something changes after there was nothing to keep */
  constructor(onFirst: () => void = () => {}) {
    this.#onFirst = onFirst
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0 && !this.#stateBefore
  }

  /** Whether everything was replaced, by a reset or a snapshot, rather than single rows. */
  get isWhole(): boolean {
    return this.#stateBefore !== undefined
  }

  /** Whether no other table was changed. */
  touchesOnly(name: string): boolean {
    if (this.#stateBefore) return false
    for (const table of this.#rows.keys()) if (table.name !== name) return false
    return true
  }

  /** Called before the change. */
  touch(table: Table<Row>, id: string, before: Before): void {
    if (this.#stateBefore) return
    let rows = this.#rows.get(table)
    if (!rows) {
      if (this.#rows.size === 0) this.#onFirst()
      rows = new Map()
      this.#rows.set(table, rows)
    }
    if (!rows.has(id)) rows.set(id, before)
  }

  /** Called before a reset or a restore of all tables. */
  replaceAll(store: Store): void {
    if (this.isEmpty) this.#onFirst()
    this.#stateBefore ??= store.snapshot()
  }

  /** Each table with changes, and the ids of its changed rows in the order in which they were first changed. */
  *changed(): Iterable<readonly [Table<Row>, Iterable<string>]> {
    for (const [table, rows] of this.#rows) yield [table, rows.keys()]
  }

  /** Forgets what it noted, since that is kept now. */
  clear(): void {
    this.#rows.clear()
    this.#stateBefore = undefined
  }

  /** Puts everything back to where it was when it began to note. */
  undo(store: Store): void {
    store.recorder = undefined
    if (this.#stateBefore) store.restore(this.#stateBefore)
    for (const [table, rows] of this.#rows) for (const [id, before] of rows) table.setChanged(id, before)
    this.clear()
    store.recorder = this
  }
}

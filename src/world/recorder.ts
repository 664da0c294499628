import type { Store, StoreState } from './store.ts'
import type { Row, Table } from './table.ts'

/** What a table's delta had under an id: a row, null for a deleted one, undefined for nothing. */
export type Before = Row | null | undefined

/** Is told of changes before they are made. */
export interface ChangeListener {
  /** Whether nothing changed that may still be undone. */
  readonly isClean: boolean
  /** A row is about to be changed. */
  touch(table: Table<Row>, id: string, before: Before): void
  /** All tables are about to be reset or restored. */
  replaceAll(store: Store): void
}

/** Which rows changed, and what they were before. */
export class ChangeSet {
  readonly #rows = new Map<Table<Row>, Map<string, Before>>()
  /** The whole state before everything was replaced; single rows are not noted from then on. */
  #stateBefore: StoreState | undefined

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

  /** Each table with changes, and the ids of its changed rows in the order in which they were first changed. */
  [Symbol.iterator](): Iterator<readonly [Table<Row>, ReadonlyMap<string, Before>]> {
    return this.#rows.entries()
  }

  touch(table: Table<Row>, id: string, before: Before): void {
    if (this.#stateBefore) return
    let rows = this.#rows.get(table)
    if (!rows) {
      rows = new Map()
      this.#rows.set(table, rows)
    }
    if (!rows.has(id)) rows.set(id, before)
  }

  replaceAll(store: Store): void {
    this.#stateBefore ??= store.snapshot()
  }

  undo(store: Store): void {
    if (this.#stateBefore) store.restore(this.#stateBefore)
    for (const [table, rows] of this.#rows) for (const [id, before] of rows) table.setChanged(id, before)
  }
}

/**
 * Notes what changes, so that the changes of a request can be written down, and undone when they can't be. Between the two
 * they are sealed: complete, but not yet certain.
 */
export class Recorder implements ChangeListener {
  readonly #onFirst: () => void
  #sealed: ChangeSet[] = []
  #current = new ChangeSet()

  /** @param onFirst called when something changes after there was nothing to note */
  constructor(onFirst: () => void = () => {}) {
    this.#onFirst = onFirst
  }

  /** What changed since it was sealed last. */
  get current(): ChangeSet {
    return this.#current
  }

  /** Whether nothing changed that may yet be undone. */
  get isClean(): boolean {
    return this.#current.isEmpty && this.#sealed.length === 0
  }

  /** Called before a row is changed. */
  touch(table: Table<Row>, id: string, before: Before): void {
    if (this.#current.isEmpty) this.#onFirst()
    this.#current.touch(table, id, before)
  }

  /** Called before a reset or a restore of all tables. */
  replaceAll(store: Store): void {
    if (this.#current.isEmpty) this.#onFirst()
    this.#current.replaceAll(store)
  }

  seal(): void {
    this.#sealed.push(this.#current)
    this.#current = new ChangeSet()
  }

  /** Forgets what was sealed, since that is kept now. */
  keep(): void {
    this.#sealed = []
  }

  /** Puts everything back to where it was when it was sealed last. */
  undoCurrent(store: Store): void {
    this.#undo(store, [this.#current])
    this.#current = new ChangeSet()
  }

  /** Puts everything back to where it was when it was last kept. */
  undo(store: Store): void {
    this.#undo(store, [this.#current, ...this.#sealed.reverse()])
    this.#current = new ChangeSet()
    this.#sealed = []
  }

  #undo(store: Store, sets: readonly ChangeSet[]): void {
    store.recorder = undefined
    for (const set of sets) set.undo(store)
    store.recorder = this
  }
}

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Before, ChangeListener } from './recorder.ts'
import type { Store } from './store.ts'
import type { Row, Table } from './table.ts'

/**
 * Work that may be undone as a whole while other requests go on. What it changes is told from what others change meanwhile
 * by the asynchronous context; a row that somebody else has changed after it stays as they left it.
 */
export class Attempt implements ChangeListener {
  readonly #context = new AsyncLocalStorage<true>()
  readonly #below: () => ChangeListener | undefined
  readonly #own = new Map<Table<Row>, Map<string, Before>>()
  readonly isClean = false
  #isOver = false

  /** @param below who else is told of changes */
  constructor(below: () => ChangeListener | undefined) {
    this.#below = below
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#context.run(true, work)
  }

  /** Nothing is told apart any more, which costs every promise something. */
  end(): void {
    this.#context.disable()
  }

  touch(table: Table<Row>, id: string, before: Before): void {
    this.#below()?.touch(table, id, before)
    const rows = this.#own.get(table)
    if (!this.#context.getStore()) {
      rows?.delete(id)
      return
    }
    if (!rows) this.#own.set(table, new Map([[id, before]]))
    else if (!rows.has(id)) rows.set(id, before)
  }

  /** After a reset or a restore there is nothing left to undo. */
  replaceAll(store: Store): void {
    this.#below()?.replaceAll(store)
    this.#isOver = true
  }

  /** Puts back what the work changed. */
  undo(): void {
    if (this.#isOver) return
    const own = [...this.#own]
    this.#own.clear()
    for (const [table, rows] of own) for (const [id, before] of rows) table.setChanged(id, before)
  }
}

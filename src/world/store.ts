import { Attempt } from './attempt.ts'
import type { Delta } from './delta.ts'
import type { ChangeListener } from './recorder.ts'
import { type Row, Table, type TableOptions } from './table.ts'

/** The changed rows of each table that has any. */
export type StoreState = ReadonlyMap<string, Delta<Row>>

export interface StoreOptions {
  /** Whether a table outlasts a reset; one that doesn't may have another base the next time. */
  readonly isLasting?: (name: string) => boolean
  /** Told which tables are gone, so that nobody goes on with one. */
  readonly onDrop?: (name: string) => void
}

/** All tables of a world by name, so that reset and snapshot miss none. */
export class Store {
  #recorder: ChangeListener | undefined
  #attempt: Attempt | undefined
  /** Until the attempts that were asked for are over; there is one at a time. */
  #attempts: Promise<unknown> = Promise.resolve()
  readonly #tables = new Map<string, Table<Row>>()
  /** Changes restored for tables that nobody has opened yet. */
  readonly #waiting = new Map<string, Delta<Row>>()
  readonly #isLasting: (name: string) => boolean
  readonly #onDrop: (name: string) => void

  constructor({ isLasting = () => true, onDrop = () => {} }: StoreOptions = {}) {
    this.#isLasting = isLasting
    this.#onDrop = onDrop
  }

  /** Where changes are noted, if anybody wants to know of them. */
  get recorder(): ChangeListener | undefined {
    return this.#attempt ?? this.#recorder
  }

  set recorder(recorder: ChangeListener | undefined) {
    this.#recorder = recorder
  }

  /** Whether something is under way that may be undone. */
  get isAttempting(): boolean {
    return this.#attempt !== undefined
  }

  /**
   * Does work that is undone where it says that it failed, or throws.
   * @param work what it resolves to says whether it went well
   */
  attempt<T extends { readonly isWell: boolean }>(work: () => Promise<T>): Promise<T> {
    const done = this.#attempts.then(() => this.#tryOnce(work))
    this.#attempts = done.catch(() => {})
    return done
  }

  async #tryOnce<T extends { readonly isWell: boolean }>(work: () => Promise<T>): Promise<T> {
    const attempt = new Attempt(() => this.#recorder)
    this.#attempt = attempt
    let isWell = false
    try {
      const result = await attempt.run(work)
      isWell = result.isWell
      return result
    } finally {
      this.#attempt = undefined
      attempt.end()
      if (!isWell) attempt.undo()
    }
  }

  /** The table of that name; made with the options when it is first asked for. */
  table<T extends Row>(name: string, options: Omit<TableOptions<T>, 'name' | 'recording'> = {}): Table<T> {
    let table = this.#tables.get(name) as Table<T> | undefined
    if (!table) {
      const waiting = this.#waiting.get(name)
      table = new Table<T>({ ...options, name, recording: this }, waiting as Delta<T> | undefined)
      this.#tables.set(name, table as unknown as Table<Row>)
      this.#waiting.delete(name)
    }
    return table
  }

  /** Removes the tables whose names begin so, as if nobody had ever asked for them. */
  drop(prefix: string): void {
    this.recorder?.replaceAll(this)
    for (const name of this.#tables.keys()) if (name.startsWith(prefix)) this.#dropTable(name)
    for (const name of this.#waiting.keys()) if (name.startsWith(prefix)) this.#waiting.delete(name)
  }

  reset(): void {
    this.recorder?.replaceAll(this)
    for (const [name, table] of this.#tables) {
      if (this.#isLasting(name)) table.reset()
      else this.#dropTable(name)
    }
    this.#waiting.clear()
  }

  #dropTable(name: string): void {
    this.#tables.delete(name)
    this.#onDrop(name)
  }

  /**
   * Stays as it is whatever comes later; costs what tables there are, not what rows.
   * @param isMeant which tables are wanted
   */
  snapshot(isMeant: (name: string) => boolean = () => true): StoreState {
    const state = new Map<string, Delta<Row>>()
    for (const [name, delta] of this.#waiting) if (isMeant(name)) state.set(name, delta)
    for (const [name, table] of this.#tables) {
      if (!isMeant(name)) continue
      const delta = table.delta()
      if (delta.size > 0) state.set(name, delta)
    }
    return state
  }

  restore(state: StoreState): void {
    this.reset()
    for (const [name, delta] of state) {
      const table = this.#tables.get(name)
      if (table) table.restore(delta)
      else this.#waiting.set(name, delta)
    }
  }
}

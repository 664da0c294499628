import { type Delta, type Row, Table, type TableOptions } from './table.ts'

export interface StoreOptions {
  /** Whether a table outlasts a reset; one that doesn't may have another base the next time. */
  readonly isLasting?: (name: string) => boolean
  /** Told which tables are gone, so that nobody goes on with one. */
  readonly onDrop?: (name: string) => void
}

/** All tables of a world by name, so that reset and snapshot miss none. */
export class Store {
  readonly #tables = new Map<string, Table<Row>>()
  /** Changes restored for tables that nobody has opened yet. */
  readonly #waiting = new Map<string, Delta<Row>>()
  readonly #isLasting: (name: string) => boolean
  readonly #onDrop: (name: string) => void

  constructor({ isLasting = () => true, onDrop = () => {} }: StoreOptions = {}) {
    this.#isLasting = isLasting
    this.#onDrop = onDrop
  }

  /** The table of that name; made with the options when it is first asked for. */
  table<T extends Row>(name: string, options: TableOptions<T> = {}): Table<T> {
    let table = this.#tables.get(name) as Table<T> | undefined
    if (!table) {
      table = new Table<T>(options)
      this.#tables.set(name, table as unknown as Table<Row>)
      const waiting = this.#waiting.get(name)
      if (waiting) table.restore(waiting as Delta<T>)
      this.#waiting.delete(name)
    }
    return table
  }

  /** Removes the tables whose names begin so, as if nobody had ever asked for them. */
  drop(prefix: string): void {
    for (const name of this.#tables.keys()) if (name.startsWith(prefix)) this.#dropTable(name)
    for (const name of this.#waiting.keys()) if (name.startsWith(prefix)) this.#waiting.delete(name)
  }

  reset(): void {
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

  /** The changed rows of each table that has any. */
  snapshot(): Record<string, Delta<Row>> {
    const changes: Record<string, Delta<Row>> = Object.fromEntries(this.#waiting)
    for (const [name, table] of this.#tables) {
      const delta = table.delta()
      if (delta.length > 0) changes[name] = delta
    }
    return changes
  }

  restore(snapshot: Readonly<Record<string, Delta<Row>>>): void {
    this.reset()
    for (const [name, delta] of Object.entries(snapshot)) {
      const table = this.#tables.get(name)
      if (table) table.restore(delta)
      else this.#waiting.set(name, delta)
    }
  }
}

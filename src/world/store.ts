import { type Delta, type Row, Table, type TableOptions } from './table.ts'

/** All tables of a world by name, so that reset and snapshot miss none. */
export class Store {
  readonly #tables = new Map<string, Table<Row>>()
  /** Changes restored for tables that nobody has opened yet. */
  readonly #waiting = new Map<string, Delta<Row>>()

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

  reset(): void {
    for (const table of this.#tables.values()) table.reset()
    this.#waiting.clear()
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

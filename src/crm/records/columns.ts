import { getOrMake } from '../../protocol/get-or-make.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'

/**
 * What a search compares of each row of a table, prepared once and kept side by side: going through a hundred thousand
 * rows would otherwise take most of its time to reach into each of them and to make its texts lower case.
 *
 * Rows are frozen and replaced, so a value is good as long as the same row stands in its place; another row there has its
 * value prepared anew. Nobody has to tell a column of changes.
 */
export class Column<T> {
  readonly #prepare: (row: RecordRow) => T
  #rows: (RecordRow | undefined)[] = []
  #values: { [at: number]: T }

  constructor(prepare: (row: RecordRow) => T, values: { [at: number]: T } = []) {
    this.#prepare = prepare
    this.#values = values
  }

  /** @param at where the row stands in the table; a wrong guess costs time and nothing else */
  read(row: RecordRow, at: number): T {
    if (at < 0) return this.#prepare(row)
    if (at >= this.#rows.length) this.#grow(at + 1)
    if (this.#rows[at] !== row) {
      this.#values[at] = this.#prepare(row)
      this.#rows[at] = row
    }
    return this.#values[at]!
  }

  #grow(size: number): void {
    const length = Math.max(64, size, this.#rows.length * 2)
    this.#rows = copyInto(new Array<RecordRow | undefined>(length), this.#rows)
    const values = this.#values instanceof Float64Array ? new Float64Array(length) : new Array<T>(length)
    this.#values = copyInto(values as { [at: number]: T }, this.#values as ArrayLike<T>)
  }
}

function copyInto<T, Into extends { [at: number]: T }>(into: Into, from: ArrayLike<T>): Into {
  for (let at = 0; at < from.length; at++) into[at] = from[at]!
  return into
}

const kept = new WeakMap<Table<RecordRow>, Map<string, Column<unknown>>>()

/** The column of that name, made when it is first asked for; one name has to mean one way of preparing. */
function columnOf<T>(records: Table<RecordRow>, name: string, make: () => Column<T>): Column<T> {
  const columns = getOrMake(kept, records, () => new Map<string, Column<unknown>>())
  return getOrMake(columns, name, make as () => Column<unknown>) as Column<T>
}

/** A field as it is stored. */
export const valueColumn = (records: Table<RecordRow>, field: string): Column<RecordRow[string] | null> =>
  columnOf(records, `value/${field}`, () => new Column(row => row[field] ?? null))

/** A field of numbers or moments; NaN where it is empty, which compares with nothing. */
export const numberColumn = (records: Table<RecordRow>, field: string): Column<number> =>
  columnOf(records, `number/${field}`, () => {
    const prepare = (row: RecordRow): number => {
      const value = row[field]
      return typeof value === 'number' ? value : Number.NaN
    }
    return new Column(prepare, new Float64Array())
  })

/** A field of text in lower case; null where it is empty. */
export const textColumn = (records: Table<RecordRow>, field: string): Column<string | null> =>
  columnOf(records, `text/${field}`, () => new Column(row => lowerCase(row[field])))

const betweenTexts = '\0'

/** The texts of several fields in lower case, to be looked through at once. */
export const textsColumn = (records: Table<RecordRow>, fields: readonly string[]): Column<string> =>
  columnOf(records, `texts/${fields.join()}`, () => new Column(row => joinTexts(row, fields)))

function joinTexts(row: RecordRow, fields: readonly string[]): string {
  const texts: string[] = []
  for (const field of fields) {
    const value = row[field]
    if (typeof value === 'string') texts.push(value)
    else if (Array.isArray(value)) texts.push(...value)
  }
  return texts.join(betweenTexts).toLowerCase()
}

const lowerCase = (value: RecordRow[string]): string | null => (typeof value === 'string' ? value.toLowerCase() : null)

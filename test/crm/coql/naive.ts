/** Random queries, and what they should be answered with, by an evaluator that knows no parser, no index and no heap. */

import fc from 'fast-check'

export type Type = 'text' | 'number' | 'date' | 'moment' | 'flag' | 'lookup' | 'list'

/** What a column says in a row: as it compares and as it is shown. */
export interface Cell {
  readonly value: string | number | boolean | null
  readonly shown: unknown
  /** What it is grouped by. */
  readonly key: unknown
}

/** A record with all that its lookups reach, by path. */
export interface Flat {
  readonly id: string
  readonly cells: Readonly<Record<string, Cell>>
}

/** @param raw as a client writes it; a lookup with its name */
export function cellOf(type: Type, raw: unknown): Cell {
  switch (type) {
    case 'text': {
      const text = raw as string | null
      return { value: text === null ? null : text.toLowerCase(), shown: text, key: text }
    }
    case 'moment': {
      const at = raw === null ? null : Date.parse(raw as string)
      return { value: at, shown: at === null ? null : inLosAngeles(at), key: at }
    }
    case 'flag':
      return { value: raw === true, shown: raw === true, key: raw === true }
    case 'lookup': {
      const id = (raw as { id: string } | null)?.id ?? null
      return { value: id, shown: raw, key: id }
    }
    case 'list': {
      const chosen = raw as readonly string[]
      const value = chosen.length === 0 ? null : joined(chosen)
      return { value, shown: chosen, key: value }
    }
    default:
      return { value: raw as number | string | null, shown: raw, key: raw }
  }
}

const joined = (chosen: readonly string[]): string =>
  [...chosen]
    .map(each => each.toLowerCase())
    .sort()
    .join(';')

/** In winter; the sandboxes of the fixture are there. */
const inLosAngeles = (at: number): string => `${new Date(at - 8 * 3_600_000).toISOString().slice(0, 19)}-08:00`

/** What a condition compares with: what is written, or the number of a record whose id is meant. */
type Wanted = string | number | boolean | { readonly record: number }

const text = fc.constantFrom('a', 'A', 'ab', 'Ba', "o'b", 'zz', '10', '9')
const wantedOf: Readonly<Record<Type, fc.Arbitrary<Wanted>>> = {
  text,
  number: fc.integer({ min: -8, max: 8 }).map(quarters => quarters / 4),
  date: fc.integer({ min: 1, max: 9 }).map(day => `2026-01-0${day}`),
  moment: fc.constantFrom(
    '2026-01-05T00:00:00Z',
    '2026-01-05T05:30:00+05:30',
    '2026-01-04T16:00:00-08:00',
    '2026-01-05T00:00:01+00:00',
    '2026-01-06T12:00:00+14:00',
    '2026-01-05T22:00:00Z',
  ),
  flag: fc.boolean(),
  lookup: fc.record({ record: fc.nat(5) }),
  list: fc.constantFrom('Vat', 'sales tax', 'Vat;Sales Tax', 'Sales Tax;VAT', 'None'),
}

/** Values of rows, in the same few forms as those of conditions, so that they meet. */
export const rawOf = {
  text,
  number: wantedOf.number as fc.Arbitrary<number>,
  date: wantedOf.date as fc.Arbitrary<string>,
  moment: wantedOf.moment as fc.Arbitrary<string>,
  list: fc.shuffledSubarray(['Vat', 'Sales Tax', 'None']),
}

type Asked =
  | { readonly kind: 'pair'; readonly word: 'and' | 'or'; readonly left: Asked; readonly right: Asked }
  | {
      readonly kind: 'test'
      readonly path: string
      readonly operator: string
      readonly values: readonly Wanted[]
      /** Where a pattern has its percent signs. */
      readonly open: 'both' | 'before' | 'after' | 'none'
    }

const nullness = ['is null', 'is not null']
const equality = ['=', '!=', 'in', 'not in', ...nullness]
const wordly = [...equality, 'like', 'not like']
const ordered = [...equality, '>', '>=', '<', '<=', 'between', 'not between']
const operators: Readonly<Record<Type, readonly string[]>> = {
  text: wordly,
  list: wordly,
  number: ordered,
  date: ordered,
  moment: ordered,
  lookup: equality,
  flag: ['='],
}

type Order = readonly { readonly by: string; readonly descending: boolean }[]

export interface Question {
  readonly where: Asked
  readonly select: readonly string[]
  /** Whether selected columns are renamed, as `c0`, `c1` and so on. */
  readonly renamed: boolean
  readonly by: readonly string[]
  readonly aggregates: readonly string[]
  readonly order: Order
  readonly limit: number
  readonly offset: number
}

/** Questions about a module with these columns. */
export function questions(columns: Readonly<Record<string, Type>>): fc.Arbitrary<Question> {
  const paths = Object.keys(columns)
  const test: fc.Arbitrary<Asked> = fc.constantFrom(...paths).chain(path => {
    const type = columns[path]!
    return fc.constantFrom(...operators[type]).chain(operator =>
      fc
        .record({
          values: fc.array(wantedOf[type], { minLength: 2, maxLength: operator.endsWith('in') ? 4 : 2 }),
          open: fc.constantFrom('both' as const, 'before' as const, 'after' as const, 'none' as const),
        })
        .map(({ values, open }) => ({
          ...{ kind: 'test' as const, path, operator, values },
          // a negated pattern takes percent signs at both ends alone
          open: operator === 'not like' ? 'both' : open,
        })),
    )
  })
  const { condition } = fc.letrec<{ condition: Asked }>(tie => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      test,
      fc.record({
        kind: fc.constant('pair' as const),
        word: fc.constantFrom('and' as const, 'or' as const),
        left: tie('condition'),
        right: tie('condition'),
      }),
    ),
  }))
  const common = {
    where: condition,
    renamed: fc.boolean(),
    limit: fc.integer({ min: 1, max: 12 }),
    offset: fc.nat(6),
  }
  const plain: fc.Arbitrary<Question> = fc
    .record({ ...common, select: fc.subarray(paths, { minLength: 1 }), order: orderBy(paths) })
    .map(rest => ({ ...rest, by: [], aggregates: [] }))

  const grouped: fc.Arbitrary<Question> = fc
    .record({
      by: fc.subarray(paths, { maxLength: 3 }),
      aggregates: fc.subarray(aggregatesOf(columns), { minLength: 1, maxLength: 5 }),
    })
    .chain(({ by, aggregates }) =>
      fc
        .record({
          ...common,
          select: fc.shuffledSubarray([...by, ...aggregates], { minLength: 1 }),
          order: orderBy([...by, ...aggregates]),
        })
        .filter(({ select }) => by.length > 0 || select.some(name => name.includes('(')))
        .map(rest => ({ ...rest, by, aggregates })),
    )
  return fc.oneof(plain, grouped)
}

const orderBy = (names: readonly string[]): fc.Arbitrary<Order> =>
  fc.uniqueArray(fc.record({ by: fc.constantFrom(...names), descending: fc.boolean() }), {
    selector: ({ by }) => by,
    maxLength: 3,
  })

function aggregatesOf(columns: Readonly<Record<string, Type>>): string[] {
  return Object.entries(columns).flatMap(([path, type]) => {
    const names = ['COUNT']
    if (type === 'number') names.push('SUM', 'AVG')
    if (type === 'number' || type === 'date' || type === 'moment') names.push('MIN', 'MAX')
    return names.map(name => `${name}(${path})`)
  })
}

/* The query as text. */

/** @param module whose records are asked for @param ids of the records that lookups may point to */
export function ask(question: Question, module: string, ids: readonly string[]): string {
  const { where, select, renamed, by, order, limit, offset } = question
  const columns = select.map((name, at) => (renamed ? `${name} as c${at}` : name))
  const terms = order.map(({ by: name, descending }, at) => {
    const place = select.indexOf(name)
    const term = renamed && place !== -1 ? `c${place}` : name
    return `${term}${descending ? ' desc' : at === 0 ? ' asc' : ''}`
  })
  return [
    `select ${columns.join(', ')} from ${module} where ${write(where, ids)}`,
    by.length > 0 ? `group by ${by.join(', ')}` : '',
    terms.length > 0 ? `order by ${terms.join(', ')}` : '',
    `limit ${limit} offset ${offset}`,
  ].join(' ')
}

function write(asked: Asked, ids: readonly string[]): string {
  if (asked.kind === 'pair') return `(${write(asked.left, ids)} ${asked.word} ${write(asked.right, ids)})`
  const { path, operator, values, open } = asked
  const quote = (value: unknown) =>
    typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
  const written = values.map(value => quote(meant(value, ids)))
  const [first, second] = written
  if (operator.startsWith('is')) return `${path} ${operator}`
  if (operator.endsWith('in')) return `${path} ${operator} (${written.join(', ')})`
  if (operator.endsWith('between')) return `${path} ${operator} ${first} and ${second}`
  if (!operator.endsWith('like')) return `${path} ${operator} ${first}`
  const [before, after] = [open === 'both' || open === 'before', open === 'both' || open === 'after']
  return `${path} ${operator} ${quote(`${before ? '%' : ''}${values[0]}${after ? '%' : ''}`)}`
}

const meant = (value: Wanted, ids: readonly string[]): string | number | boolean =>
  typeof value === 'object' ? ids[value.record % ids.length]! : value

/* The answer. */

type Columns = Readonly<Record<string, Type>>

export function answerNaively(question: Question, columns: Columns, rows: readonly Flat[], ids: readonly string[]) {
  const { where, select, renamed, by, aggregates, order, limit, offset } = question
  let found = rows.filter(row => holds(where, columns, row, ids))
  if (aggregates.length > 0) found = group(found, by, aggregates, columns)
  const sorted = sort(found, order)
  const data = sorted.slice(offset, offset + limit).map(row => ({
    ...Object.fromEntries(select.map((name, at) => [renamed ? `c${at}` : name, row.cells[name]!.shown])),
    ...(aggregates.length === 0 && { id: row.id }),
  }))
  return { data, info: { count: data.length, more_records: sorted.length > offset + limit } }
}

/** A value that is wanted, as it compares. */
function comparable(type: Type, value: Wanted, ids: readonly string[]): string | number | boolean {
  const written = meant(value, ids)
  if (type === 'moment') return Date.parse(String(written))
  if (type === 'list') return joined(String(written).split(';'))
  return typeof written === 'string' ? written.toLowerCase() : written
}

function holds(asked: Asked, columns: Columns, row: Flat, ids: readonly string[]): boolean {
  if (asked.kind === 'pair') {
    const both = [asked.left, asked.right].map(each => holds(each, columns, row, ids))
    return asked.word === 'and' ? !both.includes(false) : both.includes(true)
  }
  const { path, operator, values, open } = asked
  const type = columns[path]!
  const { value } = row.cells[path]!
  if (operator === 'is null') return value === null
  if (value === null) return false
  const wanted = values.map(each => comparable(type, each, ids))
  const [first, second] = wanted as [string | number, string | number]
  // a pattern is one text, whatever it is held against
  const pattern = operator.endsWith('like') ? String(values[0]).toLowerCase() : ''
  switch (operator) {
    case '=':
      return value === first
    case '!=':
      return value !== first
    case '>':
      return value > first
    case '>=':
      return value >= first
    case '<':
      return value < first
    case '<=':
      return value <= first
    case 'in':
      return wanted.includes(value)
    case 'not in':
      return !wanted.includes(value)
    case 'between':
      return value >= first && value <= second
    case 'not between':
      return value < first || value > second
    case 'like':
      if (open === 'both') return String(value).includes(pattern)
      if (open === 'before') return String(value).endsWith(pattern)
      return open === 'after' ? String(value).startsWith(pattern) : value === pattern
    case 'not like':
      return !String(value).includes(pattern)
    default:
      return true
  }
}

function group(rows: readonly Flat[], by: readonly string[], aggregates: readonly string[], columns: Columns): Flat[] {
  const groups = new Map<string, Flat[]>(by.length === 0 ? [['[]', []]] : [])
  for (const row of rows) {
    const key = JSON.stringify(by.map(path => row.cells[path]!.key))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].map(members => ({
    id: '',
    cells: {
      ...members[0]?.cells,
      ...Object.fromEntries(aggregates.map(name => [name, aggregate(name, members, columns)])),
    },
  }))
}

function aggregate(name: string, rows: readonly Flat[], columns: Columns): Cell {
  const [, kind, path] = /^(\w+)\((.+)\)$/.exec(name) as unknown as [string, string, string]
  const cells = rows.map(row => row.cells[path]!).filter(({ value }) => value !== null)
  const plain = (value: number | null): Cell => ({ value, shown: value, key: value })
  if (kind === 'COUNT') return plain(cells.length)
  if (cells.length === 0) return plain(null)
  if (kind === 'MIN' || kind === 'MAX') {
    const sorted = [...cells].sort((a, b) => rank(a.value, b.value))
    return kind === 'MIN' ? sorted[0]! : sorted.at(-1)!
  }
  if (columns[path] !== 'number') throw new Error(`${name} of ${columns[path]}`)
  const sum = cells.reduce((total, { value }) => total + (value as number), 0)
  return plain(kind === 'SUM' ? sum : sum / cells.length)
}

/** Empty values come first. */
function rank(a: Cell['value'], b: Cell['value']): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return a < b ? -1 : 1
}

function sort(rows: readonly Flat[], order: Order): Flat[] {
  return [...rows].sort((a, b) => {
    for (const { by, descending } of order) {
      const result = rank(a.cells[by]!.value, b.cells[by]!.value)
      if (result !== 0) return descending ? -result : result
    }
    return 0
  })
}

/** Random queries over random data agree with an evaluator that knows no parser, no index and no heap. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atCoql } from './at-coql.ts'

type Plain = string | number | null

/** A deal with all that its lookups reach, by path. */
type Flat = Record<string, Plain>

const columns: Record<string, 'text' | 'number' | 'date'> = {
  Deal_Name: 'text',
  Type: 'text',
  Next_Step: 'text',
  Amount: 'number',
  Probability: 'number',
  Closing_Date: 'date',
  'Account_Name.Account_Name': 'text',
  'Account_Name.Annual_Revenue': 'number',
  'Account_Name.Parent_Account.Account_Name': 'text',
}
const paths = Object.keys(columns)
const numbers = paths.filter(path => columns[path] === 'number')

const text = fc.constantFrom('a', 'A', 'ab', 'Ba', "o'b", 'zz', '10', '9')
const number = fc.integer({ min: -8, max: 8 }).map(quarters => quarters / 4)
const date = fc.integer({ min: 1, max: 9 }).map(day => `2026-01-0${day}`)
const valuesOf = { text, number, date }

/* What is asked, as data: the query's text and the naive answer are both made from it. */

type Asked =
  | { readonly kind: 'pair'; readonly word: 'and' | 'or'; readonly left: Asked; readonly right: Asked }
  | { readonly kind: 'test'; readonly path: string; readonly operator: string; readonly values: readonly Plain[] }

const ordered = ['=', '!=', '>', '>=', '<', '<=', 'in', 'not in', 'between', 'not between', 'is null', 'is not null']
const wordly = ['=', '!=', 'in', 'not in', 'like', 'not like', 'is null', 'is not null']

const test: fc.Arbitrary<Asked> = fc.constantFrom(...paths).chain(path => {
  const type = columns[path]!
  return fc
    .constantFrom(...(type === 'text' ? wordly : ordered))
    .chain(operator =>
      fc
        .array(valuesOf[type] as fc.Arbitrary<Plain>, { minLength: 2, maxLength: operator.endsWith('in') ? 4 : 2 })
        .map((values): Asked => ({ kind: 'test', path, operator, values })),
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

const quote = (value: Plain): string =>
  typeof value === 'number' ? String(value) : `'${value!.replaceAll("'", "''")}'`

function write(asked: Asked): string {
  if (asked.kind === 'pair') return `(${write(asked.left)} ${asked.word} ${write(asked.right)})`
  const { path, operator, values } = asked
  const [first, second] = values
  if (operator.startsWith('is')) return `${path} ${operator}`
  if (operator.endsWith('in')) return `${path} ${operator} (${values.map(quote).join(', ')})`
  if (operator.endsWith('between')) return `${path} ${operator} ${quote(first!)} and ${quote(second!)}`
  if (operator.endsWith('like')) return `${path} ${operator} ${quote(`%${first}%`)}`
  return `${path} ${operator} ${quote(first!)}`
}

const fold = (value: Plain): Plain => (typeof value === 'string' ? value.toLowerCase() : value)

function holds(asked: Asked, row: Flat): boolean {
  if (asked.kind === 'pair') {
    const both = [asked.left, asked.right]
    return asked.word === 'and' ? both.every(each => holds(each, row)) : both.some(each => holds(each, row))
  }
  const value = fold(row[asked.path]!)
  const values = asked.values.map(fold) as (string | number)[]
  const [first, second] = values as [string | number, string | number]
  if (asked.operator === 'is null') return value === null
  if (value === null) return false
  switch (asked.operator) {
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
      return values.includes(value)
    case 'not in':
      return !values.includes(value)
    case 'between':
      return value >= first && value <= second
    case 'not between':
      return value < first || value > second
    case 'like':
      return String(value).includes(String(first))
    case 'not like':
      return !String(value).includes(String(first))
    default:
      return true
  }
}

interface Aggregate {
  readonly name: string
  readonly of: (rows: readonly Flat[]) => Plain
}

const aggregateNames = numbers.flatMap(path => ['SUM', 'AVG', 'MIN', 'MAX', 'COUNT'].map(name => `${name}(${path})`))

function aggregateOf(name: string): Aggregate {
  const [, kind, path] = /^(\w+)\((.+)\)$/.exec(name)!
  return {
    name,
    of: rows => {
      const values = rows.map(row => row[path!]!).filter(value => value !== null) as number[]
      if (kind === 'COUNT') return values.length
      if (values.length === 0) return null
      const sum = values.reduce((total, value) => total + value)
      if (kind === 'SUM') return sum
      if (kind === 'AVG') return sum / values.length
      return kind === 'MIN' ? Math.min(...values) : Math.max(...values)
    },
  }
}

type Order = readonly { readonly by: string; readonly descending: boolean }[]

function sort(rows: readonly Flat[], order: Order): Flat[] {
  const rank = (a: Plain, b: Plain): number => {
    if (a === b) return 0
    if (a === null || b === null) return a === null ? -1 : 1
    return a < b ? -1 : 1
  }
  return [...rows].sort((a, b) => {
    for (const { by, descending } of order) {
      const result = rank(fold(a[by]!), fold(b[by]!))
      if (result !== 0) return descending ? -result : result
    }
    return 0
  })
}

const orderBy = (names: readonly string[]): fc.Arbitrary<Order> =>
  names.length === 0
    ? fc.constant([])
    : fc.uniqueArray(fc.record({ by: fc.constantFrom(...names), descending: fc.boolean() }), {
        selector: ({ by }) => by,
        maxLength: 3,
      })

const window = fc.record({ limit: fc.integer({ min: 1, max: 12 }), offset: fc.nat(6) })

interface Question {
  readonly where: Asked
  readonly select: readonly string[]
  readonly by: readonly string[]
  readonly aggregates: readonly string[]
  readonly order: Order
  readonly limit: number
  readonly offset: number
}

const plain: fc.Arbitrary<Question> = fc
  .record({ where: condition, select: fc.subarray(paths, { minLength: 1 }), order: orderBy(paths), window })
  .map(({ window: cut, ...rest }) => ({ ...rest, ...cut, by: [], aggregates: [] }))

const grouped: fc.Arbitrary<Question> = fc
  .record({
    by: fc.subarray(paths, { maxLength: 3 }),
    aggregates: fc.subarray(aggregateNames, { minLength: 1, maxLength: 5 }),
  })
  .chain(({ by, aggregates }) =>
    fc
      .record({
        where: condition,
        select: fc.shuffledSubarray([...by, ...aggregates], { minLength: 1 }),
        order: orderBy([...by, ...aggregates]),
        window,
      })
      .filter(({ select }) => by.length > 0 || select.some(name => name.includes('(')))
      .map(({ window: cut, ...rest }) => ({ ...rest, ...cut, by, aggregates })),
  )

function ask({ where, select, by, order, limit, offset }: Question): string {
  const terms = order.map(({ by: name, descending }) => `${name}${descending ? ' desc' : ''}`)
  return [
    `select ${select.join(', ')} from Deals where ${write(where)}`,
    by.length > 0 ? `group by ${by.join(', ')}` : '',
    terms.length > 0 ? `order by ${terms.join(', ')}` : '',
    `limit ${limit} offset ${offset}`,
  ].join(' ')
}

function answerNaively({ where, select, by, aggregates, order, limit, offset }: Question, deals: readonly Flat[]) {
  let rows = deals.filter(row => holds(where, row))
  if (aggregates.length > 0) {
    const groups = new Map<string, Flat[]>(by.length === 0 ? [['[]', []]] : [])
    for (const row of rows) {
      const key = JSON.stringify(by.map(path => row[path]))
      groups.set(key, [...(groups.get(key) ?? []), row])
    }
    rows = [...groups.values()].map(members => ({
      ...members[0],
      ...Object.fromEntries(aggregates.map(aggregateOf).map(({ name, of }) => [name, of(members)])),
    }))
  }
  const sorted = sort(rows, order)
  const keys = aggregates.length > 0 ? select : [...select, 'id']
  const data = sorted.slice(offset, offset + limit).map(row => Object.fromEntries(keys.map(key => [key, row[key]])))
  return { data, info: { count: data.length, more_records: sorted.length > offset + limit } }
}

const account = fc.record({
  Account_Name: text,
  Annual_Revenue: fc.option(number),
  parent: fc.option(fc.nat(5)),
})
const deal = fc.record({
  Deal_Name: text,
  Type: fc.option(fc.constantFrom('New Business', 'Existing Business')),
  Next_Step: fc.option(text),
  Amount: fc.option(number),
  Probability: fc.option(fc.integer({ min: 0, max: 3 })),
  Closing_Date: fc.option(date),
  account: fc.option(fc.nat(5)),
})

it('agrees with a naive evaluator', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(account, { minLength: 1, maxLength: 6 }),
      fc.array(deal, { minLength: 1, maxLength: 25 }),
      fc.array(fc.oneof(plain, grouped), { minLength: 15, maxLength: 15 }),
      async (accounts, deals, questions) => {
        const at = await atCoql()
        const accountIds: string[] = []
        for (const { parent, ...row } of accounts) {
          const Parent_Account = parent === null ? null : accountIds[parent % (accountIds.length || 1)]
          accountIds.push(...(await at.insert('Accounts', { ...row, Parent_Account: Parent_Account ?? null })))
        }
        const ids = await at.insert(
          'Deals',
          ...deals.map(({ account: index, ...row }) => ({
            ...row,
            Stage: 'Qualification',
            Pipeline: 'Standard (Standard)',
            Account_Name: index === null ? null : accountIds[index % accountIds.length],
          })),
        )
        const flat = deals.map(({ account: index, ...row }, place): Flat => {
          const own = index === null ? undefined : index % accounts.length
          const parent = own === undefined ? null : accounts[own]!.parent
          const above = parent === null || own === 0 ? undefined : accounts[parent % own!]
          return {
            ...row,
            'Account_Name.Account_Name': own === undefined ? null : accounts[own]!.Account_Name,
            'Account_Name.Annual_Revenue': own === undefined ? null : accounts[own]!.Annual_Revenue,
            'Account_Name.Parent_Account.Account_Name': above?.Account_Name ?? null,
            id: ids[place]!,
          }
        })

        for (const question of questions) {
          const query = ask(question)
          const { status, json, text: body } = await at.query(query)
          const expected = answerNaively(question, flat)

          if (expected.data.length === 0) expect([query, status, body]).toEqual([query, 204, ''])
          else expect([query, json]).toEqual([query, expected])
        }
      },
    ),
    { numRuns: 60 },
  )
})

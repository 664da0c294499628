/** Random criteria over random records, against an evaluator that reads answers instead of rows and decides case by case. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everything, start } from '../../support/emulator.ts'

type Tree = Condition | { readonly join: 'and' | 'or'; readonly parts: readonly Tree[] }

interface Condition {
  readonly field: string
  readonly operator: string
  /** A `#` stands before the name of a record whose id is meant. */
  readonly values: readonly string[]
}

// biome-ignore lint/suspicious/noExplicitAny: a record as it was answered
type Answered = any

/** How the values of a field compare; of a `part` text `equals` finds a part. */
type Kind =
  | 'part'
  | 'note'
  | 'whole'
  | 'choice'
  | 'list'
  | 'number'
  | 'integer'
  | 'digits'
  | 'date'
  | 'moment'
  | 'flag'
  | 'lookup'

const letters = fc.constantFrom(
  'a',
  'A',
  'b',
  'B',
  '(',
  ')',
  ',',
  '\\',
  'é',
  'É',
  ':',
  ' ',
  "'",
  '"',
  '%',
  '+',
  '&',
  '漢',
)
const text = fc
  .array(letters, { minLength: 1, maxLength: 4 })
  .map(parts => parts.join('').trim())
  .filter(Boolean)
const amount = fc.integer({ min: -3, max: 3 }).map(n => String(n / 2))
const count = fc.constantFrom('0', '1', '9', '10', '-2')
const digits = fc.constantFrom('0', '9', '10', '123456789012345678', '123456789012345679', '99999999999999999')
const day = fc.constantFrom('2026-01-31', '2026-02-01', '2026-12-24')
const moment = fc.constantFrom(
  '2026-01-05T00:00:00Z',
  '2026-01-05T05:30:00+05:30',
  '2026-01-04T16:00:01-08:00',
  '2026-07-05T00:00:00+00:00',
  '2026-07-04T17:00:00-07:00',
)
const email = fc.constantFrom('a@b.example', 'A@b.example', "a'b+c@b.example", 'b@b.example')
const phone = fc.constantFrom('555-1', '5551', '(555) 1', '+99 1')
const taxes = ['Vat', 'Sales Tax', 'vat']
const categories = ['Hardware', 'Software', 'CRM Applications']
const names = ['Ann', 'Anna', 'Bob']

const ranges = ['greater_than', 'greater_equal', 'less_than', 'less_equal', 'between']
const numeric = ['equals', 'not_equal', 'in', ...ranges]
const textual = ['equals', 'not_equal', 'starts_with', 'in']
const operatorsOf: Readonly<Record<Kind, readonly string[]>> = {
  part: textual,
  note: ['equals', 'not_equal', 'starts_with'],
  whole: textual,
  choice: ['equals', 'not_equal', 'in'],
  list: textual,
  number: numeric,
  integer: numeric,
  digits: numeric,
  date: numeric,
  moment: numeric,
  flag: ['equals', 'not_equal'],
  lookup: ['equals', 'not_equal', 'in'],
}

const referred = fc.constantFrom(...names, 'ANN', 'x', '#Ann', '#Bob')
const soughtOf: Readonly<Record<Kind, fc.Arbitrary<string>>> = {
  part: text,
  note: text,
  whole: fc.oneof(email, phone, fc.constantFrom('a', '555')),
  choice: fc.constantFrom(...categories, 'software'),
  list: fc.constantFrom(...taxes, 'sa'),
  number: amount,
  integer: count,
  digits,
  date: day,
  moment,
  flag: fc.constantFrom('true', 'false', 'TRUE'),
  lookup: referred,
}

interface Searched {
  readonly module: string
  readonly fields: Readonly<Record<string, Kind>>
  /** A row, with names in place of the records that its lookups point to. */
  readonly row: fc.Arbitrary<Readonly<Record<string, unknown>>>
  /** The modules of those records, and the field that names them. */
  readonly lookups: Readonly<Record<string, readonly [module: string, nameField: string]>>
}

const modules: readonly Searched[] = [
  {
    module: 'Products',
    fields: {
      Product_Name: 'part',
      Product_Code: 'part',
      Description: 'note',
      Unit_Price: 'number',
      Sales_Start_Date: 'date',
      Taxable: 'flag',
      Product_Category: 'choice',
      Tax: 'list',
      Vendor_Name: 'lookup',
    },
    row: fc.record({
      Product_Name: text,
      Product_Code: fc.option(text),
      Description: fc.option(text),
      Unit_Price: fc.option(amount.map(Number)),
      Sales_Start_Date: fc.option(day),
      Taxable: fc.boolean(),
      Product_Category: fc.option(fc.constantFrom(...categories)),
      Tax: fc.subarray(taxes),
      Vendor_Name: fc.option(fc.constantFrom(...names)),
    }),
    lookups: { Vendor_Name: ['Vendors', 'Vendor_Name'] },
  },
  {
    module: 'Contacts',
    fields: {
      Last_Name: 'part',
      Email: 'whole',
      Phone: 'whole',
      Date_of_Birth: 'date',
      Email_Opt_Out: 'flag',
      Account_Name: 'lookup',
    },
    row: fc.record({
      Last_Name: text,
      Email: fc.option(email),
      Phone: fc.option(phone),
      Date_of_Birth: fc.option(day),
      Email_Opt_Out: fc.boolean(),
      Account_Name: fc.option(fc.constantFrom(...names)),
    }),
    lookups: { Account_Name: ['Accounts', 'Account_Name'] },
  },
  {
    module: 'Accounts',
    fields: {
      Account_Name: 'part',
      Website: 'part',
      Employees: 'integer',
      Account_Number: 'digits',
      Industry: 'choice',
    },
    row: fc.record({
      Account_Name: text,
      Website: fc.option(fc.constantFrom('www.a.example', 'WWW.B.example/a')),
      Employees: fc.option(count.map(Number)),
      Account_Number: fc.option(digits),
      Industry: fc.option(fc.constantFrom(...categories)),
    }),
    lookups: {},
  },
  {
    module: 'Events',
    fields: {
      Event_Title: 'part',
      Start_DateTime: 'moment',
      End_DateTime: 'moment',
      All_day: 'flag',
      Venue: 'part',
      What_Id: 'lookup',
    },
    row: fc.record({
      Event_Title: text,
      Start_DateTime: moment,
      End_DateTime: moment,
      All_day: fc.boolean(),
      Venue: fc.option(text),
      What_Id: fc.option(fc.constantFrom(...names)),
    }),
    lookups: { What_Id: ['Accounts', 'Account_Name'] },
  },
]

/** v2 has two operators, and there `equals` finds a part only where conditions are combined. */
const v2Operators = ['equals', 'starts_with']

function treesOf({ fields }: Searched, version: string): fc.Arbitrary<Tree> {
  const condition = fc.constantFrom(...Object.keys(fields)).chain(field => {
    const kind = fields[field]!
    const known = operatorsOf[kind].filter(operator => version !== 'v2' || v2Operators.includes(operator))
    return fc.constantFrom(...known).chain(operator => {
      const [minLength, maxLength] = operator === 'in' ? [1, 4] : operator === 'between' ? [2, 2] : [1, 1]
      return fc.array(soughtOf[kind], { minLength, maxLength }).map(values => ({ field, operator, values }))
    })
  })
  const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      { arbitrary: condition, weight: 2 },
      {
        arbitrary: fc.record({
          join: fc.constantFrom('and' as const, 'or' as const),
          parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
        }),
        weight: 1,
      },
    ),
  }))
  return tree.filter(each => size(each) <= 15)
}

const size = (each: Tree): number => ('parts' in each ? each.parts.reduce((sum, part) => sum + size(part), 0) : 1)

function write(each: Tree, idOf: (name: string) => string): string {
  if ('parts' in each) return `(${each.parts.map(part => write(part, idOf)).join(each.join)})`
  const values = each.values.map(value => {
    const meant = value.startsWith('#') ? idOf(value.slice(1)) : value
    return meant.replace(/[(),\\]/g, char => `\\${char}`)
  })
  return `(${each.field}:${each.operator}:${values.join(',')})`
}

function holds(each: Tree, record: Answered, fields: Searched['fields'], partly: boolean): boolean {
  if ('parts' in each) {
    const results = each.parts.map(part => holds(part, record, fields, partly))
    return each.join === 'and' ? !results.includes(false) : results.includes(true)
  }
  const { field, operator, values } = each
  if (operator === 'not_equal') return !holds({ field, operator: 'equals', values }, record, fields, partly)
  const raw = record[field]
  const kind = fields[field]!
  if (raw === null) return false
  const upper = values.map(value => value.toUpperCase())
  switch (kind) {
    case 'number':
    case 'integer':
      return compares(operator, raw, values.map(Number))
    case 'digits':
      return compares(operator, BigInt(raw), values.map(BigInt))
    case 'date':
    case 'moment':
      return compares(operator, Date.parse(raw), values.map(Date.parse))
    case 'flag':
      return String(raw).toUpperCase() === upper[0]
    case 'lookup':
      return values.some(value =>
        value.startsWith('#') ? raw.name === value.slice(1) : raw.name.toUpperCase() === value.toUpperCase(),
      )
    default: {
      const texts = (Array.isArray(raw) ? raw : [raw]).map((one: string) => one.toUpperCase())
      const findsPart = partly && (kind === 'part' || kind === 'note') && operator === 'equals'
      return texts.some(one => {
        if (operator === 'starts_with') return one.indexOf(upper[0]!) === 0
        return findsPart ? one.indexOf(upper[0]!) >= 0 : upper.indexOf(one) >= 0
      })
    }
  }
}

function compares(operator: string, value: number | bigint, given: readonly (number | bigint)[]): boolean {
  const signs = given.map(each => (value < each ? -1 : value > each ? 1 : 0))
  if (operator === 'in') return signs.includes(0)
  if (operator === 'between') return signs[0] !== -1 && signs[1] !== 1
  const taken = { equals: [0], greater_than: [1], greater_equal: [0, 1], less_than: [-1], less_equal: [-1, 0] }
  return taken[operator as keyof typeof taken].includes(signs[0]!)
}

async function crm() {
  const harness = await start({ fixture: 'empty' })
  const scope = `${everything},ZohoSearch.securesearch.READ`
  const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope })
  return (method: string, path: string, body?: unknown) =>
    harness.send(method, `/sandbox.zohoapis.com/crm/${path}`, { token, body })
}

const newIds = ({ json, text: body }: Answered): string[] =>
  json.data.map(({ code, details }: Answered) => {
    if (code !== 'SUCCESS') throw new Error(body)
    return details.id
  })

describe.each(modules)('criteria of $module', searched => {
  const { module, fields, row, lookups } = searched

  it.each(['v8', 'v2'])(
    'agree with a naive evaluator in %s, in records that change under way',
    async version => {
      const call = await crm()
      const [[target, nameField] = ['Vendors', 'Vendor_Name']] = Object.values(lookups)
      const ids = newIds(await call('POST', `v8/${target}`, { data: names.map(name => ({ [nameField]: name })) }))
      const idOf = (name: string) => ids[names.indexOf(name)]!
      const written = (values: Readonly<Record<string, unknown>>) => ({
        ...values,
        ...Object.fromEntries(
          Object.keys(lookups).map(field => [field, values[field] === null ? null : idOf(String(values[field]))]),
        ),
      })

      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { minLength: 2, maxLength: 12 }),
          fc.array(treesOf(searched, version), { minLength: 1, maxLength: 12, size: 'max' }),
          fc.nat(11),
          row,
          async (rows, criteria, at, change) => {
            const added = newIds(await call('POST', `v8/${module}`, { data: rows.map(written) }))
            const [gone, changed] = [added[at % added.length]!, added[(at + 1) % added.length]!]
            await call('DELETE', `v8/${module}/${gone}`)
            newIds(await call('PUT', `v8/${module}/${changed}`, { data: [written(change)] }))
            const left = added.filter(id => id !== gone).reverse()
            const records: Answered[] = await Promise.all(
              left.map(async id => (await call('GET', `v8/${module}/${id}`)).json.data[0]),
            )

            for (const each of criteria) {
              const text = write(each, idOf)
              const path = `${version}/${module}/search?fields=id&criteria=${encodeURIComponent(text)}`
              const { json, status, text: body } = await call('GET', path)
              const partly = version !== 'v2' || 'parts' in each
              const expected = records.filter(record => holds(each, record, fields, partly)).map(({ id }) => id)
              const found = status === 204 ? [] : (json?.data?.map(({ id }: { id: string }) => id) ?? body)
              expect({ text, found }).toEqual({ text, found: expected })
            }
            await call('DELETE', `v8/${module}?ids=${left}`)
          },
        ),
        { numRuns: 25 },
      )
    },
    60_000,
  )
})

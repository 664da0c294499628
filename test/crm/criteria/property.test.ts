/** Random criteria over random records, against an evaluator that reads answers instead of rows and decides case by case. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { everything, start } from '../../support/emulator.ts'

type Tree = { field: string; operator: string; values: string[] } | { join: 'and' | 'or'; parts: Tree[] }

// biome-ignore lint/suspicious/noExplicitAny: a record as it was answered
type Answered = any

const letters = fc.constantFrom('a', 'A', 'b', 'B', '(', ')', ',', '\\', 'é', 'É', ':', ' ')
const text = fc
  .array(letters, { minLength: 1, maxLength: 4 })
  .map(parts => parts.join('').trim())
  .filter(Boolean)
const amount = fc.integer({ min: -3, max: 3 }).map(n => String(n / 2))
const day = fc.constantFrom('2026-01-31', '2026-02-01', '2026-12-24')
const taxes = ['Vat', 'Sales Tax', 'vat']
const categories = ['Hardware', 'Software', 'CRM Applications']
const vendors = ['Ann', 'Anna', 'Bob']

const ranges = ['greater_than', 'greater_equal', 'less_than', 'less_equal']
const fields: Record<string, { value: fc.Arbitrary<string>; operators: string[] }> = {
  Product_Name: { value: text, operators: ['equals', 'not_equal', 'starts_with', 'in'] },
  Product_Code: { value: text, operators: ['equals', 'not_equal', 'starts_with', 'in'] },
  Description: { value: text, operators: ['equals', 'not_equal', 'starts_with'] },
  Unit_Price: { value: amount, operators: ['equals', 'not_equal', 'in', 'between', ...ranges] },
  Sales_Start_Date: { value: day, operators: ['equals', 'not_equal', 'in', 'between', ...ranges] },
  Taxable: { value: fc.constantFrom('true', 'false'), operators: ['equals', 'not_equal'] },
  Product_Category: { value: fc.constantFrom(...categories, 'software'), operators: ['equals', 'not_equal', 'in'] },
  Tax: { value: fc.constantFrom(...taxes, 'sa'), operators: ['equals', 'not_equal', 'starts_with', 'in'] },
  Vendor_Name: { value: fc.constantFrom(...vendors, 'ANN', 'x'), operators: ['equals', 'not_equal', 'in'] },
}

const condition: fc.Arbitrary<Tree> = fc.constantFrom(...Object.keys(fields)).chain(field => {
  const { value, operators } = fields[field]!
  return fc.constantFrom(...operators).chain(operator => {
    const [minLength, maxLength] = operator === 'in' ? [1, 4] : operator === 'between' ? [2, 2] : [1, 1]
    return fc.array(value, { minLength, maxLength }).map(values => ({ field, operator, values }))
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

const size = (each: Tree): number => ('parts' in each ? each.parts.reduce((sum, part) => sum + size(part), 0) : 1)

const product = (index: number) =>
  fc.record({
    Product_Name: text.map(name => `${name}${index}`),
    Product_Code: fc.option(text),
    Description: fc.option(text),
    Unit_Price: fc.option(amount.map(Number)),
    Sales_Start_Date: fc.option(day),
    Taxable: fc.boolean(),
    Product_Category: fc.option(fc.constantFrom(...categories)),
    Tax: fc.subarray(taxes),
    vendor: fc.option(fc.constantFrom(...vendors)),
  })

function write(each: Tree): string {
  if ('parts' in each) return `(${each.parts.map(write).join(each.join)})`
  const values = each.values.map(value => value.replace(/[(),\\]/g, char => `\\${char}`))
  return `(${each.field}:${each.operator}:${values.join(',')})`
}

function holds(each: Tree, record: Answered): boolean {
  if ('parts' in each) {
    const results = each.parts.map(part => holds(part, record))
    return each.join === 'and' ? !results.includes(false) : results.includes(true)
  }
  const { field, operator, values } = each
  if (operator === 'not_equal') return !holds({ field, operator: 'equals', values }, record)
  const raw = record[field]
  if (raw === null) return false
  if (field === 'Unit_Price') return compares(operator, raw, values.map(Number))
  if (field === 'Sales_Start_Date') return compares(operator, Date.parse(raw), values.map(Date.parse))
  if (field === 'Taxable') return String(raw) === values[0]
  const upper = values.map(value => value.toUpperCase())
  const texts = (Array.isArray(raw) ? raw : [raw.name ?? raw]).map((each: string) => each.toUpperCase())
  const isLong = ['Product_Name', 'Product_Code', 'Description'].includes(field)
  return texts.some(each => {
    if (operator === 'starts_with') return each.indexOf(upper[0]!) === 0
    return isLong && operator === 'equals' ? each.indexOf(upper[0]!) >= 0 : upper.indexOf(each) >= 0
  })
}

function compares(operator: string, value: number, given: number[]): boolean {
  const signs = given.map(each => Math.sign(value - each))
  if (operator === 'in') return signs.includes(0)
  if (operator === 'between') return signs[0] !== -1 && signs[1] !== 1
  const taken = { equals: [0], greater_than: [1], greater_equal: [0, 1], less_than: [-1], less_equal: [-1, 0] }
  return taken[operator as keyof typeof taken].includes(signs[0]!)
}

it('agrees with a naive evaluator, in records that change under way', async () => {
  const harness = await start({ fixture: 'empty' })
  const scope = `${everything},ZohoSearch.securesearch.READ`
  const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope })
  const call = (method: string, path: string, body?: unknown) =>
    harness.send(method, `/sandbox.zohoapis.com/crm/v8/${path}`, { token, body })
  const added = await call('POST', 'Vendors', { data: vendors.map(name => ({ Vendor_Name: name })) })
  const idOf = (name: string | null) => (name === null ? null : added.json.data[vendors.indexOf(name)].details.id)

  const rows = fc.tuple(...Array.from({ length: 12 }, (_, index) => product(index)))
  const trees = fc.array(
    tree.filter(each => size(each) <= 15),
    { minLength: 12, maxLength: 12 },
  )

  await fc.assert(
    fc.asyncProperty(rows, trees, fc.nat(11), async (products, criteria, gone) => {
      const data = products.map(({ vendor, ...row }) => ({ ...row, Vendor_Name: idOf(vendor) }))
      const inserted = (await call('POST', 'Products', { data })).json.data
      await call('DELETE', `Products/${inserted[gone].details.id}`)
      const records: Answered[] = (await call('GET', `Products?fields=${Object.keys(fields)}`)).json.data
      // sub-lists come with a single record only, so what was sent stands in for them
      const full = await Promise.all(
        records.map(async ({ id }) => (await call('GET', `Products/${id}`)).json.data[0] as Answered),
      )

      for (const each of criteria) {
        const written = write(each)
        const {
          json,
          status,
          text: body,
        } = await call('GET', `Products/search?fields=id&criteria=${encodeURIComponent(written)}`)
        const expected = full.filter(record => holds(each, record)).map(({ id }) => id)
        const found = status === 204 ? [] : (json?.data?.map(({ id }: { id: string }) => id) ?? body)
        expect({ written, found }).toEqual({ written, found: expected })
      }
      await call('DELETE', `Products?ids=${records.map(({ id }) => id)}`)
    }),
    { numRuns: 40 },
  )
}, 60_000)

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseQuery } from '../../../src/crm/coql/parser.ts'
import { CrmError } from '../../../src/protocol/crm-errors/index.ts'

const words =
  'select from where group by order limit offset asc desc and or not in like between is null as id Last_Name COUNT ( ) ' +
  ", . # ! = != < <= > >= <> * -> 1 -2 3.5 'x' \"y\" ' \" 'a''b' Owner.role.name \n \u00e4 \u0000 %"

it('fails with nothing but a refusal, whatever it reads', () => {
  const query = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...words.split(' ')), { maxLength: 40 }).map(parts => parts.join(' ')),
    fc
      .array(fc.constantFrom(...words.split(' ')), { maxLength: 20 })
      .map(parts => `select id from Leads where ${parts.join(' ')}`),
  )
  fc.assert(
    fc.property(query, text => {
      try {
        parseQuery(text)
      } catch (error) {
        expect(error).toBeInstanceOf(CrmError)
      }
    }),
    { numRuns: 3000 },
  )
})

it.each([
  ['brackets', `select id from Leads where ${'('.repeat(50_000)}`],
  ['closed brackets', `select id from Leads where ${'('.repeat(25_000)}id = 1${')'.repeat(25_000)}`],
  ['columns', `select ${'a,'.repeat(25_000)}a from Leads where a = 1`],
  ['steps', `select ${'a.'.repeat(25_000)}a from Leads where a = 1`],
  ['quotes', `select ${"'".repeat(50_001)}`],
  ['quoted quotes', `select id from Leads where a = '${"''".repeat(25_000)}`],
  ['values', `select id from Leads where a in (${'1,'.repeat(25_000)}1)`],
  ['spaces', ' '.repeat(50_000)],
  ['lines', `${'\n'.repeat(50_000)}x`],
  ['digits', `select id from Leads where a = ${'1'.repeat(50_000)}.`],
  ['operators', `select id from Leads where a ${'<'.repeat(50_000)}`],
  ['arrows', `select '${'->'.repeat(25_000)}' from Leads where a = 1`],
])('is quick with many %s', (_, query) => {
  const start = performance.now()

  try {
    parseQuery(query)
  } catch (error) {
    expect(error).toBeInstanceOf(CrmError)
  }

  expect(performance.now() - start).toBeLessThan(250)
})

it('says where in a long query something is wrong', () => {
  const query = 'select id\nfrom Leads\n\nwhere id = 1\n  or  City === 2'

  expect(() => parseQuery(`${query.replace('===', '=')} 3`)).toThrow(
    expect.objectContaining({ body: expect.objectContaining({ details: { line: 5, column: 16, near: '3' } }) }),
  )
})

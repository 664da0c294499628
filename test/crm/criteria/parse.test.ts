import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCriteria } from '../../../src/crm/criteria/parse.ts'
import { CrmError } from '../../../src/protocol/crm-errors/index.ts'

/** What became of a text: read or refused; anything else is thrown. */
function outcome(text: string): 'read' | 'refused' {
  try {
    parseCriteria(text)
    return 'read'
  } catch (error) {
    if (error instanceof CrmError) return 'refused'
    throw error
  }
}

it('reads or refuses any text, and throws nothing else', () => {
  const pieces = [
    '(',
    ')',
    'and',
    'or',
    ' ',
    ':',
    ',',
    '\\',
    'Last_Name',
    'equals',
    'in',
    'x',
    '\0',
    '😀',
    '(A:equals:b)',
  ]
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map(parts => parts.join('')),
  )

  fc.assert(
    fc.property(text, each => ['read', 'refused'].includes(outcome(each))),
    { numRuns: 2000 },
  )
})

it.each([
  ['opening brackets', '('.repeat(50_000)],
  ['closing brackets', ')'.repeat(50_000)],
  ['pairs of brackets', '()'.repeat(25_000)],
  ['brackets around a condition', `${'('.repeat(25_000)}A:equals:b${')'.repeat(25_000)}`],
  ['backslashes', `(A:equals:${'\\'.repeat(50_000)}`],
  ['escaped brackets', `(A:equals:${'\\('.repeat(25_000)})`],
  ['commas', `(A:in:${','.repeat(50_000)})`],
  ['spaces', `(A:equals:${' '.repeat(50_000)}b)${' '.repeat(50_000)}`],
  ['colons', `(${':'.repeat(50_000)})`],
  ['conditions', `(${'(A:equals:b)and'.repeat(4000)}(A:equals:b))`],
  ['connectives', `((A:equals:b)${'and'.repeat(20_000)})`],
  ['one name', `(${'a'.repeat(50_000)}`],
])('is done quickly with very many %s', (_what, text) => {
  const from = performance.now()
  outcome(text)

  expect(performance.now() - from).toBeLessThan(250)
})

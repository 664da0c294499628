/**
 * Whatever is sent to whichever route, the answer is one of Zoho's: never a failure of ours, and nothing is written by what
 * is refused. `FUZZ_RUNS=1000 npx vitest run test/crm/fuzz.test.ts` looks for more, from another seed each time.
 */

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Answer, fuzzOrg } from './fuzz/org.ts'
import { anyRequest } from './fuzz/requests.ts'

const hunt = process.env.FUZZ_RUNS

const org = await fuzzOrg()
const failures = vi.spyOn(console, 'error')

beforeAll(() => void failures.mockClear())
afterAll(() => expect(failures).not.toHaveBeenCalled())

describe.each(org.routes.map(route => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  it('answers in Zoho’s form, and writes nothing that it refuses', { timeout: hunt ? 3_600_000 : 10_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest(route, org), async ({ path, headers, body }) => {
        const before = org.written()

        const answer = await org.call(route.method, path, headers, body)

        const outcome = outcomeOf(answer)
        expect(outcome, `${answer.status} ${answer.text.slice(0, 500)}`).not.toBe('no form of Zoho’s')
        if (outcome === 'refused') expect(changesSince(before)).toEqual([])
      }),
      hunt ? { numRuns: Number(hunt) } : { numRuns: 20, seed: 20_260_505 },
    )
  })
})

function outcomeOf({ status, text }: Answer): 'refused' | 'done' | 'no form of Zoho’s' {
  if (text === '') return status === 204 || status === 304 ? 'done' : 'no form of Zoho’s'
  const body: unknown = JSON.parse(text)
  const rows = isObject(body) ? (Object.values(body).find(Array.isArray) ?? Object.values(body)[0]) : null
  const allFailed = isError(rows) || (Array.isArray(rows) && rows.length > 0 && rows.every(isError))
  if (status === 202) return allFailed ? 'refused' : 'done'
  if (status < 300) return isObject(body) ? 'done' : 'no form of Zoho’s'
  return status < 500 && (isError(body) || allFailed) ? 'refused' : 'no form of Zoho’s'
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isError = (value: unknown): boolean =>
  isObject(value) &&
  Object.keys(value).sort().join() === 'code,details,message,status' &&
  typeof value.code === 'string' &&
  typeof value.message === 'string' &&
  isObject(value.details) &&
  value.status === 'error'

function changesSince(before: ReadonlyMap<string, unknown>): string[] {
  const after = org.written()
  return [...new Set([...before.keys(), ...after.keys()])].filter(key => before.get(key) !== after.get(key))
}

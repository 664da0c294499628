/**
 * Replacing values of a global pick list by others of it.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { addJob } from '../../world/jobs.ts'
import type { World } from '../../world/world.ts'
import type { CrmContext, ResultRow } from '../answer.ts'
import type { Setting } from '../settings/collection.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'
import { associationsOf, countHolders } from './fields.ts'
import { type Replacement, replacementKind, replaceValues } from './jobs.ts'
import { valuesOf } from './values.ts'

export const replaceRoot = 'replace_picklist_values'

/** The row of an answer for what a job will do. */
export const scheduled = (jobId: string, message: string): ResultRow =>
  ({ code: 'SCHEDULED', details: { job_id: jobId }, message, status: 'success' }) as unknown as ResultRow

/** Where no record holds any of the values, they are replaced at once. */
export function replace(world: World, c: CrmContext, list: Setting, sent: readonly unknown[]): ResultRow[] {
  const { data, user } = c.get('caller')
  const pairs: Replacement['pairs'][number][] = []
  const rows = sent.map((each, index) =>
    resultOf(() => {
      pairs.push(readPair(new SettingsRow(each, `$.${replaceRoot}[${index}]`), list, pairs))
      return null
    }),
  )
  if (pairs.length === 0) return rows as ResultRow[]
  const details: Replacement = { list: list.id, pairs }
  const said = new Map(valuesOf(list).map(({ id, value }) => [id, value]))
  const values = new Map(pairs.map(({ from, to }) => [said.get(from)!, said.get(to)!]))
  const holders = associationsOf(data, list.id).some(each => countHolders(each, values, data) > 0)
  if (!holders) replaceValues(data, details)
  const done = holders
    ? scheduled(addJob(world, data, { kind: replacementKind, userId: user.id, details }).id, 'success')
    : ({ code: 'SUCCESS', details: {}, message: 'success', status: 'success' } as const)
  return rows.map(row => row ?? done)
}

function readPair(row: SettingsRow, list: Setting, others: Replacement['pairs']): Replacement['pairs'][number] {
  const read = (key: string): string => {
    const value = row.object(key)
    if (!value) throw row.missing(key)
    const id = value.needed('id', value.text('id', 20))
    if (valuesOf(list).some(each => each.id === id)) return id
    throw value.refuse('invalidValue', 'id', {}, 'The given value seems to be invalid')
  }
  const from = read('old_value')
  const to = read('new_value')
  // what goes itself can take no other's place
  const isGoing =
    [...others.map(each => each.from), from].includes(to) || others.some(each => each.from === from || each.to === from)
  if (isGoing) throw row.object('new_value')!.refuse('invalidValue', 'id', {}, 'The given value seems to be invalid')
  return { from, to }
}

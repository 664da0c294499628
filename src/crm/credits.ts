/**
 * API credits: the refusal when an org has none left, and the headers that say how many there are. Counted only while a
 * toggle asks for it. What calls cost stands in costs.ts; the parts of a composite request cost nothing beside the whole.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */

import type { HeaderRecord } from '../http/respond.ts'
import { crmError } from '../protocol/crm-errors/index.ts'
import { endOfMinute, nextCreditAt, spendCredits, spentThisMinute, spentToday } from '../world/api-credits.ts'
import type { World } from '../world/world.ts'
import type { CrmContext } from './answer.ts'
import { costAfter, costBefore } from './costs.ts'
import type { Handler } from './routes.ts'

/** What Zoho's smallest edition has; the day limit of the old headers where no limit is set. */
const smallestDayLimit = 5000

/** Inferred: no page gives the size of the old headers' window. */
const callsPerMinute = 100

/** Whether anybody wants to know what calls cost. */
export const isMetered = ({ toggles }: World): boolean =>
  toggles.api_credits_per_day !== null || toggles.legacy_rate_limit_headers

/** @throws CrmError */
export async function answerMetered(world: World, c: CrmContext, handler: Handler): Promise<Response> {
  const zgid = c.get('caller').data.org.id
  const { api_credits_per_day: most } = world.toggles
  if (most !== null && spentToday(world, zgid) >= most) throw noneLeft(world, zgid, most)
  spendCredits(world, zgid, costBefore(c))
  const response = await handler(c)
  const more = costAfter(c)
  if (more > 0) spendCredits(world, zgid, more)
  for (const [name, value] of Object.entries(creditHeaders(world, zgid))) response.headers.set(name, value)
  return response
}

function noneLeft(world: World, zgid: string, most: number) {
  const seconds = Math.ceil((nextCreditAt(world, zgid) - world.clock.now()) / 1000)
  const headers: HeaderRecord = {
    ...creditHeaders(world, zgid),
    ...(world.toggles.retry_after_header && { 'Retry-After': String(seconds) }),
  }
  return crmError(
    'tooManyRequests',
    {},
    { reason: `org ${zgid} has spent its ${most} credits of the last 24 hours`, headers },
  )
}

/** The service tells what remains only when half of it is gone. */
function creditHeaders(world: World, zgid: string): HeaderRecord {
  const { api_credits_per_day: most, legacy_rate_limit_headers: legacy } = world.toggles
  const spent = spentToday(world, zgid)
  return {
    ...(most !== null && 2 * spent >= most && { 'X-API-CREDITS-REMAINING': String(Math.max(0, most - spent)) }),
    ...(legacy && legacyHeaders(world, zgid, most ?? smallestDayLimit, spent)),
  }
}

/** Names as the official SDKs of v2 read them. */
const legacyHeaders = (world: World, zgid: string, most: number, spent: number): HeaderRecord => ({
  'X-RATELIMIT-LIMIT': String(callsPerMinute),
  'X-RATELIMIT-REMAINING': String(Math.max(0, callsPerMinute - spentThisMinute(world, zgid))),
  'X-RATELIMIT-RESET': String(endOfMinute(world)),
  'X-RATELIMIT-DAY-LIMIT': String(most),
  'X-RATELIMIT-DAY-REMAINING': String(Math.max(0, most - spent)),
})

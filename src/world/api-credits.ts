/**
 * What the calls of an org cost, over a day that rolls along with the world's clock. Kept per minute: a call counts until
 * its minute is a day old.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */

import type { World } from './world.ts'

const minuteMs = 60_000
const minutesPerDay = 24 * 60

/** What an org spent in one minute; `id` is made of the two. */
export interface SpentCredits {
  readonly id: string
  readonly zgid: string
  /** Minutes since the epoch. */
  readonly minute: number
  readonly credits: number
}

/** What an org spent within the last day. */
export function spentToday(world: World, zgid: string): number {
  const now = minuteOf(world)
  let spent = 0
  for (const { minute, credits } of world.spentCredits.find('zgid', zgid)) if (isRecent(minute, now)) spent += credits
  return spent
}

export const spentThisMinute = (world: World, zgid: string): number =>
  world.spentCredits.get(`${zgid}|${minuteOf(world)}`)?.credits ?? 0

/** When the minute that runs now is over, epoch milliseconds. */
export const endOfMinute = (world: World): number => (minuteOf(world) + 1) * minuteMs

/** When an org that spent anything gets some of it back, epoch milliseconds. */
export function nextCreditAt(world: World, zgid: string): number {
  const now = minuteOf(world)
  const minutes = world.spentCredits.find('zgid', zgid).map(({ minute }) => minute)
  return (Math.min(now, ...minutes.filter(minute => isRecent(minute, now))) + minutesPerDay) * minuteMs
}

export function spendCredits(world: World, zgid: string, credits: number): void {
  const now = minuteOf(world)
  const id = `${zgid}|${now}`
  const known = world.spentCredits.get(id)
  // once a minute is soon enough
  if (!known) world.spentCredits.forget(({ minute }) => minute <= now - minutesPerDay)
  world.spentCredits.put({ id, zgid, minute: now, credits: (known?.credits ?? 0) + credits })
}

const minuteOf = (world: World): number => Math.floor(world.clock.now() / minuteMs)

/** A clock that was set back doesn't give back what was spent. */
const isRecent = (minute: number, now: number): boolean => minute > now - minutesPerDay

/**
 * How often something may happen: a sliding log per key, by the world's clock. Refused requests are not counted.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/token-validity.html,
 * https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html,
 * https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/limitations.html
 */

import type { ToggleName } from './toggles.ts'
import type { World } from './world.ts'

/** When something happened lately, oldest first. */
export interface Log {
  readonly id: string
  readonly times: readonly number[]
}

export type WindowLimit = Extract<
  ToggleName,
  'codes_per_window' | 'refreshes_per_window' | 'refresh_tokens_per_window' | 'bulk_downloads_per_minute'
>

/** Whether one more is too many now. */
export function isExhausted(world: World, limit: WindowLimit, key: string): boolean {
  const most = world.toggles[limit]
  return most !== null && recent(world, limit, key).length >= most
}

/** Counts one that was not refused. */
export function count(world: World, limit: WindowLimit, key: string): void {
  if (world.toggles[limit] === null) return
  world.limitLogs.put({ id: logId(limit, key), times: [...recent(world, limit, key), world.clock.now()] })
}

function recent(world: World, limit: WindowLimit, key: string): readonly number[] {
  const since = world.clock.now() - windowMs(world, limit)
  return (world.limitLogs.get(logId(limit, key))?.times ?? []).filter(at => at > since)
}

function windowMs({ toggles }: World, limit: WindowLimit): number {
  if (limit === 'bulk_downloads_per_minute') return 60_000
  return toggles.window_s === null ? Number.POSITIVE_INFINITY : toggles.window_s * 1000
}

const logId = (limit: WindowLimit, key: string): string => `${limit}|${key}`

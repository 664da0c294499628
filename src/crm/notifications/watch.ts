/**
 * Subscriptions to what happens to records: of one user, on one channel, to one module each.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/notifications/overview.html
 */

import { getOrMake } from '../../protocol/get-or-make.ts'
import type { VersionName } from '../../protocol/versions.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Table } from '../../world/table.ts'
import type { FieldGroup } from './condition.ts'

/** In the order in which the service lists them. */
export const watchEvents = ['edit', 'create', 'delete'] as const

export type WatchEvent = (typeof watchEvents)[number]

export interface Watch {
  /** User, channel and module. */
  readonly id: string
  readonly userId: string
  /** What the client calls the channel: digits. */
  readonly channelId: string
  /** API name. */
  readonly module: string
  readonly events: readonly WatchEvent[]
  readonly expiresAt: number
  readonly notifyUrl: string
  readonly token: string | null
  /** Whether notifications bring the new values of what changed. */
  readonly returnsValues: boolean
  readonly onRelatedAction: boolean
  /** Which fields have to change; null for any. */
  readonly condition: FieldGroup | null
  /** The address under which the subscriber reaches the API, and in which version. */
  readonly base: string
  readonly version: VersionName
}

export const watchId = (userId: string, channelId: string, module: string): string => `${userId}/${channelId}/${module}`

export const watchesOf = (data: OrgData): Table<Watch> =>
  getOrMake(tables, data, () =>
    data.table<Watch>('watches', {
      indexes: { module: ({ module }) => module, channel: ({ userId, channelId }) => `${userId}/${channelId}` },
    }),
  )

/** Kept at hand, since each change of a record looks whether anybody watches. */
const tables = new WeakMap<OrgData, Table<Watch>>()

/** What a user has subscribed to on a channel; what has expired is as good as gone, which is inferred. */
export function watchesOnChannel(data: OrgData, userId: string, channelId: string): Watch[] {
  const now = data.clock.now()
  return watchesOf(data)
    .find('channel', `${userId}/${channelId}`)
    .filter(({ expiresAt }) => expiresAt > now)
}

export function forgetExpired(data: OrgData): void {
  const now = data.clock.now()
  watchesOf(data).forget(({ expiresAt }) => expiresAt <= now)
}

/** What a row of a write says of a notification channel. */

import { parseDateTime } from '../../protocol/date-time.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { mayDo, notPermitted } from '../permissions.ts'
import { RowRefused, type SettingsRow } from '../settings/row.ts'
import { type FieldGroup, readConditions } from './condition.ts'
import { type WatchEvent, watchEvents } from './watch.ts'

export interface ChannelInput {
  readonly channelId: string
  /** By API name of the module. */
  readonly events: ReadonlyMap<string, readonly WatchEvent[]>
  /** By API name of the module; undefined where the row says nothing. */
  readonly conditions: ReadonlyMap<string, FieldGroup> | undefined
  readonly expiresAt: number | undefined
  readonly notifyUrl: string | undefined
  readonly token: string | undefined
  readonly returnsValues: boolean | undefined
  readonly onRelatedAction: boolean | undefined
  /** The events are to be taken away. */
  readonly deletesEvents: boolean
}

const longestToken = 50
const longestUrl = 255
const mostEvents = 50
const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs

/** Modules with records of their own; what belongs to other records and users cannot be watched. */
const isWatchable = ({ definition }: ModuleMeta): boolean => definition.tab !== false && !definition.withoutRecords

/**
 * @param needsUrl whether the row cannot be without `notify_url`
 * @throws RowRefused
 */
export function readChannel(c: CrmContext, row: SettingsRow, needsUrl: boolean): ChannelInput {
  const { data } = c.get('caller')
  const channelId = readChannelId(row)
  const events = readEvents(c, row)
  const deletesEvents = row.boolean('_delete_events') ?? false
  const notifyUrl = readUrl(row)
  if (needsUrl && !deletesEvents) row.needed('notify_url', notifyUrl)
  if (row.raw('fields') !== undefined) throw row.refuse('settingNotEmulated', 'fields')
  return {
    channelId,
    events,
    conditions: c.get('version').number >= 6 ? conditionsFor(data, row, events) : undefined,
    expiresAt: readExpiry(row, data.clock.now(), c.get('version').number >= 4 ? 7 * dayMs : dayMs),
    notifyUrl,
    token: row.text('token', longestToken),
    returnsValues: row.boolean('return_affected_field_values'),
    onRelatedAction: row.boolean('notify_on_related_action'),
    deletesEvents,
  }
}

function readChannelId(row: SettingsRow): string {
  const value = row.needed('channel_id', row.raw('channel_id'))
  const isWhole = typeof value === 'number' && Number.isInteger(value) && value >= 0
  if (!isWhole && typeof value !== 'string') throw row.wrongType('channel_id', 'long')
  const id = String(value)
  if (!/^\d{1,19}$/.test(id)) throw row.wrongType('channel_id', 'long')
  return id
}

/** `Module.create`, `.edit`, `.delete` or `.all`, with the module in any letter case. */
function readEvents(c: CrmContext, row: SettingsRow): ReadonlyMap<string, readonly WatchEvent[]> {
  const sent = row.needed('events', row.list('events'))
  if (sent.length === 0) throw row.missing('events')
  if (sent.length > mostEvents) throw row.refuse('tooLong', 'events', { maximum_length: mostEvents })
  const events = new Map<string, Set<WatchEvent>>()
  for (const each of sent) {
    const { module, named } = readEvent(c, row, each)
    const known = events.get(module.apiName) ?? new Set()
    for (const event of named) known.add(event)
    events.set(module.apiName, known)
  }
  return new Map(Array.from(events, ([module, named]) => [module, watchEvents.filter(event => named.has(event))]))
}

function readEvent(c: CrmContext, row: SettingsRow, sent: unknown) {
  if (typeof sent !== 'string') throw row.wrongType('events', 'string')
  const [, name = '', word = ''] = /^(\w{1,100})\.(create|edit|delete|all)$/.exec(sent) ?? []
  if (name.toLowerCase() === 'users') throw row.refuse('settingNotEmulated', 'events')
  const caller = c.get('caller')
  const module = caller.data.module(name)
  if (!module || !isWatchable(module)) throw row.refuse('invalidValue', 'events')
  // who may not see records is not told of them; that this is refused, and how, is inferred
  if (!mayDo(caller.user.profile, 'view', module)) throw new RowRefused(notPermitted('view', module))
  return { module, named: word === 'all' ? watchEvents : [word as WatchEvent] }
}

/** That a condition of a module without events is refused is inferred. */
function conditionsFor(
  data: OrgData,
  row: SettingsRow,
  events: ChannelInput['events'],
): ReadonlyMap<string, FieldGroup> | undefined {
  if (row.raw('notification_condition') === undefined) return undefined
  const conditions = readConditions(data, row)
  for (const module of conditions.keys()) {
    if (!events.has(module)) throw row.refuse('invalidValue', 'notification_condition')
  }
  return conditions
}

function readUrl(row: SettingsRow): string | undefined {
  const url = row.text('notify_url', longestUrl)
  if (url !== undefined && !/^https?:\/\/[^/\s]/i.test(url)) throw row.refuse('invalidValue', 'notify_url')
  if (url !== undefined && !URL.canParse(url)) throw row.refuse('invalidValue', 'notify_url')
  return url
}

/**
 * Further ahead than a channel may live is one hour; that a moment which has passed is refused is inferred.
 *
 * Source: https://help.zoho.com/portal/en/community/topic/kaizen-170-faqs-on-notification-apis
 */
function readExpiry(row: SettingsRow, now: number, longestMs: number): number | undefined {
  const value = row.raw('channel_expiry')
  if (value === undefined) return undefined
  const at = typeof value === 'string' ? parseDateTime(value) : null
  if (at === null) throw row.wrongType('channel_expiry', 'datetime')
  if (at <= now) throw row.refuse('invalidValue', 'channel_expiry')
  return at > now + longestMs ? now + hourMs : at
}

/** Of a channel that doesn't say. */
export const usualExpiry = (now: number): number => now + hourMs

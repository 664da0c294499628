/**
 * Tells those who watch a module what happened to its records: one notification for all records of a request, as far as one
 * takes them. A record to which a changed one points counts as updated, unless the subscription does without.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/notifications/enable.html and update-info.html (the body),
 * https://help.zoho.com/portal/en/community/topic/kaizen-170-faqs-on-notification-apis (related records). Inferred: how many
 * records go into one, that inserts and deletions bring no values, that a restored record counts as inserted, and what is said
 * of a related record: that none of its fields changed.
 */

import type { Actor } from '../../http/authenticate.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import { findVersion } from '../../protocol/versions.ts'
import { addCallback, type Callback } from '../../world/callbacks.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { mayDo } from '../permissions.ts'
import type { RecordChange } from '../records/changes.ts'
import { recordRenderer } from '../records/render.ts'
import { may } from '../records/sharing.ts'
import { isMet } from './condition.ts'
import { type Watch, type WatchEvent, watchesOf } from './watch.ts'

const recordsPerNotification = 100

const eventOf: Readonly<Record<RecordChange['operation'], WatchEvent>> = {
  insert: 'create',
  update: 'edit',
  delete: 'delete',
}

/** Key order as on the wire. */
interface Notification {
  readonly server_time: number
  readonly affected_values?: readonly { readonly record_id: string; readonly values: object }[]
  readonly query_params: Readonly<Record<string, string>>
  readonly module: string
  readonly resource_uri: string
  readonly ids: readonly string[]
  readonly affected_fields: readonly Readonly<Record<string, readonly string[]>>[]
  readonly operation: RecordChange['operation']
  readonly channel_id: string
  readonly token: string | null
}

export function notifyWatchers(change: RecordChange): void {
  if (watchesOf(change.caller.data).size === 0) return
  for (const watch of watchersOf(change)) notify(watch, change)
  for (const related of relatedChanges(change)) {
    for (const watch of watchersOf(related)) if (watch.onRelatedAction) notifyOnce(watch, related)
  }
}

function watchersOf(change: RecordChange): Watch[] {
  const { data } = change.caller
  const event = eventOf[change.operation]
  const now = data.clock.now()
  return watchesOf(data)
    .find('module', change.module.apiName)
    .filter(watch => watch.expiresAt > now && watch.events.includes(event) && concerns(watch, change))
}

/** What a change means to the records to which the changed one points: an update that changes nothing of them. */
function relatedChanges({ caller, module, before, after, at }: RecordChange): RecordChange[] {
  const { data } = caller
  const row = (after ?? before)!
  return module.fields.flatMap((field): RecordChange[] => {
    const id = row[field.apiName]
    const name = field.lookup?.module ?? (field.modules ? row.$se_module : undefined)
    const other = typeof id === 'string' && typeof name === 'string' ? data.module(name) : undefined
    const record = other && data.records(other).get(id as string)
    if (!other || !record) return []
    return [{ operation: 'update', module: other, before: record, after: record, caller, at }]
  })
}

/** Whether the subscriber may see the record, and the condition is met; that a deletion meets any is inferred. */
function concerns({ userId, condition }: Watch, { caller, module, operation, before, after }: RecordChange): boolean {
  const { data } = caller
  const user = data.user(userId)
  // who gets in no more is told nothing more
  if (user?.status !== 'active' || !mayDo(user.profile, 'view', module)) return false
  if (!may('see', { data, user }, module, (after ?? before)!)) return false
  return condition === null || operation === 'delete' || isMet(condition, changedFields(before, after))
}

/** As `notify`, unless the request has told of that record already. */
function notifyOnce(watch: Watch, change: RecordChange): void {
  const { caller, operation, after } = change
  const last = caller.data.callbacks.get(notifications.get(caller)?.get(keyOf(watch, operation)) ?? '')
  if (!(last?.body as Notification | undefined)?.ids.includes(after!.id)) notify(watch, change)
}

const keyOf = (watch: Watch, operation: RecordChange['operation']): string => `${watch.id}/${operation}`

function notify(watch: Watch, change: RecordChange): void {
  const { data } = change.caller
  const sent = getOrMake(notifications, change.caller, () => new Map<string, string>())
  const key = keyOf(watch, change.operation)
  const open = openNotification(data.callbacks.get(sent.get(key) ?? ''), change)
  const body = withRecord(open ? (open.body as Notification) : emptyNotification(watch, change), watch, change)
  if (open) data.callbacks.put({ ...open, body })
  else sent.set(key, addCallback(data, { url: watch.notifyUrl, body, about: 'notification' }).id)
}

/** The callbacks that a request has put in the table, by subscription and operation. */
const notifications = new WeakMap<Actor, Map<string, string>>()

/** One that has room for a record more. */
function openNotification(callback: Callback | undefined, { before, after }: RecordChange): Callback | undefined {
  if (callback === undefined) return undefined
  const { ids } = callback.body as Notification
  return ids.length < recordsPerNotification && !ids.includes((after ?? before)!.id) ? callback : undefined
}

const emptyNotification = (watch: Watch, { caller, module, operation }: RecordChange): Notification => ({
  server_time: caller.data.clock.now(),
  ...(watch.returnsValues && { affected_values: [] }),
  query_params: Object.fromEntries(new URL(watch.notifyUrl).searchParams),
  module: module.apiName,
  // the version that stands there whatever the subscriber's
  resource_uri: `${watch.base}/crm/v2/${module.apiName}`,
  ids: [],
  affected_fields: [],
  operation,
  channel_id: watch.channelId,
  token: watch.token,
})

function withRecord(body: Notification, watch: Watch, change: RecordChange): Notification {
  const { operation, before, after } = change
  const { id } = (after ?? before)!
  const fields = operation === 'update' ? changedFields(before, after) : []
  return {
    ...body,
    ...(body.affected_values &&
      operation === 'update' && {
        affected_values: [...body.affected_values, { record_id: id, values: valuesOf(fields, watch, change) }],
      }),
    ids: [...body.ids, id],
    ...(operation === 'update' && { affected_fields: [...body.affected_fields, { [id]: fields }] }),
  }
}

function valuesOf(fields: readonly string[], { version }: Watch, { caller, module, after }: RecordChange): object {
  const rendered = recordRenderer(caller.data, module, findVersion(version)!, fields, 'record')(after!)
  return Object.fromEntries(fields.map(name => [name, rendered[name] ?? null]))
}

/** Kept by the service itself, and no part of what a notification tells. */
const kept = new Set(['id', 'Created_By', 'Created_Time', 'Modified_By', 'Modified_Time', 'Last_Activity_Time'])

/** The fields in which two rows differ; of a new one those that have a value. */
function changedFields(before: RecordRow | null, after: RecordRow | null): string[] {
  const changed: string[] = []
  for (const [name, value] of Object.entries(after ?? {})) {
    if (kept.has(name) || name.startsWith('$')) continue
    if (!isSame(before?.[name] ?? null, value ?? null)) changed.push(name)
  }
  return changed
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))

/**
 * `/actions/watch`: channels over which the org tells an address of the client's what happens to records. What has been
 * subscribed belongs to the user.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/notifications/overview.html. Inferred: that enabling a module anew
 * replaces its subscription and leaves the others of the channel alone, and that PATCH adds events.
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { toConditionResponse } from '../notifications/condition.ts'
import { type ChannelInput, readChannel, usualExpiry } from '../notifications/input.ts'
import { forgetExpired, type Watch, watchEvents, watchesOf, watchesOnChannel, watchId } from '../notifications/watch.ts'
import { readPlainPage } from '../records/page.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'

const root = 'watch'
const path = '/actions/watch'
const channelsPerRequest = 50

export function notificationRoutes({ on, world }: Routes): void {
  on('get', path, 'ZohoCRM.notifications.READ', c => {
    const page = readPlainPage(queryParams(c))
    const found = findWatches(c)
    return answerPage(c, root, found, watch => toWatchResponse(c, watch), page)
  })

  on('post', path, 'ZohoCRM.notifications.CREATE', c =>
    write(c, world, row => enable(c, readChannel(c, row, true)), 201),
  )
  on('put', path, 'ZohoCRM.notifications.UPDATE', c =>
    write(c, world, row => replace(c, readChannel(c, row, true)), 200),
  )
  on('patch', path, 'ZohoCRM.notifications.UPDATE', c =>
    // that v6 was the first to ask for the address is inferred
    write(c, world, row => change(c, readChannel(c, row, c.get('version').number >= 6)), 200),
  )

  on('delete', path, 'ZohoCRM.notifications.DELETE', c => {
    const ids = (queryParam(c, 'channel_ids') ?? '').split(',').map(id => id.trim())
    const named = [...new Set(ids.filter(Boolean))]
    if (named.length === 0) throw crmError('channelIdsMissing', { param_name: 'channel_ids' })
    const results = named.flatMap(id => disable(c, id))
    return answerRows(c, world, results, 200, root)
  })
}

async function write(
  c: CrmContext,
  world: World,
  writeRow: (row: SettingsRow) => ResultRow,
  allWell: 200 | 201,
): Promise<Response> {
  const rows = rowsOf(c, await readJsonObject(c), root, channelsPerRequest)
  forgetExpired(c.get('caller').data)
  const results = rows.map((sent, index): ResultRow => {
    try {
      return writeRow(new SettingsRow(sent, `$.${root}[${index}]`))
    } catch (error) {
      if (error instanceof RowRefused) return inForm(c, error.row)
      throw error
    }
  })
  return answerRows(c, world, results, allWell, root)
}

/** v2 says no place. */
function inForm(c: CrmContext, row: RowRefused['row']): RowRefused['row'] {
  if (c.get('version').jsonPath) return row
  const { json_path: _, ...details } = row.details as { json_path?: string }
  return { ...row, details }
}

const subscribed = 'Successfully subscribed for actions-watch of the given module'

function enable(c: CrmContext, input: ChannelInput): ResultRow {
  const made = Array.from(input.events.keys(), module => put(c, input, module, []))
  return success(subscribed, { events: made.map(watch => toEventResponse(c, watch)) })
}

/** What the channel had is gone. */
function replace(c: CrmContext, input: ChannelInput): ResultRow {
  const { data, user } = c.get('caller')
  const old = watchesOnChannel(data, user.id, input.channelId)
  if (old.length === 0) return notSubscribed(input.channelId)
  for (const { id } of old) watchesOf(data).delete(id)
  return enable(c, input)
}

function change(c: CrmContext, input: ChannelInput): ResultRow {
  const { data, user } = c.get('caller')
  const old = watchesOnChannel(data, user.id, input.channelId)
  if (old.length === 0) return notSubscribed(input.channelId)
  if (input.deletesEvents) return removeEvents(c, input, old)
  const changed = Array.from(input.events.keys(), module => put(c, input, module, old))
  return success('Successfully updated the subscribe details', {
    events: changed.map(watch => toEventResponse(c, watch)),
  })
}

/** @param old what of the channel is changed rather than made anew */
function put(c: CrmContext, input: ChannelInput, module: string, old: readonly Watch[]): Watch {
  const { data, user } = c.get('caller')
  const known = old.find(each => each.module === module)
  const { located } = c.env
  const sent = input.events.get(module)!
  return watchesOf(data).put({
    id: watchId(user.id, input.channelId, module),
    userId: user.id,
    channelId: input.channelId,
    module,
    events: watchEvents.filter(event => sent.includes(event) || known?.events.includes(event)),
    expiresAt: input.expiresAt ?? known?.expiresAt ?? usualExpiry(data.clock.now()),
    notifyUrl: input.notifyUrl ?? (known ?? old[0]!).notifyUrl,
    token: input.token ?? known?.token ?? null,
    returnsValues: input.returnsValues ?? known?.returnsValues ?? false,
    onRelatedAction: input.onRelatedAction ?? known?.onRelatedAction ?? true,
    condition: input.conditions ? (input.conditions.get(module) ?? null) : (known?.condition ?? null),
    base: located.addressOf(located.host!.name),
    version: c.get('version').name,
  })
}

function removeEvents(c: CrmContext, { channelId, events }: ChannelInput, old: readonly Watch[]): ResultRow {
  const watches = watchesOf(c.get('caller').data)
  const concerned = old.filter(({ module }) => events.has(module))
  if (concerned.length === 0) return notSubscribed(channelId)
  for (const watch of concerned) {
    const left = watch.events.filter(event => !events.get(watch.module)!.includes(event))
    if (left.length === 0) watches.delete(watch.id)
    else watches.put({ ...watch, events: left })
  }
  return success('Successfully removed the subscribe details', {
    events: concerned.map(watch => {
      const { channel_expiry: _, ...rest } = toEventResponse(c, watch)
      return rest
    }),
  })
}

/** One row for each module of the channel. */
function disable(c: CrmContext, channelId: string): ResultRow[] {
  const { data, user } = c.get('caller')
  const old = watchesOnChannel(data, user.id, channelId)
  if (old.length === 0) return [notSubscribed(channelId)]
  for (const { id } of old) watchesOf(data).delete(id)
  return old.map(watch => {
    const { resource_uri, resource_id, channel_id } = toEventResponse(c, watch)
    return success('Successfully un-subscribed from actions-watch', { resource_uri, resource_id, channel_id })
  })
}

const notSubscribed = (channelId: string): ResultRow =>
  crmErrorBody('notSubscribed', { channel_id: channelId.slice(0, 100) })

/** The caller's, as far as the parameters ask for them. */
function findWatches(c: CrmContext): Watch[] {
  const { data, user } = c.get('caller')
  const [module, channelId] = [queryParam(c, 'module'), queryParam(c, 'channel_id')]
  const apiName = module ? data.module(module)?.apiName : undefined
  if (module && apiName === undefined) throw crmError('invalidModule', { param_name: 'module' })
  if (channelId && !/^\d{1,19}$/.test(channelId)) throw crmError('invalidParam', { param_name: 'channel_id' })
  const now = data.clock.now()
  return watchesOf(data)
    .all()
    .filter(
      watch =>
        watch.userId === user.id &&
        watch.expiresAt > now &&
        (apiName === undefined || watch.module === apiName) &&
        (!channelId || watch.channelId === channelId),
    )
}

const toEventResponse = (c: CrmContext, { module, channelId, expiresAt }: Watch) => {
  const { data } = c.get('caller')
  const { located } = c.env
  return {
    channel_expiry: formatDateTime(expiresAt, data.org.timeZone),
    resource_uri: `${located.addressOf(located.host!.name)}/crm/${c.get('version').name}/${module}`,
    resource_id: data.module(module)?.id ?? null,
    resource_name: module,
    channel_id: channelId,
  }
}

function toWatchResponse(c: CrmContext, watch: Watch): object {
  const { data } = c.get('caller')
  const module = data.module(watch.module)
  const { channel_expiry, resource_uri, resource_id, resource_name, channel_id } = toEventResponse(c, watch)
  const { condition } = watch
  return {
    notify_on_related_action: watch.onRelatedAction,
    channel_expiry,
    return_affected_field_values: watch.returnsValues,
    resource_uri,
    resource_id,
    notify_url: watch.notifyUrl,
    resource_name,
    fields: null,
    ...(c.get('version').number >= 6 && {
      notification_condition: condition && module ? toConditionResponse(condition, module) : null,
    }),
    channel_id,
    events: watch.events.map(event => `${watch.module}.${event}`),
    token: watch.token,
  }
}

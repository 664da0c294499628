/** Notifications: channels made, listed, changed and ended, and records whose changes they tell. */

import { chosen, parameters, plain, read } from './answers.mjs'
import { create, idsOf, operations } from './record-calls.mjs'

const channel = '1000000068001'

const event = each => ({
  name: each.getResourceName(),
  uri: each.getResourceUri(),
  channel: `${each.getChannelId()}`,
  expires: each.getChannelExpiry() instanceof Date,
})

/** The SDKs read the events of an answer as objects of a class, or leave them in the map. */
const eventsOf = details => {
  const events = details.get('events')
  return Array.isArray(events) && events[0]?.getResourceName ? events.map(event) : plain(events ?? null)
}

const results = namespace => wrapper =>
  wrapper.getWatch().map(row => ({
    type: row.constructor.name,
    code: chosen(row.getCode()),
    message: chosen(row.getMessage()),
    events: row instanceof namespace.APIException ? null : eventsOf(row.getDetails()),
  }))

export async function notifications(sdk, { sdk: name, listener }) {
  const { Notifications } = sdk
  const channels = new Notifications.NotificationsOperations()
  const body = (events, more = () => {}) => {
    const notification = new Notifications.Notification()
    notification.setChannelId(channel)
    notification.setEvents(events)
    notification.setNotifyUrl(`${listener}/hook?from=sdk`)
    more(notification)
    const wrapper = new Notifications.BodyWrapper()
    wrapper.setWatch([notification])
    return wrapper
  }
  const write = async (method, ...of) =>
    read(await channels[method](body(...of)), Notifications, results(Notifications))
  const list = async () => {
    const { CHANNEL_ID, MODULE } = Notifications.GetNotificationsParam
    const asked = await parameters(sdk, [
      [CHANNEL_ID, BigInt(channel)],
      [MODULE, 'Leads'],
    ])
    return read(await channels.getNotifications(asked), Notifications, wrapper => ({
      watch: wrapper.getWatch().map(one => ({
        channel: `${one.getChannelId()}`,
        events: one.getEvents(),
        url: one.getNotifyUrl(),
        token: one.getToken(),
        values: one.getReturnAffectedFieldValues(),
        module: one.getResourceName(),
      })),
      count: wrapper.getInfo().getCount(),
    }))
  }

  const enabled = await write('enableNotifications', ['Leads.all'], one => {
    one.setToken('TOKEN')
    one.setReturnAffectedFieldValues(true)
    one.setChannelExpiry(new Date(Date.now() + 3_600_000))
  })
  const listed = await list()
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'Roe', Company: 'C' }))
  const updated = await write('updateNotifications', ['Leads.delete'], one => one.setToken('OTHER'))
  // the Node SDK wants a choice where the other wants the value itself
  const yes = name.includes('nodejs') ? new sdk.Choice(true) : true
  const removed = await write('disableNotification', ['Leads.delete'], one => one.setDeleteEvents(yes))
  await operations(sdk, 'Leads').deleteRecord(BigInt(lead), new sdk.ParameterMap(), new sdk.HeaderMap())
  const none = await list()
  const again = await write('enableNotifications', ['Leads.edit'])
  const { CHANNEL_IDS } = Notifications.DeleteNotificationParam
  const ended = await channels.deleteNotification(await parameters(sdk, [[CHANNEL_IDS, channel]]))
  return {
    lead,
    enabled,
    listed,
    updated,
    removed,
    none,
    again,
    disabled: read(ended, Notifications, wrapper => wrapper.getWatch().map(row => chosen(row.getMessage()))),
  }
}

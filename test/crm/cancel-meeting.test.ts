import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { atCrm } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const meeting = (more: object = {}) => ({
  Event_Title: 'Engines & more',
  Start_DateTime: '2026-05-05T10:00:00Z',
  End_DateTime: '2026-05-05T11:00:00Z',
  Meeting_Venue__s: 'Online',
  Participants: [{ type: 'email', participant: 'a@client.example' }],
  ...more,
})

const cancelling = (more: object = {}) => ({ data: [{ send_cancelling_mail: true, ...more }] })

const withMeeting = async (more: object = {}) => {
  const crm = await atCrm()
  await control(crm.send, '/_emulator/clock', { set: '2026-05-01T00:00:00Z' })
  const [id] = await crm.insert('Events', meeting(more))
  return { ...crm, id: id!, path: `Events/${id}/actions/cancel` }
}

describe('a meeting', () => {
  it('is called off, and those who take part are told', async () => {
    const { call, send, id, path } = await withMeeting()
    const isCancelled = async () => (await call('GET', `Events/${id}`)).json.data[0].$event_cancelled

    const before = await isCancelled()
    const { status, json } = await call('POST', path, cancelling())
    const [mail] = (await send('GET', '/_emulator/outbox')).json.mails
    const again = await call('POST', path, cancelling())

    expect(before).toBe(false)
    expect({ status, row: json.data[0] }).toEqual({
      status: 200,
      row: { code: 'SUCCESS', details: { id }, message: 'The event is successfully cancelled', status: 'success' },
    })
    expect(await isCancelled()).toBe(true)
    expect(mail).toMatchObject({
      from: { email: 'admin@acme.example' },
      to: [{ email: 'a@client.example' }],
      subject: 'Cancelled: Engines & more',
      content: expect.stringContaining('Engines &amp; more'),
      module: 'Events',
      record_id: id,
    })
    expect({ status: again.status, message: again.json.data[0].message }).toEqual({
      status: 400,
      message: 'The event is already cancelled',
    })
  })

  it('is called off in silence', async () => {
    const { call, send, path } = await withMeeting()

    await call('POST', path, cancelling({ send_cancelling_mail: false }))

    expect((await send('GET', '/_emulator/outbox')).json.mails).toEqual([])
  })

  it.each([
    ['nobody takes part', { Participants: [] }, 'no_participants_invited'],
    [
      'it is over',
      { End_DateTime: '2026-04-30T11:00:00Z', Start_DateTime: '2026-04-30T10:00:00Z' },
      'completed_meeting',
    ],
  ])('is not called off where %s', async (_, more, reason) => {
    const { call, id, path } = await withMeeting(more)

    const { status, json } = await call('POST', path, cancelling())

    expect({ status, details: json.data[0].details }).toEqual({ status: 400, details: { reason, id } })
  })

  it.each([
    ['MANDATORY_NOT_FOUND', { send_cancelling_mail: undefined }],
    ['INVALID_DATA', { send_cancelling_mail: 'yes' }],
    ['DEPENDENT_MISMATCH', { send_cancelling_mail: false, cancelled_by: { id: '1' } }],
    ['INVALID_DATA', { cancelled_by: { id: '1' } }],
  ])('is not called off by a request that answers %s', async (code, more) => {
    const { call, id, path } = await withMeeting()

    const { status, json } = await call('POST', path, cancelling(more))

    expect({ status, code: json.data[0].code }).toEqual({ status: 400, code })
    expect((await call('GET', `Events/${id}`)).json.data[0].$event_cancelled).toBe(false)
  })

  it('has to be there', async () => {
    const { call } = await withMeeting()

    const { status, json } = await call('POST', 'Events/1/actions/cancel', cancelling())

    expect({ status, row: json.data[0] }).toMatchObject({
      status: 400,
      row: { code: 'INVALID_DATA', details: { id: '1' } },
    })
  })

  it('needs the permission to edit, and a scope', async () => {
    const profiles = [{ name: 'Reader', modules: { Events: ['view'] } }]
    const crm = await staff({ profiles }, { agent: 'Reader' })
    const reading = await atCrm({ scope: 'ZohoCRM.modules.Events.READ' })

    expect((await crm.as('agent', 'POST', 'Events/1/actions/cancel', cancelling())).json).toEqual(denied('Edit_Events'))
    expect((await reading.call('POST', 'Events/1/actions/cancel', cancelling())).status).toBe(401)
  })
})

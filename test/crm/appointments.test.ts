import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { type AtCrm, atCrm } from './at-crm.ts'
import { staff } from './staff.ts'

interface Booked extends AtCrm {
  readonly service: string
  readonly contact: string
  readonly me: string
  book(more?: object): ReturnType<AtCrm['call']>
  read(id: string): Promise<Record<string, unknown>>
}

const day = (time: string) => `2026-05-08T${time}:00+00:00`

/** An org in May 2026 with one service of half an hour and somebody to be served. */
async function withService(more: object = {}): Promise<Booked> {
  const crm = await atCrm()
  const { call, insert } = crm
  await control(crm.send, '/_emulator/clock', { set: '2026-05-07T10:00:00Z' })
  const { id: me } = (await call('GET', 'users?type=CurrentUser')).json.users[0]
  const [service] = await insert('Services__s', { ...usual(me), ...more })
  const [contact] = await insert('Contacts', { Last_Name: 'Customer' })
  return {
    ...crm,
    me,
    service: service!,
    contact: contact!,
    book: (changes = {}) =>
      call('POST', 'Appointments__s', {
        data: [
          {
            Appointment_Name: 'Haircut',
            Appointment_For: { id: contact, module: { api_name: 'Contacts' } },
            Service_Name: { id: service },
            Appointment_Start_Time: day('12:00'),
            ...changes,
          },
        ],
      }),
    read: async id => (await call('GET', `Appointments__s/${id}`)).json.data[0],
  }
}

const usual = (member: string) => ({
  Service_Name: 'Cut',
  Duration: 30,
  Location: 'Business Address',
  Members: [{ Members: { id: member } }],
  Price: 20,
})

describe('services', () => {
  it('are written, read back, listed, changed and deleted', async () => {
    const { call, service, me } = await withService()

    const one = await call('GET', `services__s/${service}`)
    const list = await call('GET', 'Services__s?fields=Service_Name')
    const changed = await call('PUT', `Services__s/${service}`, { data: [{ Duration: 45 }] })
    const deleted = await call('DELETE', `Services__s?ids=${service}`)

    expect(one.json.data[0]).toMatchObject({
      Service_Name: 'Cut',
      Duration: 30,
      Status: 'In Use',
      Job_Sheet_Required: 'No',
      Members: [{ id: expect.any(String), Members: { id: me } }],
    })
    expect(list.json.data).toEqual([{ Service_Name: 'Cut', id: service }])
    expect([changed.status, deleted.status]).toEqual([200, 200])
    expect((await call('GET', `Services__s/${service}`)).status).toBe(204)
  })

  it.each([
    ['no members', { Members: undefined }, 'MANDATORY_NOT_FOUND', 'Members'],
    ['no time', { Duration: 4 }, 'INVALID_DATA', 'Duration'],
    ['more than a day', { Duration: 1441 }, 'INVALID_DATA', 'Duration'],
    ['an availability that is none', { Availability_Type: 'Never' }, 'INVALID_DATA', 'Availability_Type'],
    [
      'a range without an end',
      { Availability_Type: 'Specific Date Range', Available_From: '2026-01-01' },
      'DEPENDENT_FIELD_MISSING',
      'Available_Till',
    ],
    [
      'a range that ends early',
      { Available_From: '2026-01-02', Available_Till: '2026-01-01' },
      'DEPENDENT_MISMATCH',
      'Available_Till',
    ],
    ['days that are none', { Available_Dates: ['soon'] }, 'INVALID_DATA', 'Available_Dates'],
    ['hours that are none', { Available_Timings: [{ From: '1', To: '2' }] }, 'INVALID_DATA', 'Available_Timings'],
    ['a job sheet that is not configured', { Job_Sheet_Required: 'Yes' }, 'NOT_ALLOWED', 'Job_Sheet_Required'],
    ['a section of no job sheet', { Job_Sheet_Section__s: 'X' }, 'DEPENDENT_MISMATCH', 'Job_Sheet_Section__s'],
  ])('are refused with %s', async (_, more, code, key) => {
    const { call, me } = await withService()

    const { status, json } = await call('POST', 'Services__s', { data: [{ ...usual(me), ...more }] })

    expect({ status, code: json.data[0].code, key: json.data[0].details.api_name }).toEqual({ status: 400, code, key })
  })
})

describe('appointments', () => {
  it('are booked, and end when the service takes', async () => {
    const { book, read, contact, service } = await withService()

    const made = await book()
    const appointment = await read(made.json.data[0].details.id)

    expect(made.status).toBe(201)
    expect(appointment).toMatchObject({
      Status: 'Scheduled',
      Duration: 30,
      Appointment_For: { id: contact, module: { api_name: 'Contacts' } },
      Service_Name: { id: service, name: 'Cut' },
      Reschedule_Count: 0,
      Job_Sheet_Created__s: false,
    })
    expect(Date.parse(String(appointment.Appointment_End_Time))).toBe(Date.parse(day('12:30')))
  })

  it('tell their history that they were put off', async () => {
    const { book, call, read, me } = await withService()
    const { id } = (await book()).json.data[0].details

    const moved = await call('PUT', `Appointments__s/${id}`, {
      data: [{ Appointment_Start_Time: day('15:00'), Reschedule_Reason: 'By Customer' }],
    })
    const history = await call(
      'GET',
      'Appointments_Rescheduled_History__s?fields=Name,Appointment_Name,Rescheduled_By,Reschedule_Reason,Rescheduled_To',
    )

    expect(moved.status).toBe(200)
    expect(await read(id)).toMatchObject({ Reschedule_Count: 1, Rescheduled_By: { id: me } })
    expect(history.json.data).toMatchObject([
      { Appointment_Name: { id }, Rescheduled_By: { id: me }, Reschedule_Reason: 'By Customer' },
    ])
    expect(Date.parse(history.json.data[0].Rescheduled_To)).toBe(Date.parse(day('15:00')))
  })

  it('tell of it those who may see them', async () => {
    const { as, insert, query, idOf: userOf } = await staff({ sharing: { Appointments__s: 'private' } })
    const service = await insert('admin', 'Services__s', usual(await userOf('admin')))
    const contact = await insert('admin', 'Contacts', { Last_Name: 'Customer' })
    const id = await insert('admin', 'Appointments__s', {
      Appointment_Name: 'Secret',
      Appointment_For: { id: contact, module: { api_name: 'Contacts' } },
      Service_Name: { id: service },
      Appointment_Start_Time: '2099-05-08T12:00:00+00:00',
    })
    await as('admin', 'PUT', `Appointments__s/${id}`, {
      data: [{ Appointment_Start_Time: '2099-05-08T15:00:00+00:00', Reschedule_Reason: 'By Customer' }],
    })
    const history = 'Appointments_Rescheduled_History__s'
    const seen = await as('boss', 'GET', `${history}?fields=Name`)
    const { id: entry } = (await as('admin', 'GET', `${history}?fields=Name`)).json.data[0]
    const hidden = [
      await as('agent', 'GET', `${history}?fields=Name`),
      await as('agent', 'GET', `${history}/${entry}`),
      await query('agent', `select Name from ${history} where Name is not null`),
    ]

    expect(seen.json.data).toHaveLength(1)
    expect(hidden.map(({ status }) => status)).toEqual([204, 204, 204])
  })

  it('are cancelled with a reason', async () => {
    const { book, call, read, me } = await withService()
    const { id } = (await book()).json.data[0].details
    const change = (row: object) => call('PUT', 'Appointments__s', { data: [{ id, ...row }] })

    const early = await change({ Cancellation_Reason: 'By Customer' })
    const cancelled = await change({ Cancellation_Reason: 'By Customer', Status: 'Cancelled' })

    expect(early.json.data[0]).toMatchObject({ code: 'DEPENDENT_FIELD_MISSING', details: { api_name: 'Status' } })
    expect(cancelled.status).toBe(200)
    expect(await read(id)).toMatchObject({
      Status: 'Cancelled',
      Cancelled_By: { id: me },
      Cancelled_Time: expect.any(String),
    })
  })

  it('are done once they are over, with a job sheet where the service wants one', async () => {
    const { book, call, send, service, read } = await withService()
    await call('PUT', 'settings/service_preferences', { service_preferences: { job_sheet_enabled: true } })
    await call('PUT', `Services__s/${service}`, { data: [{ Job_Sheet_Required: 'Yes' }] })
    const { id } = (await book()).json.data[0].details
    const done = (more: object = {}) =>
      call('PUT', `Appointments__s/${id}`, { data: [{ Status: 'Completed', ...more }] })

    const early = await done()
    await control(send, '/_emulator/clock', { advance: '2d' })
    const without = await done()
    const complete = await done({ Job_Sheet_Name__s: 'Sheet' })

    expect(early.json.data[0]).toMatchObject({ code: 'DEPENDENT_MISMATCH', details: { api_name: 'Status' } })
    expect(without.json.data[0]).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(complete.status).toBe(200)
    expect(await read(id)).toMatchObject({ Status: 'Completed', Job_Sheet_Created__s: true })
  })

  it.each([
    ['nobody to serve', { Appointment_For: undefined }, 'MANDATORY_NOT_FOUND'],
    ['a time that is over', { Appointment_Start_Time: '2026-05-06T12:00:00+00:00' }, 'DEPENDENT_MISMATCH'],
    ['a status that is none', { Status: 'Open' }, 'INVALID_DATA'],
    ['a service that is none', { Service_Name: { id: '12345' } }, 'INVALID_DATA'],
    ['a job sheet before it took place', { Job_Sheet_Name__s: 'X' }, 'DEPENDENT_MISMATCH'],
    ['a reason without an earlier time', { Reschedule_Reason: 'Other' }, 'DEPENDENT_FIELD_MISSING'],
    [
      'an earlier time that is the same',
      { Rescheduled_From: day('12:00'), Reschedule_Reason: 'Other' },
      'DEPENDENT_FIELD_UNCHANGED',
    ],
  ])('are refused with %s', async (_, more, code) => {
    const { book, call } = await withService()

    const { status, json } = await book(more)

    expect({ status, code: json.data[0].code }).toEqual({ status: 400, code })
    expect((await call('GET', 'Appointments__s?fields=id')).status).toBe(204)
  })

  it('are for the members of the service', async () => {
    const { as, idOf, insert } = await staff()
    const service = await insert('admin', 'Services__s', usual(await idOf('boss')))
    const contact = await insert('admin', 'Contacts', { Last_Name: 'Customer' })
    const row = {
      Appointment_Name: 'X',
      Appointment_For: { id: contact, module: { api_name: 'Contacts' } },
      Service_Name: { id: service },
      Appointment_Start_Time: '2099-01-01T12:00:00+00:00',
    }

    const { json } = await as('agent', 'POST', 'Appointments__s', { data: [row] })

    expect(json.data[0]).toMatchObject({ code: 'DEPENDENT_MISMATCH', details: { api_name: 'Owner' } })
    expect((await as('boss', 'POST', 'Appointments__s', { data: [row] })).status).toBe(201)
  })

  it('have scopes of their own', async () => {
    const { call } = await atCrm({ scope: 'ZohoCRM.modules.Services__s.ALL' })

    expect((await call('GET', 'Services__s?fields=id')).status).toBe(204)
    for (const module of ['Appointments__s', 'Appointments_Rescheduled_History__s']) {
      expect((await call('GET', `${module}?fields=id`)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    }
  })
})

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const hours = 'settings/business_hours'
const shiftsPath = 'settings/business_hours/shift_hours'
const days = ['Monday', 'Tuesday', 'Wednesday']
const custom = {
  week_starts_on: 'Monday',
  type: 'custom',
  business_days: days,
  same_as_everyday: true,
  daily_timing: ['08:00', '20:00'],
}

/** An org on a day in May 2026. */
async function inMay(): Promise<AtCrm> {
  const crm = await atCrm()
  await control(crm.send, '/_emulator/clock', { set: '2026-05-07T10:00:00Z' })
  return crm
}

async function withHours(more: object = {}): Promise<AtCrm> {
  const crm = await inMay()
  await crm.call('POST', hours, { business_hours: { ...custom, ...more } })
  return crm
}

const shift = {
  name: 'Early',
  timezone: 'Asia/Kolkata',
  same_as_everyday: true,
  daily_timing: ['09:00', '15:00'],
  shift_days: ['Monday', 'Tuesday'],
}

describe('business hours', () => {
  it('are none at first, made once, read back and changed', async () => {
    const { call } = await inMay()

    const before = await call('GET', hours)
    const early = await call('PUT', hours, { business_hours: custom })
    const made = await call('POST', hours, { business_hours: custom })
    const second = await call('POST', hours, { business_hours: custom })
    const changed = await call('PUT', hours, { business_hours: { week_starts_on: 'Sunday', type: '24_by_7' } })
    const after = await call('GET', hours)

    expect(before.status).toBe(204)
    expect(early.json.business_hours).toMatchObject({ code: 'NOT_ALLOWED', message: 'Cannot update business hours' })
    expect(made.status).toBe(201)
    const { id } = made.json.business_hours.details
    expect(made.json.business_hours).toMatchObject({ code: 'SUCCESS', message: 'Business Hours saved successfully' })
    expect(second.status).toBe(400)
    expect(second.json).toMatchObject({ code: 'NOT_ALLOWED', details: {} })
    expect(changed.status).toBe(200)
    expect(after.json.business_hours).toMatchObject({ id, week_starts_on: 'Sunday', type: '24_by_7', daily_timing: [] })
    expect(after.json.business_hours.business_days).toHaveLength(7)
  })

  it('say of single days when those are open, and no longer', async () => {
    const monday = { days: 'Monday', business_timing: ['10:00', '12:00'] }
    const tuesday = { days: 'Tuesday', business_timing: ['11:00', '12:00'] }
    const { call } = await withHours({ same_as_everyday: false, custom_timing: [monday, tuesday] })

    await call('PUT', hours, {
      business_hours: { week_starts_on: 'Monday', type: 'custom', custom_timing: [{ ...monday, _delete: true }] },
    })

    expect((await call('GET', hours)).json.business_hours.custom_timing).toEqual([tuesday])
  })

  it.each([
    ['a day that is none', { week_starts_on: 'Sonntag' }, 'INVALID_DATA', 'week_starts_on'],
    ['no type', { type: null }, 'MANDATORY_NOT_FOUND', 'type'],
    ['no days', { business_days: [] }, 'DEPENDENT_FIELD_MISSING', 'business_days'],
    ['days twice', { business_days: ['Monday', 'Monday'] }, 'DUPLICATE_DATA', 'business_days'],
    ['no hours', { daily_timing: [] }, 'DEPENDENT_FIELD_MISSING', 'daily_timing'],
    ['half of the hours', { daily_timing: ['09:00'] }, 'INVALID_DATA', 'daily_timing'],
    ['hours that are no time', { daily_timing: ['09:00', '25:00'] }, 'INVALID_DATA', 'daily_timing'],
    [
      'a day twice',
      {
        same_as_everyday: false,
        custom_timing: [1, 2].map(() => ({ days: 'Monday', business_timing: ['1:00', '2:00'] })),
      },
      'INVALID_DATA',
      'business_timing',
    ],
    [
      'the same day twice',
      {
        same_as_everyday: false,
        custom_timing: [1, 2].map(() => ({ days: 'Monday', business_timing: ['01:00', '02:00'] })),
      },
      'ALREADY_USED',
      'days',
    ],
    [
      'hours of a day that is none of business',
      { same_as_everyday: false, custom_timing: [{ days: 'Sunday', business_timing: ['01:00', '02:00'] }] },
      'INVALID_DATA',
      'custom_timing',
    ],
  ])('are refused with %s', async (_, more, code, key) => {
    const { call } = await inMay()

    const { status, json } = await call('POST', hours, { business_hours: { ...custom, ...more } })

    expect({ status, code: json.business_hours.code, key: json.business_hours.details.api_name }).toEqual({
      status: 400,
      code,
      key,
    })
    expect((await call('GET', hours)).status).toBe(204)
  })

  it('are written by those who manage users', async () => {
    const { as } = await staff()

    expect((await as('agent', 'POST', hours, { business_hours: custom })).json).toEqual(denied('Manage_Users'))
    expect((await as('agent', 'GET', hours)).status).toBe(204)
    expect((await as('agent', 'GET', shiftsPath)).status).toBe(403)
  })
})

describe('shifts', () => {
  it('are written, read back, changed and deleted', async () => {
    const { call } = await withHours()
    const { id: user } = (await call('GET', 'users?type=CurrentUser')).json.users[0]
    const users = [{ id: user, effective_from: '2026-06-01' }]
    const holidays = [{ name: 'Day off', date: '2026-12-24' }]

    const made = await call('POST', shiftsPath, { shift_hours: [{ ...shift, users, holidays }] })
    const id = idOf(made, 'shift_hours')
    const one = await call('GET', `${shiftsPath}/${id}`)
    const changed = await call('PUT', `${shiftsPath}/${id}`, { shift_hours: [{ name: 'Late', users: [] }] })
    const all = await call('GET', shiftsPath)
    const ofShift = await call('GET', `settings/holidays?type=shift_holiday&shift_id=${id}`)
    const deleted = await call('DELETE', `${shiftsPath}/${id}`)

    expect(made.status).toBe(201)
    expect(one.json).toMatchObject({
      shift_hours: [
        {
          ...shift,
          users_count: 1,
          users: [{ id: user, effective_from: '2026-06-01', role: { name: 'CEO' } }],
          break_hours: [],
          custom_timing: [],
          holidays: [{ name: 'Day off', date: '2026-12-24', year: 2026, id: expect.any(String) }],
          id,
        },
      ],
      shift_count: { total_shift_with_user: 1, total_shift: 1 },
    })
    expect(changed.status).toBe(200)
    expect(all.json.shift_hours[0]).toMatchObject({ name: 'Late', users_count: 0, holidays: [{ name: 'Day off' }] })
    expect(ofShift.json.holidays).toMatchObject([{ name: 'Day off', shift_hour: { name: 'Late', id } }])
    expect(deleted.json.shift_hours[0].code).toBe('SUCCESS')
    expect((await call('GET', shiftsPath)).status).toBe(204)
    expect((await call('GET', 'settings/holidays')).status).toBe(204)
    expect((await call('DELETE', `${shiftsPath}/${id}`)).json.details).toEqual({ resource_path_index: 3 })
  })

  it('need business hours', async () => {
    const { call } = await inMay()

    const { json } = await call('POST', shiftsPath, { shift_hours: [shift] })

    expect(json.shift_hours[0]).toMatchObject({ code: 'NOT_ALLOWED', message: 'Business hours is not enabled' })
  })

  const pause = (from: string, to: string) => ({
    break_days: ['Monday'],
    same_as_everyday: true,
    daily_timing: [from, to],
  })

  it.each([
    ['a sign in its name', { name: 'a#b' }, 'INVALID_DATA', 'name'],
    ['a time zone that is none', { timezone: 'Moon/Base' }, 'INVALID_DATA', 'timezone'],
    ['no time zone', { timezone: undefined }, 'MANDATORY_NOT_FOUND', 'timezone'],
    ['a day that is none of business', { shift_days: ['Sunday'] }, 'INVALID_DATA', 'shift_days'],
    ['hours outside of those of business', { daily_timing: ['07:00', '15:00'] }, 'INVALID_DATA', 'daily_timing'],
    ['hours into the night', { daily_timing: ['19:00', '02:00'] }, 'INVALID_DATA', 'daily_timing'],
    ['no hours of single days', { same_as_everyday: false }, 'DEPENDENT_FIELD_MISSING', 'custom_timing'],
    ['a user that is none', { users: [{ id: '1' }] }, 'INVALID_DATA', 'id'],
    ['a holiday long ago', { holidays: [{ name: 'Old', date: '2020-01-01' }] }, 'INVALID_DATA', 'date'],
    [
      'breaks that overlap',
      { break_hours: [pause('10:00', '11:00'), pause('10:30', '11:30')] },
      'INVALID_DATA',
      'break_hours',
    ],
    ['a long break', { break_hours: [pause('10:00', '12:30')] }, 'INVALID_DATA', 'break_hours'],
    ['three breaks', { break_hours: [1, 2, 3].map(() => pause('10:00', '10:20')) }, 'INVALID_DATA', 'break_hours'],
  ])('are refused with %s', async (_, more, code, key) => {
    const { call } = await withHours()

    const { status, json } = await call('POST', shiftsPath, { shift_hours: [{ ...shift, ...more }] })

    expect(status).toBe(400)
    expect(json.shift_hours[0]).toMatchObject({ code, details: { api_name: key } })
    expect((await call('GET', shiftsPath)).status).toBe(204)
  })

  it('have names of their own, and users from a day on that is to come', async () => {
    const { call } = await withHours()
    const { id } = (await call('GET', 'users?type=CurrentUser')).json.users[0]
    const from = (effective_from: string) => ({ ...shift, name: effective_from, users: [{ id, effective_from }] })
    await call('POST', shiftsPath, { shift_hours: [shift] })

    const { json } = await call('POST', shiftsPath, { shift_hours: [shift, from('2026-05-07'), from('2027-05-07')] })

    expect(json.shift_hours.map(({ message }: { message: string }) => message)).toEqual([
      'Shift Name already exists',
      'Effective from should be greater than current date',
      'Effective from should be less than 6 months',
    ])
  })
})

describe('holidays', () => {
  const path = 'settings/holidays'
  const newYear = { name: 'New Year', date: '2027-01-01', type: 'business_holiday' }

  it('are written, listed by year, changed and deleted', async () => {
    const { call } = await inMay()

    const made = await call('POST', path, { holidays: [newYear] })
    const id = idOf(made, 'holidays')
    const byYear = await call('GET', `${path}?year=2027`)
    const others = await call('GET', `${path}?year=2026`)
    const changed = await call('PUT', path, { holidays: [{ id, name: 'First day' }] })
    const one = await call('GET', `${path}/${id}`)
    const deleted = await call('DELETE', `${path}/${id}`)

    expect(made.status).toBe(201)
    expect(byYear.json).toEqual({
      holidays: [{ year: 2027, ...newYear, shift_hour: null, id }],
      info: { per_page: 200, count: 1, page: 1, more_records: false },
    })
    expect(others.status).toBe(204)
    expect(changed.json.holidays[0].message).toBe('Holidays updated successfully')
    expect(one.json.holidays[0].name).toBe('First day')
    expect(deleted.json.holidays[0].message).toBe('Holidays deleted successfully')
    expect((await call('GET', `${path}/${id}`)).status).toBe(204)
    const gone = await call('DELETE', `${path}/${id}`)
    expect(gone.json).toMatchObject({
      code: 'INVALID_DATA',
      message: 'Invalid ID',
      details: { resource_path_index: 2 },
    })
  })

  it.each([
    ['no name', { name: undefined }, 'MANDATORY_NOT_FOUND', 'name'],
    ['a sign in its name', { name: '50%' }, 'INVALID_DATA', 'name'],
    ['a long name', { name: 'x'.repeat(81) }, 'INVALID_DATA', 'name'],
    ['a date that is none', { date: '2027-02-30' }, 'INVALID_DATA', 'date'],
    ['a date too far away', { date: '2028-01-01' }, 'INVALID_DATA', 'date'],
    ['a type that is none', { type: 'bank_holiday' }, 'INVALID_DATA', 'type'],
    ['no shift', { type: 'shift_holiday' }, 'DEPENDENT_FIELD_MISSING', 'shift_hour'],
    ['a shift that is none', { type: 'shift_holiday', shift_hour: { id: '1' } }, 'INVALID_DATA', 'id'],
  ])('are refused with %s', async (_, more, code, key) => {
    const { call } = await inMay()

    const { json } = await call('POST', path, { holidays: [{ ...newYear, ...more }] })

    expect(json.holidays[0]).toMatchObject({ code, details: { api_name: key } })
  })

  it('are each there once, and fifty-two in a year', async () => {
    const { call } = await inMay()
    const days = Array.from({ length: 52 }, (_, index) => ({ ...newYear, name: `Day ${index}` }))
    await call('POST', path, { holidays: days })

    const { json } = await call('POST', path, { holidays: [days[0], { ...newYear, date: '2026-12-25' }, newYear] })

    expect(json.holidays.map(({ code }: { code: string }) => code)).toEqual([
      'DUPLICATE_DATA',
      'SUCCESS',
      'LIMIT_EXCEEDED',
    ])
  })

  it.each(['year=soon', 'type=mine', 'type=shift_holiday&shift_id=x', 'type=shift_holiday'])(
    'are not listed by %s',
    async query => {
      const { call } = await inMay()

      expect((await call('GET', `${path}?${query}`)).status).toBe(400)
    },
  )
})

describe('the fiscal year', () => {
  const path = 'settings/fiscal_year'

  it('begins in January until that is changed', async () => {
    const { call } = await inMay()

    const before = await call('GET', path)
    const changed = await call('PUT', path, { fiscal_year: { start_month: 'APRIL', display_based_on: 'end_month' } })
    const after = await call('GET', path)
    const holiday = { name: 'Far', date: '2028-03-31', type: 'business_holiday' }

    expect(before.json.fiscal_year).toMatchObject({ start_month: 'January', display_based_on: 'start_month' })
    expect(changed.json.fiscal_year.message).toBe('The fiscal year configuration has been updated successfully')
    expect(after.json.fiscal_year).toEqual({
      ...before.json.fiscal_year,
      start_month: 'April',
      display_based_on: 'end_month',
    })
    expect((await call('POST', 'settings/holidays', { holidays: [holiday] })).status).toBe(201)
  })

  it.each([
    ['a month that is none', { start_month: 'Brumaire' }, 'INVALID_DATA'],
    ['a name that is none', { display_based_on: 'moon' }, 'INVALID_DATA'],
    ['the end of a calendar year', { display_based_on: 'end_month' }, 'INVALID_DATA'],
    ['nothing', {}, 'INVALID_DATA'],
    ['weeks', { calendar_type: 'custom', structure: '4-4-5' }, 'NOT_EMULATED'],
  ])('is refused with %s', async (_, sent, code) => {
    const { call } = await inMay()

    const { status, json } = await call('PUT', path, { fiscal_year: sent })

    expect({ status, code: json.fiscal_year.code }).toEqual({ status: 400, code })
    expect((await call('GET', path)).json.fiscal_year.start_month).toBe('January')
  })

  it('is refused without its key, and to those who may not customize', async () => {
    const { call } = await inMay()
    const { as } = await staff()

    expect((await call('PUT', path, {})).json).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
    expect((await as('agent', 'PUT', path, { fiscal_year: {} })).json).toEqual(denied('Customize_Zoho_CRM'))
  })
})

it('refuses scopes of other settings', async () => {
  const { call } = await atCrm({ scope: 'ZohoCRM.settings.fields.ALL' })

  for (const path of [hours, shiftsPath, 'settings/holidays', 'settings/fiscal_year']) {
    expect((await call('GET', path)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  }
})

/**
 * `/settings/business_hours` and its shifts: when an org works. An org begins without. That hours of a single day have to be
 * those of a business day is inferred, and so is what stands for the days of an org that is open around the clock.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/business-hours-api.html and https://github.com/zoho/crm-oas
 */

import { dayOf } from '../../protocol/date-time.ts'
import { addDays } from '../../protocol/periods.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { orgPermission } from '../permissions.ts'
import type { Routes } from '../routes.ts'
import {
  type Collection,
  collectionRoutes,
  type Setting,
  settingsOf,
  type Values,
  type WriteContext,
} from '../settings/collection.ts'
import { choice, choices, day, flag, type Key, parts, text, textWithout } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'
import { type Single, singleOf, singleRoutes } from '../settings/single.ts'
import {
  type DayTiming,
  dayTimings,
  minutesFrom,
  requireTimings,
  type Timing,
  timing,
  timingOn,
  weekdays,
} from '../settings/timings.ts'
import { addShiftHolidays, holidaysOfShift, shiftHolidays } from './holidays.ts'

const permit = orgPermission('manage_users')

const businessHours: Single = {
  path: '/settings/business_hours',
  root: 'business_hours',
  scope: 'settings.business_hours',
  operations: ['list', 'create', 'update'],
  writePermit: permit,
  keys: {
    week_starts_on: choice(weekdays, { required: 'always' }),
    type: choice(['24_by_7', '24_by_5', 'custom'], { required: 'always' }),
    business_days: choices(weekdays),
    same_as_everyday: flag(),
    daily_timing: timing(),
    custom_timing: dayTimings('business_timing'),
  },
  check(values, { row }) {
    if (values.type !== 'custom') return
    const days = values.business_days as readonly string[]
    if (days.length === 0) throw row.dependent('business_days', 'type')
    requireTimings(values, row)
    const isOpen = ({ days: each }: DayTiming) => days.includes(each)
    if (!(values.custom_timing as readonly DayTiming[]).every(isOpen)) throw row.refuse('invalidValue', 'custom_timing')
  },
  show: ({ values }, shown) => (values.type === 'custom' ? shown : { ...shown, ...aroundTheClock(values) }),
  messages: { created: 'Business Hours saved successfully', updated: 'Business Hours saved successfully' },
  refusals: { second: 'Organization can have only one Business Hour', none: 'Cannot update business hours' },
}

const aroundTheClock = ({ type }: Values) => ({
  business_days: type === '24_by_7' ? weekdays : weekdays.slice(0, 5),
  same_as_everyday: true,
  daily_timing: [],
  custom_timing: [],
})

const mostShifts = 50
const mostBreaks = 2
const shortestBreak = 15
const longestBreak = 120

const breakKeys = {
  break_days: choices(weekdays),
  same_as_everyday: flag({ required: true }),
  daily_timing: timing(),
  custom_timing: dayTimings('break_timing'),
}

const shiftUsers: Key = {
  initial: [],
  read(row, name, { data }) {
    return row.objects(name)?.map(each => {
      const id = each.needed('id', each.text('id', 20))
      if (!data.user(id)) throw each.refuse('invalidId', 'id', {}, 'Invalid user id')
      return { id, effective_from: readEffective(each, data) }
    })
  },
  show: (value, c) =>
    (value as { id: string; effective_from: string | null }[]).flatMap(({ id, effective_from }) => {
      const user = c.get('caller').data.user(id)
      if (!user) return []
      const { role, fullName, email, zuid } = user
      return [{ role: { name: role.name, id: role.id }, name: fullName, id, email, zuid, effective_from }]
    }),
}

/** From which day a user works in a shift: one to come, within six months. */
function readEffective(row: SettingsRow, { clock, org }: OrgData): string | null {
  const from = day().read(row, 'effective_from', undefined as never) as string | undefined
  if (from === undefined) return null
  const today = dayOf(clock.now(), org.timeZone)
  const refuse = (said: string) => row.refuse('invalidValue', 'effective_from', {}, `Effective from should be ${said}`)
  if (from <= today) throw refuse('greater than current date')
  if (from > addDays(today, 183)) throw refuse('less than 6 months')
  return from
}

export const shifts: Collection = {
  path: '/settings/business_hours/shift_hours',
  root: 'shift_hours',
  scope: 'settings.business_hours',
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'deleteOne'],
  verbs: { updateOne: 'CREATE' },
  permit,
  keys: {
    timezone: timeZone(),
    name: textWithout(/[#%^]/, 'Shift Name should not contain special characters:#, %, ^', 80, {
      required: true,
      unique: 'Shift Name already exists',
    }),
    same_as_everyday: flag({ required: true }),
    shift_days: choices(weekdays, { required: true }),
    daily_timing: timing(),
    custom_timing: dayTimings('shift_timing'),
    break_hours: parts(breakKeys),
    holidays: shiftHolidays,
    users: shiftUsers,
  },
  check: checkShift,
  written: (shift, context) => addShiftHolidays(shift, context),
  deleted: (shift, c) => {
    const { data } = c.get('caller')
    for (const { id } of holidaysOfShift(data, shift.id)) data.table('settings/holidays').delete(id)
  },
  show: ({ id, values }, shown, c) => ({
    ...shown,
    users_count: (values.users as unknown[] | null)?.length ?? 0,
    holidays: holidaysOfShift(c.get('caller').data, id).map(({ id: holiday, values: { name, date } }) => ({
      date,
      year: Number(String(date).slice(0, 4)),
      name,
      id: holiday,
    })),
  }),
  beside: countShifts,
  messages: { created: 'Success', updated: 'Success', deleted: 'Success' },
}

function countShifts(c: CrmContext): object {
  const all = settingsOf(c.get('caller').data, shifts).all()
  const used = all.filter(({ values }) => (values.users as unknown[] | null)?.length).length
  return { shift_count: { total_shift_with_user: used, total_shift: all.length } }
}

function timeZone(): Key {
  const name = text(100)
  return {
    required: true,
    read(row, key, context) {
      const zone = name.read(row, key, context) as string | undefined
      if (zone !== undefined && !isTimeZone(zone)) throw row.refuse('invalidValue', key)
      return zone
    },
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

function checkShift(values: Values, { row, data, table, current }: WriteContext): void {
  const open = singleOf(data, businessHours)
  if (!open) throw row.refuseAll('businessHoursMissing')
  if (!current && table.size >= mostShifts) throw row.exceeded('shift_hours', mostShifts, 'Shift hours Limit exceeds')
  requireTimings(values, row)
  const days = values.shift_days as readonly string[]
  for (const each of days) checkDay(each, values, open, row)
  checkBreaks(values, days, row)
}

/** A shift works on business days, within their hours. */
function checkDay(name: string, shift: Values, { values }: Setting, row: SettingsRow): void {
  if (values.type === '24_by_7') return
  const isOpen = (
    values.type === '24_by_5' ? weekdays.slice(0, 5) : (values.business_days as readonly string[])
  ).includes(name as never)
  if (!isOpen) throw row.refuse('invalidValue', 'shift_days')
  const hours = values.type === 'custom' ? timingOn(name, values, 'business_timing') : undefined
  const worked = timingOn(name, shift, 'shift_timing')
  if (!hours || !worked || isWithin(worked, hours)) return
  throw row.refuse('invalidValue', shift.same_as_everyday ? 'daily_timing' : 'custom_timing')
}

function isWithin(inner: Timing, outer: Timing): boolean {
  const [from, to] = minutesFrom(inner)
  const [start, end] = minutesFrom(outer)
  return from >= start && to <= end
}

/** A day has two breaks at most, apart from each other, each longer than a quarter of an hour and shorter than two hours. */
function checkBreaks(shift: Values, days: readonly string[], row: SettingsRow): void {
  const breaks = shift.break_hours as readonly Values[]
  if (breaks.length > mostBreaks) throw row.refuse('tooLong', 'break_hours', { maximum_length: mostBreaks })
  for (const each of days) {
    const taken: (readonly [number, number])[] = []
    for (const pause of breaks) {
      const hours = (pause.break_days as readonly string[]).includes(each) && timingOn(each, pause, 'break_timing')
      if (!hours) continue
      const [from, to] = minutesFrom(hours)
      if (to - from <= shortestBreak || to - from >= longestBreak) throw row.refuse('invalidValue', 'break_hours')
      if (taken.some(([start, end]) => from < end && to > start)) {
        throw row.refuse('invalidValue', 'break_hours', {}, 'Break Hours timing is over lapped')
      }
      taken.push([from, to])
    }
  }
}

export function businessHoursRoutes(routes: Routes): void {
  collectionRoutes(routes, shifts)
  singleRoutes(routes, businessHours)
}

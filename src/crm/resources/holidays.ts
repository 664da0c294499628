/**
 * `/settings/holidays`: days on which an org, or one of its shifts, does not work.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/holidays-api.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
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
import { day, type Key, readKeys, textWithout } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'
import { fiscalYears } from './fiscal-year.ts'

const types = ['business_holiday', 'shift_holiday']
const mostHolidays = 52

const holidayName = textWithout(/[#%^&*]/, 'Holiday Name should not contain special characters:#, %, ^, &, *', 80, {
  required: true,
})

/** What a shift says of its holidays. */
export const shiftHolidays: Key = {
  initial: [],
  read(row, key, context) {
    const rows = row.objects(key)
    if (rows && rows.length > mostHolidays) throw row.refuse('tooLong', key, { maximum_length: mostHolidays })
    return rows?.map(each => {
      const holiday = readKeys(each, { date: day({ required: true }), name: holidayName }, context) as Values
      checkDate(String(holiday.date), each, context.data)
      return holiday
    })
  },
}

/** @throws RowRefused for what lies in neither this fiscal year nor the next */
function checkDate(date: string, row: SettingsRow, data: OrgData): void {
  const [first, last] = fiscalYears(data)
  if (date >= first && date <= last) return
  throw row.refuse('invalidValue', 'date', {}, 'Date Should be between current and next financial year')
}

const shiftsOf = (data: OrgData) => data.table<Setting>('settings/business_hours/shift_hours')

const shiftOf: Key = {
  read(row, name, { data }) {
    const shift = row.object(name)
    if (!shift) return undefined
    const id = shift.needed('id', shift.text('id', 20))
    if (!shiftsOf(data).has(id)) throw shift.refuse('invalidId', 'id', {}, 'Invalid shift id')
    return id
  },
  show(value, c) {
    const shift = shiftsOf(c.get('caller').data).get(String(value))
    return shift ? { name: shift.values.name, id: shift.id } : null
  },
}

const holidays: Collection = {
  path: '/settings/holidays',
  root: 'holidays',
  scope: 'settings.business_hours',
  operations: ['list', 'get', 'create', 'update', 'updateOne', 'deleteOne'],
  permit: orgPermission('manage_users'),
  keys: {
    name: holidayName,
    date: day({ required: true }),
    type: {
      required: true,
      read(row, name) {
        const sent = row.raw(name)
        if (sent === undefined || types.includes(sent as string)) return sent
        throw row.refuse('unsupportedValue', name, { supported_values: types }, 'Invalid type')
      },
    },
    shift_hour: shiftOf,
  },
  check(values, context) {
    const { row } = context
    if (values.type === 'shift_holiday' && values.shift_hour === null) {
      throw row.dependent('shift_hour', 'type', 'Shift id is required for shift holidays')
    }
    checkHoliday(values, row, context)
  },
  listed: listedHolidays,
  show: (_, shown) => ({ year: Number(String((shown as Values).date).slice(0, 4)), ...shown }),
  info: 'page',
  unknown: 'Invalid ID',
  messages: {
    created: 'Holidays created successfully',
    updated: 'Holidays updated successfully',
    deleted: 'Holidays deleted successfully',
  },
}

/** Whether there may be such a holiday too. @throws RowRefused */
function checkHoliday(
  values: Values,
  row: SettingsRow,
  { data, current }: Pick<WriteContext, 'data' | 'current'>,
): void {
  const date = String(values.date)
  checkDate(date, row, data)
  const others = settingsOf(data, holidays)
    .all()
    .filter(({ id, values: other }) => id !== current?.id && isAlike(other, values))
  const isSame = ({ values: { name, date: on } }: Setting) =>
    on === date && String(name).toLowerCase() === String(values.name).toLowerCase()
  if (others.some(isSame)) throw row.refuse('duplicateSetting', 'name')
  const inYear = others.filter(({ values: { date: on } }) => String(on).slice(0, 4) === date.slice(0, 4))
  if (inYear.length >= mostHolidays) throw row.exceeded('type', mostHolidays, 'Holidays limit exceeds')
}

/** Those of the org belong together, and those of each shift. */
const isAlike = (one: Values, other: Values): boolean =>
  one.type === other.type && (one.type === 'business_holiday' || one.shift_hour === other.shift_hour)

function listedHolidays(c: CrmContext): (setting: Setting) => boolean {
  const year = patternParam(c, 'year', /^2(?:0\d\d|100)$/)
  const type = patternParam(c, 'type', /^(?:business|shift)_holiday$/)
  const shift = patternParam(c, 'shift_id', /^\d{1,20}$/)
  if (type === 'shift_holiday' && shift === undefined)
    throw crmError('expectedParamMissing', { param_name: 'shift_id' })
  return ({ values }) =>
    (year === undefined || String(values.date).startsWith(year)) &&
    (type === undefined || values.type === type) &&
    (shift === undefined || values.shift_hour === shift)
}

function patternParam(c: CrmContext, name: string, form: RegExp): string | undefined {
  const value = queryParam(c, name)
  if (value !== undefined && !form.test(value)) throw crmError('patternNotMatched', { param_name: name })
  return value
}

export const holidaysOfShift = (data: OrgData, shift: string): Setting[] =>
  settingsOf(data, holidays)
    .all()
    .filter(({ values }) => values.shift_hour === shift)

/** Makes the holidays that a shift says it has; what it said before is gone. That is inferred of changes. */
export function addShiftHolidays(shift: Setting, { data, row }: WriteContext): void {
  if (!row.has('holidays')) return
  const table = settingsOf(data, holidays)
  for (const { id } of holidaysOfShift(data, shift.id)) table.delete(id)
  const { createdAt, createdBy, modifiedAt, modifiedBy } = shift
  for (const each of (shift.values.holidays ?? []) as Values[]) {
    const values = { ...each, type: 'shift_holiday', shift_hour: shift.id }
    table.insert({ id: data.nextRecordId(), values, createdAt, createdBy, modifiedAt, modifiedBy })
  }
}

export const holidayRoutes = (routes: Routes): void => collectionRoutes(routes, holidays)

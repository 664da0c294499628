/**
 * `/settings/fiscal_year`: in which month an org's year begins, and after which end of it the year is named.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/fiscal-year-api.html and https://github.com/zoho/crm-oas
 */

import { dayOf } from '../../protocol/date-time.ts'
import type { OrgData } from '../../world/org-data.ts'
import { orgPermission } from '../permissions.ts'
import type { Routes } from '../routes.ts'
import type { Key } from '../settings/keys.ts'
import { notEmulated } from '../settings/keys.ts'
import { type Single, singleOf, singleRoutes } from '../settings/single.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const fiscalYear: Single = {
  path: '/settings/fiscal_year',
  root: 'fiscal_year',
  scope: 'settings.fiscal_year',
  operations: ['list', 'update'],
  writePermit: orgPermission('customize'),
  keys: {
    start_month: oneOf(months, 'Please give a valid month'),
    display_based_on: oneOf(['start_month', 'end_month'], 'Please give a valid display based on'),
    calendar_type: notEmulated(),
    structure: notEmulated(),
    start_date: notEmulated(),
    interval_display_option: notEmulated(),
    surplus_week: notEmulated(),
  },
  start: { kind: 'fiscal_year', rows: () => [{ start_month: 'January', display_based_on: 'start_month' }] },
  check({ start_month, display_based_on }, { row }) {
    if (!row.has('start_month') && !row.has('display_based_on')) throw row.refuseAll('nothingGiven')
    if (start_month === 'January' && display_based_on === 'end_month')
      throw row.refuse('invalidValue', 'display_based_on')
  },
  show: ({ id, values: { start_month, display_based_on } }) => ({ start_month, display_based_on, id }),
  messages: { updated: 'The fiscal year configuration has been updated successfully' },
}

/** One of some words, in any letter case; newer descriptions write months in capitals. */
function oneOf(words: readonly string[], said: string): Key {
  return {
    required: true,
    read(row, name) {
      if (!row.has(name)) return undefined
      const sent = row.raw(name)
      const known = words.find(word => typeof sent === 'string' && word.toLowerCase() === sent.toLowerCase())
      if (!known) throw row.refuse('unsupportedValue', name, { supported_values: words }, said)
      return known
    },
  }
}

/** The first day of the fiscal year that it is, and the last one of the next. */
export function fiscalYears(data: OrgData): readonly [string, string] {
  const month = months.indexOf(String(singleOf(data, fiscalYear)!.values.start_month))
  const today = dayOf(data.clock.now(), data.org.timeZone)
  const year = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) - 1 < month ? 1 : 0)
  const at = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return [at(Date.UTC(year, month, 1)), at(Date.UTC(year + 2, month, 0))]
}

export const fiscalYearRoutes = (routes: Routes): void => singleRoutes(routes, fiscalYear)

/**
 * The rule by which backups repeat, such as `RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH` or `…FREQ=MONTHLY;INTERVAL=1;BYDAY=1TH`.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/schedule-data-backup.html. That a backup begins with its day, in the
 * zone of the org, and that a month too short for it has it on its last day, is inferred.
 */

import { addDays } from '../../protocol/periods.ts'

export interface Repeat {
  readonly frequency: 'WEEKLY' | 'MONTHLY'
  readonly interval: number
  /** 0 is Sunday; null where the day of the month is said. */
  readonly weekday: number | null
  /** The so many-th such weekday of the month. */
  readonly nth: number
  readonly monthDay: number | null
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const mostInterval = 52

/** @returns null for what is no such rule */
export function parseRepeat(text: string): Repeat | null {
  if (!/^RRULE:/i.test(text) || text.length > 200) return null
  const parts = new Map<string, string>()
  for (const part of text.slice('RRULE:'.length).split(';')) {
    const [, name, value] = /^(FREQ|INTERVAL|BYDAY|BYMONTHDAY)=(\w+)$/i.exec(part) ?? []
    if (!name || !value || parts.has(name.toUpperCase())) return null
    parts.set(name.toUpperCase(), value.toUpperCase())
  }
  const frequency = parts.get('FREQ')
  const interval = Number(parts.get('INTERVAL'))
  if (frequency !== 'WEEKLY' && frequency !== 'MONTHLY') return null
  if (!Number.isInteger(interval) || interval < 1 || interval > mostInterval) return null
  const [, nth, day] = /^([1-5])?(SU|MO|TU|WE|TH|FR|SA)$/.exec(parts.get('BYDAY') ?? '') ?? []
  const monthDay = parts.has('BYMONTHDAY') ? Number(parts.get('BYMONTHDAY')) : null
  if (parts.has('BYDAY') !== (day !== undefined) || (day === undefined) === (monthDay === null)) return null
  if (frequency === 'WEEKLY' && (day === undefined || nth !== undefined)) return null
  if (monthDay !== null && !(Number.isInteger(monthDay) && monthDay >= 1 && monthDay <= 31)) return null
  return { frequency, interval, weekday: day ? weekdays.indexOf(day) : null, nth: Number(nth ?? 1), monthDay }
}

/**
 * The first day of the rule after another one.
 * @param from `YYYY-MM-DD`
 */
export function firstDay(repeat: Repeat, from: string): string {
  if (repeat.frequency === 'WEEKLY') return addDays(from, daysUntil(repeat.weekday!, addDays(from, 1)) + 1)
  const here = dayInMonth(repeat, monthOf(from))
  return here > from ? here : dayInMonth(repeat, monthOf(from) + 1)
}

/** The day of the rule that follows one of its days. */
export function followingDay(repeat: Repeat, day: string): string {
  return repeat.frequency === 'WEEKLY'
    ? addDays(day, 7 * repeat.interval)
    : dayInMonth(repeat, monthOf(day) + repeat.interval)
}

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

const daysUntil = (weekday: number, from: string): number => (weekday - weekdayOf(from) + 7) % 7

/** Months counted from the year 0. */
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

function dayInMonth({ weekday, nth, monthDay }: Repeat, month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0')
  const first = `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`
  const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()
  const ahead = weekday === null ? monthDay! - 1 : daysUntil(weekday, first) + 7 * (nth - 1)
  // of a weekday the last one there is
  const fitting = weekday === null || ahead < last ? Math.min(ahead, last - 1) : ahead - 7
  return addDays(first, fitting)
}

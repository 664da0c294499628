/** Functions of dates and times. All reckon with what clocks and calendars show where the org is. */

import { momentAt, offsetMs } from '../../date-time.ts'
import { define, type FormulaFunction } from './define.ts'

const minute = 60_000
const day = 1440 * minute
const earliest = Date.parse('0001-01-02T00:00:00Z')
const latest = Date.parse('9999-12-30T00:00:00Z')

export const momentFunctions: Readonly<Record<string, FormulaFunction>> = {
  Now: define([], 'datetime', (_none, { now }) => now),
  Newdate: define(
    ['number', 'number', 'number', 'number', 'number', 'text'],
    'datetime',
    ([year, month, dayOfMonth, hour, minutes, half], { timeZone }) => {
      const time = timeOf(hour, minutes, half)
      const midnight = midnightOf(year, month, dayOfMonth)
      return time === null || midnight === null ? null : momentIn(midnight + time, timeZone)
    },
  ),
  FromTimestamp: define(['number'], 'datetime', ([stamp]) => inRange(toMilliseconds(stamp))),
  Datepart: define(['moment'], 'date', ([at], { timeZone }) => {
    const shown = wallClock(at, timeZone)
    return momentIn(shown - (((shown % day) + day) % day), timeZone)
  }),
  Timepart: define(['moment'], 'text', ([at], { timeZone }) => showTime(new Date(wallClock(at, timeZone)))),
  Adddate: define(['moment', 'number', 'text'], 'datetime', ([at, count, unit], { timeZone }) =>
    add(at, Math.trunc(count), unit, timeZone),
  ),
  Subdate: define(['moment', 'number', 'text'], 'datetime', ([at, count, unit], { timeZone }) =>
    add(at, -Math.trunc(count), unit, timeZone),
  ),
  Datecomp: define(
    ['moment', 'moment'],
    'number',
    ([a, b], { timeZone }) => (wallClock(a, timeZone) - wallClock(b, timeZone)) / minute,
  ),
  DateBetween: define(['moment', 'moment', 'text'], 'number', ([from, to, unit], { timeZone }) =>
    unitsBetween(wallClock(from, timeZone), wallClock(to, timeZone), unit),
  ),
  Year: part(shown => shown.getUTCFullYear()),
  Month: part(shown => shown.getUTCMonth() + 1),
  Dayofmonth: part(shown => shown.getUTCDate()),
  Hour: part(shown => shown.getUTCHours()),
  Minute: part(shown => shown.getUTCMinutes()),
  // from Sunday, which is 1
  Weekday: part(shown => shown.getUTCDay() + 1),
  Dayofweek: part(shown => shown.getUTCDay() + 1),
}

function part(read: (shown: Date) => number): FormulaFunction {
  return define(['moment'], 'number', ([at], { timeZone }) => read(new Date(wallClock(at, timeZone))))
}

/** What clocks show at a moment, as if it were UTC. */
const wallClock = (at: number, timeZone: string): number => at + offsetMs(at, timeZone)

/** When clocks show this; null beyond the years that can be written. */
const momentIn = (shown: number, timeZone: string): number | null =>
  inRange(shown) === null ? null : momentAt(shown, timeZone)

const inRange = (at: number): number | null => (at >= earliest && at <= latest ? at : null)

/** `YYYY-MM-DD`, where the org is. */
export const dayOf = (at: number, timeZone: string): string =>
  new Date(wallClock(at, timeZone)).toISOString().slice(0, 10)

/** The midnight with which a date begins where the org is. @param date `YYYY-MM-DD` */
export const startOf = (date: string, timeZone: string): number | null =>
  momentIn(Date.parse(`${date}T00:00:00Z`), timeZone)

/** null for a day that the calendar doesn't have. */
function midnightOf(year: number, month: number, dayOfMonth: number): number | null {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, dayOfMonth)
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth
  return isReal ? date.getTime() : null
}

/** An hour after twelve is taken as it is, whatever half of the day is said; that is inferred. */
function timeOf(hour: number, minutes: number, half: string): number | null {
  const isAfternoon = half.toUpperCase() === 'PM'
  const isKnown = isAfternoon || half.toUpperCase() === 'AM'
  if (!isKnown || !isWithin(hour, 23) || !isWithin(minutes, 59)) return null
  const hours = hour > 12 ? hour : (hour % 12) + (isAfternoon ? 12 : 0)
  return (hours * 60 + minutes) * minute
}

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most

/** In Zoho's manual the number counts seconds, in its formula editor milliseconds; the size tells which are meant. */
const toMilliseconds = (stamp: number): number => (Math.abs(stamp) < 100_000_000_000 ? stamp * 1000 : stamp)

/** As Zoho's manual shows it: `06.30 AM`. */
function showTime(shown: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = shown.getUTCHours()
  return `${two(hours % 12 === 0 ? 12 : hours % 12)}.${two(shown.getUTCMinutes())} ${hours < 12 ? 'AM' : 'PM'}`
}

const lengths: Readonly<Record<string, number>> = { DAY: day, HOUR: 60 * minute, MINUTE: minute, MIN: minute }
const months: Readonly<Record<string, number>> = { YEAR: 12, MONTH: 1 }

function add(at: number, count: number, unit: string, timeZone: string): number | null {
  const name = unit.toUpperCase()
  const length = lengths[name]
  // hours pass for everybody alike, while a day later the clock shows the same
  if (length !== undefined && length < day) return inRange(at + count * length)
  const shown = wallClock(at, timeZone)
  if (length !== undefined) return momentIn(shown + count * length, timeZone)
  const inMonths = months[name]
  return inMonths === undefined ? null : momentIn(addMonths(shown, count * inMonths), timeZone)
}

/** The last of a shorter month where the day is missing in it. */
function addMonths(shown: number, count: number): number {
  const date = new Date(shown)
  const dayOfMonth = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + count)
  const lastDay = new Date(date)
  lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0)
  date.setUTCDate(Math.min(dayOfMonth, lastDay.getUTCDate()))
  return date.getTime()
}

/** How many whole units lie between; negative when the second moment comes first. */
function unitsBetween(from: number, to: number, unit: string): number | null {
  const name = unit.toUpperCase()
  const length = lengths[name]
  if (length !== undefined) return Math.trunc((to - from) / length) + 0
  const inMonths = months[name]
  if (inMonths === undefined) return null
  return from <= to ? Math.floor(monthsBetween(from, to) / inMonths) : -Math.floor(monthsBetween(to, from) / inMonths)
}

function monthsBetween(from: number, to: number): number {
  const [a, b] = [new Date(from), new Date(to)]
  const count = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth()
  return addMonths(from, count) > to ? count - 1 : count
}

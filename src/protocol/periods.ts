/**
 * Stretches of days that criteria name instead of dates, such as THISMONTH. Weeks begin on Sunday. Which names there
 * are beside TODAY is inferred from the choices of Zoho's web pages, and so is the first day of the week.
 */

/** A day, `YYYY-MM-DD`. */
type Day = string

/** The first and the last day. */
export type Days = readonly [first: Day, last: Day]

type Unit = 'day' | 'week' | 'month' | 'year'

const periods = {
  TODAY: ['day', 0],
  YESTERDAY: ['day', -1],
  TOMORROW: ['day', 1],
  THISWEEK: ['week', 0],
  LASTWEEK: ['week', -1],
  NEXTWEEK: ['week', 1],
  THISMONTH: ['month', 0],
  LASTMONTH: ['month', -1],
  NEXTMONTH: ['month', 1],
  THISYEAR: ['year', 0],
  LASTYEAR: ['year', -1],
  NEXTYEAR: ['year', 1],
} as const satisfies Record<string, readonly [Unit, number]>

export type Period = keyof typeof periods

export const periodNames = Object.keys(periods) as Period[]

export const isPeriod = (name: string): name is Period => Object.hasOwn(periods, name)

/** The days of a period, seen from today. */
export function daysOf(period: Period, today: Day): Days {
  const [unit, distance] = periods[period]
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  switch (unit) {
    case 'day':
      return [toDay(year, month, day + distance), toDay(year, month, day + distance)]
    case 'week': {
      const sunday = day - new Date(`${today}T00:00:00Z`).getUTCDay() + 7 * distance
      return [toDay(year, month, sunday), toDay(year, month, sunday + 6)]
    }
    case 'month':
      return [toDay(year, month + distance, 1), toDay(year, month + distance + 1, 0)]
    case 'year':
      return [toDay(year + distance, 1, 1), toDay(year + distance, 12, 31)]
  }
}

/** The day so many days later. */
export function addDays(from: Day, days: number): Day {
  const [year, month, day] = from.split('-').map(Number) as [number, number, number]
  return toDay(year, month, day + days)
}

const firstDay = Date.UTC(1000, 0, 1)
const lastDay = Date.UTC(9999, 11, 31)

/** Months and days beyond the calendar's carry over; a year keeps its four digits. */
function toDay(year: number, month: number, day: number): Day {
  const at = Math.min(lastDay, Math.max(firstDay, Date.UTC(year, month - 1, day)))
  return new Date(at).toISOString().slice(0, 10)
}

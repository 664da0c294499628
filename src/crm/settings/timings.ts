/** Hours of days, as business hours, shifts and breaks have them: the same each day, or each day its own. */

import { isDeletion } from './deletion.ts'
import { type Key, type KeyOptions, readKeys } from './keys.ts'
import type { SettingsRow } from './row.ts'

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** From when to when, e.g. `["09:00", "18:00"]`. */
export type Timing = readonly [string, string]

const clockTime = /^([0-1][0-9]|2[0-3]):[0-5][0-9]$/

export const timing = (options: KeyOptions = {}): Key => ({
  initial: [],
  ...options,
  read(row, name) {
    const sent = row.list(name)
    if (!sent) return undefined
    if (sent.length === 0 && !options.required) return sent
    if (sent.length < 2) throw row.refuse('tooShort', name, { minimum_length: 2 })
    if (sent.length > 2) throw row.refuse('tooLong', name, { maximum_length: 2 })
    for (const each of sent) {
      if (typeof each !== 'string') throw row.wrongType(name, 'string')
      if (!clockTime.test(each)) throw row.refuse('notMatching', name, { regex: clockTime.source })
    }
    return sent
  },
})

export interface DayTiming {
  readonly days: string
  readonly [timing: string]: unknown
}

/**
 * Hours of single days. A change says something of the days that it names, and `_delete` takes one away; that the others
 * stay is inferred.
 * @param name of the hours in a row, e.g. `business_timing`
 */
export const dayTimings = (name: string): Key => {
  const inner = { days: dayName, [name]: timing({ required: true }) }
  return {
    initial: [],
    read(row, key, context) {
      const rows = row.objects(key)
      if (!rows) return undefined
      if (rows.length > weekdays.length) throw row.refuse('tooLong', key, { maximum_length: weekdays.length })
      const before = (context.current?.values[key] ?? []) as readonly DayTiming[]
      const timings = new Map(before.map(each => [each.days, each]))
      const named = new Map<string, SettingsRow>()
      for (const each of rows) {
        const read = readKeys(each, inner, context) as unknown as DayTiming
        const other = named.get(read.days)
        if (other) throw each.refuse('dayTwice', 'days', { exists_in: other.place('days') })
        named.set(read.days, each)
        if (isDeletion(each)) timings.delete(read.days)
        else timings.set(read.days, read)
      }
      return [...timings.values()]
    },
  }
}

const dayName: Key = {
  required: true,
  read: (row, name) => row.choice(name, weekdays),
}

/** Refuses hours that one way of saying them needs and the row lacks. */
export function requireTimings(values: Readonly<Record<string, unknown>>, row: SettingsRow): void {
  const key = values.same_as_everyday ? 'daily_timing' : 'custom_timing'
  if ((values[key] as readonly unknown[] | null)?.length) return
  const mode = values.same_as_everyday
    ? 'Daily timing required for "Same hours'
    : 'Custom timing required for "Different hours'
  throw row.dependent(key, 'same_as_everyday', `${mode} everyday" mode`)
}

/** The hours of a day; undefined where none are said. */
export function timingOn(day: string, values: Readonly<Record<string, unknown>>, name: string): Timing | undefined {
  const daily = values.daily_timing as Timing | readonly []
  if (values.same_as_everyday) return daily.length === 0 ? undefined : daily
  const own = (values.custom_timing as readonly DayTiming[]).find(({ days }) => days === day)
  return own && (own[name] as Timing)
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** From when to when in minutes since midnight; what ends before it begins ends on the next day. */
export function minutesFrom([from, to]: Timing): readonly [number, number] {
  const start = minutesOf(from)
  const end = minutesOf(to)
  return [start, end > start ? end : end + 24 * 60]
}

/**
 * Moments as CRM writes them: `YYYY-MM-DDTHH:mm:ss±HH:MM`, no milliseconds, the offset that of a time zone.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
 */

import { getOrMake } from './get-or-make.ts'

const quarterHour = 15 * 60 * 1000

/** How far a zone is ahead of UTC, as a number and as CRM writes it. */
interface Offset {
  readonly ms: number
  readonly text: string
}

/** By zone and quarter of an hour, since asking Intl costs far more than all else here. */
const offsets = new Map<string, Map<number, Offset>>()
const formats = new Map<string, Intl.DateTimeFormat>()
const offsetsKept = 20_000

/** Records say when they were made and changed, mostly the same moment twice. */
const last = { at: Number.NaN, timeZone: '', text: '' }

/** @param at epoch milliseconds */
export function formatDateTime(at: number, timeZone: string): string {
  if (at === last.at && timeZone === last.timeZone) return last.text
  const { ms, text } = offsetOf(at, timeZone)
  last.at = at
  last.timeZone = timeZone
  last.text = new Date(at + ms).toISOString().slice(0, 19) + text
  return last.text
}

/** How far a time zone is ahead of UTC at a moment, in milliseconds. */
export const offsetMs = (at: number, timeZone: string): number => offsetOf(at, timeZone).ms

function offsetOf(at: number, timeZone: string): Offset {
  const known = getOrMake(offsets, timeZone, () => new Map<number, Offset>())
  const quarter = Math.floor(at / quarterHour)
  if (known.size >= offsetsKept) known.clear()
  return getOrMake(known, quarter, () => describeOffset(askOffset(quarter * quarterHour, timeZone)))
}

function describeOffset(ms: number): Offset {
  const minutes = Math.abs(ms) / 60_000
  const two = (value: number) => String(value).padStart(2, '0')
  return { ms, text: `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` }
}

function askOffset(at: number, timeZone: string): number {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    formats.set(timeZone, format)
  }
  const name = format.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0
}

/**
 * The moment at which clocks of a time zone show this; what they skip comes as much later.
 * @param shown epoch milliseconds as if the clocks showed UTC
 */
export function momentAt(shown: number, timeZone: string): number {
  const first = shown - offsetMs(shown, timeZone)
  const second = shown - offsetMs(first, timeZone)
  return second + offsetMs(second, timeZone) === shown ? second : Math.max(first, second)
}

/** ISO 8601 with offset or `Z`. @returns epoch milliseconds, or null */
export function parseDateTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return null
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(at) || !isRealDate(text.slice(0, 10)) ? null : at
}

/** Whether `YYYY-MM-DD` names a day of the calendar. */
export function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** `If-Modified-Since` and the like: CRM documents ISO 8601, clients also send the RFC 1123 form. */
export function parseHeaderDate(text: string): number | null {
  const iso = parseDateTime(text)
  if (iso !== null) return iso
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** The day of a moment in a time zone, `YYYY-MM-DD`. */
export const dayOf = (at: number, timeZone: string): string =>
  new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 10)

/** The moment at which a day begins in a time zone. */
export function startOfDay(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // the offset there may differ from the one at the same hour of UTC
  const near = utc - offsetMs(utc, timeZone)
  return utc - offsetMs(near, timeZone)
}

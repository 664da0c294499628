/**
 * Meetings as a calendar. Which of their fields stand in it is inferred from RFC 5545; each meeting is an entry of its own, as
 * none here has instances.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/create-job.html
 */

import type { RecordRow, StoredValue } from '../../world/record-row.ts'

const toMoment = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

const toText = (text: string): string => text.replace(/[\\;,]/g, each => `\\${each}`).replace(/\r?\n/g, '\\n')

/** No line is longer than 75 octets; what follows begins with a blank. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (octets + size > 75) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += letter
    octets += size
  }
  return `${[...parts, part].join('\r\n')}\r\n`
}

const line = (name: string, value: StoredValue | undefined, write: (value: never) => string): string =>
  value === null || value === undefined || value === '' ? '' : fold(`${name}:${write(value as never)}`)

function toEvent(row: RecordRow): string {
  const { RRULE: rule } = (row.Recurring_Activity ?? {}) as { readonly RRULE?: StoredValue }
  return [
    'BEGIN:VEVENT\r\n',
    fold(`UID:${row.id}`),
    line('DTSTAMP', row.Modified_Time, toMoment),
    line('DTSTART', row.Start_DateTime, toMoment),
    line('DTEND', row.End_DateTime, toMoment),
    line('SUMMARY', row.Event_Title, toText),
    line('LOCATION', row.Venue, toText),
    line('DESCRIPTION', row.Description, toText),
    typeof rule === 'string' ? fold(`RRULE:${rule.replace(/[\r\n]/g, '')}`) : '',
    'END:VEVENT\r\n',
  ].join('')
}

export function* toCalendar(rows: readonly RecordRow[]): Generator<string> {
  yield 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Zoho Corporation//Zoho CRM//EN\r\n'
  for (const row of rows) yield toEvent(row)
  yield 'END:VCALENDAR\r\n'
}

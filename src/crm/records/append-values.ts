/**
 * `$append_values` of a row: the multi-select pick lists in which an update adds to the values that are there instead of
 * taking their place. Rows of multi-select and multi-user lookups are added anyway.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/update-records.html
 */

import type { StoredValue } from '../../world/record-row.ts'

const key = '$append_values'

/** The names of the fields to be added to, or what is wrong with what was sent. */
export type Appended =
  | ReadonlySet<string>
  | { readonly expected: 'jsonobject' | 'boolean'; readonly path: readonly string[] }

const none: ReadonlySet<string> = new Set()

export function readAppendValues(row: Readonly<Record<string, unknown>>): Appended {
  const sent = row[key]
  if (sent === undefined || sent === null) return none
  if (typeof sent !== 'object' || Array.isArray(sent)) return { expected: 'jsonobject', path: [key] }
  const fields = Object.entries(sent)
  const wrong = fields.find(([, flag]) => typeof flag !== 'boolean')
  if (wrong) return { expected: 'boolean', path: [key, wrong[0]] }
  return new Set(fields.filter(([, flag]) => flag).map(([name]) => name))
}

/** The values that are there, and those that come to them. */
export const append = (current: StoredValue | undefined, added: readonly string[]): readonly string[] => [
  ...new Set([...((current ?? []) as readonly string[]), ...added]),
]

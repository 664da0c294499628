/** What the parameters of reads say, beside the page: fields, choices, changes since. */

import { queryParam, readHeader } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { parseHeaderDate } from '../../protocol/date-time.ts'
import type { CrmContext } from '../answer.ts'

const fieldsPerRequest = 50
const idsPerRequest = 100

/**
 * The fields that the caller wants; names that the module doesn't have are skipped when rendered.
 * @returns null where none are named
 * @throws CrmError where they have to be named, or are too many
 */
export function readFields(query: URLSearchParams, required: boolean): string[] | null {
  const names = splitList(query.get('fields'))
  if (names.length > fieldsPerRequest) throw crmError('tooManyOf', { limit: fieldsPerRequest, param_name: 'fields' })
  if (names.length > 0) return [...new Set(names)]
  if (required) throw crmError('requiredParamMissing', { param_name: 'fields' })
  return null
}

/** The parts of a comma-separated parameter. */
export const splitList = (value: string | null | undefined): string[] =>
  value
    ?.split(',')
    .map(part => part.trim())
    .filter(Boolean) ?? []

/** The `ids` of what is to be deleted or disconnected, one to a hundred. @throws CrmError */
export function readIds(c: CrmContext): string[] {
  const ids = splitList(queryParam(c, 'ids'))
  if (ids.length === 0) throw crmError('expectedParamMissing', { param_name: 'ids' })
  if (ids.length > idsPerRequest) throw crmError('tooManyOf', { limit: idsPerRequest, param_name: 'ids' })
  return ids
}

/** @param choices the first is the default @throws CrmError for anything else */
export function readChoice(query: URLSearchParams, name: string, choices: readonly string[]): string {
  const value = query.get(name)
  if (!value) return choices[0]!
  const known = choices.find(choice => choice.toLowerCase() === value.toLowerCase())
  if (!known) throw crmError('invalidParam', { param_name: name })
  return known
}

/** Since when the caller wants changes; a date that cannot be read counts as none. */
export function readModifiedSince(c: CrmContext): number | null {
  const header = readHeader(c, 'if-modified-since')
  return header === undefined ? null : parseHeaderDate(header)
}

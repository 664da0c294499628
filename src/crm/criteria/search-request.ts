/**
 * What a search is for, as search and count read it: the one parameter that counts, and which records are found by their
 * state and their age.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v7/search-records.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import type { CrmContext } from '../answer.ts'
import { numberColumn, valueColumn } from '../records/columns.ts'
import { readChoice } from '../records/query.ts'
import type { Matches } from './compile.ts'
import { containsWord, digitsOf, findByEmail, findByPhone } from './direct.ts'
import { readCriteria } from './index.ts'

const searchScope = 'ZohoSearch.securesearch.READ'

/** Beside the scope of the module. @throws CrmError */
export function requireSearchScope(world: World, c: CrmContext): void {
  if (world.toggles.securesearch_required) requireScope(world, c, [searchScope])
}

/** In the order in which they are taken where several are sent. */
export const searchParams = ['criteria', 'email', 'phone', 'word'] as const

/** Records that an index led to, or what tells whether a record is meant. */
export type Search = { readonly found: readonly RecordRow[] } | { readonly matches: Matches }

/**
 * What is searched for. Of several parameters the first in their order counts, whatever the others say.
 * @throws CrmError where there is none
 */
export function readSearch(query: URLSearchParams, module: ModuleMeta, version: Version, data: OrgData): Search {
  const records = data.records(module)
  const criteria = query.get('criteria')
  if (criteria) return { matches: readCriteria(criteria, module, version, data) }

  const email = query.get('email')?.trim()
  if (email) {
    if (!email.includes('@')) throw invalidParam('email', 'an address has an "@"')
    return { found: findByEmail(records, module, version, email) }
  }
  const phone = query.get('phone')?.trim()
  if (phone) {
    if (digitsOf(phone) === '') throw invalidParam('phone', 'a number has digits')
    return { found: findByPhone(records, module, version, phone) }
  }
  const word = query.get('word')?.trim()
  if (word) return { matches: containsWord(records, module, version, checkWord(word)) }
  throw crmError('searchParamMissing', { param_names: searchParams })
}

const invalidParam = (name: string, reason: string) => crmError('invalidSearch', { param_name: name }, { reason })

/** That a word needs a letter or a digit at all is how we read "special characters". */
function checkWord(word: string): string {
  if ([...word].length < 2) throw crmError('wordTooShort', { param_name: 'word' })
  if (!/[\p{L}\p{N}]/u.test(word)) throw crmError('wordNotAllowed', { param_name: 'word' })
  return word
}

/** Which records count by their state; null for any. */
export interface States {
  readonly converted: boolean | null
  readonly approved: boolean
}

const approvalStates: readonly string[] = [
  'approved',
  'approval_process_pending',
  'approval_process_rejected',
  'email_parser_rejected',
  'email_parser_waiting',
  'merge_pending',
  'review_process_pending',
  'review_process_rejected',
  'webform_double_optin',
  'webform_invalid',
  'webform_invalid_approval',
  'webform_unapproved',
  'zia_vision_pending',
  'zia_vision_rejected',
  'zia_vision_validation',
]

/** @throws CrmError */
export function readStates(query: URLSearchParams, version: Version): States {
  const converted = readChoice(query, 'converted', ['false', 'true', 'both'])
  const approved = readChoice(query, 'approved', ['true', 'false', 'both']) !== 'false'
  const state = version.search.approvalState ? readChoice(query, 'approval_state', approvalStates) : 'approved'
  return { converted: converted === 'both' ? null : converted === 'true', approved: approved && state === 'approved' }
}

/** The last moment of which search sees the changes; null where it sees all. */
export function indexedUntil(world: World): number | null {
  const lag = world.toggles.search_lag_ms
  return lag === 0 ? null : world.clock.now() - lag
}

/**
 * Whether a search finds a record. All records here are approved.
 * @param visible which the caller may see; null for all
 *
 * Differs from Zoho in that a changed record is not found by what it was before, but not at all until search sees it.
 */
export function foundBy(
  search: Search,
  { converted, approved }: States,
  until: number | null,
  records: Table<RecordRow>,
  visible: ((row: RecordRow) => boolean) | null,
): Matches {
  if (!approved) return () => false
  const matches = 'matches' in search ? search.matches : () => true
  const conversions = valueColumn(records, 'Converted__s')
  const changes = numberColumn(records, 'Modified_Time')
  return (row, at) =>
    matches(row, at) &&
    (converted === null || (conversions.read(row, at) === true) === converted) &&
    (until === null || changes.read(row, at) <= until) &&
    (visible === null || visible(row))
}

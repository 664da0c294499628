/** `/{module}/search`: records by criteria, e-mail, phone or word. */

import { requireScope } from '../../http/authenticate.ts'
import { queryOf } from '../../http/parameters.ts'
import { reasonHeader } from '../../http/respond.ts'
import { crmError } from '../../protocol/errors.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import type { Matches } from '../criteria/compile.ts'
import { containsWord, digitsOf, findByEmail, findByPhone } from '../criteria/direct.ts'
import { readCriteria } from '../criteria/index.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { numberColumn, valueColumn } from '../records/columns.ts'
import { type ListedPage, type Listing, listRecords, rowSource, type SortField } from '../records/list.ts'
import { type PageRequest, readPlainPage } from '../records/page.ts'
import { readChoice, readFields } from '../records/query.ts'
import { recordRenderer } from '../records/render.ts'
import { visibleTo, withAccess } from '../records/sharing.ts'
import type { Needs, Routes } from '../routes.ts'

const searchScope = 'ZohoSearch.securesearch.READ'
const mostRecords = 2000
const sortFields: readonly string[] = ['id', 'Created_Time', 'Modified_Time']
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

/**
 * Differs from Zoho in that a record is found as soon as it is written.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v7/search-records.html
 */
export function searchRoutes({ on, world }: Routes): void {
  const records = recordScope('READ')
  const needs: Needs = {
    scopes: records.scopes,
    permit(c) {
      if (world.toggles.securesearch_required) requireScope(world, c, [searchScope])
      records.permit?.(c)
    },
  }

  on('get', '/:module/search', needs, c => {
    const module = moduleOfPath(c)
    const caller = c.get('caller')
    const { data } = caller
    const version = c.get('version')
    const query = new URLSearchParams(queryOf(c.req.url))
    const fields = readFields(query, false)
    const page = readSearchPage(query)
    const sort = readSort(query, version)
    const states = readStates(query, version)
    const listing: Listing = { skip: page.skip, take: Math.min(page.perPage, mostRecords - page.skip), ...sort }
    const search = readSearch(query, module, version, data)
    const visible = visibleTo(caller, module)

    const { rows, moreRecords } =
      'found' in search
        ? listRecords(rowSource(search.found), {
            ...listing,
            matches: row => matchesStates(row, states) && (!visible || visible(row)),
          })
        : scan(data.records(module), listing, states, allOf(visible, search.matches))
    if (rows.length === 0) return nothingFound(c, query)
    const info = {
      per_page: page.perPage,
      count: rows.length,
      ...(sort.asked && { sort_by: sort.sortBy }),
      page: page.page,
      ...(sort.asked && { sort_order: sort.ascending ? 'asc' : 'desc' }),
      more_records: moreRecords,
    }
    const render = withAccess(caller, module, recordRenderer(data, module, version, fields))
    return answer(c, { data: rows.map(render), info })
  })
}

const allOf = (visible: ((row: RecordRow) => boolean) | null, matches: Matches): Matches =>
  visible ? (row, at) => matches(row, at) && visible(row) : matches

/** Records that an index led to, or what tells whether a record is meant. */
type Search = { readonly found: readonly RecordRow[] } | { readonly matches: Matches }

/** What is searched for. Of several parameters the first in this order counts, whatever the others say. */
function readSearch(query: URLSearchParams, module: ModuleMeta, version: Version, data: OrgData): Search {
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
  throw crmError('searchParamMissing', { param_names: ['criteria', 'email', 'phone', 'word'] })
}

const invalidParam = (name: string, reason: string) => crmError('invalidSearch', { param_name: name }, { reason })

/** That a word needs a letter or a digit at all is how we read "special characters". */
function checkWord(word: string): string {
  if ([...word].length < 2) throw crmError('wordTooShort', { param_name: 'word' })
  if (!/[\p{L}\p{N}]/u.test(word)) throw crmError('wordNotAllowed', { param_name: 'word' })
  return word
}

function readSearchPage(query: URLSearchParams): PageRequest {
  const page = readPlainPage(query)
  if (page.skip >= mostRecords) throw crmError('searchLimitReached', { limit: String(mostRecords) })
  return page
}

function readSort(query: URLSearchParams, version: Version) {
  const asked = version.search.sorted && (query.has('sort_by') || query.has('sort_order'))
  if (!asked) return { asked, sortBy: 'id', ascending: false } as const
  const sortBy = readChoice(query, 'sort_by', sortFields) as SortField
  return { asked, sortBy, ascending: readChoice(query, 'sort_order', ['desc', 'asc']) === 'asc' }
}

/** Which records count by their state; null for any. */
interface States {
  readonly converted: boolean | null
  readonly approved: boolean
}

function readStates(query: URLSearchParams, version: Version): States {
  const converted = readChoice(query, 'converted', ['false', 'true', 'both'])
  const approved = readChoice(query, 'approved', ['true', 'false', 'both']) !== 'false'
  const state = version.search.approvalState ? readChoice(query, 'approval_state', approvalStates) : 'approved'
  return { converted: converted === 'both' ? null : converted === 'true', approved: approved && state === 'approved' }
}

/** All records here are approved. */
const matchesStates = (row: RecordRow, { converted, approved }: States): boolean =>
  approved && (converted === null || (row.Converted__s === true) === converted)

/** A page of those of all records that match. */
function scan(records: Table<RecordRow>, listing: Listing, states: States, matches: Matches): ListedPage {
  const convertedColumn = valueColumn(records, 'Converted__s')
  const { converted, approved } = states
  const step = listing.ascending ? 1 : -1
  let at = listing.ascending ? -1 : records.size
  const times = listing.sortBy === 'id' ? undefined : numberColumn(records, listing.sortBy)
  return listRecords(records, {
    ...listing,
    matches(row) {
      at += step
      return (
        approved && matches(row, at) && (converted === null || (convertedColumn.read(row, at) === true) === converted)
      )
    },
    // asked for a row right after it matched
    ...(times && { sortKey: (row: RecordRow) => times.read(row, at) }),
  })
}

/** Says so in our own header where a "+" that was not encoded may be why. */
function nothingFound(c: CrmContext, query: URLSearchParams): Response {
  const response = answerNothing(c)
  if (query.get('email')?.trim().includes(' ')) {
    const hint = reasonHeader('the address has a space; an unencoded "+" arrives as one, send %2B')
    for (const [name, value] of Object.entries(hint)) response.headers.set(name, value)
  }
  return response
}

/** `/{module}/search`: records by criteria, e-mail, phone or word. */

import { queryParams } from '../../http/query.ts'
import { openHeaders, reasonHeader } from '../../http/respond.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import type { Matches } from '../criteria/compile.ts'
import { foundBy, indexedUntil, readSearch, readStates, requireSearchScope } from '../criteria/search-request.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { numberColumn } from '../records/columns.ts'
import { type ListedPage, type Listing, listRecords, rowSource, type SortField } from '../records/list.ts'
import { type PageRequest, readPlainPage } from '../records/page.ts'
import { readChoice, readFields } from '../records/query.ts'
import { recordRenderer } from '../records/render.ts'
import { visibleTo, withAccess } from '../records/sharing.ts'
import type { Needs, Routes } from '../routes.ts'

const mostRecords = 2000
const sortFields: readonly string[] = ['id', 'Created_Time', 'Modified_Time']

/**
 * Differs from Zoho in that a record is found as soon as it is written, unless the toggle `search_lag_ms` says otherwise.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v7/search-records.html
 */
export function searchRoutes({ on, world }: Routes): void {
  on('get', '/:module/search', searchNeeds(world, recordScope('READ')), c => answerSearch(world, c, moduleOfPath(c)))
}

/** The scope of searching stands beside that of the module. */
export const searchNeeds = (world: World, { scopes, permit }: Needs): Needs => ({
  scopes,
  permit(c) {
    requireSearchScope(world, c)
    permit?.(c)
  },
})

/** Answers with the records of a module that the parameters look for. @throws CrmError */
export function answerSearch(world: World, c: CrmContext, module: ModuleMeta): Response {
  const caller = c.get('caller')
  const { data } = caller
  const version = c.get('version')
  const query = queryParams(c)
  const fields = readFields(query, false)
  const page = readSearchPage(query)
  const sort = readSort(query, version)
  const states = readStates(query, version)
  const listing: Listing = { skip: page.skip, take: Math.min(page.perPage, mostRecords - page.skip), ...sort }
  const search = readSearch(query, module, version, data)
  const records = data.records(module)
  const isFound = foundBy(search, states, indexedUntil(world), records, visibleTo(caller, module))

  const { rows, moreRecords } =
    'found' in search
      ? listRecords(rowSource(search.found), { ...listing, matches: row => isFound(row, -1) })
      : scan(records, listing, isFound)
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

/** A page of those of all records that match. */
function scan(records: Table<RecordRow>, listing: Listing, matches: Matches): ListedPage {
  const step = listing.ascending ? 1 : -1
  let at = listing.ascending ? -1 : records.size
  const times = listing.sortBy === 'id' ? undefined : numberColumn(records, listing.sortBy)
  return listRecords(records, {
    ...listing,
    matches(row) {
      at += step
      return matches(row, at)
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
    const headers = openHeaders(response)
    for (const [name, value] of Object.entries(hint)) headers.set(name, value)
  }
  return response
}

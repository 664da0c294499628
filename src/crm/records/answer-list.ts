/** How a list of records is answered: filtered, sorted, paged and rendered, with the `info` of its version. */

import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, answerNotModified, type CrmContext } from '../answer.ts'
import { recordsInTerritory } from '../territories/store.ts'
import { inView, readView } from './asked-view.ts'
import { readExternal, resolveId } from './external.ts'
import { listRecords, type RecordSource, rowSource, type SortField } from './list.ts'
import { type PageBinding, pageTokenLifetimeMs, readPage, sealToken } from './page.ts'
import { readChoice, readFields, readModifiedSince, splitList } from './query.ts'
import { type RenderRecord, recordRenderer } from './render.ts'
import { visibleTo, withAccess } from './sharing.ts'
import { territoriesKey } from './territories.ts'

const sortFields: readonly string[] = ['id', 'Created_Time', 'Modified_Time']

/**
 * Answers with a page of a module's records.
 * @param source the records, or those of them that are connected to another
 * @param adorn says more of each record than its module does
 * @throws CrmError
 */
export function answerList(
  c: CrmContext,
  world: World,
  module: ModuleMeta,
  source: RecordSource,
  adorn: (render: RenderRecord) => RenderRecord = render => render,
): Response {
  const caller = c.get('caller')
  const { data } = caller
  const version = c.get('version')
  const query = queryParams(c)
  const fields = readFields(query, version.fieldsRequired)
  const binding = pageBinding(c, world.seed, query)
  const page = readPage(query, version, binding)
  const view = readView(c, module, query)
  const sortBy = readChoice(query, 'sort_by', sortFields) as SortField
  const sortOrder = readChoice(query, 'sort_order', view?.sortOrder === 'asc' ? ['asc', 'desc'] : ['desc', 'asc'])
  const since = readModifiedSince(c)
  const ascending = sortOrder === 'asc'
  const records = data.records(module)
  const ids = readAskedIds(c, module, query)
  const asked = narrowed(source, ids)
  const filter = inTerritory(c, module, query, rowFilter(query, ids, version, since, view !== null))
  const { rows, moreRecords } = listRecords(asked, {
    skip: page.skip,
    take: page.perPage,
    sortBy,
    ascending,
    matches: allOf(
      visibleTo(caller, module),
      view ? inView(view.matches, filter, asked === records ? records : null, ascending) : filter,
    ),
    order: view?.order ?? null,
  })
  if (rows.length === 0) return since === null ? answerNothing(c) : answerNotModified(c)

  const render = withAccess(caller, module, adorn(recordRenderer(data, module, version, fields, 'list')))
  const next = page.skip + page.perPage
  // lists of notes and attachments don't say whether there are calls or e-mails among them
  const isAttachments = module.apiName === 'Attachments'
  const isPlain = isAttachments || module.apiName === 'Notes'
  const info = version.pageTokens
    ? {
        ...(!isPlain && { call: false }),
        per_page: page.perPage,
        next_page_token: moreRecords ? sealToken(next, binding) : null,
        count: rows.length,
        ...(!isAttachments && { sort_by: view?.sortBy ?? sortBy }),
        page: page.page,
        previous_page_token: page.skip > 0 ? sealToken(Math.max(0, page.skip - page.perPage), binding) : null,
        page_token_expiry: moreRecords ? formatDateTime(binding.now + pageTokenLifetimeMs, data.org.timeZone) : null,
        ...(!isAttachments && { sort_order: sortOrder }),
        ...(!isPlain && { email: false }),
        more_records: moreRecords,
      }
    : { per_page: page.perPage, count: rows.length, page: page.page, more_records: moreRecords }
  return answer(c, { data: rows.map(render), info })
}

/** With `ids` only those rows have to be looked at, however many there are. */
function narrowed(source: RecordSource, ids: ReadonlySet<string> | null): RecordSource {
  if (!ids || !source.get) return source
  return rowSource([...ids].sort().flatMap(id => source.get!(id) ?? []))
}

/** The `ids` that are asked for, or the records that external values in their place stand for; null without any. */
function readAskedIds(c: CrmContext, module: ModuleMeta, query: URLSearchParams): ReadonlySet<string> | null {
  if (!query.has('ids')) return null
  const external = readExternal(c)
  return new Set(splitList(query.get('ids')).map(value => resolveId(value, module, external, c.get('caller'))))
}

type RowTest = (row: RecordRow) => boolean

/** With `territory_id` only the records of that territory, and with `include_child` those of the ones below too. */
function inTerritory(c: CrmContext, module: ModuleMeta, query: URLSearchParams, isListed: RowTest): RowTest {
  const territory = query.get('territory_id')
  if (!territory || territoriesKey(module) === undefined) return isListed
  const below = readChoice(query, 'include_child', ['false', 'true']) === 'true'
  const ids = recordsInTerritory(c.get('caller').data, module, territory, below)
  if (!ids) throw crmError('invalidParam', { param_name: 'territory_id' })
  return row => ids.has(row.id) && isListed(row)
}

const allOf = (first: RowTest | null, then: RowTest): RowTest => (first ? row => first(row) && then(row) : then)

/** Which rows count: ids, converted leads, changes since a moment. A view says itself what it does with converted leads. */
function rowFilter(
  query: URLSearchParams,
  wanted: ReadonlySet<string> | null,
  version: Version,
  since: number | null,
  ofView: boolean,
): RowTest {
  const converted = readChoice(query, 'converted', ofView ? ['both', 'true', 'false'] : ['false', 'true', 'both'])
  // all records here are approved
  if (version.approvedParam && readChoice(query, 'approved', ['true', 'false', 'both']) === 'false') return () => false
  return row =>
    (wanted === null || wanted.has(row.id)) &&
    (converted === 'both' || (row.Converted__s === true) === (converted === 'true')) &&
    (since === null || (row.Modified_Time as number) > since)
}

/** Whom and what a page token of this list is for: the address and all parameters but those that say where in the list to be. */
function pageBinding(c: CrmContext, seed: string, query: URLSearchParams): PageBinding {
  const { data, user } = c.get('caller')
  const rest = [...query]
    .filter(([name]) => name !== 'page' && name !== 'page_token')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const path = c.env.located.path.toLowerCase()
  return { seed, now: data.clock.now(), binding: JSON.stringify([data.org.id, user.id, path, rest]) }
}

/**
 * `/{module}/{id}/__timeline`: what happened to a record, the latest first. v5 is the oldest version with a page of it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 */

import type { Caller } from '../../http/authenticate.ts'
import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import type { PageBinding } from '../records/page.ts'
import { readPathId } from '../records/path-id.ts'
import { readChoice, splitList } from '../records/query.ts'
import { findVisible, may, recycledVisibleTo } from '../records/sharing.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import { eventsKept, eventsOf, type TimelineEntry } from '../timeline/entries.ts'
import { readFilters } from '../timeline/filters.ts'
import { readTimelinePage, sealTimelinePage } from '../timeline/page.ts'
import { innerDetails, type TimelineView, toEventResponse } from '../timeline/render.ts'

const root = '__timeline'

export function timelineRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v5', routes)

  on('get', `/:module/:id/${root}`, recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    const caller = c.get('caller')
    const { data } = caller
    const query = queryParams(c)
    const binding = pageBinding(c, world.seed, query)
    const { page, perPage, skip } = readTimelinePage(query, binding)
    readChoice(query, 'sort_by', ['audited_time'])
    const order = readChoice(query, 'sort_order', ['desc', 'asc'])
    const view = readView(query)
    const isWanted = readFilters(query.get('filters'))
    const row = findVisible(caller, module, id)
    if (!row) throw crmError('invalidRelatedId', { resource_path_index: 1 })

    const kept = eventsOf(data, id)
    const events = [...beginningOf(row, kept), ...kept].filter(
      event => isWanted(withRecord(event, module, id)) && isOpen(caller, event),
    )
    if (order === 'desc') events.reverse()
    const shown = events.slice(skip, skip + perPage)
    if (shown.length === 0) return answerNothing(c)
    const next = skip + perPage
    const more = events.length > next
    return answer(c, {
      [root]: shown.map(event => toEventResponse(data, module, row, event, view)),
      info: {
        next_page_token: more ? sealTimelinePage(next, perPage, binding) : null,
        previous_page_token: skip > 0 ? sealTimelinePage(Math.max(0, skip - perPage), perPage, binding) : null,
        count: shown.length,
        more_records: more,
        page,
        per_page: perPage,
      },
    })
  })
}

/** That a record was made, where no event says so and none was dropped. */
function beginningOf(row: RecordRow, [first]: readonly TimelineEntry[]): TimelineEntry[] {
  if (first && (first.number > 0 || (first.action === 'added' && !first.record))) return []
  const made = { at: row.Created_Time as number, source: 'crm_api', doneBy: row.Created_By as string } as const
  return [{ ...made, id: row.id, number: eventsKept, action: 'added' }]
}

/** With the record that the event is about, as filters ask for it. */
const withRecord = (event: TimelineEntry, { apiName }: ModuleMeta, id: string): TimelineEntry =>
  event.record ? event : { ...event, record: { module: apiName, id, name: null } }

/** What happened to another record is told only to those who may see that record. */
function isOpen(caller: Caller, { record }: TimelineEntry): boolean {
  if (!record) return true
  const { data, user } = caller
  const module = data.module(record.module)
  if (!module || !mayDo(user.profile, 'view', module)) return false
  const row = data.records(module).get(record.id)
  if (row) return may('see', caller, module, row)
  const recycled = data.recycleBin.get(record.id)
  return !recycled || (recycledVisibleTo(caller, module)?.(recycled) ?? true)
}

/** @throws CrmError */
function readView(query: URLSearchParams): TimelineView {
  // its name is spelled in both ways
  const kinds = ['include_timeline_type', 'include_timeline_types'].flatMap(name => splitList(query.get(name)))
  const include = readNames(query, 'include', ['extension', 'type'])
  if (kinds.length > 0 && include.size === 0) throw crmError('expectedParamMissing', { param_name: 'include' })
  if (kinds.some(kind => kind !== 'signals'))
    throw crmError('patternNotMatched', { param_name: 'include_timeline_type' })
  return { include, inner: readNames(query, 'include_inner_details', innerDetails) }
}

function readNames(query: URLSearchParams, name: string, known: readonly string[]): ReadonlySet<string> {
  const names = splitList(query.get(name))
  if (names.some(each => !known.includes(each))) throw crmError('patternNotMatched', { param_name: name })
  return new Set(names)
}

/** As that of other lists, but that the length of a page stands in the token. */
function pageBinding(c: CrmContext, seed: string, query: URLSearchParams): PageBinding {
  const { data, user } = c.get('caller')
  const rest = [...query]
    .filter(([name]) => !['page', 'per_page', 'page_token'].includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const path = c.env.located.path.toLowerCase()
  return { seed, now: data.clock.now(), binding: JSON.stringify([data.org.id, user.id, path, rest]) }
}

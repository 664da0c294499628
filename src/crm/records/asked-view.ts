/** `cvid`: a list of the records that a view lets through, in the order of the view. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { SortOrder } from '../../world/custom-views.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import type { CrmContext } from '../answer.ts'
import type { Matches } from '../criteria/compile.ts'
import { findView, viewMatches, viewOrder } from '../custom-views.ts'
import type { RowOrder } from './list.ts'

/** What a list takes over from the view that it is asked for. */
export interface AskedView {
  readonly matches: Matches
  readonly order: RowOrder | null
  readonly sortBy: string | null
  readonly sortOrder: SortOrder | null
}

/** The view that `cvid` names. @throws CrmError */
export function readView(c: CrmContext, module: ModuleMeta, query: URLSearchParams): AskedView | null {
  const cvid = query.get('cvid')
  if (cvid === null) return null
  if (query.has('sort_by')) {
    throw crmError('ambiguousParams', { ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'sort_by' }] })
  }
  const { data, user } = c.get('caller')
  const view = findView(data, user, module, cvid)
  if (!view) {
    throw crmError('invalidParam', { param_name: 'cvid' }, { reason: `${module.apiName} has no view of that id` })
  }
  const context = { data, user, module }
  const { sortBy, sortOrder } = view
  return { matches: viewMatches(view, context), order: viewOrder(view, context), sortBy, sortOrder }
}

/** @param table where all of its rows are gone through, since a row is tested more quickly by its place there */
export function inView(
  matches: Matches,
  filter: (row: RecordRow) => boolean,
  table: Table<RecordRow> | null,
  ascending: boolean,
): (row: RecordRow) => boolean {
  if (!table) return row => filter(row) && matches(row, -1)
  const step = ascending ? 1 : -1
  let at = ascending ? -1 : table.size
  return row => {
    at += step
    return filter(row) && matches(row, at)
  }
}

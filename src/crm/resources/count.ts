/** `/{module}/actions/count`: how many records a module, a custom view or a search has. */

import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { answer } from '../answer.ts'
import { eachMatching } from '../criteria/each-matching.ts'
import {
  foundBy,
  indexedUntil,
  readSearch,
  readStates,
  type Search,
  type States,
  searchParams,
} from '../criteria/search-request.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { matchesOfView } from '../records/chosen.ts'
import { visibleTo } from '../records/sharing.ts'
import { onSince } from '../require-version.ts'
import type { Handler, Routes } from '../routes.ts'
import { searchNeeds } from './search.ts'

/**
 * Differs from Zoho in that a count is never behind what was written, but for that of a search while `search_lag_ms` says so.
 * That converted leads are left out without word of them is inferred from lists.
 *
 * Source: https://github.com/zoho/crm-oas, record_count
 */
export function countRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v2.1', routes)
  const count: Handler = c => {
    const module = moduleOfPath(c)
    const caller = c.get('caller')
    const { data } = caller
    const query = queryParams(c)
    const records = data.records(module)
    const states = readStates(query, c.get('version'))
    const visible = visibleTo(caller, module)
    const cvid = query.get('cvid')
    const searched = searchParams.filter(name => query.get(name))
    if (cvid && searched.length > 0) throw viewOrSearch(searched)

    if (cvid) {
      const matches = matchesOfView(c, module, cvid)
      if (!matches) throw crmError('invalidParam', { param_name: 'cvid' })
      return answer(c, { count: countFound({ matches }, states, null, records, visible) })
    }
    if (searched.length === 0 && visible) {
      return answer(c, { count: countFound({ matches: () => true }, states, null, records, visible) })
    }
    if (searched.length === 0) return answer(c, { count: countAll(records, module, states) })
    const search = readSearch(query, module, c.get('version'), data)
    return answer(c, { count: countFound(search, states, indexedUntil(world), records, visible) })
  }

  const needs = searchNeeds(world, recordScope('READ'))
  on('get', '/:module/actions/count', needs, count)
  // its parameters stand in the address too
  on('post', '/:module/actions/count', needs, count)
}

const viewOrSearch = (searched: readonly string[]) =>
  crmError('viewOrSearch', { ambiguity_due_to: ['cvid', ...searched].map(name => ({ param_name: name })) })

/** Looks at no record but those that were converted. */
function countAll(records: Table<RecordRow>, module: ModuleMeta, { converted, approved }: States): number {
  if (!approved) return 0
  if (converted === null) return records.size
  const convertedOnes = module.fieldsByName.has('Converted__s') ? countConverted(records) : 0
  return converted ? convertedOnes : records.size - convertedOnes
}

function countConverted(records: Table<RecordRow>): number {
  records.addIndex('converted', row => (row.Converted__s === true ? true : undefined))
  return records.find('converted', true).length
}

function countFound(
  search: Search,
  states: States,
  until: number | null,
  records: Table<RecordRow>,
  visible: ReturnType<typeof visibleTo>,
): number {
  const isFound = foundBy(search, states, until, records, visible)
  if ('found' in search) return search.found.filter(row => isFound(row, -1)).length
  let count = 0
  eachMatching(records, isFound, () => count++)
  return count
}

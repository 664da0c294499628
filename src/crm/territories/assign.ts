/** The work of the jobs that put records into territories and take them out. */

import type { Job, Work } from '../../world/jobs.ts'
import { assign, assignmentsOfRecord, territoriesOf, territoriesPerRecord, unassign } from './store.ts'

export interface TerritoryTask {
  /** API name. */
  readonly module: string
  readonly record: string
  /** Ids. */
  readonly territories: readonly string[]
}

export const workOfAssigning: Work = (_world, data, job) => {
  const { userId, endsAt, details } = job as Job<TerritoryTask>
  const { record, territories } = details
  const module = data.module(details.module)
  // a record that is gone meanwhile is nobody's any more
  if (!module || !data.records(module).has(record)) return details
  const most = territoriesPerRecord[module.apiName]!
  for (const territory of territories.filter(id => territoriesOf(data).has(id))) {
    const there = assignmentsOfRecord(data, module, record)
    // a deal leaves its territory for another
    if (most === 1) for (const each of there) unassign(data, module, record, each.territory)
    else if (there.length >= most) break
    assign(data, { module: module.apiName, record, territory, by: userId, at: endsAt, how: 'manually' })
  }
  return details
}

export const workOfRemoving: Work = (_world, data, job) => {
  const { details } = job as Job<TerritoryTask>
  const module = data.module(details.module)
  if (module) for (const territory of details.territories) unassign(data, module, details.record, territory)
  return details
}

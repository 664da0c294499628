/** What becomes of a global pick list later on: its deletion, and the replacement of its values. */

import { type Job, openJobs, type Work } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import { associationsOf, globalPickLists, releaseFields, replaceInRecords, updateFields } from './fields.ts'
import type { GlobalValue } from './values.ts'

export const deletionKind = 'delete_global_picklist'
export const replacementKind = 'replace_global_picklist_values'

export interface Deletion {
  readonly list: string
}

export interface Replacement {
  readonly list: string
  /** Ids of values. */
  readonly pairs: readonly { readonly from: string; readonly to: string }[]
}

const openOf = <Details extends { list: string }>(data: OrgData, kind: string, list: string): Job<Details>[] =>
  openJobs(data).filter((job): job is Job<Details> => job.kind === kind && (job.details as Details).list === list)

export const isBeingDeleted = (data: OrgData, list: string): boolean => openOf(data, deletionKind, list).length > 0

/** Whether a value of a list is on its way out. */
export const isBeingReplaced = (data: OrgData, list: string, value: string): boolean =>
  openOf<Replacement>(data, replacementKind, list).some(({ details }) =>
    details.pairs.some(({ from }) => from === value),
  )

/** Its fields keep their values as their own, which is inferred. */
export const workOfDeletion: Work = (_, data, job) => {
  const { list } = job.details as Deletion
  releaseFields(data, list)
  globalPickLists(data).delete(list)
  return { list }
}

export const workOfReplacement: Work = (_, data, job) => {
  const details = job.details as Replacement
  replaceValues(data, details)
  return details
}

/** Values give their places in records to others, and leave the list. */
export function replaceValues(data: OrgData, { list: id, pairs }: Replacement): void {
  const table = globalPickLists(data)
  const list = table.get(id)
  if (!list) return
  const all = list.values.pick_list_values as readonly GlobalValue[]
  const byId = new Map(all.map(each => [each.id, each]))
  const known = pairs.filter(({ from, to }) => byId.has(from) && byId.has(to))
  const replacements = new Map(known.map(({ from, to }) => [byId.get(from)!.value, byId.get(to)!.value]))
  for (const association of associationsOf(data, id)) replaceInRecords(association, replacements, data)
  const gone = known.map(({ from }) => byId.get(from)!)
  const values = {
    ...list.values,
    pick_list_values: all.filter(each => !gone.includes(each)),
    replaced: [...((list.values.replaced ?? []) as GlobalValue[]), ...gone],
  }
  const changed = { ...list, values }
  table.put(changed)
  updateFields(data, changed)
}

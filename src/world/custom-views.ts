/** The views of an org's modules: Zoho's own and those of the fixture, with the sort orders that clients gave them since. */

import { getOrMake } from '../protocol/get-or-make.ts'
import type { JsonCriteria } from '../protocol/json-criteria.ts'
import { standardViews, viewColumns } from '../protocol/modules/views.ts'
import { idIn, type ModuleMeta } from './metadata.ts'
import type { OrgData, OrgUser } from './org-data.ts'
import type { OwnView } from './schema.ts'

export interface CustomView {
  readonly id: string
  readonly name: string
  /** Null for those that Zoho doesn't ship. */
  readonly systemName: string | null
  readonly criteria: JsonCriteria | null
  /** API names of the columns. */
  readonly fields: readonly string[]
  readonly sortBy: string | null
  readonly sortOrder: SortOrder | null
  readonly accessType: OwnView['accessType']
  /** User ids; its maker's is null for Zoho's own. */
  readonly createdBy: string | null
  readonly sharedTo: readonly string[]
  /** Whether the module opens with it, for those who may see it. */
  readonly opensFirst: boolean
}

export type SortOrder = 'asc' | 'desc'

/** How a view was sorted after the org was made. `id` is that of the view. */
export interface ViewSorting {
  readonly id: string
  readonly sortBy: string
  readonly sortOrder: SortOrder
}

const made = new WeakMap<ModuleMeta, readonly CustomView[]>()

/** All views of a module, whoever may see them. */
export function customViewsOf(data: OrgData, module: ModuleMeta): readonly CustomView[] {
  const views = getOrMake(made, module, () => makeViews(data, module))
  const sortings = data.viewSortings
  return sortings.size === 0 ? views : views.map(view => ({ ...view, ...sortings.get(view.id) }))
}

/** Zoho's own are everybody's. That administrators see the private ones of others is not followed. */
export const maySeeView = ({ accessType, createdBy, sharedTo }: CustomView, user: OrgUser): boolean =>
  accessType === 'public' || createdBy === user.id || (accessType === 'shared' && sharedTo.includes(user.id))

function makeViews(data: OrgData, module: ModuleMeta): readonly CustomView[] {
  if (module.definition.withoutRecords) return []
  const { org } = data
  const standard = standardViews(module.apiName, module.plural).map(({ sortBy, ...view }) => ({
    ...view,
    fields: viewColumns(module.apiName, module.displayField),
    sortBy,
    sortOrder: sortBy === null ? null : ('desc' as const),
    accessType: 'public' as const,
    createdBy: null,
    sharedTo: [],
    opensFirst: false,
  }))
  const own = org.customViews
    .filter(view => view.module.toLowerCase() === module.apiName.toLowerCase())
    .map(({ module: _, fields, ...view }) => ({
      ...view,
      systemName: null,
      fields: fields ?? viewColumns(module.apiName, module.displayField),
    }))
  return [...standard, ...own].map((view, index) => ({
    id: idIn(org.idPrefix, 'customViews', module.sequence * 1000 + index),
    ...view,
  }))
}

/** `/settings/custom_views`: the views of a module. The service's API makes none; a fixture can have some. */

import { queryParams } from '../../http/query.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { isJsonGroup, type JsonCriteria } from '../../protocol/json-criteria.ts'
import type { CustomView } from '../../world/custom-views.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgUser } from '../../world/org-data.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { defaultView, findView, visibleViews } from '../custom-views.ts'
import { moduleOfQuery } from '../module-of.ts'
import { readPlainPage } from '../records/page.ts'
import { readDigits } from '../records/path-id.ts'
import { userReference } from '../records/render.ts'
import type { Routes } from '../routes.ts'

export function customViewRoutes({ on }: Routes): void {
  on('get', '/settings/custom_views', 'ZohoCRM.settings.custom_views.READ', c => {
    const module = moduleOfQuery(c)
    const { page, perPage, skip } = readPlainPage(queryParams(c))
    const all = viewsOfCaller(c, module)
    const views = all.slice(skip, skip + perPage)
    if (views.length === 0) return answerNothing(c)
    return answerViews(c, module, views, { page, per_page: perPage, more_records: all.length > skip + perPage })
  })

  on('get', '/settings/custom_views/:id', 'ZohoCRM.settings.custom_views.READ', c => {
    const module = moduleOfQuery(c)
    const { data, user } = c.get('caller')
    const view = findView(data, user, module, readDigits(c, 'id', 2))
    if (!view) return answerNothing(c)
    return answerViews(c, module, [view], { page: 1, per_page: 200, more_records: false })
  })
}

const translation = {
  public_views: 'Public Views',
  other_users_views: "Other Users' Views",
  shared_with_me: 'Shared With Me',
  created_by_me: 'Created By Me',
}

function viewsOfCaller(c: CrmContext, module: ModuleMeta): readonly CustomView[] {
  const { data, user } = c.get('caller')
  return visibleViews(data, user, module)
}

function answerViews(c: CrmContext, module: ModuleMeta, views: readonly CustomView[], page: object): Response {
  const first = defaultView(viewsOfCaller(c, module))
  return answer(c, {
    custom_views: views.map(view => toViewResponse(c, module, view, view.id === first.id)),
    info: { ...page, count: views.length, default: first.id, translation },
  })
}

/** The view with which a module opens for the caller; null where it has none. */
export function toDefaultViewResponse(c: CrmContext, module: ModuleMeta): object | null {
  const views = viewsOfCaller(c, module)
  return views.length === 0 ? null : toViewResponse(c, module, defaultView(views), true)
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/custom-view-meta.html */
function toViewResponse(c: CrmContext, module: ModuleMeta, view: CustomView, isDefault: boolean): object {
  const { data, user } = c.get('caller')
  const { customViews: rules } = c.get('version')
  const maker = view.createdBy === null ? null : userReference(data, view.createdBy)
  const madeAt = maker && formatDateTime(data.org.createdAt, data.org.timeZone)
  const sharers = view.sharedTo.map(id => ({
    type: 'users',
    name: data.user(id)?.fullName ?? null,
    id,
    subordinates: null,
  }))
  return {
    display_value: view.name,
    system_name: view.systemName,
    category: categoryOf(view, user),
    [rules.authors ? 'access_type' : 'shared_type']: view.accessType,
    [rules.authors ? 'shared_to' : 'shared_details']: sharers,
    ...(rules.authors && {
      created_time: madeAt,
      modified_time: madeAt,
      last_accessed_time: null,
      created_by: maker,
      modified_by: maker,
      module: { api_name: module.apiName, id: module.id },
      locked: false,
    }),
    name: view.name,
    criteria: view.criteria && toCriteriaResponse(module, view.criteria, rules.fieldObjects),
    default: isDefault,
    system_defined: view.systemName !== null,
    favorite: null,
    offline: true,
    fields: view.fields
      .filter(name => module.fieldsByName.has(name))
      .map(name => ({ ...fieldReference(module, name), _pin: false })),
    sort_by: view.sortBy && (rules.sortObject ? fieldReference(module, view.sortBy) : view.sortBy),
    sort_order: view.sortOrder,
    id: view.id,
  }
}

function categoryOf({ accessType, createdBy }: CustomView, user: OrgUser): keyof typeof translation {
  if (createdBy === user.id) return 'created_by_me'
  return accessType === 'shared' ? 'shared_with_me' : 'public_views'
}

const fieldReference = (module: ModuleMeta, apiName: string) => ({
  api_name: apiName,
  id: module.fieldsByName.get(apiName)?.id ?? null,
})

function toCriteriaResponse(module: ModuleMeta, criteria: JsonCriteria, fieldObjects: boolean): object {
  if (isJsonGroup(criteria)) {
    const group = criteria.group.map(part => toCriteriaResponse(module, part, fieldObjects))
    return { group_operator: criteria.group_operator.toUpperCase(), group }
  }
  const { comparator, field, value } = criteria
  return { comparator, field: fieldObjects ? fieldReference(module, field.api_name) : field.api_name, value }
}

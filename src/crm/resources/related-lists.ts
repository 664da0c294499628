/** `/settings/related_lists`: which lists of connected records a module's records have. */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing, answerNotModified } from '../answer.ts'
import { isUnchangedSince } from '../metadata-age.ts'
import { moduleOfQuery } from '../module-of.ts'
import type { Routes } from '../routes.ts'

export function relatedListRoutes({ on }: Routes): void {
  on('get', '/settings/related_lists', 'ZohoCRM.settings.related_lists.READ', c => {
    const { data } = c.get('caller')
    const module = moduleOfQuery(c)
    if (isUnchangedSince(c)) return answerNotModified(c)
    if (module.relatedLists.length === 0) return answerNothing(c)
    return answer(c, { related_lists: module.relatedLists.map(list => toRelatedListResponse(data, list)) })
  })

  on('get', '/settings/related_lists/:id', 'ZohoCRM.settings.related_lists.READ', c => {
    const { data } = c.get('caller')
    const list = moduleOfQuery(c).relatedLists.find(({ id }) => id === c.req.param('id'))
    return list ? answer(c, { related_lists: [toRelatedListResponse(data, list)] }) : answerNothing(c)
  })
}

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/related-list-meta.html */
export function toRelatedListResponse(data: OrgData, list: ModuleMeta['relatedLists'][number]): object {
  return {
    id: list.id,
    sequence_number: String(list.sequence),
    display_label: list.label,
    api_name: list.apiName,
    module: { api_name: list.module, id: data.module(list.module)?.id ?? null },
    name: list.label,
    action: null,
    href: `${list.apiName}`,
    type: 'default',
    connectedmodule: null,
    linkingmodule: null,
    status: 'visible',
  }
}

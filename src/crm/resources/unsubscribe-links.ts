/** `/settings/unsubscribe_links`, and where they are used. */

import { answer, answerNothing } from '../answer.ts'
import { mayManageLinks, templatesByLink, unsubscribeLinks } from '../mail/unsubscribe-links.ts'
import type { Routes } from '../routes.ts'
import { collectionRoutes } from '../settings/collection.ts'

export function unsubscribeLinkRoutes(routes: Routes): void {
  collectionRoutes(routes, unsubscribeLinks)

  const needs = { scopes: 'ZohoCRM.settings.unsubscribe.READ', permit: mayManageLinks }
  routes.on('get', '/settings/unsubscribe_link/actions/associations', needs, c => {
    const { data } = c.get('caller')
    const associations = templatesByLink(data).map(({ id, templates }) => ({
      id,
      associated_places: templates.map(template => ({
        type: 'email_templates',
        resource: { name: template.name, id: template.id },
        details: { module: { api_name: template.module, id: data.module(template.module)?.id ?? null } },
      })),
    }))
    return associations.length === 0 ? answerNothing(c) : answer(c, { associations })
  })
}

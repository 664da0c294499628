/** `/settings/fields/{id}/pick_list_values`: the values of one pick list. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { layoutsOf } from '../../world/layouts.ts'
import { answer, answerNothing } from '../answer.ts'
import { moduleOfQuery } from '../module-of.ts'
import type { Routes } from '../routes.ts'
import { toPickListValueResponse } from './fields.ts'

export function pickListValueRoutes({ on }: Routes): void {
  on('get', '/settings/fields/:id/pick_list_values', 'ZohoCRM.settings.fields.READ', c => {
    const module = moduleOfQuery(c)
    const field = module.fields.find(({ id }) => id === c.req.param('id'))
    if (!field) throw crmError('invalidPathId', { resource_path_index: 2 })
    if (field.pickListValues.length === 0) return answerNothing(c)
    const layouts = layoutsOf(module, field).map(({ apiName, name, id }) => ({ api_name: apiName, name, id }))
    const values = field.pickListValues.map(toPickListValueResponse)
    return answer(c, { pick_list_values: values.map(value => ({ ...value, layout_associations: layouts })) })
  })
}

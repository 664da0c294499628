/** Adding, changing and deleting fields: `POST`, `PATCH` and `DELETE` of `/settings/fields`. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import { answerRows } from '../answer.ts'
import { moduleOfQuery } from '../module-of.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import { addField, changeField, deleteField } from '../settings/write-field.ts'
import { writeRow, writeSettings } from '../settings/write-rows.ts'

const root = 'fields'
const fieldsPerRequest = 5

export function customFieldRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('customization', routes)

  on('post', '/settings/fields', 'ZohoCRM.settings.fields.CREATE', async c => {
    const { apiName } = moduleOfQuery(c)
    const { data } = c.get('caller')
    const write = { root, most: fieldsPerRequest, allWell: 201, message: 'field created' } as const
    // the module is looked up anew for each row, since the one before may have changed it
    return writeSettings(c, world, write, row => addField(row, data.module(apiName)!, data))
  })

  on('patch', '/settings/fields', 'ZohoCRM.settings.fields.UPDATE', async c => {
    const { apiName } = moduleOfQuery(c)
    const { data } = c.get('caller')
    const write = { root, most: fieldsPerRequest, allWell: 200, message: 'field updated' } as const
    return writeSettings(c, world, write, row => {
      const module = data.module(apiName)!
      const id = row.needed('id', row.text('id', 20))
      const field = module.fields.find(each => each.id === id)
      if (!field) throw row.refuse('invalidId', 'id')
      return changeField(row, field, module, data)
    })
  })

  on('patch', '/settings/fields/:id', 'ZohoCRM.settings.fields.UPDATE', async c => {
    const module = moduleOfQuery(c)
    const { data } = c.get('caller')
    const field = fieldOfPath(module, c.req.param('id'))
    const write = { root, most: 1, allWell: 200, message: 'field updated' } as const
    return writeSettings(c, world, write, row => changeField(row, field, module, data))
  })

  on('delete', '/settings/fields/:id', 'ZohoCRM.settings.fields.DELETE', c => {
    const module = moduleOfQuery(c)
    const { data } = c.get('caller')
    const field = fieldOfPath(module, c.req.param('id'))
    if (!field.custom) {
      throw crmError('notAllowed', { resource_path_index: 2 }, { reason: 'only custom fields can be deleted' })
    }
    deleteField(field, module, data)
    return answerRows(c, world, [writeRow(() => field.id, 'field deleted')], 200, root)
  })
}

function fieldOfPath(module: ModuleMeta, id: string | undefined): FieldMeta {
  const field = module.fields.find(each => each.id === id)
  if (!field) throw crmError('invalidPathId', { resource_path_index: 2 })
  return field
}

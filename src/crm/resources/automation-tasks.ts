/**
 * `/settings/automation/tasks` (v8): tasks that workflow rules make.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import type { OrgData } from '../../world/org-data.ts'
import { actions, readField, showField } from '../automation/action-keys.ts'
import { isWritable, parseValue } from '../records/values/index.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes } from '../settings/collection.ts'
import { flag, type Key } from '../settings/keys.ts'

export interface FieldMapping {
  readonly field: string
  readonly type: 'static' | 'merge_field'
  readonly value: unknown
}

/** What the fields of the new task say. Times that are counted from the moment of the rule are not emulated. */
const mappings: Key = {
  required: true,
  read(row, name, { c, data }) {
    const rows = row.objects(name)
    if (!rows) return undefined
    const tasks = data.module('Tasks')!
    const caller = c.get('caller')
    const read = rows.map((each): FieldMapping => {
      const field = readField(each, 'field', tasks)
      if (!field) throw each.missing('field')
      const type = each.needed('type', each.choice('type', ['static', 'merge_field', 'execution_time']))
      if (type === 'execution_time') {
        throw each.refuse('settingNotEmulated', 'type', {}, 'times of execution are not emulated')
      }
      const value = each.needed('value', each.raw('value'))
      if (!isWritable(field)) throw each.refuse('notAllowed', 'field')
      if (type === 'static') {
        const parsed = parseValue(value, field, { caller, data, module: tasks, picklistValuesChecked: true, row: {} })
        if (!('value' in parsed)) {
          throw each.refuse('dependentMismatch', 'value', { dependee: each.place('field') })
        }
      } else if (typeof value !== 'string') throw each.wrongType('value', 'string')
      return { field: field.apiName, type, value }
    })
    if (!read.some(({ field }) => field === 'Subject')) throw row.refuse('requiredDataMissing', name)
    return read
  },
  show: (value, c) => {
    const { data }: { data: OrgData } = c.get('caller')
    return (value as FieldMapping[]).map(each => ({ ...each, field: showField(data.module('Tasks'), each.field) }))
  },
}

const tasks: Collection = actions('tasks', 'task', {
  keys: { notify: flag(), field_mappings: mappings },
  messages: {
    created: 'task created successfully',
    updated: 'task updated successfully',
    deleted: 'task deleted successfully',
  },
})

export const automationTaskRoutes = (routes: Routes): void => collectionRoutes(routes, tasks)

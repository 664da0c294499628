/**
 * `/settings/automation/field_updates` (v8): values that workflow rules write into records.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { actions, anything, modelOf, moduleOfRow, readField, showField } from '../automation/action-keys.ts'
import { isWritable, parseValue } from '../records/values/index.ts'
import { isBlank } from '../records/values/parsed.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes, type Values, type WriteContext } from '../settings/collection.ts'
import { choice, flag, notEmulated } from '../settings/keys.ts'

const fieldUpdates: Collection = actions('field_updates', 'field update', {
  keys: {
    field: {
      required: true,
      read: (row, name, context) => readField(row, name, moduleOfRow(row, context))?.apiName,
    },
    value: {
      read: (row, name) => row.raw(name),
    },
    type: choice(['static'], { required: true }),
    update_type: choice(['overwrite', 'append']),
    notify: flag(),
    apply_assignment_threshold: notEmulated(),
    dependent_fields: notEmulated(),
    related_records: anything(),
    related_module: notEmulated(),
  },
  check: checkFieldUpdate,
  messages: {
    created: 'fieldupdate created successfully',
    updated: 'fieldupdate updated successfully',
    deleted: 'field update deleted successfully',
  },
})

/** The value has to be one that the field can have; in a pick list only its own are. */
function checkFieldUpdate(values: Values, { row, data, c, current }: WriteContext): void {
  if (!current && !row.has('value')) throw row.missing('value')
  const module = modelOf(values, data)!
  const field = module.fieldsByName.get(String(values.field))!
  if (!isWritable(field)) throw row.refuse('notAllowed', 'field')
  const isMany = field.dataType === 'multiselectpicklist' || field.dataType === 'multiuserlookup'
  if (isMany && values.update_type === null) throw row.dependent('update_type', 'field', 'Dependent Field missing')
  for (const key of ['notify', 'related_records']) {
    if (row.raw(key) !== undefined && field.apiName !== 'Owner') {
      throw row.refuse('notAllowed', key, {}, 'This key is not supported for this particular action')
    }
  }
  if (isBlank(values.value)) {
    if (field.mandatory) throw row.refuse('invalidValue', 'value')
    return
  }
  const caller = c.get('caller')
  const parsed = parseValue(values.value, field, { caller, data, module, picklistValuesChecked: true, row: {} })
  if ('value' in parsed || 'changes' in parsed) return
  throw row.refuse('dependentMismatch', 'value', { dependee: row.place('field') }, 'the value does not fit the field')
}

const show = fieldUpdates.show!

export const fieldUpdateRoutes = (routes: Routes): void =>
  collectionRoutes(routes, {
    ...fieldUpdates,
    show: (setting, shown, c) => ({
      ...show(setting, shown, c),
      field: showField(modelOf(setting.values, c.get('caller').data), String(setting.values.field)),
    }),
  })

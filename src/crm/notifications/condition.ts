/**
 * `notification_condition`: which fields of a module have to change for a notification.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/notifications/enable.html; the refusals stand in the examples of
 * https://github.com/zoho/crm-oas, notifications.
 */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { moduleWithId } from '../module-of.ts'
import type { SettingsRow } from '../settings/row.ts'

export interface FieldGroup {
  readonly operator: Operator
  readonly group: readonly (ChosenField | FieldGroup)[]
}

interface ChosenField {
  /** API name. */
  readonly field: string
}

type Operator = 'and' | 'or'

const mostFields = 10
const deepest = 5
const operators: readonly Operator[] = ['or', 'and']

/** The conditions of a row by the module that each is for. @throws RowRefused */
export function readConditions(data: OrgData, row: SettingsRow): ReadonlyMap<string, FieldGroup> {
  const conditions = new Map<string, FieldGroup>()
  for (const each of row.objects('notification_condition') ?? []) {
    requireChoice(each, 'type', ['field_selection'])
    const module = readModule(data, each)
    const selection = each.object('field_selection')
    if (!selection) throw each.refuse('conditionIncomplete', 'field_selection', { dependee: each.place('type') })
    const group = readGroup(selection, module, 1)
    if (countFields(group) > mostFields) throw each.refuse('tooLong', 'field_selection', { maximum_length: mostFields })
    conditions.set(module.apiName, group)
  }
  return conditions
}

function requireChoice<T extends string>(row: SettingsRow, key: string, choices: readonly T[]): T {
  const value = row.needed(key, row.raw(key))
  if (typeof value !== 'string') throw row.wrongType(key, 'text')
  return row.choice(key, choices)!
}

/** Named by API name, id or both, which then have to agree. */
function readModule(data: OrgData, row: SettingsRow): ModuleMeta {
  const named = row.needed('module', row.object('module'))
  const [apiName, id] = [named.text('api_name', 255), named.text('id', 64)]
  const places = [named.place('api_name'), named.place('id')]
  if (apiName === undefined && id === undefined) {
    throw row.refuse('expectedFieldMissing', 'module', { expected_fields: places })
  }
  const byName = apiName === undefined ? undefined : data.module(apiName)
  const byId = id === undefined ? undefined : moduleWithId(data, id)
  if (apiName !== undefined && !byName) throw named.refuse('invalidValue', 'api_name')
  if (id !== undefined && !byId) throw named.refuse('invalidValue', 'id')
  if (byName && byId && byName !== byId) {
    throw row.refuse('conditionAmbiguous', 'module', { ambiguity_due_to: places })
  }
  return (byName ?? byId)!
}

function readGroup(row: SettingsRow, module: ModuleMeta, depth: number): FieldGroup {
  const operator = requireChoice(row, 'group_operator', operators)
  const members = row.objects('group') ?? []
  if (members.length === 0) throw row.missing('field')
  if (depth > deepest) throw row.refuse('invalidValue', 'group')
  return { operator, group: members.map(member => readMember(member, module, depth)) }
}

function readMember(row: SettingsRow, module: ModuleMeta, depth: number): ChosenField | FieldGroup {
  const field = row.object('field')
  if (!field) {
    if (row.raw('group') === undefined) throw row.missing('field')
    return readGroup(row, module, depth + 1)
  }
  const [apiName, id] = [field.text('api_name', 255), field.text('id', 64)]
  if (apiName === undefined && id === undefined) throw field.missing('api_name')
  const found = module.fields.find(each => (apiName === undefined ? each.id === id : each.apiName === apiName))
  if (!found) throw field.refuse('invalidValue', apiName === undefined ? 'id' : 'api_name')
  if (id !== undefined && found.id !== id) throw field.refuse('invalidValue', 'id')
  return { field: found.apiName }
}

const countFields = ({ group }: FieldGroup): number =>
  group.reduce((count, member) => count + ('field' in member ? 1 : countFields(member)), 0)

/** Whether fields that changed are those that are asked for. */
export const isMet = ({ operator, group }: FieldGroup, changed: readonly string[]): boolean => {
  const isTrue = (member: ChosenField | FieldGroup) =>
    'field' in member ? changed.includes(member.field) : isMet(member, changed)
  return operator === 'and' ? group.every(isTrue) : group.some(isTrue)
}

export const toConditionResponse = (condition: FieldGroup, module: ModuleMeta): object[] => [
  {
    field_selection: toGroupResponse(condition, module),
    module: { api_name: module.apiName, id: module.id },
    type: 'field_selection',
  },
]

const toGroupResponse = ({ operator, group }: FieldGroup, module: ModuleMeta): object => ({
  group_operator: operator,
  group: group.map(member =>
    'field' in member
      ? {
          field: { api_name: member.field, id: module.fieldsByName.get(member.field)?.id ?? null },
          group_operator: null,
          group: null,
        }
      : toGroupResponse(member, module),
  ),
})

/**
 * `/settings/variables` and `/settings/variable_groups`: values that an org keeps for its functions and templates. That every
 * org begins with a group called General, and that a value has to fit its type, is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-variables.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes, settingsOf, type WriteContext } from '../settings/collection.ts'
import { choice, pattern, reference, text } from '../settings/keys.ts'

const apiName = /^[a-zA-Z]\w{0,99}$/

const groups: Collection = {
  path: '/settings/variable_groups',
  root: 'variable_groups',
  scope: 'settings.variable_groups',
  operations: ['list', 'get', 'update', 'updateOne'],
  byName: 'api_name',
  keys: {
    display_label: text(100, { required: true }),
    api_name: pattern(apiName, { readOnly: true }),
    name: text(100, { required: true, unique: true }),
    description: text(500),
    source: text(10, { readOnly: true }),
  },
  start: {
    kind: 'variable_groups',
    rows: () => [{ display_label: 'General', api_name: 'General', name: 'General', description: null, source: 'crm' }],
  },
  messages: { updated: 'variable group updated successfully' },
}

const groupOf = (
  data: OrgData,
  id: unknown,
): { readonly api_name: unknown; readonly name: unknown; readonly id: string } | undefined => {
  const group = settingsOf(data, groups).get(String(id))
  return group && { api_name: group.values.api_name, name: group.values.name, id: group.id }
}

const number = /^-?\d+(?:\.\d+)?$/
/** What a value of each type looks like. */
const forms: Readonly<Record<string, RegExp>> = {
  integer: /^-?\d{1,9}$/,
  long: /^-?\d{1,18}$/,
  double: number,
  currency: number,
  percent: number,
  checkbox: /^(?:true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/,
  email: /^[^@\s]+@[^@\s]+$/,
  phone: /^[\d\s()+.-]{1,30}$/,
  website: /^\S+$/,
  text: /^.{0,255}$/s,
  textarea: /^.{0,2000}$/s,
}

const variables: Collection = {
  path: '/settings/variables',
  root: 'variables',
  scope: 'settings.variables',
  byName: 'api_name',
  keys: {
    api_name: pattern(apiName, { required: true, unique: true }),
    name: text(100, { required: true, unique: true }),
    description: text(500),
    source: text(10, { readOnly: true, initial: 'crm' }),
    type: choice(Object.keys(forms), { required: true, fixed: true }),
    variable_group: reference((id, c) => groupOf(c.get('caller').data, id), { required: true }),
    read_only: text(5, { readOnly: true, initial: false }),
    value: { required: true, read: (row, key) => row.raw(key) },
  },
  check: checkValue,
  listed: c => {
    const group = queryParam(c, 'group')
    if (group === undefined) return () => true
    const { data } = c.get('caller')
    return ({ values }) => values.variable_group === group || groupOf(data, values.variable_group)?.api_name === group
  },
  messages: {
    created: 'variable created successfully',
    updated: 'variable updated successfully',
    deleted: 'variable deleted successfully',
  },
}

function checkValue({ type, value }: Readonly<Record<string, unknown>>, { row }: WriteContext): void {
  const form = forms[String(type)]!
  if (typeof value === 'object' || !form.test(String(value))) throw row.wrongType('value', String(type))
}

export function variableRoutes(routes: Routes): void {
  collectionRoutes(routes, groups)
  collectionRoutes(routes, variables)
}

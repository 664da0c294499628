/** What a client says of a kind of portal users: whose records they are, and what they see. Kept, and checked against the org. */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { SettingsRow } from '../settings/row.ts'
import type { UserType } from './tables.ts'

const permissions = [
  'view',
  'edit',
  'edit_shared_records',
  'create',
  'delete',
  'delete_attachment',
  'create_attachment',
]

/** @returns undefined where none is named @throws RowRefused */
export function readPersonality(row: SettingsRow, data: OrgData, current: UserType | undefined): string | undefined {
  const sent = row.object('personality_module')
  if (!sent) return undefined
  const module = readModule(sent, data)
  if (!module.fieldsByName.has('Email')) throw sent.refuse('invalidModuleValue', 'api_name')
  if (current && module.apiName !== current.module) {
    const message = 'Change of personality module of default user type is not allowed.'
    throw row.refuse('notAllowed', 'personality_module', {}, current.isDefault ? message : undefined)
  }
  return module.apiName
}

/** @throws RowRefused */
export function readTypeName(row: SettingsRow, others: readonly UserType[]): string | undefined {
  const name = row.text('name', 50)?.trim()
  if (!name) {
    if (row.has('name')) throw row.missing('name')
    return undefined
  }
  if (others.some(other => other.name.toLowerCase() === name.toLowerCase()))
    throw row.refuse('duplicateSetting', 'name')
  return name
}

/** @returns undefined where the row says nothing of them @throws RowRefused */
export const readModules = (row: SettingsRow, data: OrgData): object[] | undefined =>
  row.objects('modules')?.map(each => {
    const module = readModule(each, data)
    const asked = each.object('permissions')
    return {
      plural_label: module.plural,
      shared_type: each.choice('shared_type', ['private', 'public']) ?? 'private',
      api_name: module.apiName,
      permissions: Object.fromEntries(permissions.map(name => [name, asked?.boolean(name) ?? name === 'view'])),
      id: module.id,
      filters: readFields(each, 'filters', module),
      fields: readFields(each, 'fields', module),
      layouts: readLayouts(each, module),
      views: readView(each),
    }
  })

function readModule(row: SettingsRow, data: OrgData): ModuleMeta {
  const name = row.text('api_name', 100)
  const id = row.text('id', 20)
  if (name === undefined && id === undefined) throw row.missing('id')
  const module = data.modules().find(each => (id === undefined ? each.apiName === name : each.id === id))
  if (!module || (name !== undefined && module.apiName !== name)) {
    throw row.refuse('invalidModuleValue', id === undefined ? 'api_name' : 'id')
  }
  return module
}

function readFields(row: SettingsRow, key: 'filters' | 'fields', { fields }: ModuleMeta): object[] | null {
  const rows = row.objects(key)
  if (!rows) return null
  return rows.map(each => {
    const id = each.needed('id', each.text('id', 20))
    const field = fields.find(one => one.id === id)
    if (!field) throw each.refuse('invalidId', 'id')
    return key === 'filters'
      ? { display_label: field.label, api_name: field.apiName, id }
      : { read_only: each.boolean('read_only') ?? false, api_name: field.apiName, id }
  })
}

function readLayouts(row: SettingsRow, { layouts }: ModuleMeta): object[] | null {
  const rows = row.objects('layouts')
  if (!rows) return null
  return rows.map(each => {
    const id = each.needed('id', each.text('id', 20))
    const layout = layouts.find(one => one.id === id)
    if (!layout) throw each.refuse('invalidId', 'id')
    const named = { display_label: layout.name, name: layout.name, id }
    return { ...named, _default_view: { ...named, type: 'layout' } }
  })
}

function readView(row: SettingsRow): object | null {
  const view = row.object('views')
  if (!view) return null
  return { id: view.needed('id', view.text('id', 20)), type: view.text('type', 30) ?? 'custom_view' }
}

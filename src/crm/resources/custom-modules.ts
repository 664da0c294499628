/** Adding and changing modules: `POST` and `PUT` of `/settings/modules`. Zoho has no call that deletes one. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { operations } from '../../protocol/endpoints.ts'
import { isApiName, toApiName } from '../../protocol/modules/custom-fields.ts'
import type { CustomModuleDeclaration } from '../../protocol/modules/custom-modules.ts'
import { firstOwnSequence, type ModuleRow } from '../../world/customization.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { moduleNamed, moduleWithId } from '../module-of.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import { readCounting } from '../settings/field-input.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeSettings } from '../settings/write-rows.ts'

const root = 'modules'
const longestLabel = 25
const longestFieldLabel = 50
const longestApiName = 50
const modulesPerRequest = 25
/** What an Enterprise edition may have. */
const mostModules = 200

export function customModuleRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('customization', routes)

  on('post', '/settings/modules', 'ZohoCRM.settings.modules.CREATE', async c => {
    const { data, user } = c.get('caller')
    const own = data.modules().filter(({ custom }) => custom)
    if (own.length >= mostModules) throw crmError('tooManyModules', { limit: mostModules })
    const write = { root, most: modulesPerRequest, allWell: 201, message: 'module created successfully' } as const
    return writeSettings(c, world, write, row => addModule(row, data, user))
  })

  on('put', '/settings/modules', 'ZohoCRM.settings.modules.UPDATE', async c => {
    const { data, user } = c.get('caller')
    const write = { root, most: modulesPerRequest, allWell: 200, message: 'module updated successfully' } as const
    return writeSettings(c, world, write, row => {
      const id = row.needed('id', row.text('id', 20))
      const module = moduleWithId(data, id)
      if (!module) throw row.refuse('invalidId', 'id', {}, 'the module id given seems to be invalid')
      return changeModule(row, module, data, user)
    })
  })

  on('put', '/settings/modules/:module', 'ZohoCRM.settings.modules.UPDATE', async c => {
    const { data, user } = c.get('caller')
    const module = moduleNamed(data, c.req.param('module') ?? '')
    if (!module) throw crmError('invalidModule', { resource_path_index: 2 })
    const write = { root, most: 1, allWell: 200, message: 'module updated successfully' } as const
    return writeSettings(c, world, write, row => changeModule(row, module, data, user))
  })
}

/** Source: https://www.zoho.com/crm/developer/docs/api/v8/create-custom-module-api.html */
function addModule(row: SettingsRow, data: OrgData, user: OrgUser): string {
  const plural = row.needed('plural_label', readLabel(row, 'plural_label', data), missing('plural_label'))
  const singular = row.needed('singular_label', readLabel(row, 'singular_label', data), missing('singular_label'))
  const apiName = readApiName(row, plural, data)
  const profileIds = readProfiles(row, data)
  if (!profileIds) throw row.missing('profiles', missing('profiles'))
  const added: ModuleRow = {
    id: data.nextRecordId(),
    apiName,
    singular,
    plural,
    own: { name: readNameField(row, singular), sequence: nextSequence(data), startingRecords: 0 },
    profileIds: seenByAll(profileIds, data) ? null : profileIds,
    modifiedAt: data.clock.now(),
    modifiedBy: user.id,
  }
  data.metadata.putModule(added)
  return added.id
}

function changeModule(row: SettingsRow, module: ModuleMeta, data: OrgData, user: OrgUser): string {
  if (row.has('api_name') && row.raw('api_name') !== module.apiName) {
    throw row.refuse('notAllowed', 'api_name', {}, 'Api name update not allowed')
  }
  const profileIds = readProfiles(row, data)
  const before = data.metadata.moduleRow(module.id)
  data.metadata.putModule({
    id: module.id,
    apiName: module.apiName,
    singular: readLabel(row, 'singular_label', data, module) ?? module.singular,
    plural: readLabel(row, 'plural_label', data, module) ?? module.plural,
    own: before?.own ?? null,
    profileIds: profileIds ? (seenByAll(profileIds, data) ? null : profileIds) : module.profileIds,
    modifiedAt: data.clock.now(),
    modifiedBy: user.id,
  })
  return module.id
}

const missing = (key: string): string => `The required field '${key}' is missing from the request.`

/** The words of the two labels in Zoho's messages. */
const labelWords = { plural_label: 'plural', singular_label: 'singular' } as const

/** A label that no other module has, of letters, digits and spaces. */
function readLabel(
  row: SettingsRow,
  key: keyof typeof labelWords,
  data: OrgData,
  except?: ModuleMeta,
): string | undefined {
  const label = row.text(key, longestLabel)
  if (label === undefined) return undefined
  const words = labelWords[key]
  if (!/^[\p{L}\p{N} ]+$/u.test(label)) {
    throw row.refuse('invalidValue', key, {}, `Special characters in module ${words} name`)
  }
  const isTaken = data
    .modules()
    .some(other => other.id !== except?.id && other[words].toLowerCase() === label.toLowerCase())
  if (isTaken) {
    const message = `A module with this ${words} label already exists. Please use a unique ${key}.`
    throw row.refuse('duplicateSetting', key, {}, message)
  }
  return label
}

function readApiName(row: SettingsRow, plural: string, data: OrgData): string {
  const isTaken = (name: string) => data.module(name) !== undefined
  const name = row.text('api_name', longestApiName)
  if (name === undefined) return toApiName(plural, each => isTaken(each) || isReserved(each))
  if (!isApiName(name)) {
    const message = 'The api_name format is invalid. It must follow CRM naming conventions.'
    throw row.refuse('invalidValue', 'api_name', {}, message)
  }
  if (isTaken(name)) {
    const message = 'A module with the provided api_name already exists. Please use a unique api_name.'
    throw row.refuse('duplicateSetting', 'api_name', {}, message)
  }
  if (isReserved(name)) {
    const message = 'The api_name contains a reserved system keyword. Please choose a different name.'
    throw row.refuse('reservedKeyword', 'api_name', {}, message)
  }
  return name
}

let reserved: ReadonlySet<string> | undefined

/** Words that stand where the name of a module stands in an address. */
function isReserved(name: string): boolean {
  reserved ??= new Set(
    operations()
      .map(({ path }) => path.split('/')[3] ?? '')
      .filter(word => /^\w+$/.test(word))
      .map(word => word.toLowerCase()),
  )
  return reserved.has(name.toLowerCase())
}

/** @returns undefined where none are named @throws RowRefused for an empty list or a profile that isn't there */
function readProfiles(row: SettingsRow, data: OrgData): string[] | undefined {
  const rows = row.objects('profiles')
  if (!rows) return undefined
  if (rows.length === 0) throw row.missing('profiles')
  const known = new Set(data.profiles().map(({ id }) => id))
  return rows.map(each => {
    const id = each.needed('id', each.text('id', 20))
    if (!known.has(id)) {
      throw each.refuse('invalidValue', 'id', {}, 'The provided profile ID is invalid or does not exist.')
    }
    return id
  })
}

const seenByAll = (profileIds: readonly string[], data: OrgData): boolean =>
  data.profiles().every(({ id }) => profileIds.includes(id))

function readNameField(row: SettingsRow, singular: string): CustomModuleDeclaration['name'] {
  const field = row.object('display_field')
  if (!field) return { label: `${singular} Name`, autoNumber: null }
  const label = field.needed('field_label', field.text('field_label', longestFieldLabel))
  const type = field.needed('data_type', field.choice('data_type', ['text', 'autonumber']))
  if (type === 'text') return { label, autoNumber: null }
  const counting = field.object('auto_number')
  if (!counting) throw row.refuse('dependentFieldMissing', 'auto_number', {}, 'autonumber data is not found')
  return { label, autoNumber: readCounting(counting) }
}

const nextSequence = (data: OrgData): number =>
  Math.max(firstOwnSequence - 1, ...data.modules().map(({ sequence }) => sequence)) + 1

/**
 * `/settings/duplicate_check_preference`: what a new lead is compared with besides other leads. With `mapped_module_records`
 * a contact that says the same in a unique field refuses it. Converted leads stay leads here and are compared anyway.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerNothing, answerRow, type CrmContext, success } from '../answer.ts'
import { moduleOfQuery } from '../module-of.ts'
import { type DuplicateCheck, type DuplicateCheckType, duplicateChecks } from '../records/duplicate-check.ts'
import { readJsonObject } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'

const path = '/settings/duplicate_check_preference'
const root = 'duplicate_check_preference'
const scope = 'ZohoCRM.settings.duplicate_check_preference'

export function duplicateCheckRoutes({ on }: Routes): void {
  on('get', path, `${scope}.READ`, c => {
    const module = moduleOf(c)
    const { data } = c.get('caller')
    const check = duplicateChecks(data).get(module.apiName)
    return check ? answer(c, { [root]: toResponse(data, module, check) }) : answerNothing(c)
  })

  on('post', path, `${scope}.CREATE`, async c => {
    const module = moduleOf(c)
    const row = readRoot(await readJsonObject(c))
    const { data } = c.get('caller')
    if (duplicateChecks(data).has(module.apiName)) throw crmError('alreadyConfigured')
    return answerRow(
      c,
      resultOf(() => configure(data, module, row(), 'enabled')),
      200,
      root,
    )
  })

  on('put', path, `${scope}.UPDATE`, async c => {
    const module = moduleOf(c)
    const row = readRoot(await readJsonObject(c))
    const { data } = c.get('caller')
    const check = duplicateChecks(data).get(module.apiName)
    if (!check) throw disabled()
    return answerRow(
      c,
      resultOf(() => configure(data, module, row(), 'updated')),
      200,
      root,
    )
  })

  on('delete', path, `${scope}.DELETE`, c => {
    const module = moduleOf(c)
    const check = duplicateChecks(c.get('caller').data).delete(module.apiName)
    if (!check) throw disabled()
    return answerRow(c, success(said(check.type, 'disabled'), {}), 200, root)
  })
}

const said = (type: DuplicateCheckType, what: string): string => `Duplicate check ${what} for ${type} successfully.`

const disabled = (): CrmError => crmError('duplicateCheckDisabled')

/** Only leads have it. */
function moduleOf(c: CrmContext): ModuleMeta {
  const module = moduleOfQuery(c)
  if (module.apiName !== 'Leads') throw crmError('duplicateCheckUnsupported', { param_name: 'module' })
  return module
}

/** @returns the row under the root key, which is read later, as what is wrong with it is answered under that key */
function readRoot(body: Record<string, unknown>): () => SettingsRow {
  if (body[root] === undefined) throw crmError('missingRoot', { api_name: root, json_path: `$.${root}` })
  return () => new SettingsRow(body[root], `$.${root}`)
}

function configure(data: OrgData, module: ModuleMeta, row: SettingsRow, what: string) {
  const type = row.needed('type', row.choice('type', ['converted_records', 'mapped_module_records']))
  const mappings = type === 'mapped_module_records' ? readMappings(data, module, row) : []
  duplicateChecks(data).put({ id: module.apiName, type, mappings })
  return success(said(type, what), {})
}

function readMappings(data: OrgData, module: ModuleMeta, row: SettingsRow): DuplicateCheck['mappings'] {
  const [configuration] = row.objects('type_configurations') ?? []
  if (!configuration) throw row.dependent('type_configurations', 'type', 'Dependent Field missing')
  const named = configuration.object('mapped_module')
  if (!named) throw configuration.missing('mapped_module')
  const mapped = data.module('Contacts')!
  if (named.needed('id', named.text('id', 50)) !== mapped.id) {
    throw configuration.refuse('invalidValue', 'mapped_module', {}, 'feature not support in this module')
  }
  const rows = configuration.objects('field_mappings')
  if (!rows || rows.length === 0) throw configuration.missing('field_mappings')
  return rows
    .filter(each => each.object('mapped_field')?.raw('selected') !== 'None')
    .map(each => ({
      current: readField(each, 'current_field', module).id,
      mapped: readField(each, 'mapped_field', mapped).id,
    }))
}

/** A field by its id, and its API name if that is said too; it has to be unique. */
function readField(row: SettingsRow, key: string, { fields }: ModuleMeta): FieldMeta {
  const sent = row.object(key)
  if (!sent) throw row.missing(key)
  const id = sent.needed('id', sent.text('id', 50))
  const apiName = sent.text('api_name', 50)
  const field = fields.find(each => each.id === id)
  if (!field) throw sent.refuse('invalidId', 'id')
  if (apiName !== undefined && apiName !== field.apiName) {
    throw sent.ambiguous(['id', 'api_name'], 'two different crm fields are found')
  }
  if (field.unique) return field
  throw sent.refuse('notAllowed', 'api_name', {}, `the given ${key} API name is not a unique field API name.`)
}

function toResponse(data: OrgData, module: ModuleMeta, { type, mappings }: DuplicateCheck): object {
  const mapped = data.module('Contacts')!
  const show = ({ fields, apiName }: ModuleMeta, id: string) => ({
    api_name: fields.find(each => each.id === id)?.apiName ?? null,
    name: apiName,
    id,
  })
  const configuration = {
    field_mappings: mappings.map(each => ({
      mapped_field: show(mapped, each.mapped),
      current_field: show(module, each.current),
    })),
    mapped_module: { api_name: mapped.apiName, name: mapped.plural, id: mapped.id },
  }
  return { type, type_configurations: type === 'mapped_module_records' ? [configuration] : [] }
}

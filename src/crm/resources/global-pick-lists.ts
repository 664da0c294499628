/**
 * `/settings/global_picklists`: pick lists that several fields have in common. What changes about one reaches its fields; a
 * value that is replaced gives its place in records to another.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-global-picklist.html and https://github.com/zoho/crm-oas
 */

import { queryParam, queryParams } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { isApiName, toApiName } from '../../protocol/modules/custom-fields.ts'
import { addJob } from '../../world/jobs.ts'
import { layoutsOf } from '../../world/layouts.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { associationsOf, updateFields } from '../global-pick-lists/fields.ts'
import { deletionKind, isBeingDeleted, isBeingReplaced } from '../global-pick-lists/jobs.ts'
import { replace, replaceRoot, scheduled } from '../global-pick-lists/replace.ts'
import { type GlobalValue, globalValues, valuesOf } from '../global-pick-lists/values.ts'
import { readPlainPage } from '../records/page.ts'
import { readIds, splitList } from '../records/query.ts'
import { shortUserReference } from '../records/render.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes, existing, type Setting, settingsOf } from '../settings/collection.ts'
import { flag, type Key, text } from '../settings/keys.ts'

const path = '/settings/global_picklists'
const scope = 'ZohoCRM.settings.global_picklist'
const mostFieldsToDelete = 15
const inProgress = 'global picklist deletion in progress.'

const label: Key = {
  required: true,
  unique: 'Duplicate name found, enter a unique name.',
  read(row, name) {
    const value = row.text(name, 50)
    if (value !== undefined && /\p{Extended_Pictographic}/u.test(value)) throw row.refuse('invalidValue', name)
    return value
  },
}

const apiName: Key = {
  unique: 'Duplicate Api name found, enter a unique Api name.',
  read(row, name, { current, table }) {
    const refuse = (said: string) => row.refuse('invalidValue', name, {}, said)
    const sent = row.text(name, 50)
    if (sent === undefined && row.has(name)) throw refuse('Api Name cannot be empty')
    if (sent !== undefined && !isApiName(sent.replace(/__s$/, ''))) throw refuse(apiNameForm)
    if (sent !== undefined || current) return sent
    const taken = new Set(table.all().map(({ values }) => String(values.api_name).toLowerCase()))
    return toApiName(row.text('display_label', 50) ?? '', each => taken.has(each.toLowerCase()))
  },
}

const apiNameForm =
  'Api Name should start with English alphabets followed by numbers or alphabets or underscore and should not end with underscore'

const lists: Collection = {
  path,
  root: 'global_picklists',
  scope: 'settings.global_picklist',
  operations: ['list', 'get', 'create', 'update', 'updateOne'],
  changedBy: 'patch',
  most: 1,
  keys: {
    display_label: label,
    api_name: apiName,
    description: text(1000),
    pick_list_values_sorted_lexically: flag(),
    pick_list_values: globalValues((id, { data, current }) => isBeingReplaced(data, current!.id, id)),
    actual_label: { readOnly: true, read: () => undefined },
  },
  within(c) {
    const id = c.req.param('id')
    if (c.req.method !== 'GET' && id !== undefined) refuseInDeletion(c, id)
    return () => true
  },
  check(_, { row, data, current }) {
    if (current && isBeingDeleted(data, current.id)) throw row.refuse('notAllowed', 'id', {}, inProgress)
  },
  written: (list, { data }) => updateFields(data, list),
  show: showList,
  messages: { created: 'global picklist added successfully', updated: 'global picklist updated successfully' },
}

function refuseInDeletion(c: CrmContext, id: string): void {
  if (!isBeingDeleted(c.get('caller').data, id)) return
  throw crmError('notAllowed', { resource_path_index: 2 }, { message: inProgress })
}

function showList(list: Setting, shown: object, c: CrmContext): object {
  const { data } = c.get('caller')
  const { timeZone } = data.org
  const params = queryParams(c)
  const include = splitList(params.get('include'))
  const fields = splitList(params.get('fields'))
  const { pick_list_values: values, ...rest } = shown as Record<string, unknown>
  const used = include.includes('used_in_modules') || include.includes('associated_fields_count')
  const associations = used ? associationsOf(data, list.id) : []
  const inner = params.get('include_inner_details') === 'used_in_modules.plural_label'
  const modules = [...new Set(associations.map(({ module }) => module))]
  const user = (id: string | null) => id && shortUserReference(data, id)
  const all: Record<string, unknown> = {
    ...rest,
    actual_label: rest.display_label,
    customizable: true,
    source: 'crm',
    presence: !isBeingDeleted(data, list.id),
    modified_by: user(list.modifiedBy),
    created_by: user(list.createdBy),
    modified_time: formatDateTime(list.modifiedAt, timeZone),
    created_time: formatDateTime(list.createdAt, timeZone),
    // a list of lists has to be asked for their values
    ...((c.req.param('id') || include.includes('pick_list_values')) && { pick_list_values: values }),
    ...(include.includes('used_in_modules') && {
      used_in_modules: modules.map(({ apiName: api_name, id, plural }) => ({
        ...(inner && { plural_label: plural }),
        api_name,
        id,
      })),
    }),
    ...(include.includes('associated_fields_count') && { associated_fields_count: associations.length }),
  }
  if (fields.length === 0) return all
  return Object.fromEntries(Object.entries(all).filter(([name]) => name === 'id' || fields.includes(name)))
}

export function globalPickListRoutes(routes: Routes): void {
  const { on, world } = routes
  collectionRoutes(routes, lists)

  on('delete', path, `${scope}.DELETE`, c => {
    const rows = readIds(c).map(id => deleteList(world, c, id))
    return answerScheduled(c, world, rows, 'global_picklists')
  })

  on('delete', `${path}/:id`, `${scope}.DELETE`, c => {
    const { id } = existing(c, lists)
    const refused = deletionProblem(c, id)
    if (refused) throw crmError('notAllowed', { resource_path_index: 2 }, { message: refused })
    return answerScheduled(c, world, [deleteList(world, c, id)], 'global_picklists')
  })

  on('get', `${path}/:id/actions/associations`, `${scope}.READ`, c => {
    const list = listOfPath(c)
    const page = readPlainPage(queryParams(c))
    const inner = splitList(queryParam(c, 'include_inner_details'))
    const all = associationsOf(c.get('caller').data, list.id)
    return answerPage(
      c,
      'associations',
      all,
      ({ module, field }) => ({
        field: { api_name: field.apiName, id: field.id },
        module: {
          ...(inner.includes('module.plural_label') && { plural_label: module.plural }),
          api_name: module.apiName,
          ...(inner.includes('module.module_name') && { module_name: module.apiName }),
          id: module.id,
        },
        layouts: layoutsOf(module, field).map(({ name, id, active }) => ({
          name,
          id,
          ...(inner.includes('layouts.status') && { status: active ? 'active' : 'inactive' }),
        })),
      }),
      page,
    )
  })

  on('get', `${path}/:id/actions/pick_list_values_associations`, `${scope}.ALL`, c => {
    const list = listOfPath(c)
    const id = queryParam(c, 'picklist_value_id')
    if (!id) throw crmError('paramMissing', { param: 'picklist_value_id' })
    if (!valuesOf(list).some(each => each.id === id))
      throw crmError('invalidValueId', { param_name: 'picklist_value_id' })
    return answerNothing(c)
  })

  on('get', `${path}/:id/actions/replaced_values`, `${scope}.READ`, c => {
    const replaced = (listOfPath(c).values.replaced ?? []) as readonly GlobalValue[]
    if (replaced.length === 0) return answerNothing(c)
    return answer(c, {
      replaced_values: replaced.map(({ displayValue, referenceValue, value }) => ({
        display_value: displayValue,
        reference_value: referenceValue,
        actual_value: value,
      })),
    })
  })

  on('post', `${path}/:id/actions/replace_picklist_values`, `${scope}.ALL`, async c => {
    const list = listOfPath(c)
    const rows = rowsOf(c, await readJsonObject(c), replaceRoot)
    return answerScheduled(c, world, replace(world, c, list, rows), replaceRoot)
  })
}

function listOfPath(c: CrmContext): Setting {
  const list = existing(c, lists)
  refuseInDeletion(c, list.id)
  return list
}

function deletionProblem(c: CrmContext, id: string): string | null {
  const { data } = c.get('caller')
  if (isBeingDeleted(data, id)) return inProgress
  if (associationsOf(data, id).length <= mostFieldsToDelete) return null
  return `global set can't be deleted as it is associated to more than ${mostFieldsToDelete} fields`
}

function deleteList(world: World, c: CrmContext, id: string): ResultRow {
  const { data, user } = c.get('caller')
  if (!settingsOf(data, lists).has(id)) return crmErrorBody('recordNotFound', { id })
  const refused = deletionProblem(c, id)
  if (refused) return { ...crmErrorBody('notAllowed'), details: { id }, message: refused }
  const job = addJob(world, data, { kind: deletionKind, userId: user.id, details: { list: id } })
  return scheduled(job.id, 'Deletion scheduled')
}

function answerScheduled(c: CrmContext, world: World, rows: readonly ResultRow[], root: string): Response {
  const isAllWell = rows.every(({ status }) => status === 'success')
  const isLater = rows.some(({ code }) => (code as string) === 'SCHEDULED')
  return isAllWell && isLater ? answer(c, { [root]: rows }, 202) : answerRows(c, world, rows, 200, root)
}

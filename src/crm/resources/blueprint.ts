/**
 * `/{module}/{id}/actions/blueprint`: where a record stands in its process, and the transitions that lead on. A record without
 * one is answered with nothing, which is inferred; so is how fields that are left out count.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/blueprint-details.html,
 * https://www.zoho.com/crm/developer/docs/api/v8/update-blueprint.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { CrmError, type CrmErrorBody, crmError } from '../../protocol/crm-errors/index.ts'
import type { Blueprint, Transition } from '../../world/blueprints.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, type CrmContext, success } from '../answer.ts'
import { processOf, stateOf, transitionsFrom } from '../blueprint.ts'
import { moduleOfPath, moduleScopes, recordScope } from '../module-of.ts'
import { notPermitted, requirePermission } from '../permissions.ts'
import { refuseLocked } from '../records/locks.ts'
import { readPathId } from '../records/path-id.ts'
import { recordRenderer } from '../records/render.ts'
import { findVisible, may } from '../records/sharing.ts'
import { validateRow } from '../records/validate.ts'
import { commitUpdate, insertRecord, prepareUpdate, type WriteContext, writeContext } from '../records/write.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { ofRequest, SettingsRow } from '../settings/row.ts'
import { addEvent } from '../timeline/entries.ts'
import { changesBetween } from '../timeline/follow.ts'
import { toFieldResponse } from './fields.ts'

const path = '/:module/:id/actions/blueprint'
const root = 'blueprint'

export function blueprintRoutes({ on, world }: Routes): void {
  on('get', path, recordScope('READ'), c => {
    const { module, row } = recordOfPath(c)
    const blueprint = processOf(c.get('caller').data.org, module, row)
    if (!blueprint) return answerNothing(c)
    const state = stateOf(blueprint, row)
    return answer(c, {
      [root]: {
        process_info: toProcess(module, blueprint, state),
        transitions: transitionsFrom(blueprint, state).map(each => toTransition(c, module, row, blueprint, each)),
      },
    })
  })

  on('put', path, recordScope('UPDATE'), async c => {
    const [sent] = rowsOf(c, await readJsonObject(c), root, 1)
    const { module, row } = recordOfPath(c)
    const context = { ...writeContext(world, c, module, 0), source: 'blueprint' as const }
    if (!may('edit', context.caller, module, row)) throw new CrmError(403, notPermitted('edit', module))
    const blueprint = processOf(context.data.org, module, row)
    if (!blueprint) throw crmError('notInProcess')
    return answer(c, take(world, c, row, blueprint, sent, context))
  })
}

/** @throws CrmError */
function recordOfPath(c: CrmContext): { readonly module: ModuleMeta; readonly row: RecordRow } {
  const module = moduleOfPath(c)
  const row = findVisible(c.get('caller'), module, readPathId(c, module))
  if (!row) throw crmError('invalidPathId', { resource_path_index: 1 })
  return { module, row }
}

function toProcess(module: ModuleMeta, { id, name, field: apiName }: Blueprint, state: string): object {
  const field = module.fieldsByName.get(apiName)!
  const value = field.pickListValues.find(each => each.value === state)
  return {
    field_id: field.id,
    escalation: null,
    is_continuous: false,
    api_name: apiName,
    continuous: false,
    field_label: field.label,
    name,
    column_name: apiName.toUpperCase().replaceAll('_', ''),
    field_value: state,
    id,
    field_name: field.label,
    current_picklist: { colour_code: value?.colourCode ?? null, id: value?.id ?? null, value: state },
  }
}

const fieldsOf = (module: ModuleMeta, { fields }: Transition): { field: FieldMeta; mandatory: boolean }[] =>
  fields.flatMap(({ apiName, mandatory }) => {
    const field = module.fieldsByName.get(apiName)
    return field ? [{ field, mandatory }] : []
  })

function toTransition(
  c: CrmContext,
  module: ModuleMeta,
  row: RecordRow,
  blueprint: Blueprint,
  transition: Transition,
): object {
  const { data } = c.get('caller')
  const version = c.get('version')
  const fields = fieldsOf(module, transition)
  const names = fields.map(({ field }) => field.apiName)
  const { id: _, $has_more: __, ...values } = recordRenderer(data, module, version, names, 'record')(row)
  return {
    next_transitions: transitionsFrom(blueprint, transition.to).map(({ id, name }) => ({ name, id, type: 'manual' })),
    data: values,
    next_field_value: transition.to,
    name: transition.name,
    criteria_matched: true,
    id: transition.id,
    fields: fields.map(({ field, mandatory }, index) => ({
      ...toFieldResponse(data, module, field, version),
      _type: 'fields',
      content: null,
      validation_rule: null,
      layouts: { name: module.layout.name, id: module.layout.id },
      personality_name: null,
      mandatory,
      transition_sequence: index + 1,
    })),
    type: 'manual',
    criteria_message: null,
    percent_partial_save: savedShare(
      row,
      fields,
      data.table<Begun>('blueprint-partial').has(partialOf(row, transition)),
    ),
    execution_time: null,
  }
}

/** A transition that was begun and lacks something still; `id` is the record's and the transition's. */
interface Begun {
  readonly id: string
}

const partialOf = (row: RecordRow, { id }: Transition): string => `${row.id}/${id}`

/** How much of what a transition asks for was saved before, in percent. */
function savedShare(row: RecordRow, fields: readonly { readonly field: FieldMeta }[], isBegun: boolean): number {
  if (!isBegun || fields.length === 0) return 0
  return (fields.filter(({ field }) => isFilled(row, field)).length / fields.length) * 100
}

const isFilled = (row: RecordRow, { apiName }: FieldMeta): boolean => {
  const value = row[apiName]
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

/** Keys of a transition's data that mean something else than fields. */
const otherData = ['Attachments', 'CheckLists', 'widget', 'Tasks', 'Events', 'Calls']

/** Takes a transition as far as what was sent reaches. @throws CrmError */
function take(
  world: World,
  c: CrmContext,
  row: RecordRow,
  blueprint: Blueprint,
  sent: unknown,
  context: WriteContext,
): object {
  const { data, module, caller } = context
  const { transition, given, note } = ofRequest(() => readTransition(c, row, blueprint, sent, module))
  const locked = refuseLocked(caller, module, row, 'update', { id: row.id }, [blueprint.field, ...Object.keys(given)])
  if (locked) throw new CrmError(400, locked)
  const validated = validateRow(given, 'update', { ...context, current: row })
  if ('error' in validated) throw new CrmError(400, inBlueprint(validated.error))
  const filled = { ...row, ...validated.values, ...(validated.values.$rowChanges as object | undefined) } as RecordRow
  const lacks = fieldsOf(module, transition).find(({ field, mandatory }) => mandatory && !isFilled(filled, field))
  const isEmpty = Object.keys(given).length === 0 && note === null
  if (lacks && isEmpty) {
    throw crmError('mandatoryNotFound', {
      api_name: lacks.field.apiName,
      json_path: `$.${root}[0].data.${lacks.field.apiName}`,
    })
  }
  const values = lacks ? validated.values : { ...validated.values, [blueprint.field]: transition.to }
  const prepared = prepareUpdate(row, values, { ...context, current: row })
  if ('error' in prepared) throw new CrmError(400, inBlueprint(prepared.error))
  if (note !== null) addNote(world, c, row, module, note)

  const partials = data.table<Begun>('blueprint-partial')
  commitUpdate(row, prepared.row, { ...context, isToldApart: !lacks })
  if (lacks) {
    partials.put({ id: partialOf(row, transition) })
    return success('transition saved partially', {})
  }
  partials.delete(partialOf(row, transition))
  addEvent(data, row.id, {
    at: prepared.row.Modified_Time as number,
    action: 'transition_executed',
    source: 'blueprint',
    doneBy: caller.user.id,
    changes: changesBetween(module, row, prepared.row),
    rule: { id: blueprint.id, name: blueprint.name },
  })
  return success('transition updated successfully', {})
}

interface Asked {
  readonly transition: Transition
  /** What was sent for the fields of the transition; other fields are passed over. */
  readonly given: Readonly<Record<string, unknown>>
  readonly note: string | null
}

/** @throws RowRefused */
function readTransition(c: CrmContext, row: RecordRow, blueprint: Blueprint, sent: unknown, module: ModuleMeta): Asked {
  const asked = new SettingsRow(sent, `$.${root}[0]`)
  const id = asked.needed('transition_id', asked.raw('transition_id'))
  const transition = transitionsFrom(blueprint, stateOf(blueprint, row)).find(each => each.id === String(id))
  if (!transition) throw asked.refuse('invalidTransition', 'transition_id')
  const values = asked.object('data')
  const other = otherData.find(key => values?.has(key))
  if (other) throw values!.refuse('settingNotEmulated', other, {}, `${other} of a transition is not emulated`)
  const given: Record<string, unknown> = {}
  for (const { field } of fieldsOf(module, transition)) {
    if (values?.has(field.apiName)) given[field.apiName] = values.raw(field.apiName) ?? null
  }
  for (const key of Object.keys((asked.raw('data') ?? {}) as object)) {
    if (key !== 'Notes' && !(key in given)) c.env.exchange.reads.passOver(`${root}[].data.${key}`)
  }
  return { transition, given, note: values?.text('Notes', 65_535) ?? null }
}

/** @throws CrmError where the caller may make no notes */
function addNote(world: World, c: CrmContext, row: RecordRow, { apiName }: ModuleMeta, content: string): void {
  const notes = c.get('caller').data.module('Notes')!
  requireScope(world, c, moduleScopes(notes, 'CREATE'))
  requirePermission(c.get('caller'), notes, ['create'])
  const note = { Note_Content: content, Parent_Id: { id: row.id, module: { api_name: apiName } } }
  insertRecord(note, writeContext(world, c, notes, 0))
}

const inBlueprint = (error: CrmErrorBody): CrmErrorBody =>
  JSON.parse(JSON.stringify(error).replaceAll('$.data[0]', `$.${root}[0].data`)) as CrmErrorBody

/**
 * The conditions of a workflow rule: whom each lets through, and what is done then.
 *
 * Source: https://github.com/zoho/crm-oas
 */

import type { WriteContext } from '../settings/collection.ts'
import { readCriteria } from '../settings/criteria.ts'
import { isDeletion } from '../settings/deletion.ts'
import type { Key } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'
import {
  type ActionKind,
  actionsOf,
  conditionsOf,
  moduleOfRow,
  type RuleAction,
  type RuleCondition,
} from './action-keys.ts'

const kinds = ['field_updates', 'webhooks', 'tasks'] as const

export const mostConditions = 10
/** Of one condition. */
export const mostActions = 50

/** A change names the conditions that it changes by their ids, and adds what has none; `_delete` takes one away. */
export const conditions: Key = {
  required: true,
  read(row, name, context) {
    const rows = row.objects(name)
    if (!rows) return undefined
    const { data, current } = context
    const kept = new Map((current ? conditionsOf(current) : []).map(each => [each.id, each]))
    for (const each of rows) {
      const id = current ? each.text('id', 20) : undefined
      if (id !== undefined && !kept.has(id)) throw each.refuse('invalidId', 'id')
      if (id !== undefined && isDeletion(each)) kept.delete(id)
      else {
        const condition = readCondition(each, id === undefined ? undefined : kept.get(id), row, context)
        kept.set(condition.id, condition)
      }
    }
    if (kept.size > mostConditions) throw row.exceeded(name, mostConditions, 'limit exceeded')
    if (kept.size === 0) return undefined
    return [...kept.values()]
      .sort((a, b) => a.sequence_number - b.sequence_number)
      .map(each => ({ ...each, id: each.id || data.nextRecordId() }))
  },
}

function readCondition(
  row: SettingsRow,
  before: RuleCondition | undefined,
  whole: SettingsRow,
  context: WriteContext,
): RuleCondition {
  const scheduled = row.raw('scheduled_actions')
  if (Array.isArray(scheduled) && scheduled.length > 0) {
    throw row.refuse('settingNotEmulated', 'scheduled_actions', {}, 'scheduled_actions are not emulated')
  }
  const sequence = row.integer('sequence_number', 1, mostConditions) ?? before?.sequence_number
  const instant = row.object('instant_actions')
  const actions = instant ? readActions(instant, before?.actions ?? [], whole, context) : (before?.actions ?? [])
  if (actions.length === 0) throw row.missing('instant_actions')
  return {
    id: before?.id ?? context.data.nextRecordId(),
    sequence_number: row.needed('sequence_number', sequence),
    criteria: row.has('criteria_details') ? (readDetails(row, whole, context) ?? null) : (before?.criteria ?? null),
    actions,
  }
}

function readDetails(row: SettingsRow, whole: SettingsRow, context: WriteContext): unknown {
  const details = row.object('criteria_details')
  return details && readCriteria(details, 'criteria', moduleOfRow(whole, context)!, context)
}

function readActions(
  row: SettingsRow,
  before: readonly RuleAction[],
  whole: SettingsRow,
  context: WriteContext,
): readonly RuleAction[] {
  const { data } = context
  const kept = new Map(before.map(each => [`${each.type} ${each.id}`, each]))
  for (const each of row.needed('actions', row.objects('actions'))) {
    const type = each.needed('type', each.text('type', 50))
    const kind = kinds.find(known => known === type)
    if (!kind) throw each.refuse('settingNotEmulated', 'type', {}, `actions of type ${type} are not emulated`)
    const id = each.needed('id', each.text('id', 20))
    const action = actionsOf(data, kind).get(id)
    if (!action || action.values.module !== moduleOfRow(whole, context)?.apiName) throw each.refuse('invalidId', 'id')
    if (isDeletion(each)) kept.delete(`${kind} ${id}`)
    else kept.set(`${kind} ${id}`, { type: kind, id, name: String(action.values.name) })
  }
  if (kept.size > mostActions) throw row.exceeded('actions', mostActions, 'limit exceeded')
  return [...kept.values()]
}

export const showCondition = ({ id, sequence_number, criteria, actions }: RuleCondition): object => ({
  sequence_number,
  instant_actions: { actions: actions.map(each => ({ related_details: null, ...each })) },
  scheduled_actions: null,
  criteria_details: criteria === null ? null : { relational_criteria: null, criteria },
  id,
})

/** How many actions of each kind a condition has. */
export function countActions({ id, sequence_number, actions }: RuleCondition): object {
  const count = (kind: ActionKind) => actions.filter(({ type }) => type === kind).length
  const counted = kinds.filter(kind => count(kind) > 0).map(type => ({ type, value: count(type) }))
  return { sequence_number, instant_actions: { actions_count: counted }, scheduled_actions: null, id }
}

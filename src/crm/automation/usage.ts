import type { OrgData } from '../../world/org-data.ts'
import type { Setting } from '../settings/collection.ts'
import { conditionsOf } from './action-keys.ts'
import { executionsOf } from './run.ts'

/** How often a rule ran within a time, and what came of its actions. */
export function toUsage(rule: Setting, from: number, till: number, data: OrgData): object {
  const executions = executionsOf(data)
    .find('rule', rule.id)
    .filter(({ at }) => at >= from && at <= till)
  const count = (id: string, done: boolean) =>
    executions.flatMap(({ actions }) => actions).filter(each => each.id === id && each.done === done).length
  return {
    trigger_count: executions.length,
    name: rule.values.name,
    id: rule.id,
    conditions: conditionsOf(rule).map(({ id, actions }) => ({
      instant_actions: {
        actions: actions.map(each => ({
          name: each.name,
          success_count: count(each.id, true),
          failure_count: count(each.id, false),
          id: each.id,
          type: each.type,
        })),
      },
      scheduled_actions: [],
      usage_count: executions.filter(({ condition }) => condition === id).length,
      id,
    })),
    reset_time: null,
  }
}

/**
 * Records that come into territories by the territories' rules, as they are written. That a record leaves a territory whose
 * rule it meets no more, as long as nobody put it there by hand, is inferred.
 */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { compileKeptCriteria } from '../criteria/json.ts'
import type { RecordChange } from '../records/changes.ts'
import {
  assign,
  assignmentsOf,
  assignmentsOfRecord,
  type Territory,
  territoriesOf,
  territoriesPerRecord,
  unassign,
} from './store.ts'

const ruleOf = { Accounts: 'account_rule_criteria', Deals: 'deal_rule_criteria', Leads: 'lead_rule_criteria' } as const

const hasRules = (module: ModuleMeta): module is ModuleMeta & { apiName: keyof typeof ruleOf } =>
  Object.hasOwn(ruleOf, module.apiName)

export function followTerritoryRules({ operation, module, before, after, caller, at }: RecordChange): void {
  const { data, user } = caller
  if (!(module.apiName in territoriesPerRecord)) return
  if (operation === 'delete') {
    if (assignmentsOf(data).size === 0 || !before) return
    for (const { id } of assignmentsOfRecord(data, module, before.id)) assignmentsOf(data).delete(id)
    return
  }
  const territories = territoriesOf(data)
  if (territories.isUntouched || !after || !hasRules(module)) return
  const rule = ruleOf[module.apiName]
  for (const territory of territories.all()) {
    const criteria = territory.values[rule]
    if (criteria)
      settle(data, user, module, after, territory, compileKeptCriteria(criteria, { data, user, module })(after), at)
  }
}

function settle(
  data: OrgData,
  user: OrgUser,
  module: ModuleMeta,
  { id: record }: RecordRow,
  { id: territory }: Territory,
  isMatch: boolean,
  at: number,
): void {
  const there = assignmentsOfRecord(data, module, record)
  const known = there.find(each => each.territory === territory)
  if (!isMatch) {
    if (known?.how === 'automatically') unassign(data, module, record, territory)
  } else if (!known && there.length < territoriesPerRecord[module.apiName]!) {
    assign(data, { module: module.apiName, record, territory, by: user.id, at, how: 'automatically' })
  }
}

/** Brings in the records that a territory's rules match, once it was written. */
export function assignByRules(data: OrgData, user: OrgUser, territory: Territory): void {
  for (const [name, rule] of Object.entries(ruleOf)) {
    const module = data.module(name)
    const criteria = territory.values[rule]
    const known = assignmentsOf(data)
      .find('territory', territory.id)
      .filter(each => each.module === name && each.how === 'automatically')
    if (!module || (!criteria && known.length === 0)) continue
    const isMatch = criteria ? compileKeptCriteria(criteria, { data, user, module }) : () => false
    const now = data.clock.now()
    data.records(module).each(row => settle(data, user, module, row, territory, isMatch(row), now))
  }
}

/** The scores that records have by the scoring rules of their module, kept as they were worked out last. */

import type { Actor } from '../../http/authenticate.ts'
import type { Work } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { compileKeptCriteria } from '../criteria/json.ts'
import type { RecordChange } from '../records/changes.ts'
import type { Setting } from '../settings/collection.ts'

export interface FieldRule {
  readonly id: string
  readonly score: number
  readonly criteria: unknown
}

export interface EntityScore {
  readonly id: string
  readonly module: string
  /** The record's id. */
  readonly record: string
  readonly rule: string
  readonly positive: number
  readonly negative: number
}

export const scoringRulesOf = (data: OrgData) => data.table<Setting>('settings/automation/scoring_rules')

export const scoresOf = (data: OrgData): Table<EntityScore> =>
  data.table<EntityScore>('entity-scores', { indexes: { record: ({ record }) => record, rule: ({ rule }) => rule } })

/** Scores a record anew where it was made or changed, and forgets its scores where it is gone. */
export function scoreChange({ module, after, before, caller }: RecordChange): void {
  const { data } = caller
  if (scoringRulesOf(data).size === 0) return
  if (!after) {
    for (const { id } of scoresOf(data).find('record', before!.id)) scoresOf(data).delete(id)
    return
  }
  for (const rule of activeRules(data, module))
    scoreRecord(rule, data.records(module).get(after.id) ?? after, module, caller)
}

const activeRules = (data: OrgData, { apiName }: ModuleMeta): Setting[] =>
  scoringRulesOf(data)
    .all()
    .filter(({ values }) => values.active && values.module === apiName)

function scoreRecord(rule: Setting, record: RecordRow, module: ModuleMeta, { data, user }: Actor): void {
  let [positive, negative] = [0, 0]
  for (const { score, criteria } of rule.values.field_rules as readonly FieldRule[]) {
    if (!compileKeptCriteria(criteria, { data, user, module })(record)) continue
    if (score > 0) positive += score
    else negative += score
  }
  const known = scoresOf(data)
    .find('record', record.id)
    .find(each => each.rule === rule.id)
  const id = known?.id ?? data.nextRecordId()
  scoresOf(data).put({ id, module: module.apiName, record: record.id, rule: rule.id, positive, negative })
}

export const scoringKind = 'run_scoring_rules'

export interface Scoring {
  readonly module: string
  /** Ids. */
  readonly rules: readonly string[]
}

/** Scores all records of a module by some of its rules. */
export const workOfScoring: Work = (_, data, { details, userId }) => {
  const { module: name, rules } = details as Scoring
  const module = data.module(name)
  const user = data.user(userId)
  if (!module || !user) throw new Error(`user ${userId} or module ${name} is gone`)
  const wanted = rules.flatMap(id => scoringRulesOf(data).get(id) ?? [])
  const records: RecordRow[] = []
  data.records(module).each(row => {
    records.push(row)
  })
  for (const rule of wanted) for (const record of records) scoreRecord(rule, record, module, { data, user })
  return details
}

/** Rules that lock records by themselves. */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { compileKeptCriteria } from '../criteria/json.ts'
import type { RecordChange } from './changes.ts'
import { lockConfiguration, lockOf, lockRecord, locksOf, unlockRecord } from './locks.ts'

export interface LockRule {
  readonly id: string
  readonly name: string
  readonly lock_existing_records: boolean
  /** As JSON. */
  readonly criteria: unknown
}

const rulesIn = (values: Readonly<Record<string, unknown>>): readonly LockRule[] =>
  values.lock_type === 'manual' ? [] : ((values.locking_rules ?? []) as readonly LockRule[])

/** Locks a record that a rule matches, and unlocks one that none matches any more. A deleted one leaves no lock. */
export function followLockRules({ operation, module, before, after, caller, at }: RecordChange): void {
  const { data, user } = caller
  if (operation === 'delete') {
    if (before?.Locked__s === true) forgetLock(data, module, before)
    return
  }
  const configuration = after && lockConfiguration(data, module)
  if (!configuration) return
  const rule = rulesIn(configuration.values).find(each =>
    compileKeptCriteria(each.criteria, { data, user, module })(after),
  )
  const lock = lockOf(data, module, after.id)
  if (rule && !lock) lockByRule(data, module, after, configuration.id, rule, at)
  else if (!rule && lock?.source === 'Automatic') unlockRecord(data, lock)
}

function forgetLock(data: OrgData, module: ModuleMeta, { id }: RecordRow): void {
  const lock = lockOf(data, module, id)
  if (lock) locksOf(data).delete(lock.id)
  const recycled = data.recycleBin.get(id)
  if (recycled?.record) data.recycleBin.put({ ...recycled, record: { ...recycled.record, Locked__s: false } })
}

function lockByRule(
  data: OrgData,
  module: ModuleMeta,
  row: RecordRow,
  configuration: string,
  { id }: LockRule,
  lockedAt: number,
): void {
  const lock = { source: 'Automatic', reason: null, lockedBy: null, lockedAt, configuration, rule: id } as const
  lockRecord(data, module, row, { module: module.apiName, record: row.id, ...lock })
}

/** Locks the records that rules match which want that, as many as there are. */
export function lockExisting(data: OrgData, user: OrgUser, module: ModuleMeta, rules: readonly LockRule[]): void {
  const configuration = lockConfiguration(data, module)
  if (!configuration) return
  const wanted = rules.filter(rule => rule.lock_existing_records)
  const tests = wanted.map(rule => [rule, compileKeptCriteria(rule.criteria, { data, user, module })] as const)
  if (tests.length === 0) return
  const found: (readonly [RecordRow, LockRule])[] = []
  data.records(module).each(row => {
    const rule = row.Locked__s === true ? undefined : tests.find(([, matches]) => matches(row))?.[0]
    if (rule) found.push([row, rule])
  })
  for (const [row, rule] of found) lockByRule(data, module, row, configuration.id, rule, data.clock.now())
}

/** Leaves no lock of a configuration that is gone. */
export function unlockAll(data: OrgData, configuration: string): void {
  for (const lock of locksOf(data).all()) if (lock.configuration === configuration) unlockRecord(data, lock)
}

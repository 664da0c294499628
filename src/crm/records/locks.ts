/**
 * Locked records. What a lock forbids, and whom, says the locking configuration of the record's module; its rules lock records
 * by themselves as soon as they match. A lock is one for whoever set it too, unless the configuration leaves out their profile.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/lock-records.html and https://github.com/zoho/crm-oas
 * (locking_informations, record_locking_configurations). That a record is unlocked once no rule matches it any more is inferred.
 */

import type { Actor } from '../../http/authenticate.ts'
import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'

export const lockedActions = ['convert', 'update', 'delete', 'change_owner', 'tags'] as const

export type LockedAction = (typeof lockedActions)[number]

export interface RecordLock {
  readonly id: string
  /** API name. */
  readonly module: string
  readonly record: string
  readonly source: 'Manual' | 'Automatic'
  readonly reason: string | null
  /** Null where a rule did it. */
  readonly lockedBy: string | null
  readonly lockedAt: number
  /** Ids. */
  readonly configuration: string
  readonly rule: string | null
}

/** What a configuration says, as far as records are concerned. */
export interface LockTerms {
  readonly lock_type: 'manual' | 'automatic' | 'both'
  readonly locked_for: 'all_profiles' | 'all_profiles_except_excluded_profiles'
  readonly restricted_actions: readonly LockedAction[]
  /** API names of fields that may be changed all the same. */
  readonly excluded_fields: readonly string[]
  /** Profile ids. */
  readonly lock_excluded_profiles: readonly string[]
}

interface LockConfiguration {
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
}

export const locksOf = (data: OrgData): Table<RecordLock> =>
  data.table<RecordLock>('record-locks', { indexes: { record: ({ module, record }) => `${module}:${record}` } })

export const lockOf = (data: OrgData, { apiName }: ModuleMeta, record: string): RecordLock | undefined =>
  locksOf(data).findOne('record', `${apiName}:${record}`)

/** The name of the table in which the frame of settings keeps the configurations. */
const configurationTable = 'settings/record_locking_configurations'

export const lockConfiguration = (data: OrgData, { apiName }: ModuleMeta): LockConfiguration | undefined => {
  const table = data.table<LockConfiguration>(configurationTable)
  return table.size === 0 ? undefined : table.all().find(({ values }) => values.module === apiName)
}

const termsOf = ({ values }: LockConfiguration): LockTerms => values as unknown as LockTerms

/** Whether the record is locked, and for the caller. */
export function isLockedFor({ data, user }: Actor, module: ModuleMeta, row: RecordRow): boolean {
  if (row.Locked__s !== true) return false
  const configuration = lockConfiguration(data, module)
  if (!configuration) return false
  const { locked_for, lock_excluded_profiles } = termsOf(configuration)
  return locked_for === 'all_profiles' || !lock_excluded_profiles.includes(user.profile.id)
}

/**
 * Why a locked record refuses something; null where it does not.
 * @param fields those that are written
 */
export function refuseLocked(
  caller: Actor,
  module: ModuleMeta,
  row: RecordRow,
  action: LockedAction,
  where: { readonly id: string } | { readonly api_name: string; readonly json_path?: string },
  fields: readonly string[] | null = null,
): CrmErrorBody | null {
  if (row.Locked__s !== true || !isLockedFor(caller, module, row)) return null
  const { restricted_actions, excluded_fields } = termsOf(lockConfiguration(caller.data, module)!)
  // to change a locked record is forbidden in any case
  if (action !== 'update' && !restricted_actions.includes(action)) return null
  if (fields && fields.length > 0 && fields.every(field => excluded_fields.includes(field))) return null
  const details = { ...where, action: 'record_locking' }
  return crmErrorBody(action === 'delete' ? 'deletedLocked' : 'recordLocked', details)
}

/** Sets a lock, and the record's mark of it. */
export function lockRecord(
  data: OrgData,
  module: ModuleMeta,
  row: RecordRow,
  lock: Omit<RecordLock, 'id'>,
): RecordLock {
  const added = locksOf(data).insert({ id: data.nextRecordId(), ...lock })
  data.records(module).put({ ...row, Locked__s: true })
  return added
}

export function unlockRecord(data: OrgData, { id, module, record }: RecordLock): void {
  locksOf(data).delete(id)
  const meta = data.module(module)
  const row = meta && data.records(meta).get(record)
  if (row) data.records(meta).put({ ...row, Locked__s: false })
}

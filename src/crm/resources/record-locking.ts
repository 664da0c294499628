/**
 * `/settings/record_locking_configurations`: what a locked record of a module forbids, to whom, and which rules lock records by
 * themselves; one for each module.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-record-locking-configuration.html and
 * https://github.com/zoho/crm-oas (record_locking_configurations). That a second configuration of a module is a duplicate, and
 * that custom buttons cannot be named as none exist, is inferred.
 */

import { queryParam } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { CrmContext } from '../answer.ts'
import { orgPermission } from '../permissions.ts'
import { type LockRule, lockExisting, unlockAll } from '../records/lock-rules.ts'
import { lockedActions } from '../records/locks.ts'
import { shortUserReference } from '../records/render.ts'
import { isWritable } from '../records/values/index.ts'
import type { Routes } from '../routes.ts'
import { type Collection, collectionRoutes, type WriteContext } from '../settings/collection.ts'
import { checkCriteria } from '../settings/criteria.ts'
import { flag, type Key } from '../settings/keys.ts'
import { RowRefused, type SettingsRow } from '../settings/row.ts'

const lockable = new Set(
  `Leads Accounts Contacts Deals Tasks Cases Solutions Vendors Price_Books Quotes Sales_Orders Purchase_Orders Invoices`.split(
    ' ',
  ),
)

export const isLockable = ({ apiName, custom }: ModuleMeta): boolean => custom || lockable.has(apiName)

/** @throws CrmError */
function moduleOfLocking(c: CrmContext): ModuleMeta {
  const name = queryParam(c, 'module')
  if (!name) throw crmError('expectedParamMissing', { param_name: 'module' })
  const module = c.get('caller').data.module(name)
  if (!module) throw crmError('invalidModule')
  if (!isLockable(module)) throw crmError('lockingNotSupported', { param_name: 'module' })
  return module
}

const mayCustomize = orgPermission('customize')
const rulesPerModule = 5
const mostEntries = 15

/** One of some words; the refusal says what was not found. */
const word = (choices: readonly string[], options: Partial<Key> = {}): Key => ({
  ...options,
  read(row, name) {
    const sent = row.raw(name)
    if (sent === undefined || choices.includes(sent as string)) return sent
    throw row.refuse('unsupportedValue', name, { supported_values: choices }, `${name} not found`)
  },
})

/** Several such. */
const words = (choices: readonly string[], what: string, initial: readonly string[]): Key => ({
  initial,
  read(row, name) {
    const sent = row.list(name)
    if (!sent) return undefined
    const wrong = sent.findIndex(each => !choices.includes(each as string))
    if (wrong === -1) return [...new Set(sent)]
    const json_path = `${row.place(name).json_path}[${wrong}]`
    const details = { supported_values: choices, api_name: name, json_path }
    throw new RowRefused({ ...crmErrorBody('unsupportedValue', details), message: `${what} not found` })
  },
})

const rows = (row: SettingsRow, name: string, most = mostEntries): SettingsRow[] | undefined => {
  const found = row.objects(name)
  if (found && found.length > most) throw row.refuse('tooLong', name, { maximum_length: most })
  return found
}

/** Fields that may be changed in spite of a lock, kept by their API names. */
const excludedFields: Key = {
  initial: [],
  read: (row, name, { c }) => rows(row, name)?.map(each => readField(each, moduleOfLocking(c))),
  show(value, c) {
    const module = moduleOfLocking(c)
    return (value as string[]).flatMap(apiName => {
      const field = module.fieldsByName.get(apiName)
      return field ? [{ api_name: apiName, id: field.id }] : []
    })
  },
}

function readField(row: SettingsRow, module: ModuleMeta): string {
  const [id, apiName] = [row.text('id', 20), row.text('api_name', 100)]
  const both = [row.place('api_name'), row.place('id')]
  if (id === undefined && apiName === undefined) {
    const body = crmErrorBody('expectedFieldMissing', { expected_fields: both })
    throw new RowRefused({ ...body, message: 'Field Id and apiname is missing.' })
  }
  const byId = module.fields.find(field => field.id === id)
  const byName = module.fieldsByName.get(apiName ?? '')
  const key = id === undefined ? 'api_name' : 'id'
  const field = byId ?? byName
  if (!field || (id !== undefined && !byId) || (apiName !== undefined && !byName)) {
    throw row.refuse('invalidField', byId ? 'api_name' : key)
  }
  if (byId && byName && byId !== byName) {
    const body = crmErrorBody('ambiguousParams', { ambiguity_due_to: both })
    throw new RowRefused({ ...body, message: 'Field Id and apiname are ambiguous' })
  }
  const isSupported = isWritable(field) && field.dataType !== 'tag' && field.dataType !== 'ownerlookup'
  if (!isSupported) throw row.refuse('fieldNotSupported', key)
  return field.apiName
}

const excludedProfiles: Key = {
  initial: [],
  read: (row, name, { data }) =>
    rows(row, name)?.map(each => {
      const id = each.needed('id', each.text('id', 20))
      if (!data.people.profileRows.has(id)) throw each.refuse('invalidValue', 'id', {}, `${name} not found`)
      return id
    }),
  show: (value, c) =>
    (value as string[]).flatMap(id => {
      const profile = c.get('caller').data.people.profileRows.get(id)
      return profile ? [{ name: profile.name, id }] : []
    }),
}

const lockingRules: Key = {
  initial: [],
  read(row, name, context) {
    const sent = row.objects(name)
    if (!sent) return undefined
    let rules = (context.current?.values.locking_rules ?? []) as readonly LockRule[]
    for (const each of sent) rules = withRule(rules, each, context)
    if (rules.length > rulesPerModule) throw row.refuse('tooManyLockRules', name, { limit: rulesPerModule })
    return rules
  },
}

/** A rule with an id changes the one that is there, or with `_delete` removes it. */
function withRule(rules: readonly LockRule[], row: SettingsRow, context: WriteContext): readonly LockRule[] {
  const id = row.text('id', 20)
  const before = rules.find(rule => rule.id === id)
  if (id !== undefined && !before) throw row.refuse('invalidId', 'id')
  if (row.boolean('_delete')) {
    if (!before) throw row.missing('id')
    return rules.filter(rule => rule !== before)
  }
  const criteria = row.raw('criteria') ?? before?.criteria
  const rule: LockRule = {
    id: before?.id ?? context.data.nextRecordId(),
    name: row.needed('name', row.text('name', 256) ?? before?.name),
    lock_existing_records: row.boolean('lock_existing_records') ?? before?.lock_existing_records ?? false,
    criteria: row.needed('criteria', criteria),
  }
  if (rules.some(other => other !== before && other.name === rule.name)) throw row.refuse('duplicateSetting', 'name')
  checkCriteria(rule.criteria, row, 'criteria', moduleOfLocking(context.c), context)
  return before ? rules.map(each => (each === before ? rule : each)) : [...rules, rule]
}

const configurations: Collection = {
  path: '/settings/record_locking_configurations',
  root: 'record_locking_configurations',
  scope: 'settings.record_locking_configurations',
  since: 'v4',
  most: 1,
  permit(c) {
    if (c.req.method !== 'GET') mayCustomize(c)
    moduleOfLocking(c)
  },
  keys: {
    module: { secret: true, fixed: true, read: (_row, _name, { c }) => moduleOfLocking(c).apiName },
    lock_type: word(['manual', 'automatic', 'both'], { required: true }),
    locked_for: word(['all_profiles', 'all_profiles_except_excluded_profiles'], { initial: 'all_profiles' }),
    restricted_actions: words(lockedActions, 'action', ['update']),
    excluded_fields: excludedFields,
    feature_type: {
      initial: 'record_locking',
      read(row, name) {
        const sent = row.raw(name)
        if (sent !== undefined && sent !== 'record_locking') throw row.refuse('invalidValue', name)
        return sent
      },
    },
    locking_rules: lockingRules,
    restricted_communications: words(['send_mail', 'send_survey', 'send_portal_invitation'], 'communications', []),
    restricted_custom_buttons: {
      initial: [],
      read(row, name) {
        const [button] = row.objects(name) ?? []
        if (button) throw button.refuse('invalidValue', 'id', {}, 'custom button not found')
        return row.has(name) ? [] : undefined
      },
    },
    lock_excluded_profiles: excludedProfiles,
    lock_for_portal_users: flag({ initial: true }),
  },
  check(values, { row, table, current }) {
    if (table.all().some(({ id, values: other }) => other.module === values.module && id !== current?.id)) {
      throw row.refuse('duplicateSetting', 'module')
    }
    const missing = (key: string, dependee: string, message: string) =>
      row.refuse('dependentFieldMissing', key, { dependee: row.place(dependee) }, message)
    const excludes = values.locked_for === 'all_profiles_except_excluded_profiles'
    if (excludes && (values.lock_excluded_profiles as string[]).length === 0) {
      throw missing(
        'lock_excluded_profiles',
        'locked_for',
        'lock_excluded_profiles should have been given when locked_for is given as all_profiles_except_excluded_profiles ',
      )
    }
    if (values.lock_type !== 'manual' && (values.locking_rules as LockRule[]).length === 0) {
      throw missing(
        'locking_rules',
        'lock_type',
        'locking_rules should have been given when lock_type is given as automatic or both',
      )
    }
  },
  written({ values }, { c, data, current }) {
    const before = (current?.values.locking_rules ?? []) as readonly LockRule[]
    const fresh = (values.locking_rules as readonly LockRule[]).filter(rule => !before.includes(rule))
    lockExisting(data, c.get('caller').user, moduleOfLocking(c), values.lock_type === 'manual' ? [] : fresh)
  },
  deleted: ({ id }, c) => unlockAll(c.get('caller').data, id),
  listed(c) {
    const { apiName } = moduleOfLocking(c)
    return ({ values }) => values.module === apiName
  },
  show({ createdAt, createdBy, modifiedAt, modifiedBy }, shown, c) {
    const { data } = c.get('caller')
    const { timeZone } = data.org
    return {
      created_time: formatDateTime(createdAt, timeZone),
      ...shown,
      created_by: createdBy && shortUserReference(data, createdBy),
      modified_time: formatDateTime(modifiedAt, timeZone),
      modified_by: modifiedBy && shortUserReference(data, modifiedBy),
      system_defined: false,
    }
  },
  messages: {
    created: 'record locking configuration created successfully',
    updated: 'record locking configuration updated successfully',
    deleted: 'record locking configuration deleted successfully',
  },
}

export const recordLockingRoutes = (routes: Routes): void => collectionRoutes(routes, configurations)

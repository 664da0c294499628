/**
 * The criteria of an audit log export: which actions, modules, users and times, all of which have to hold.
 *
 * Source: https://github.com/zoho/crm-oas, audit_log_export
 */

import { CrmError, type CrmErrorName, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { parseDateTime } from '../../protocol/date-time.ts'
import { isJsonObject, type JsonObject } from '../../protocol/json-object.ts'
import type { OrgData } from '../../world/org-data.ts'
import { moduleWithId } from '../module-of.ts'
import { type AuditEntry, actions } from './entries.ts'

type Matches = (entry: AuditEntry) => boolean
export const root = 'audit_log_export'

const mostInGroup = 2
const mostValues = 500
const deepest = 20
const longestRangeMs = 180 * 24 * 60 * 60 * 1000

const isSent = (value: unknown): boolean => value !== undefined && value !== null

/** A refusal of what stands at a place, under the root as Zoho has it. */
export function refuseAt(name: CrmErrorName, path: string, more: object = {}): CrmError {
  const body = crmErrorBody(name, { ...more, ...place(path) } as never)
  return new CrmError(400, body, `${path}: ${body.message}`, root)
}

const place = (path: string) => ({ api_name: /(\w+)(?:\[\d+\])*$/.exec(path)![1]!, json_path: path })

/** @throws CrmError */
export function readAuditCriteria(sent: unknown, path: string, data: OrgData, depth = 0): Matches {
  if (!isJsonObject(sent)) throw refuseAt('wrongType', path, { expected_data_type: 'jsonobject' })
  if (depth > deepest) throw refuseAt('criteriaTooLarge', path)
  if (isSent(sent.group) || isSent(sent.group_operator)) return readGroup(sent, path, data, depth)
  if (!isSent(sent.field)) {
    const fields = [`${path}.group`, `${path}.field`].map(place)
    const body = crmErrorBody('expectedFieldMissing', { expected_fields: fields })
    throw new CrmError(400, body, `${path} has neither group nor field`, root)
  }
  return readCondition(sent, path, data)
}

function readGroup(
  { group, group_operator: operator }: JsonObject,
  path: string,
  data: OrgData,
  depth: number,
): Matches {
  if (!isSent(operator)) throw dependent(`${path}.group_operator`, `${path}.group`)
  if (typeof operator !== 'string' || operator.toLowerCase() !== 'and') {
    throw refuseAt('unsupportedValue', `${path}.group_operator`, { supported_values: ['and'] })
  }
  if (!isSent(group)) throw dependent(`${path}.group`, `${path}.group_operator`)
  if (!Array.isArray(group) || group.length === 0) {
    throw refuseAt('wrongType', `${path}.group`, { expected_data_type: 'jsonarray' })
  }
  if (group.length > mostInGroup) throw refuseAt('auditLimitExceeded', `${path}.group`, { limit: String(mostInGroup) })
  const parts = group.map((part, index) => readAuditCriteria(part, `${path}.group[${index}]`, data, depth + 1))
  return entry => parts.every(matches => matches(entry))
}

const dependent = (missing: string, dependee: string) =>
  refuseAt('auditDependentMissing', missing, { dependee: place(dependee) })

function readCondition({ field, comparator, value }: JsonObject, path: string, data: OrgData): Matches {
  if (!isJsonObject(field)) throw refuseAt('wrongType', `${path}.field`, { expected_data_type: 'jsonobject' })
  const name = field.api_name
  if (!isSent(name)) throw refuseAt('auditMandatoryMissing', `${path}.field.api_name`)
  if (name !== 'action' && name !== 'module' && name !== 'done_by' && name !== 'audited_time') {
    throw refuseAt('auditNotSupported', `${path}.field.api_name`)
  }
  if (!isSent(comparator)) throw dependent(`${path}.comparator`, `${path}.field`)
  const supported = name === 'audited_time' ? ['between'] : ['equal', 'in']
  if (typeof comparator !== 'string' || !supported.includes(comparator)) {
    throw refuseAt('unsupportedValue', `${path}.comparator`, { supported_values: supported })
  }
  if (!isSent(value)) throw dependent(`${path}.value`, `${path}.comparator`)
  const at = `${path}.value`
  if (name === 'audited_time') return readRange(value, at)
  if (name === 'action' && comparator === 'equal') {
    const action = readAction(value, at)
    return entry => entry.action === action
  }
  const values = readList(value, comparator, at)
  if (name === 'action') {
    const wanted = new Set(values.map((each, index) => readAction(each, `${at}[${index}]`)))
    return entry => wanted.has(entry.action)
  }
  if (name === 'module') {
    const wanted = new Set(values.map((each, index) => readModule(each, `${at}[${index}]`, data)))
    return entry => wanted.has(entry.module.id)
  }
  const wanted = new Set(values.map((each, index) => readUser(each, `${at}[${index}]`, data)))
  return entry => wanted.has(entry.userId)
}

function readList(sent: unknown, comparator: string, path: string): readonly unknown[] {
  const dependee = place(path.replace(/value$/, 'comparator'))
  const isList = Array.isArray(sent) && sent.length > 0
  if (!isList || (comparator === 'equal' && sent.length !== 1)) {
    throw refuseAt('auditMismatch', path, { dependee, expected_data_type: 'jsonarray' })
  }
  if (sent.length > mostValues) throw refuseAt('auditLimitExceeded', path, { limit: String(mostValues) })
  return sent
}

function readAction(sent: unknown, path: string): string {
  if (typeof sent === 'string' && (actions as readonly string[]).includes(sent)) return sent
  throw refuseAt('unsupportedValue', path, { supported_values: actions })
}

function readModule(sent: unknown, path: string, data: OrgData): string {
  if (!isJsonObject(sent)) throw refuseAt('wrongType', path, { expected_data_type: 'jsonobject' })
  const { api_name: name, id } = sent
  if (!isSent(name) && !isSent(id)) throw refuseAt('auditMandatoryMissing', `${path}.api_name`)
  const named = isSent(name) ? (typeof name === 'string' ? data.module(name) : undefined) : null
  const byId = isSent(id) ? moduleWithId(data, id) : null
  if (named === undefined) throw refuseAt('invalidModuleValue', `${path}.api_name`)
  if (byId === undefined) throw refuseAt('invalidId', `${path}.id`)
  if (named && byId && named.id !== byId.id) {
    const due = [`${path}.api_name`, `${path}.id`].map(place)
    throw new CrmError(
      400,
      crmErrorBody('ambiguousParams', { ambiguity_due_to: due }),
      `${path} names two modules`,
      root,
    )
  }
  return (named ?? byId)!.id
}

function readUser(sent: unknown, path: string, data: OrgData): string {
  if (!isJsonObject(sent)) throw refuseAt('wrongType', path, { expected_data_type: 'jsonobject' })
  if (!isSent(sent.id)) throw refuseAt('auditMandatoryMissing', `${path}.id`)
  const user = typeof sent.id === 'string' ? data.user(sent.id) : undefined
  if (!user) throw refuseAt('invalidId', `${path}.id`)
  return user.id
}

function readRange(sent: unknown, path: string): Matches {
  const dependee = place(path.replace(/value$/, 'comparator'))
  if (!Array.isArray(sent) || sent.length !== 2) {
    throw refuseAt('auditMismatch', path, { dependee, expected_data_type: 'jsonarray' })
  }
  const [from, to] = sent.map((each, index) => {
    const at = typeof each === 'string' ? parseDateTime(each) : null
    if (at === null) throw refuseAt('wrongType', `${path}[${index}]`, { expected_data_type: 'datetime' })
    return at
  }) as [number, number]
  if (from > to) throw refuseAt('bulkValueInvalid', path)
  if (to - from > longestRangeMs) throw refuseAt('auditRangeNotAllowed', path)
  return ({ at }) => at >= from && at <= to
}

/** The criteria of a bulk read: read, refused in the words of bulk jobs, and told again in the status of the job. */

import type { Actor } from '../../http/authenticate.ts'
import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import { CriteriaProblem, comparators, isJsonGroup, readCriteriaTree } from '../../protocol/json-criteria.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { Join, Matches } from '../criteria/compile.ts'
import { compileJsonTree } from '../criteria/json.ts'
import { type Column, findColumn } from './columns.ts'

/** Deeper ones are refused when they are read. */
const deepest = 40

/** Criteria in which a condition names its field by a key of its own, as v2 has them, in the form of the later versions. */
export function inNewForm(sent: unknown, depth = 0): unknown {
  if (!isJsonObject(sent) || depth > deepest) return sent
  if (Array.isArray(sent.group)) return { ...sent, group: sent.group.map(part => inNewForm(part, depth + 1)) }
  if (typeof sent.api_name !== 'string' || sent.field !== undefined) return sent
  const { api_name, ...others } = sent
  return { field: { api_name }, ...others }
}

export interface ReadCriteria {
  readonly matches: Matches
  /** The columns that they ask for. */
  readonly columns: readonly Column[]
}

/**
 * @param sent in the form of the later versions
 * @throws CrmError
 */
export function readBulkCriteria(sent: unknown, module: ModuleMeta, version: Version, caller: Actor): ReadCriteria {
  const columns = new Map<FieldMeta, Column>()
  const joins = new Map<FieldMeta, Join>()
  const fieldOf = ({ apiName }: { readonly apiName: string | undefined }): FieldMeta | undefined => {
    const column = apiName === undefined ? undefined : findColumn(apiName, module, version, caller)
    if (!column || 'problem' in column) return undefined
    // one field may be reached in several ways
    const field = column.follow ? { ...column.field } : column.field
    columns.set(field, column)
    if (column.follow) joins.set(field, { module: column.through.at(-1) ?? module, follow: column.follow })
    return field
  }
  try {
    const tree = readCriteriaTree(sent, fieldOf)!
    const { data, user } = caller
    const matches = compileJsonTree(tree, { data, user, module }, field => joins.get(field))
    return { matches, columns: [...columns.values()] }
  } catch (error) {
    throw error instanceof CriteriaProblem ? toBulkError(error, sent, module) : error
  }
}

/** Which code stands for which problem is inferred, as is what the details say. */
function toBulkError({ kind, path, expected, message }: CriteriaProblem, sent: unknown, module: ModuleMeta): CrmError {
  const options = { reason: `criteria.${path.join('.')}: ${message}` }
  const key = path.findLast(part => typeof part === 'string')
  const condition = conditionAt(sent, path)
  if (kind === 'field')
    return crmError('criteriaFieldNotAvailable', { api_name: condition.name, module: module.apiName }, options)
  if (kind === 'limit') {
    return key === 'value'
      ? crmError('criteriaValueLimitExceeded', {}, options)
      : crmError('criteriaLimitExceeded', {}, options)
  }
  if (kind === 'choice' && key === 'group_operator') {
    return crmError('groupOperatorNotSupported', { supported: ['and', 'or'] }, options)
  }
  if (kind === 'choice' && key === 'comparator') {
    const supported = expected.length > 0 ? expected : comparators
    return crmError('criteriaComparatorNotSupported', { api_name: condition.name, supported }, options)
  }
  if (key === 'value' && kind !== 'missing') {
    const { name, comparator } = condition
    return crmError('criteriaValueNotCompatible', { api_name: name, comparator }, options)
  }
  return crmError('criteriaInvalid', {}, options)
}

/** What the condition that a path leads into says of itself. */
function conditionAt(sent: unknown, path: CriteriaProblem['path']): { name: string; comparator: string } {
  let here: unknown = sent
  for (const part of path) {
    const next: unknown = (here as Record<string | number, unknown> | null)?.[part]
    if (part !== 'group' && typeof part === 'string') break
    here = next
  }
  const { field, comparator } = isJsonObject(here) ? here : {}
  const name = isJsonObject(field) ? field.api_name : undefined
  return { name: typeof name === 'string' ? name : '', comparator: typeof comparator === 'string' ? comparator : '' }
}

/** Criteria as the status of a job tells them: each field with its id, or in the form of v2. */
export function tellCriteria(criteria: object, inOldForm: boolean, idOf: (name: string) => string | null): object {
  if (isJsonGroup(criteria)) {
    const group = criteria.group.map(part => tellCriteria(part, inOldForm, idOf))
    return { group_operator: criteria.group_operator, group }
  }
  const { field, comparator, value } = criteria as { field: { api_name: string }; comparator: string; value: unknown }
  const { api_name } = field
  if (inOldForm) return { api_name, comparator, value }
  const id = idOf(api_name)
  return { field: id === null ? { api_name } : { api_name, id }, comparator, value }
}

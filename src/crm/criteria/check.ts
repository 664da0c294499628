/** Holds criteria against the fields of a module, and brings their values to the form in which those compare. */

import { comparisonOf, type Operand, toOperand } from '../../protocol/comparison.ts'
import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import { valueTypeOf } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import { isVisible } from '../records/render.ts'
import { type Operator, operatorsOf } from './operators.ts'
import type { Criteria, Tree } from './parse.ts'
import type { ConditionToken } from './tokenize.ts'

export interface CheckedCondition {
  readonly field: FieldMeta
  readonly operator: Operator
  /** Two for `between`, any number for `in`, else one. */
  readonly operands: readonly Operand[]
}

export type CheckedCriteria = Tree<CheckedCondition>

const mostValues = 100

/** @throws CrmError for a field, operator or value that cannot be searched */
export function checkCriteria(criteria: Criteria, module: ModuleMeta, version: Version): CheckedCriteria {
  if (criteria.type !== 'condition') {
    return { type: criteria.type, parts: criteria.parts.map(part => checkCriteria(part, module, version)) }
  }
  return { type: 'condition', condition: checkCondition(criteria.condition, module, version) }
}

function checkCondition(condition: ConditionToken, module: ModuleMeta, version: Version): CheckedCondition {
  const field = module.fieldsByName.get(condition.field)
  const known = field && isVisible(field, version) ? operatorsOf(valueTypeOf(field)) : undefined
  if (!field || !known) {
    const reason = 'the field is not available for search'
    throw crmError('invalidSearch', { reason, api_name: condition.field }, { reason: place(condition, reason) })
  }
  const operator = known.find(name => name === condition.operator)
  if (!operator || !version.search.operators.includes(operator)) throw invalidOperator(condition, field, version)
  return { field, operator, operands: readOperands(condition, operator, field) }
}

function invalidOperator(condition: ConditionToken, field: FieldMeta, version: Version): CrmError {
  const { operator } = condition
  const taken = operatorsOf(valueTypeOf(field))!.filter(name => version.search.operators.includes(name))
  return crmError(
    'invalidSearch',
    { operator, reason: 'invalid operator found', api_name: field.apiName },
    { reason: place(condition, `${valueTypeOf(field)} fields take ${taken.join(', ')} in ${version.name}`) },
  )
}

function readOperands(condition: ConditionToken, operator: Operator, field: FieldMeta): Operand[] {
  const { values } = condition
  if (operator === 'in') {
    if (values.length > mostValues) throw crmError('tooManyInValues', { api_name: field.apiName })
  } else if (operator === 'between') {
    if (values.length !== 2) {
      throw invalidValue(condition, field, values.join(','), 'between takes two values with a comma between them')
    }
  } else if (values.length > 1) {
    const reason = 'special characters are not allowed'
    throw crmError(
      'invalidSearch',
      { reason, api_name: field.apiName },
      { reason: place(condition, 'a comma in a value needs a backslash before it') },
    )
  }
  return values.map(value => readOperand(condition, field, value))
}

function readOperand(condition: ConditionToken, field: FieldMeta, value: string): Operand {
  if (value === '') throw invalidValue(condition, field, value, 'a value is empty')
  // a lookup is compared with names too
  if (field.dataType !== 'bigint' && comparisonOf(field) === 'id') return value.toLowerCase()
  const operand = toOperand(field, value)
  if (operand === undefined || (field.dataType === 'integer' && !Number.isInteger(operand))) {
    throw wrongType(condition, field, value)
  }
  return operand
}

const typeNames: Readonly<Record<string, string>> = { currency: 'double', percent: 'double' }

function wrongType(condition: ConditionToken, field: FieldMeta, value: string): CrmError {
  const type = valueTypeOf(field)
  const expected = typeNames[type] ?? type
  const hint = value.includes(' ') ? '; an unencoded "+" arrives as a space' : ''
  return crmError(
    'invalidSearch',
    { expected_data_type: expected, reason: 'invalid value for search', api_name: field.apiName, value },
    { reason: place(condition, `${field.apiName} is compared with a value of type ${expected}${hint}`) },
  )
}

function invalidValue(condition: ConditionToken, field: FieldMeta, value: string, problem: string): CrmError {
  return crmError(
    'invalidSearch',
    { reason: 'Please check the value of the field', api_name: field.apiName, value },
    { reason: place(condition, problem) },
  )
}

const place = ({ at }: ConditionToken, problem: string): string => `criteria, character ${at + 1}: ${problem}`

/** What the conditions of a WHERE clause may ask of a column: its operators, and the values that it is compared with. */

import { type Operand, toOperand } from '../../protocol/comparison.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta } from '../../world/metadata.ts'
import { type Column, type Family, toListOperand } from './columns.ts'
import type { LikePattern } from './plan.ts'
import { type Condition, isPair, type SimpleCondition, toWhole, type Value } from './syntax.ts'

const operators: Readonly<Record<Family, ReadonlySet<string>>> = {
  text: new Set(['=', '!=', 'like', 'not like', 'in', 'not in', 'is null', 'is not null']),
  number: new Set([
    ...['=', '!=', '>=', '>', '<=', '<', 'between', 'not between'],
    ...['in', 'not in', 'is null', 'is not null'],
  ]),
  lookup: new Set(['=', '!=', 'in', 'not in', 'is null', 'is not null']),
  boolean: new Set(['=']),
  'long text': new Set(),
}

export function countConditions(condition: Condition): number {
  return isPair(condition) ? countConditions(condition.left) + countConditions(condition.right) : 1
}

/** An operator as it is written, in lower case. */
export function operatorOf(condition: SimpleCondition): string {
  if (condition.kind === 'compare') return condition.operator
  if (condition.kind === 'null') return condition.negated ? 'is not null' : 'is null'
  return condition.negated ? `not ${condition.kind}` : condition.kind
}

/** @throws CrmError for an operator that the column does not take */
export function checkOperator(column: Column, operator: string): void {
  if (column.family === 'long text') {
    throw crmError('coqlUnsupportedType', { column_name: column.name, data_type: column.dataType })
  }
  if (!operators[column.family].has(operator)) {
    throw crmError('coqlInvalidOperator', { reason: 'invalid operator found', column_name: column.name, operator })
  }
}

/**
 * What a client wrote, in the form in which the column compares.
 * @throws CrmError for what is no value of its type
 */
export function operandFor(column: Column, { written, quoted }: Value): Operand {
  if (column.comparison === 'list') return toListOperand(written.split(';'))
  const operand = toOperand({ dataType: column.dataType } as FieldMeta, written)
  if (operand !== undefined) return operand
  throw crmError('coqlInvalidValue', {
    column_name: column.name,
    data_type: quoted || toWhole(written) === undefined ? 'string' : 'number',
    expected_data_type: column.dataType,
  })
}

/**
 * `%` stands at the ends only; a negated pattern needs both.
 * @throws CrmError
 */
export function toPattern(
  column: Column,
  operator: string,
  { value, negated }: { value: Value; negated: boolean },
): LikePattern {
  const { written } = value
  const before = written.startsWith('%')
  const after = written.length > 1 && written.endsWith('%')
  const text = written.slice(before ? 1 : 0, after ? -1 : undefined)
  const refuse = (reason: string) => crmError('coqlInvalidValue', { column_name: column.name, operator, reason })
  if (text.includes('%')) throw refuse('% is taken at the ends of a value only')
  if (negated && !(before && after)) throw refuse('not like needs % at both ends of the value')
  return { text: text.toLowerCase(), before, after }
}

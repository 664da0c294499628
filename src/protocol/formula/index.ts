/**
 * The language of formula fields: `If(${Deals.Amount} > 1000, 'large', 'small')`. Text goes through the tokenizer, the
 * parser and the checker, and comes out as a function from a stored record to the stored form of the result.
 *
 * Sources: https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/create-formula-fields
 * and https://www.zoho.com/crm/developer/docs/api/v8/create-custom-field.html
 */

import type { FieldDefinition } from '../modules/define.ts'
import { type Checked, check, type FormulaModule, fieldOf } from './checker.ts'
import { type FormulaRow, toEvaluator } from './evaluator.ts'
import type { FormulaValue, Surroundings } from './functions/define.ts'
import { isMoment } from './functions/logic.ts'
import { dayOf } from './functions/moments.ts'
import { toDecimalPlaces } from './functions/numeric.ts'
import { parse } from './parser.ts'
import { type Expression, FormulaFault, type FormulaProblem, type FormulaType } from './syntax.ts'

export type { FormulaModule } from './checker.ts'
export type { FormulaRow } from './evaluator.ts'
export type { FormulaProblem } from './syntax.ts'

export type ReturnType = NonNullable<FieldDefinition['returnType']>

/** What a formula field is computed from. */
export interface FormulaDefinition {
  readonly expression: string
  readonly returnType: ReturnType
  /** For a number; two where nothing is said. */
  readonly decimalPlaces?: number | undefined
}

/** From a stored record to what the field holds in it. */
export type ComputeFormula = (row: FormulaRow, around: Surroundings) => FormulaValue

/** In characters. */
export const longestExpression = 5000

/**
 * @param self the API name of the field that the formula is for; it may not be computed from itself
 * @returns null for a formula that can be computed
 */
export function checkFormula(
  { expression, returnType }: FormulaDefinition,
  module: FormulaModule,
  self?: string,
): FormulaProblem | null {
  try {
    checkWhole(expression, returnType, module)
    if (self !== undefined) refuseCircle(expression, module, self)
    return null
  } catch (error) {
    if (error instanceof FormulaFault) return error.problem
    throw error
  }
}

/** @throws FormulaFault for what `checkFormula` finds a problem with */
export function compileFormula(definition: FormulaDefinition, module: FormulaModule): ComputeFormula {
  const { expression, returnType, decimalPlaces = 2 } = definition
  const evaluate = toEvaluator(checkWhole(expression, returnType, module))
  return (row, around) => toStored(evaluate(row, around), returnType, decimalPlaces, around)
}

/** The fields that an expression reads, by API name; none for one that cannot be parsed. */
export function fieldsRead(expression: string, module: FormulaModule): Set<string> {
  const names = new Set<string>()
  const collect = (part: Expression): void => {
    if (part.kind === 'field') names.add(fieldOf(part.name, module)?.apiName ?? part.name)
    if (part.kind === 'call') part.arguments.forEach(collect)
    if (part.kind === 'sign') collect(part.operand)
    if (part.kind === 'chain') [part.first, ...part.rest.map(({ operand }) => operand)].forEach(collect)
  }
  try {
    collect(parse(expression))
  } catch (error) {
    if (!(error instanceof FormulaFault)) throw error
  }
  return names
}

function checkWhole(expression: string, returnType: ReturnType, module: FormulaModule): Checked {
  if (expression.length > longestExpression) {
    throw new FormulaFault('length', longestExpression, `longer than ${longestExpression} characters`)
  }
  const checked = check(parse(expression), module)
  // which code a wrong return type has is inferred
  if (!comesTo(checked.type, returnType)) {
    throw new FormulaFault('parameterType', 0, `the formula comes to ${checked.type}, its return type is ${returnType}`)
  }
  return checked
}

function comesTo(type: FormulaType, returnType: ReturnType): boolean {
  if (returnType === 'currency' || returnType === 'double') return type === 'number'
  return returnType === type || (isMoment(type) && isMoment(returnType as FormulaType))
}

/** Which code a circle has is inferred: the field is none that may take part. */
function refuseCircle(expression: string, module: FormulaModule, self: string): void {
  const seen = new Set<string>()
  const follow = (from: string): void => {
    for (const name of fieldsRead(from, module)) {
      if (name === self) throw new FormulaFault('field', 0, `${self} would be computed from itself`)
      const further = module.fields.find(({ apiName }) => apiName === name)?.expression
      if (further !== undefined && !seen.has(name)) {
        seen.add(name)
        follow(further)
      }
    }
  }
  follow(expression)
}

/** Moments are whole seconds, numbers have so many decimal places, and an empty text is no value. */
function toStored(
  value: FormulaValue,
  returnType: ReturnType,
  decimalPlaces: number,
  { timeZone }: Surroundings,
): FormulaValue {
  if (value === null || value === '') return null
  switch (returnType) {
    case 'currency':
    case 'double':
      return toDecimalPlaces(value as number, decimalPlaces)
    case 'date':
      return dayOf(value as number, timeZone)
    case 'datetime':
      return Math.floor((value as number) / 1000) * 1000
    default:
      return value
  }
}

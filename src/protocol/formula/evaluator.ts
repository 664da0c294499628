/** Makes one function of a checked formula, so that nothing is looked up or decided again for each record. */

import type { DataType } from '../modules/define.ts'
import type { Checked, CheckedChain } from './checker.ts'
import type { FormulaValue, Surroundings } from './functions/define.ts'
import { allOf, anyOf } from './functions/logic.ts'
import { startOf } from './functions/moments.ts'
import type { FormulaType } from './syntax.ts'

/** A record as it is stored. */
export interface FormulaRow {
  readonly [apiName: string]: unknown
}

export type Evaluate = (row: FormulaRow, around: Surroundings) => FormulaValue

export function toEvaluator(checked: Checked): Evaluate {
  switch (checked.kind) {
    case 'constant':
      return () => checked.value
    case 'field':
      return fieldReader(checked.field.apiName, checked.type, checked.field.dataType)
    case 'call':
      return toCall(checked)
    case 'chain':
      return toChain(checked)
  }
}

function fieldReader(apiName: string, type: FormulaType, dataType: DataType): Evaluate {
  switch (type) {
    case 'text':
      return dataType === 'multiselectpicklist'
        ? row => (Array.isArray(row[apiName]) ? (row[apiName] as string[]).join(';') : '')
        : row => (row[apiName] === null || row[apiName] === undefined ? '' : String(row[apiName]))
    case 'number':
      return row => {
        const value = row[apiName]
        // long numbers are kept as texts
        return typeof value === 'number' ? value : typeof value === 'string' ? meaningful(Number(value)) : null
      }
    case 'boolean':
      return row => row[apiName] === true
    case 'date':
      return (row, { timeZone }) => {
        const value = row[apiName]
        return typeof value === 'string' ? startOf(value, timeZone) : null
      }
    case 'datetime':
      return row => {
        const value = row[apiName]
        return typeof value === 'number' ? value : null
      }
  }
}

function toCall({ type, definition, arguments: parts }: Extract<Checked, { kind: 'call' }>): Evaluate {
  const { compute, takesEmpty = false } = definition
  const evaluators = parts.map(toEvaluator)
  const types = parts.map(part => part.type)
  const empty = type === 'text' ? '' : null
  return (row, around) => {
    const values = evaluators.map(evaluate => evaluate(row, around))
    if (!takesEmpty && values.includes(null)) return empty
    return meaningful(compute(values, around, types)) ?? empty
  }
}

function toChain({ rank, first, rest }: CheckedChain): Evaluate {
  const evaluators = [first, ...rest.map(({ operand }) => operand)].map(toEvaluator)
  const valuesOf = (row: FormulaRow, around: Surroundings) => evaluators.map(evaluate => evaluate(row, around))
  if (rank === 'and') return (row, around) => allOf(valuesOf(row, around))
  if (rank === 'or') return (row, around) => anyOf(valuesOf(row, around))
  if (rank === 'power') return (row, around) => valuesOf(row, around).reduceRight<FormulaValue>(raise, 1)
  const steps = rest.map(({ operator }) => operations[operator]!)
  return (row, around) => {
    const values = valuesOf(row, around)
    let result = values[0] as FormulaValue
    for (let at = 0; at < steps.length; at++) result = meaningful(steps[at]!(result, values[at + 1] as FormulaValue))
    return result
  }
}

type Operation = (a: FormulaValue, b: FormulaValue) => FormulaValue

/** Empty where one of the operands is. */
const both =
  <T extends FormulaValue>(compute: (a: T, b: T) => FormulaValue): Operation =>
  (a, b) =>
    a === null || b === null ? null : compute(a as T, b as T)

/** Its order of operands is that of `reduceRight`. */
const raise = (exponent: FormulaValue, base: FormulaValue): FormulaValue => meaningful(power(base, exponent))

const power = both<number>((a, b) => a ** b)

/**
 * With an empty operand there is no product, while in a sum it counts as zero.
 *
 * Source: https://help.zoho.com/portal/en/community/topic/announcing-a-change-to-how-null-values-in-formulas-are-computed-in-zoho-crm
 * That nothing can be said of how an empty value compares is inferred from it.
 */
const operations: Readonly<Record<string, Operation>> = {
  '+': (a, b) => (a === null ? b : b === null ? a : (a as number) + (b as number)),
  '-': (a, b) => (b === null ? a : ((a as number | null) ?? 0) - (b as number)),
  '*': both<number>((a, b) => a * b),
  '/': both<number>((a, b) => a / b),
  '%': both<number>((a, b) => a % b),
  '=': both((a, b) => a === b),
  '==': both((a, b) => a === b),
  '!=': both((a, b) => a !== b),
  '<': both<number>((a, b) => a < b),
  '<=': both<number>((a, b) => a <= b),
  '>': both<number>((a, b) => a > b),
  '>=': both<number>((a, b) => a >= b),
}

/** What is divided by zero, say, has no value. */
const meaningful = (value: FormulaValue): FormulaValue =>
  typeof value === 'number' && !Number.isFinite(value) ? null : value

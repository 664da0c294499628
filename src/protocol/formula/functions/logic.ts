import type { FormulaType } from '../syntax.ts'
import { define, type FormulaFunction, type FormulaValue } from './define.ts'

/** What two types come to together; null where they don't. */
export function commonType(a: FormulaType, b: FormulaType): FormulaType | null {
  if (a === b) return a
  return isMoment(a) && isMoment(b) ? 'datetime' : null
}

export const isMoment = (type: FormulaType): boolean => type === 'date' || type === 'datetime'

// what is unknown matters only where the others don't decide

export const allOf = (values: readonly FormulaValue[]): boolean | null =>
  values.includes(false) ? false : values.includes(null) ? null : true

export const anyOf = (values: readonly FormulaValue[]): boolean | null =>
  values.includes(true) ? true : values.includes(null) ? null : false

export const logicFunctions: Readonly<Record<string, FormulaFunction>> = {
  If: define(
    ['boolean', 'any', 'any'],
    ([, then, otherwise]) => commonType(then!, otherwise!),
    // with nothing to decide by, nothing is chosen; that is inferred
    ([condition, then, otherwise]) => (condition === null ? null : condition ? then : otherwise),
    { takesEmpty: true },
  ),
  And: define(['boolean'], 'boolean', allOf, { repeats: true, takesEmpty: true }),
  Or: define(['boolean'], 'boolean', anyOf, { repeats: true, takesEmpty: true }),
  Not: define(['boolean'], 'boolean', ([value]) => !value),
}

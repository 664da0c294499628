/**
 * The functions of formulas, by their names as they have to be written: `if` is not `If`.
 *
 * Source: https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/create-formula-fields
 */

import type { FormulaFunction } from './define.ts'
import { logicFunctions } from './logic.ts'
import { momentFunctions } from './moments.ts'
import { numericFunctions } from './numeric.ts'
import { textFunctions } from './text.ts'

const functions: ReadonlyMap<string, FormulaFunction> = new Map(
  [numericFunctions, textFunctions, momentFunctions, logicFunctions].flatMap(group => Object.entries(group)),
)

export const functionOf = (name: string): FormulaFunction | undefined => functions.get(name)

export const functionNames: readonly string[] = [...functions.keys()]

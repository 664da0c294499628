import type { FormulaType } from '../syntax.ts'

/**
 * A value while a formula is computed. Dates and date-times are epoch milliseconds, a date its midnight where the org is;
 * an empty text is a text without characters; everything else that is empty is null.
 */
export type FormulaValue = number | string | boolean | null

/** What a computation knows beside the values it is made from. */
export interface Surroundings {
  /** Epoch milliseconds. */
  readonly now: number
  /** Of the org. */
  readonly timeZone: string
}

/** What a parameter takes; `moment` is a date or a date-time. */
export type ParameterType = 'number' | 'text' | 'boolean' | 'moment' | 'any'

interface ValueOf {
  number: number
  text: string
  boolean: boolean
  moment: number
  any: FormulaValue
}

type Values<Parameters extends readonly ParameterType[]> = {
  readonly [Index in keyof Parameters]: ValueOf[Parameters[Index]]
}

interface Options {
  /** How many of the last parameters may be left out. */
  readonly optional?: number
  /** The last parameter may come again. */
  readonly repeats?: boolean
  /** Is computed from empty values too, where others are empty then; that those are is inferred for most. */
  readonly takesEmpty?: boolean
}

export interface FormulaFunction extends Options {
  readonly parameters: readonly ParameterType[]
  /** What it comes to; by the types of its arguments, null where these don't go together. */
  readonly result: FormulaType | ((types: readonly FormulaType[]) => FormulaType | null)
  readonly compute: (
    values: readonly FormulaValue[],
    around: Surroundings,
    types: readonly FormulaType[],
  ) => FormulaValue
}

/** Declares a function; what its parameters are decides what `compute` is given. */
export const define = <const Parameters extends readonly ParameterType[]>(
  parameters: Parameters,
  result: FormulaFunction['result'],
  compute: (values: Values<Parameters>, around: Surroundings, types: readonly FormulaType[]) => FormulaValue,
  options: Options = {},
): FormulaFunction => ({ parameters, result, compute: compute as FormulaFunction['compute'], ...options })

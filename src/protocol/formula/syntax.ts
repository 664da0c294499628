/** What a formula says, as the parser found it: names not yet looked up, places for errors. */

/** What a part of a formula comes to. A date and a date-time go together wherever a moment is asked for. */
export type FormulaType = 'number' | 'text' | 'boolean' | 'date' | 'datetime'

export type Expression =
  | {
      readonly kind: 'constant'
      readonly type: 'number' | 'text' | 'boolean'
      readonly value: number | string | boolean
    }
  | { readonly kind: 'field'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[]; readonly at: number }
  | { readonly kind: 'sign'; readonly operator: Sign; readonly operand: Expression; readonly at: number }
  | Chain

/** Operands with operators of one rank between them; kept flat, so that a long sum is no deep tree. */
export interface Chain {
  readonly kind: 'chain'
  readonly rank: Rank
  readonly first: Expression
  readonly rest: readonly { readonly operator: string; readonly operand: Expression; readonly at: number }[]
}

export type Sign = '+' | '-' | '!'

/** The operators that stand between two operands, from those that bind loosest. */
export const ranks = {
  or: ['||'],
  and: ['&&'],
  equality: ['=', '==', '!='],
  order: ['<', '<=', '>', '>='],
  sum: ['+', '-'],
  product: ['*', '/', '%'],
  power: ['^'],
} as const

export type Rank = keyof typeof ranks

/** Why an expression cannot be computed, and at which of its characters that shows. */
export interface FormulaProblem {
  readonly wrong: 'syntax' | 'braces' | 'parameterCount' | 'parameterType' | 'field' | 'length'
  readonly at: number
  /** One line in our own words. */
  readonly reason: string
}

/** Carries a problem out of the parser and the checker; `checkFormula` hands it on as a value. */
export class FormulaFault extends Error {
  readonly problem: FormulaProblem

  constructor(wrong: FormulaProblem['wrong'], at: number, reason: string) {
    super(reason)
    this.problem = { wrong, at, reason }
  }
}

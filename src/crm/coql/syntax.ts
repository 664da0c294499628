/** What a COQL query says, as the parser found it: names not yet looked up, values as written, places for errors. */

/**
 * One step of a path: a field, and behind `->` the module that a lookup to several modules is taken to mean.
 * @example What_Id->Leads.Last_Name has the steps What_Id (Leads) and Last_Name
 */
export interface Step {
  readonly name: string
  readonly module: string | null
}

export interface Path {
  readonly kind: 'path'
  /** As it stands in the answer: without quotes and without the module in front. */
  readonly name: string
  /** The module that `!Leads.` in front names. */
  readonly module: string | null
  readonly steps: readonly Step[]
}

export const aggregateNames = ['SUM', 'MAX', 'MIN', 'AVG', 'COUNT'] as const

export type AggregateName = (typeof aggregateNames)[number]

export interface Aggregate {
  readonly kind: 'aggregate'
  /** As it stands in the answer, e.g. `SUM(Amount)`. */
  readonly name: string
  readonly function: AggregateName
  readonly argument: Path
}

export interface SelectedColumn {
  readonly column: Path | Aggregate
  readonly alias: string | null
}

export interface Value {
  readonly written: string
  /** Whether it stood in quotes. */
  readonly quoted: boolean
}

/** @returns undefined for what is no whole number */
export const toWhole = (written: string): number | undefined =>
  /^[+-]?\d{1,15}$/.test(written) ? Number(written) : undefined

export type ComparisonOperator = '=' | '!=' | '>' | '>=' | '<' | '<='

/** Two conditions with a word between. */
export interface Pair {
  readonly kind: 'and' | 'or'
  readonly left: Condition
  readonly right: Condition
}

export type Condition = Pair | SimpleCondition

export type SimpleCondition =
  | { readonly kind: 'compare'; readonly path: Path; readonly operator: ComparisonOperator; readonly value: Value }
  | { readonly kind: 'like'; readonly path: Path; readonly negated: boolean; readonly value: Value }
  | { readonly kind: 'in'; readonly path: Path; readonly negated: boolean; readonly values: readonly Value[] }
  | {
      readonly kind: 'between'
      readonly path: Path
      readonly negated: boolean
      readonly low: Value
      readonly high: Value
    }
  | { readonly kind: 'null'; readonly path: Path; readonly negated: boolean }

export const isPair = (condition: Condition): condition is Pair => condition.kind === 'and' || condition.kind === 'or'

export interface OrderTerm {
  readonly column: Path | Aggregate
  readonly descending: boolean
}

export interface Query {
  readonly columns: readonly SelectedColumn[]
  readonly module: string
  /** The custom view behind `#`. */
  readonly customView: string | null
  readonly where: Condition
  readonly groupBy: readonly Path[]
  readonly orderBy: readonly OrderTerm[]
  /** As written. */
  readonly limit: string | null
  readonly offset: string | null
}

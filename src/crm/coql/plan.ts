/** What the checker makes of a query and the executor follows: columns found, values in the form in which they compare. */

import type { Operand } from '../../protocol/comparison.ts'
import type { Matches } from '../criteria/compile.ts'
import type { Column } from './columns.ts'
import type { At, Snapshot } from './snapshot.ts'
import type { AggregateName, ComparisonOperator } from './syntax.ts'

export interface PlannedAggregate {
  readonly name: string
  readonly function: AggregateName
  readonly column: Column
}

/** A column of the answer: where it comes from and under which key it stands. */
export interface Output {
  readonly key: string
  readonly from: Source
  /** The query doesn't name it. */
  readonly implied?: true
}

/** A column, or the aggregate of that position in the plan. */
export type Source = { readonly column: Column } | { readonly aggregate: number }

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | {
      readonly kind: 'compare'
      readonly column: Column
      readonly operator: ComparisonOperator
      readonly operand: Operand
    }
  | {
      readonly kind: 'like'
      readonly column: Column
      readonly negated: boolean
      readonly pattern: LikePattern
    }
  | { readonly kind: 'in'; readonly column: Column; readonly negated: boolean; readonly operands: readonly Operand[] }
  | {
      readonly kind: 'between'
      readonly column: Column
      readonly negated: boolean
      readonly low: Operand
      readonly high: Operand
    }
  | { readonly kind: 'null'; readonly column: Column; readonly negated: boolean }

/** A text, and on which of its sides more may stand. */
export interface LikePattern {
  readonly text: string
  readonly before: boolean
  readonly after: boolean
}

export interface PlannedOrder {
  readonly from: Source
  readonly descending: boolean
}

export interface Plan {
  /** The rows of the query's own module, by id ascending. */
  readonly rows: Snapshot
  /** Which of them the caller may see; null for all. */
  readonly visible: At<boolean> | null
  readonly outputs: readonly Output[]
  readonly filter: Filter
  /** What the view behind `#` lets through. */
  readonly view: Matches | null
  /** Null for a query that gives records. */
  readonly groups: { readonly by: readonly Column[]; readonly aggregates: readonly PlannedAggregate[] } | null
  readonly orderBy: readonly PlannedOrder[]
  readonly offset: number
  readonly limit: number
}

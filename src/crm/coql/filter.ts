/** Makes one function of a WHERE clause, from the position of a row to whether it matches. */

import type { Operand } from '../../protocol/comparison.ts'
import type { Column } from './columns.ts'
import { comparisonOf } from './order.ts'
import type { Filter, LikePattern } from './plan.ts'
import type { At } from './snapshot.ts'

/** Shows the positions of the rows that match, by id ascending or descending, until false comes back. */
export type VisitRows = (look: (at: number) => unknown, descending?: boolean) => void

/** Reads null where the column is empty; a list without elements is, which only its operand tells. */
export const presence = ({ comparison, read, operand }: Column): At<unknown> => (comparison === 'list' ? operand : read)

/** An empty value meets no condition but `is null`, as in SQL; no page of the service's says otherwise. */
export function compileFilter(filter: Filter): At<boolean> {
  switch (filter.kind) {
    case 'and': {
      const left = compileFilter(filter.left)
      const right = compileFilter(filter.right)
      return at => left(at) && right(at)
    }
    case 'or': {
      const left = compileFilter(filter.left)
      const right = compileFilter(filter.right)
      return at => left(at) || right(at)
    }
    case 'null': {
      const { column, negated } = filter
      if (column.name === 'id') return () => negated
      const read = presence(column)
      return at => (read(at) === null) !== negated
    }
    case 'compare':
      return onOperand(filter.column, compileComparison(filter))
    case 'between': {
      const { column, low, high, negated } = filter
      const compare = comparisonOf(column)
      return onOperand(column, value => (compare(value, low) >= 0 && compare(value, high) <= 0) !== negated)
    }
    case 'in': {
      const wanted = new Set(filter.operands)
      const { negated } = filter
      return onOperand(filter.column, value => wanted.has(value) !== negated)
    }
    case 'like': {
      const isLike = compileLike(filter.pattern)
      const { negated } = filter
      return onOperand(filter.column, value => isLike(value as string) !== negated)
    }
  }
}

function onOperand(column: Column, test: (value: Operand) => boolean): At<boolean> {
  return at => {
    const value = column.operand(at)
    return value !== null && test(value)
  }
}

function compileComparison({
  column,
  operator,
  operand,
}: Extract<Filter, { kind: 'compare' }>): (value: Operand) => boolean {
  const compare = comparisonOf(column)
  switch (operator) {
    case '=':
      return value => value === operand
    case '!=':
      return value => value !== operand
    case '>':
      return value => compare(value, operand) > 0
    case '>=':
      return value => compare(value, operand) >= 0
    case '<':
      return value => compare(value, operand) < 0
    case '<=':
      return value => compare(value, operand) <= 0
  }
}

function compileLike({ text, before, after }: LikePattern): (value: string) => boolean {
  if (before && after) return value => value.includes(text)
  if (before) return value => value.endsWith(text)
  if (after) return value => value.startsWith(text)
  return value => value === text
}

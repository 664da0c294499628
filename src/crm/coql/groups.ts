/** The groups that GROUP BY makes of the rows, and what the aggregates come to in each. */

import type { Operand } from '../../protocol/comparison.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { StoredValue } from '../../world/record-row.ts'
import type { Column } from './columns.ts'
import { presence, type VisitRows } from './filter.ts'
import { compareKeys, comparisonOf, directed, Sorter } from './order.ts'
import type { Output, PlannedAggregate, PlannedOrder } from './plan.ts'
import type { At } from './snapshot.ts'

/** The groups that a query makes, by number, and what was counted for each. */
export interface Groups {
  /** The position of a row that tells the values by which the group was made; -1 when it has no rows. */
  readonly first: number[]
  readonly results: readonly Tally[]
}

/** Counts one aggregate for all groups. */
interface Tally {
  readonly open: () => void
  readonly add: (group: number, at: number) => void
  /** Null where there was nothing to add up or compare. */
  readonly result: (group: number) => Operand | null
}

export function collectGroups(
  by: readonly Column[],
  aggregates: readonly PlannedAggregate[],
  visit: VisitRows,
): Groups {
  const first: number[] = []
  const results = aggregates.map(toTally)
  const open = (at: number): number => {
    for (const tally of results) tally.open()
    return first.push(at) - 1
  }
  const find = groupFinder(by, open)
  visit(at => {
    const group = find(at)
    for (let index = 0; index < results.length; index++) results[index]!.add(group, at)
  })
  // without GROUP BY there is one group, be it empty
  if (by.length === 0 && first.length === 0) open(-1)
  return { first, results }
}

type GroupKey = StoredValue
type Level = Map<GroupKey, Level | number>

/** One level of maps for each column, so that no key has to be put together. */
function groupFinder(by: readonly Column[], open: (at: number) => number): At<number> {
  const top: Level = new Map()
  // without GROUP BY all rows have the same key
  const keyOf = by.length === 0 ? [() => null] : by.map(groupKey)
  const last = keyOf.length - 1
  return at => {
    let level = top
    for (let index = 0; index < last; index++) {
      level = getOrMake(level, keyOf[index]!(at), () => new Map()) as Level
    }
    return getOrMake(level, keyOf[last]!(at), () => open(at)) as number
  }
}

/** Texts group by what they are, with their case; lists without regard to their order. */
const groupKey = ({ comparison, read, operand }: Column): At<GroupKey> => (comparison === 'list' ? operand : read)

function toTally({ function: name, column }: PlannedAggregate): Tally {
  if (name === 'COUNT') return counting(column)
  return name === 'SUM' || name === 'AVG' ? adding(column, name === 'AVG') : choosing(column, name === 'MIN' ? -1 : 1)
}

function counting(column: Column): Tally {
  const read = presence(column)
  const counts: number[] = []
  return {
    open: () => counts.push(0),
    add: (group, at) => {
      if (read(at) !== null) counts[group]!++
    },
    result: group => counts[group]!,
  }
}

function adding({ read }: Column, mean: boolean): Tally {
  const counts: number[] = []
  const sums: number[] = []
  return {
    open: () => {
      counts.push(0)
      sums.push(0)
    },
    add: (group, at) => {
      const value = read(at)
      if (typeof value !== 'number') return
      counts[group]!++
      sums[group]! += value
    },
    result: group => (counts[group] === 0 ? null : mean ? sums[group]! / counts[group]! : sums[group]!),
  }
}

/** @param wanted -1 for the least, 1 for the greatest */
function choosing(column: Column, wanted: -1 | 1): Tally {
  const { read } = column
  const compare = comparisonOf(column)
  const best: (Operand | null)[] = []
  return {
    open: () => best.push(null),
    add: (group, at) => {
      const value = read(at) as Operand | null
      if (value === null) return
      const known = best[group]!
      if (known === null || Math.sign(compare(value, known)) === wanted) best[group] = value
    },
    result: group => best[group]!,
  }
}

/** What an output shows of a group, by the group's number. */
export function groupValue(
  { from }: Output,
  { first, results }: Groups,
  aggregates: readonly PlannedAggregate[],
): (group: number) => unknown {
  if ('column' in from) {
    const { show, read } = from.column
    return group => show(read(first[group]!))
  }
  const { result } = results[from.aggregate]!
  const { function: name, column } = aggregates[from.aggregate]!
  return name === 'MIN' || name === 'MAX' ? group => column.show(result(group)) : result
}

/** The numbers of the first so many groups. */
export function sortGroups(
  { first, results }: Groups,
  aggregates: readonly PlannedAggregate[],
  orderBy: readonly PlannedOrder[],
  count: number,
): number[] {
  const keys = orderBy.map(({ from }): ((group: number) => Operand | null) => {
    if ('aggregate' in from) return results[from.aggregate]!.result
    const { operand } = from.column
    return group => operand(first[group]!)
  })
  const compares = orderBy.map(({ from, descending }) => {
    if ('column' in from) return directed(comparisonOf(from.column), descending)
    const { function: name, column } = aggregates[from.aggregate]!
    // a count is a number, whatever it counts
    return directed(name === 'COUNT' ? compareKeys : comparisonOf(column), descending)
  })
  const sorter = new Sorter(keys, compares, count)
  first.forEach((_, group) => {
    sorter.add(group)
  })
  return sorter.sorted()
}

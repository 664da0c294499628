/** Runs a checked query: the plan is made into functions once, then each row passes through them. */

import { getOrMake } from '../../protocol/get-or-make.ts'
import type { StoredValue } from '../../world/record-row.ts'
import type { Operand } from '../records/compare.ts'
import { Top } from '../records/top.ts'
import type { Filter, LikePattern, Output, Plan, PlannedAggregate, PlannedOrder, Source } from './checker.ts'
import type { Column } from './columns.ts'
import type { At, Snapshot } from './snapshot.ts'

export interface QueryResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly moreRecords: boolean
}

export function runQuery(plan: Plan): QueryResult {
  const matches = compileFilter(plan.filter)
  const positions = positionsThatCount(plan.filter, plan.rows)
  const count = positions?.length ?? plan.rows.size
  const visit: VisitRows = (look, descending = false) => {
    for (let index = 0; index < count; index++) {
      const place = descending ? count - 1 - index : index
      const at = positions ? positions[place]! : place
      if (matches(at) && look(at) === false) return
    }
  }
  return plan.groups ? runGrouped(plan, plan.groups, visit) : runPlain(plan, visit)
}

/** Shows the positions of the rows that match, by id ascending or descending, until false comes back. */
type VisitRows = (look: (at: number) => unknown, descending?: boolean) => void

/** @returns null where the filter doesn't say which ids it lets through */
function positionsThatCount(filter: Filter, rows: Snapshot): readonly number[] | null {
  const ids = idsThatCount(filter)
  if (!ids) return null
  const positions = [...new Set(ids)].map(id => rows.positionOf(id)).filter(at => at !== -1)
  return positions.sort((a, b) => a - b)
}

function idsThatCount(filter: Filter): readonly string[] | null {
  switch (filter.kind) {
    case 'and':
      return idsThatCount(filter.left) ?? idsThatCount(filter.right)
    case 'compare':
      return filter.column.name === 'id' && filter.operator === '=' ? [filter.operand as string] : null
    case 'in':
      return filter.column.name === 'id' && !filter.negated ? (filter.operands as string[]) : null
    default:
      return null
  }
}

function runPlain({ outputs, orderBy, offset, limit }: Plan, visit: VisitRows): QueryResult {
  const [first] = orderBy
  const byId = !first || columnOf(first.from).name === 'id'
  const page = byId
    ? firstInOrder(visit, first?.descending ?? false, offset, limit)
    : firstSorted(visit, orderBy, offset, limit)
  const shown = outputs.map(({ key, from }) => [key, columnOf(from)] as const)
  const rows = page.slice(0, limit).map(at => {
    const answer: Record<string, unknown> = {}
    for (const [key, column] of shown) put(answer, key, column.show(column.read(at)))
    return answer
  })
  return { rows, moreRecords: page.length > limit }
}

/** The matching rows after the offset, one more than the limit where there are so many; no row beyond is looked at. */
function firstInOrder(visit: VisitRows, descending: boolean, offset: number, limit: number): number[] {
  const found: number[] = []
  let seen = 0
  visit(at => {
    if (seen++ >= offset) found.push(at)
    return found.length <= limit
  }, descending)
  return found
}

function firstSorted(visit: VisitRows, orderBy: readonly PlannedOrder[], offset: number, limit: number): number[] {
  const keys = orderBy.map(({ from }) => columnOf(from).operand)
  const compares = orderBy.map(({ from, descending }) => directed(comparisonOf(columnOf(from)), descending))
  const sorter = new Sorter(keys, compares, offset + limit + 1)
  visit(at => sorter.add(at))
  return sorter.sorted().slice(offset)
}

/** The column of a query without groups, which has no other sources. */
const columnOf = (from: Source): Column => (from as { column: Column }).column

/** A thing to be sorted with what it is sorted by; equal ones stay in the order in which they came. */
interface Ranked {
  readonly item: number
  readonly keys: readonly (Operand | null)[]
  readonly place: number
}

type CompareKeys = (a: Operand | null, b: Operand | null) => number

/** Keeps the first few of what it is given, in the order of ORDER BY. */
class Sorter {
  readonly #keyOf: readonly ((item: number) => Operand | null)[]
  readonly #top: Top<Ranked>
  #place = 0

  constructor(keyOf: readonly ((item: number) => Operand | null)[], compares: readonly CompareKeys[], count: number) {
    this.#keyOf = keyOf
    this.#top = new Top(count, (a, b) => {
      for (let index = 0; index < compares.length; index++) {
        const order = compares[index]!(a.keys[index]!, b.keys[index]!)
        if (order !== 0) return order
      }
      return a.place - b.place
    })
  }

  add(item: number): void {
    this.#top.add({ item, keys: this.#keyOf.map(keyOf => keyOf(item)), place: this.#place++ })
  }

  sorted(): number[] {
    return this.#top.sorted().map(({ item }) => item)
  }
}

/** Empty values come first in ascending order; no page of the service's says where. */
const compareKeys: CompareKeys = (a, b) => {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

/** Ids and other long numbers that are kept as texts. */
const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

const compareIdKeys: CompareKeys = (a, b) =>
  a === null || b === null ? compareKeys(a, b) : compareIds(a as string, b as string)

const comparisonOf = ({ comparison }: Column): CompareKeys => (comparison === 'id' ? compareIdKeys : compareKeys)

const directed = (compare: CompareKeys, descending: boolean): CompareKeys =>
  descending ? (a, b) => compare(b, a) : compare

/** The groups that a query makes, by number, and what was counted for each. */
interface Groups {
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

function runGrouped(
  { outputs, orderBy, offset, limit }: Plan,
  { by, aggregates }: NonNullable<Plan['groups']>,
  visit: VisitRows,
): QueryResult {
  const groups = collectGroups(by, aggregates, visit)
  const order =
    orderBy.length === 0
      ? groups.first.map((_, group) => group)
      : sortGroups(groups, aggregates, orderBy, offset + limit + 1)
  const page = order.slice(offset)
  const shown = outputs.map(output => [output.key, groupValue(output, groups, aggregates)] as const)
  const rows = page.slice(0, limit).map(group => {
    const answer: Record<string, unknown> = {}
    for (const [key, show] of shown) put(answer, key, show(group))
    return answer
  })
  return { rows, moreRecords: page.length > limit }
}

function collectGroups(by: readonly Column[], aggregates: readonly PlannedAggregate[], visit: VisitRows): Groups {
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

/** Reads null where the column is empty; a list without elements is, which only its operand tells. */
const presence = ({ comparison, read, operand }: Column): At<unknown> => (comparison === 'list' ? operand : read)

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

function groupValue(
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

function sortGroups(
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

/** An alias is any text, so it may be one that means something to objects. */
function put(answer: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(answer, key, { value, enumerable: true })
  else answer[key] = value
}

/** An empty value meets no condition but `is null`, as in SQL; no page of the service's says otherwise. */
function compileFilter(filter: Filter): At<boolean> {
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

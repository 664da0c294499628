/** Runs a checked query: the plan is made into functions once, then each row passes through them. */

import { getOrMake } from '../../protocol/get-or-make.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import type { Operand } from '../records/compare.ts'
import { Top } from '../records/top.ts'
import type { Filter, LikePattern, Output, Plan, PlannedAggregate, PlannedOrder, Source } from './checker.ts'
import type { Column } from './columns.ts'

export interface QueryResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly moreRecords: boolean
}

type Matches = (row: RecordRow) => boolean

export function runQuery(plan: Plan, data: OrgData): QueryResult {
  const source = rowsToVisit(plan, data)
  const matches = compileFilter(plan.filter)
  return plan.groups ? runGrouped(plan, plan.groups, source, matches) : runPlain(plan, source, matches)
}

/** Where rows come from, by id ascending or descending. */
interface RowSource {
  each(visit: (row: RecordRow) => unknown): void
  eachBackwards(visit: (row: RecordRow) => unknown): void
}

/** The whole table, or, where the filter lets only certain ids through, those. */
function rowsToVisit(plan: Plan, data: OrgData): RowSource {
  const table = data.records(plan.module)
  const ids = idsThatCount(plan.filter)
  if (!ids) return table
  const rows = [...ids]
    .sort(compareIds)
    .map(id => table.get(id))
    .filter(row => row !== undefined)
  return {
    each: visit => void rows.every(row => visit(row) !== false),
    eachBackwards: visit => void rows.toReversed().every(row => visit(row) !== false),
  }
}

/** @returns null where the filter does not say which */
function idsThatCount(filter: Filter): ReadonlySet<string> | null {
  switch (filter.kind) {
    case 'and':
      return idsThatCount(filter.left) ?? idsThatCount(filter.right)
    case 'compare':
      return filter.column.name === 'id' && filter.operator === '=' ? new Set([filter.operand as string]) : null
    case 'in':
      return filter.column.name === 'id' && !filter.negated ? new Set(filter.operands as string[]) : null
    default:
      return null
  }
}

function runPlain({ outputs, orderBy, offset, limit }: Plan, source: RowSource, matches: Matches): QueryResult {
  const [first] = orderBy
  const byId = !first || ('column' in first.from && first.from.column.name === 'id')
  const page = byId
    ? firstInOrder(source, matches, first?.descending ?? false, offset, limit)
    : firstSorted(source, matches, orderBy, offset, limit)
  const shown = outputs.map(({ key, from }) => [key, (from as { column: Column }).column] as const)
  const hasId = outputs.some(({ key }) => key === 'id')
  const rows = page.slice(0, limit).map(row => {
    const answer: Record<string, unknown> = {}
    for (const [key, column] of shown) put(answer, key, column.show(column.read(row)))
    if (!hasId) answer.id = row.id
    return answer
  })
  return { rows, moreRecords: page.length > limit }
}

/** The matching rows after the offset, one more than the limit where there are so many; no row beyond is looked at. */
function firstInOrder(
  source: RowSource,
  matches: Matches,
  descending: boolean,
  offset: number,
  limit: number,
): RecordRow[] {
  const rows: RecordRow[] = []
  let seen = 0
  const visit = (row: RecordRow): boolean => {
    if (!matches(row)) return true
    if (seen++ >= offset) rows.push(row)
    return rows.length <= limit
  }
  if (descending) source.eachBackwards(visit)
  else source.each(visit)
  return rows
}

function firstSorted(
  source: RowSource,
  matches: Matches,
  orderBy: readonly PlannedOrder[],
  offset: number,
  limit: number,
): RecordRow[] {
  const sorter = new Sorter<RecordRow>(orderBy, column => row => column.operandOf(column.read(row)), offset + limit + 1)
  source.each(row => {
    if (matches(row)) sorter.add(row)
  })
  return sorter.sorted().slice(offset)
}

/** A thing to be sorted with what it is sorted by; equal ones stay in the order in which they came. */
interface Ranked<T> {
  readonly item: T
  readonly keys: readonly (Operand | null)[]
  readonly place: number
}

type CompareKeys = (a: Operand | null, b: Operand | null) => number

/** Keeps the first few of what it is given, in the order of ORDER BY. */
class Sorter<T> {
  readonly #keyOf: readonly ((item: T) => Operand | null)[]
  readonly #top: Top<Ranked<T>>
  #place = 0

  constructor(
    orderBy: readonly PlannedOrder[],
    keyOf: (column: Column, source: Source) => (item: T) => Operand | null,
    count: number,
    columnOf: (source: Source) => Column = source => (source as { column: Column }).column,
  ) {
    this.#keyOf = orderBy.map(({ from }) => keyOf(columnOf(from), from))
    const compares = orderBy.map(({ from, descending }): CompareKeys => {
      const compare = comparisonOfKeys(columnOf(from), from)
      return descending ? (a, b) => compare(b, a) : compare
    })
    this.#top = new Top(count, (a, b) => {
      for (let index = 0; index < compares.length; index++) {
        const order = compares[index]!(a.keys[index]!, b.keys[index]!)
        if (order !== 0) return order
      }
      return a.place - b.place
    })
  }

  add(item: T): void {
    this.#top.add({ item, keys: this.#keyOf.map(keyOf => keyOf(item)), place: this.#place++ })
  }

  sorted(): T[] {
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

const isIdLike = ({ comparison }: Column): boolean => comparison === 'id'

function comparisonOfKeys(column: Column, from: Source): CompareKeys {
  // a count is a number, whatever it counts; all other aggregates compare as their column does
  return isIdLike(column) && 'column' in from ? compareIdKeys : compareKeys
}

interface Group {
  /** Tells the values by which the group was made. */
  readonly first: RecordRow
  readonly counts: number[]
  readonly values: (StoredValue | undefined)[]
}

type Step = (group: Group, row: RecordRow) => void

function runGrouped(
  { outputs, orderBy, offset, limit }: Plan,
  { by, aggregates }: NonNullable<Plan['groups']>,
  source: RowSource,
  matches: Matches,
): QueryResult {
  const groups = collectGroups(by, aggregates, source, matches)
  const results = aggregates.map(toResult)
  const page =
    orderBy.length === 0 ? groups.slice(offset) : sortGroups(groups, aggregates, results, orderBy, offset, limit)
  const shown = outputs.map(output => [output.key, groupValue(output, aggregates, results)] as const)
  const rows = page.slice(0, limit).map(group => {
    const answer: Record<string, unknown> = {}
    for (const [key, show] of shown) put(answer, key, show(group))
    return answer
  })
  return { rows, moreRecords: page.length > limit }
}

function collectGroups(
  by: readonly Column[],
  aggregates: readonly PlannedAggregate[],
  source: RowSource,
  matches: Matches,
): Group[] {
  const steps = aggregates.map(toStep)
  const groups: Group[] = []
  const make = (first: RecordRow): Group => {
    const group = { first, counts: steps.map(() => 0), values: steps.map(() => undefined) }
    groups.push(group)
    return group
  }
  const find = groupFinder(by, make)
  source.each(row => {
    if (!matches(row)) return
    const group = find(row)
    for (let index = 0; index < steps.length; index++) steps[index]!(group, row)
  })
  // without GROUP BY there is one group, be it empty
  if (by.length === 0 && groups.length === 0) make({ id: '' })
  return groups
}

type GroupKey = StoredValue
type Level = Map<GroupKey, Level | Group>

/** One level of maps for each column, so that no key has to be put together. */
function groupFinder(by: readonly Column[], make: (row: RecordRow) => Group): (row: RecordRow) => Group {
  const top: Level = new Map()
  // without GROUP BY all rows have the same key
  const keyOf = by.length === 0 ? [() => null] : by.map(groupKey)
  const last = keyOf.length - 1
  return row => {
    let level = top
    for (let index = 0; index < last; index++) {
      level = getOrMake(level, keyOf[index]!(row), () => new Map()) as Level
    }
    return getOrMake(level, keyOf[last]!(row), () => make(row)) as Group
  }
}

/** Texts group by what they are, with their case; lists without regard to their order. */
function groupKey({ comparison, read, operandOf }: Column): (row: RecordRow) => GroupKey {
  return comparison === 'list' ? row => operandOf(read(row)) : read
}

function toStep({ function: name, column }: PlannedAggregate, at: number): Step {
  const { read } = column
  if (name === 'COUNT') {
    return ({ counts }, row) => {
      if (read(row) !== null) counts[at]!++
    }
  }
  if (name === 'SUM' || name === 'AVG') {
    return ({ counts, values }, row) => {
      const value = read(row)
      if (typeof value !== 'number') return
      counts[at]!++
      values[at] = ((values[at] as number | undefined) ?? 0) + value
    }
  }
  const compare = isIdLike(column) ? compareIdKeys : compareKeys
  const wanted = name === 'MIN' ? -1 : 1
  return ({ values }, row) => {
    const value = read(row)
    if (value === null) return
    const best = values[at]
    if (best === undefined || Math.sign(compare(value as Operand, best as Operand)) === wanted) values[at] = value
  }
}

/** What came out for a group; null where there was nothing to add up or compare. */
function toResult({ function: name }: PlannedAggregate, at: number): (group: Group) => Operand | null {
  if (name === 'COUNT') return ({ counts }) => counts[at]!
  if (name === 'AVG') return ({ counts, values }) => (counts[at] === 0 ? null : (values[at] as number) / counts[at]!)
  return ({ values }) => (values[at] as Operand | undefined) ?? null
}

type GroupResult = (group: Group) => Operand | null

function groupValue(
  { from }: Output,
  aggregates: readonly PlannedAggregate[],
  results: readonly GroupResult[],
): (group: Group) => unknown {
  if ('column' in from) {
    const { show, read } = from.column
    return ({ first }) => show(read(first))
  }
  const result = results[from.aggregate]!
  const { function: name, column } = aggregates[from.aggregate]!
  return name === 'MIN' || name === 'MAX' ? group => column.show(result(group)) : result
}

function sortGroups(
  groups: readonly Group[],
  aggregates: readonly PlannedAggregate[],
  results: readonly GroupResult[],
  orderBy: readonly PlannedOrder[],
  offset: number,
  limit: number,
): Group[] {
  const sorter = new Sorter<Group>(
    orderBy,
    (column, from) =>
      'aggregate' in from ? results[from.aggregate]! : ({ first }) => column.operandOf(column.read(first)),
    offset + limit + 1,
    from => ('column' in from ? from.column : aggregates[from.aggregate]!.column),
  )
  for (const group of groups) sorter.add(group)
  return sorter.sorted().slice(offset)
}

/** An alias is any text, so it may be one that means something to objects. */
function put(answer: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(answer, key, { value, enumerable: true })
  else answer[key] = value
}

/** An empty value meets no condition but `is null`, as in SQL; no page of the service's says otherwise. */
function compileFilter(filter: Filter): Matches {
  switch (filter.kind) {
    case 'and': {
      const left = compileFilter(filter.left)
      const right = compileFilter(filter.right)
      return row => left(row) && right(row)
    }
    case 'or': {
      const left = compileFilter(filter.left)
      const right = compileFilter(filter.right)
      return row => left(row) || right(row)
    }
    case 'null': {
      const { column, negated } = filter
      if (column.name === 'id') return () => negated
      const { read, operandOf } = column
      // a list without elements is empty too
      if (column.comparison === 'list') return row => (operandOf(read(row)) === null) !== negated
      return row => (read(row) === null) !== negated
    }
    case 'compare':
      return onOperand(filter.column, compileComparison(filter))
    case 'between': {
      const { column, low, high, negated } = filter
      const compare = isIdLike(column) ? compareIdKeys : compareKeys
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

function onOperand({ read, operandOf }: Column, test: (value: Operand) => boolean): Matches {
  return row => {
    const value = operandOf(read(row))
    return value !== null && test(value)
  }
}

function compileComparison({
  column,
  operator,
  operand,
}: Extract<Filter, { kind: 'compare' }>): (value: Operand) => boolean {
  const compare = isIdLike(column) ? compareIdKeys : compareKeys
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

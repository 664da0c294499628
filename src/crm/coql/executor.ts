/** Runs a checked query: the plan is made into functions once, then each row passes through them. */

import type { Column } from './columns.ts'
import { compileFilter, type VisitRows } from './filter.ts'
import { collectGroups, groupValue, sortGroups } from './groups.ts'
import { comparisonOf, directed, Sorter } from './order.ts'
import type { Filter, Plan, PlannedOrder, Source } from './plan.ts'
import type { At, Snapshot } from './snapshot.ts'

export interface QueryResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly moreRecords: boolean
}

export function runQuery(plan: Plan): QueryResult {
  const matches = bothOf(plan.visible, withView(compileFilter(plan.filter), plan))
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

const bothOf = (first: At<boolean> | null, then: At<boolean>): At<boolean> =>
  first ? at => first(at) && then(at) : then

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

/** An alias is any text, so it may be one that means something to objects. */
function put(answer: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(answer, key, { value, enumerable: true })
  else answer[key] = value
}

/** A snapshot’s rows stand where they do in their table, which is how a view’s test knows them. */
function withView(matches: At<boolean>, { view, rows }: Plan): At<boolean> {
  return view ? at => matches(at) && view(rows.rowAt(at), at) : matches
}

/**
 * Holds a parsed query against the metadata of the org and the limits of the version, and makes the plan that the
 * executor follows: columns found, values in the form in which they compare.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/Get-Records-through-COQL-Query.html and COQL-Limitations.html
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { Matches } from '../criteria/compile.ts'
import { findView, viewMatches } from '../custom-views.ts'
import { type Clause, type Column, Columns, type QueryContext } from './columns.ts'
import { checkOperator, countConditions, operandFor, operatorOf, toPattern } from './conditions.ts'
import { type CoqlLimits, limitsOf } from './limits.ts'
import type { Filter, Output, Plan, PlannedAggregate, PlannedOrder, Source } from './plan.ts'
import {
  type Aggregate,
  type AggregateName,
  type Condition,
  isPair,
  type Path,
  type Query,
  type SelectedColumn,
  toWhole,
} from './syntax.ts'

/** Each record comes with its id. */
const idPath: Path = { kind: 'path', name: 'id', module: null, steps: [{ name: 'id', module: null }] }

/** @throws CrmError */
export const checkQuery = (query: Query, context: QueryContext): Plan => new Checker(query, context).plan()

class Checker {
  readonly #query: Query
  readonly #columns: Columns
  readonly #limits: CoqlLimits
  readonly #view: Matches | null
  readonly #aggregates: PlannedAggregate[] = []
  readonly #selectRelations = new Set<string>()
  readonly #baseRelations = new Set<string>()

  constructor(query: Query, context: QueryContext) {
    const module = context.data.module(query.module)
    if (!module || module.definition.withoutRecords) throw crmError('coqlInvalidModule', { module: query.module })
    this.#query = query
    this.#limits = limitsOf(context.version)
    this.#columns = new Columns(module, context)
    this.#view = query.customView === null ? null : openView(query.customView, module, context)
  }

  plan(): Plan {
    const { columns, groupBy, where } = this.#query
    this.#atMost(columns.length, 'select', this.#limits.selectColumns)
    const isGrouped = groupBy.length > 0 || columns.some(({ column }) => column.kind === 'aggregate')
    const selected = columns.map(({ column }) => this.#source(column, 'select'))
    this.#checkDuplicates(columns)
    const keys = this.#keys(columns, isGrouped)
    const outputs = selected.map((from, index): Output => ({ key: keys[index]!, from }))
    if (!isGrouped && !keys.includes('id')) {
      outputs.push({ key: 'id', from: { column: this.#find(idPath, 'select') }, implied: true })
    }
    this.#atMost(countConditions(where), 'where', this.#limits.conditions)
    const filter = this.#filter(where)
    const by = this.#distinct(groupBy, 'group by', this.#limits.groupBy).map(path => this.#find(path, 'group by'))
    const orderBy = this.#orderBy(outputs, isGrouped)
    if (isGrouped) {
      this.#checkGrouped(selected, by, 'group by')
      const sortedBy = orderBy.map(({ from }) => from)
      this.#checkGrouped(sortedBy, by, 'order by')
    }
    this.#checkJoins()
    return {
      rows: this.#columns.rows,
      visible: this.#columns.visible,
      outputs,
      filter,
      view: this.#view,
      groups: isGrouped ? { by, aggregates: this.#aggregates } : null,
      orderBy,
      ...this.#window(),
    }
  }

  #atMost(count: number, clause: string, limit: number): void {
    if (count > limit) throw crmError('coqlLimitExceeded', { clause, limit })
  }

  #find(path: Path, clause: Clause): Column {
    const column = this.#columns.find(path, clause)
    const relations = clause === 'select' ? this.#selectRelations : this.#baseRelations
    for (const relation of column.relations) relations.add(relation)
    return column
  }

  #source(column: Path | Aggregate, clause: Clause): Source {
    return column.kind === 'path'
      ? { column: this.#find(column, clause) }
      : { aggregate: this.#aggregate(column, clause) }
  }

  /** @returns its position among the aggregates; one that ORDER BY names may be there already */
  #aggregate(aggregate: Aggregate, clause: Clause): number {
    const known = this.#aggregates.findIndex(({ name }) => name === aggregate.name)
    if (known !== -1) return known
    const column = this.#find(aggregate.argument, clause)
    if (!canAggregate(aggregate.function, column)) {
      throw crmError('coqlUnsupportedType', { column_name: column.name, data_type: column.dataType })
    }
    this.#aggregates.push({ name: aggregate.name, function: aggregate.function, column })
    this.#atMost(this.#aggregates.length, 'aggregate', this.#limits.aggregates)
    return this.#aggregates.length - 1
  }

  #checkDuplicates(columns: readonly SelectedColumn[]): void {
    const seen = new Set<string>()
    for (const { column } of columns) {
      if (!seen.has(column.name)) seen.add(column.name)
      else if (column.kind === 'path') throw crmError('coqlDuplicateColumn', { column_name: column.name })
      else {
        const details = { column_name: column.argument.name, aggregate: column.function }
        throw crmError('coqlDuplicateAggregate', details)
      }
    }
  }

  /** Under which key each selected column stands. */
  #keys(columns: readonly SelectedColumn[], isGrouped: boolean): string[] {
    const plain = new Set(columns.filter(({ alias }) => alias === null).map(({ column }) => column.name))
    if (!isGrouped) plain.add('id')
    const aliased = new Map<string, string>()
    return columns.map(({ column, alias }) => {
      if (alias === null) return column.name
      const details = { column_name: column.kind === 'path' ? column.name : column.argument.name, alias }
      if (alias === '') {
        throw crmError('coqlInvalidAlias', details, { message: 'alias name cannot be an empty string' })
      }
      if (column.name === 'id' && !isGrouped) {
        throw crmError('coqlInvalidAlias', details, { reason: 'id stands in each row under its own name' })
      }
      if (plain.has(alias)) throw crmError('coqlAliasIsColumn', details)
      const other = aliased.get(alias)
      if (other !== undefined) {
        throw crmError('coqlDuplicateAlias', { referred_columns: [other, column.name], alias })
      }
      aliased.set(alias, column.name)
      return alias
    })
  }

  #distinct(paths: readonly Path[], clause: 'group by', limit: number): readonly Path[] {
    this.#atMost(paths.length, clause, limit)
    const seen = new Set<string>()
    for (const { name } of paths) {
      if (seen.has(name)) throw duplicateIn(clause, name)
      seen.add(name)
    }
    return paths
  }

  /** Of a group only its aggregates and the columns that made it can be told. */
  #checkGrouped(sources: readonly Source[], by: readonly Column[], clause: 'group by' | 'order by'): void {
    const grouped = new Set(by.map(({ name }) => name))
    for (const source of sources) {
      if ('column' in source && !grouped.has(source.column.name)) {
        throw this.#columns.unknownColumn(source.column.name, clause, 'the column stands in no GROUP BY clause')
      }
    }
  }

  #orderBy(outputs: readonly Output[], isGrouped: boolean): PlannedOrder[] {
    const { orderBy, columns } = this.#query
    this.#atMost(orderBy.length, 'order by', this.#limits.orderBy)
    const aliases = new Map(columns.map(({ alias }, index) => [alias, outputs[index]!.from]))
    const seen = new Set<string>()
    return orderBy.map(({ column, descending }) => {
      if (seen.has(column.name)) throw duplicateIn('order by', column.name)
      seen.add(column.name)
      const from = column.kind === 'path' ? aliases.get(column.name) : undefined
      if (from) return { from, descending }
      if (column.kind === 'aggregate' && !isGrouped) {
        throw this.#columns.unknownColumn(column.name, 'order by', 'the query neither groups nor aggregates')
      }
      return { from: this.#source(column, 'order by'), descending }
    })
  }

  #checkJoins(): void {
    const { baseJoins, selectJoins, joins } = this.#limits
    this.#atMost(this.#baseRelations.size, 'join', baseJoins)
    this.#atMost(this.#selectRelations.size, 'join', selectJoins)
    this.#atMost(new Set([...this.#baseRelations, ...this.#selectRelations]).size, 'join', joins)
  }

  #window(): { limit: number; offset: number } {
    const { limit: written, offset: from } = this.#query
    const limit = written === null ? this.#limits.defaultLimit : toWhole(written)
    if (limit === undefined) throw crmError('coqlInvalidLimit', { limit: written! })
    if (limit <= 0) throw crmError('coqlLimitNotPositive')
    this.#atMost(limit, 'limit', this.#limits.limit)
    const offset = from === null ? 0 : toWhole(from)
    if (offset === undefined || offset < 0) throw crmError('coqlInvalidOffset', { offset: from! })
    if (offset + limit > this.#limits.reach) {
      throw crmError('coqlLimitExceeded', { clause: 'offset', limit: this.#limits.reach })
    }
    return { limit, offset }
  }

  #filter(condition: Condition): Filter {
    if (isPair(condition)) {
      return { kind: condition.kind, left: this.#filter(condition.left), right: this.#filter(condition.right) }
    }
    const column = this.#find(condition.path, 'where')
    const operator = operatorOf(condition)
    checkOperator(column, operator)
    switch (condition.kind) {
      case 'null':
        return { kind: 'null', column, negated: condition.negated }
      case 'compare':
        return { kind: 'compare', column, operator: condition.operator, operand: operandFor(column, condition.value) }
      case 'between': {
        const { negated, low, high } = condition
        return { kind: 'between', column, negated, low: operandFor(column, low), high: operandFor(column, high) }
      }
      case 'in':
        this.#atMost(condition.values.length, 'in', this.#limits.inValues)
        return {
          kind: 'in',
          column,
          negated: condition.negated,
          operands: condition.values.map(value => operandFor(column, value)),
        }
      case 'like':
        return { kind: 'like', column, negated: condition.negated, pattern: toPattern(column, operator, condition) }
    }
  }
}

function openView(cvid: string, module: ModuleMeta, { data, user }: QueryContext): Matches {
  const view = findView(data, user, module, cvid)
  if (!view) throw crmError('coqlInvalidView', { cvid }, { reason: `${module.apiName} has no view of that id` })
  return viewMatches(view, { data, user, module })
}

function canAggregate(name: AggregateName, { dataType, comparison }: Column): boolean {
  if (name === 'COUNT') return true
  if (name === 'SUM' || name === 'AVG') return comparison === 'number'
  return comparison === 'number' || comparison === 'date' || comparison === 'moment' || dataType === 'bigint'
}

const duplicateIn = (clause: 'group by' | 'order by', name: string) =>
  crmError('coqlDuplicateColumn', { column_name: name }, { message: `duplicate ${clause} column` })

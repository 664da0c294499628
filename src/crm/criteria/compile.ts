/** Makes one function of checked criteria, so that nothing is looked up or decided again for each record. */

import { comparisonOf, type Operand } from '../../protocol/comparison.ts'
import { valueTypeOf } from '../../protocol/modules/define.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { numberColumn, textColumn, valueColumn } from '../records/columns.ts'
import { compareOperands } from '../records/compare.ts'
import { lookupNamer } from '../records/lookup-name.ts'
import { tagOf } from '../records/tags.ts'
import { containsTypes, type Operator } from './operators.ts'
import type { Tree } from './parse.ts'

/** @param at where the record stands in its table, see records/columns.ts */
export type Matches = (row: RecordRow, at: number) => boolean

/** How a field is tested: search has its operators, criteria as JSON some more. */
export type Test = Operator | 'contains' | 'ends_with' | 'empty'

export interface Condition {
  readonly field: FieldMeta
  readonly operator: Test
  /** Two for `between`, any number for `in`, none for `empty`, else one. */
  readonly operands: readonly Operand[]
  /** Whether the rows count that do not meet it. */
  readonly negated?: boolean
}

export interface CompileOptions {
  readonly data: OrgData
  readonly module: ModuleMeta
  /** Whether `equals` finds a text that merely contains the value. */
  readonly equalsContains: boolean
  /** For fields of records that a record points to: where they are. */
  readonly joinOf?: ((field: FieldMeta) => Join | undefined) | undefined
}

/** The way from a record to one that it points to. */
export interface Join {
  /** To which the other belongs; any where it is no record. */
  readonly module: ModuleMeta
  readonly follow: (row: RecordRow) => RecordRow | undefined
}

export function compileCriteria(criteria: Tree<Condition>, options: CompileOptions): Matches {
  if (criteria.type === 'condition') return compileCondition(criteria.condition, options)
  const parts = criteria.parts.map(part => compileCriteria(part, options))
  return criteria.type === 'and' ? allOf(parts) : anyOf(parts)
}

export function allOf(parts: readonly Matches[]): Matches {
  return (row, at) => {
    for (const matches of parts) if (!matches(row, at)) return false
    return true
  }
}

function anyOf(parts: readonly Matches[]): Matches {
  return (row, at) => {
    for (const matches of parts) if (matches(row, at)) return true
    return false
  }
}

/** What a lookup that is empty leads to. */
const nobody: RecordRow = { id: '' }

/** An empty field equals nothing, so `not_equal` and all that is negated find it; that is inferred. */
function compileCondition(condition: Condition, options: CompileOptions): Matches {
  const join = options.joinOf?.(condition.field)
  if (join) {
    const meets = compileCondition(condition, { ...options, module: join.module, joinOf: undefined })
    return row => meets(join.follow(row) ?? nobody, -1)
  }
  const isUnequal = condition.operator === 'not_equal'
  const meets = compilePositive(isUnequal ? { ...condition, operator: 'equals' } : condition, options)
  return isUnequal || condition.negated ? (row, at) => !meets(row, at) : meets
}

function compilePositive({ field, operator, operands }: Condition, options: CompileOptions): Matches {
  const records = options.data.records(options.module)
  if (operator === 'empty') return matchEmpty(records, field)
  switch (comparisonOf(field)) {
    case 'text': {
      const contains = options.equalsContains && containsTypes.has(valueTypeOf(field))
      const holds = textTest(operator, operands as readonly string[], contains)
      const texts = textColumn(records, field.apiName)
      return (row, at) => {
        const text = texts.read(row, at)
        return text !== null && holds(text)
      }
    }
    case 'list': {
      const texts = operands as readonly string[]
      const named = field.dataType === 'tag' ? texts.map(text => nameOfTag(text, options)) : texts
      return matchList(records, field, textTest(operator, named, false))
    }
    case 'number':
    case 'moment': {
      const holds = numberTest(operator, operands as readonly number[])
      const numbers = numberColumn(records, field.apiName)
      return (row, at) => holds(numbers.read(row, at))
    }
    case 'boolean': {
      const values = valueColumn(records, field.apiName)
      // an empty check box reads as unticked
      return (row, at) => (values.read(row, at) === true) === operands[0]
    }
    case 'id':
      if (field.dataType !== 'bigint') return matchLookup(records, field, operands, options.data)
      return matchSize(records, field, sizeTest(operator, operands))
    case 'date':
      return matchSize(records, field, sizeTest(operator, operands))
  }
}

/** A tag may be named by its id too. */
const nameOfTag = (text: string, { data, module }: CompileOptions): string =>
  /^\d{15,}$/.test(text) ? (tagOf(data, module, text)?.name.toLowerCase() ?? text) : text

function matchEmpty(records: Table<RecordRow>, { apiName }: FieldMeta): Matches {
  const values = valueColumn(records, apiName)
  return (row, at) => {
    const value = values.read(row, at)
    return value === null || value === '' || (Array.isArray(value) && value.length === 0)
  }
}

/** A field of several values matches when one of them does. */
function matchList(records: Table<RecordRow>, { apiName }: FieldMeta, holds: (text: string) => boolean): Matches {
  const values = valueColumn(records, apiName)
  return (row, at) => {
    const list = values.read(row, at)
    return Array.isArray(list) && list.some(value => holds(String(value).toLowerCase()))
  }
}

/** A lookup is compared by id, or by the name that stands beside the id in answers; one whose target is gone is empty. */
function matchLookup(
  records: Table<RecordRow>,
  field: FieldMeta,
  operands: readonly Operand[],
  data: OrgData,
): Matches {
  const values = valueColumn(records, field.apiName)
  const wanted = new Set(operands)
  const nameOf = lookupNamer(field, data)
  const known = new Map<string, boolean>()
  return (row, at) => {
    const id = values.read(row, at)
    if (typeof id !== 'string') return false
    let matches = known.get(id)
    if (matches === undefined) {
      const name = nameOf(id, row)
      matches = name !== undefined && (wanted.has(id) || (typeof name === 'string' && wanted.has(name.toLowerCase())))
      known.set(id, matches)
    }
    return matches
  }
}

function matchSize(records: Table<RecordRow>, { apiName }: FieldMeta, holds: (value: Operand) => boolean): Matches {
  const values = valueColumn(records, apiName)
  return (row, at) => {
    const value = values.read(row, at)
    return value !== null && value !== undefined && holds(value as Operand)
  }
}

function textTest(operator: Test, operands: readonly string[], contains: boolean): (text: string) => boolean {
  const [wanted] = operands as [string]
  if (operator === 'starts_with') return text => text.startsWith(wanted)
  if (operator === 'in') {
    const among = new Set(operands)
    return text => among.has(text)
  }
  if (operator === 'ends_with') return text => text.endsWith(wanted)
  return contains || operator === 'contains' ? text => text.includes(wanted) : text => text === wanted
}

/** NaN, which stands for an empty field, passes none of them. */
function numberTest(operator: Test, operands: readonly number[]): (value: number) => boolean {
  const [first, second] = operands as [number, number]
  switch (operator) {
    case 'greater_than':
      return value => value > first
    case 'greater_equal':
      return value => value >= first
    case 'less_than':
      return value => value < first
    case 'less_equal':
      return value => value <= first
    case 'between':
      return value => value >= first && value <= second
    case 'in': {
      const among = new Set(operands)
      return value => among.has(value)
    }
    default:
      return value => value === first
  }
}

function sizeTest(operator: Test, operands: readonly Operand[]): (value: Operand) => boolean {
  const [first, second] = operands as [Operand, Operand]
  switch (operator) {
    case 'greater_than':
      return value => compareOperands(value, first) > 0
    case 'greater_equal':
      return value => compareOperands(value, first) >= 0
    case 'less_than':
      return value => compareOperands(value, first) < 0
    case 'less_equal':
      return value => compareOperands(value, first) <= 0
    case 'between':
      return value => compareOperands(value, first) >= 0 && compareOperands(value, second) <= 0
    case 'in': {
      const among = new Set(operands.map(String))
      return value => among.has(String(value))
    }
    default:
      return value => compareOperands(value, first) === 0
  }
}

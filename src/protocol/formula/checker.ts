/** Holds a parsed formula against the fields of its module and the functions there are: each part gets its type. */

import type { DataType, FieldDefinition, ModuleDefinition } from '../modules/define.ts'
import type { FormulaFunction, FormulaValue, ParameterType } from './functions/define.ts'
import { functionOf } from './functions/index.ts'
import { commonType, isMoment } from './functions/logic.ts'
import { type Chain, type Expression, FormulaFault, type FormulaType, type Rank } from './syntax.ts'

/** The module that a formula belongs to. */
export type FormulaModule = Pick<ModuleDefinition, 'apiName' | 'plural' | 'fields'>

export type Checked =
  | { readonly kind: 'constant'; readonly type: FormulaType; readonly value: FormulaValue }
  | { readonly kind: 'field'; readonly type: FormulaType; readonly field: FieldDefinition }
  | {
      readonly kind: 'call'
      readonly type: FormulaType
      readonly definition: FormulaFunction
      readonly arguments: readonly Checked[]
    }
  | CheckedChain

export interface CheckedChain {
  readonly kind: 'chain'
  readonly type: FormulaType
  readonly rank: Rank
  readonly first: Checked
  readonly rest: readonly { readonly operator: string; readonly operand: Checked }[]
}

/** @throws FormulaFault */
export function check(expression: Expression, module: FormulaModule): Checked {
  switch (expression.kind) {
    case 'constant':
      return expression
    case 'field':
      return checkField(expression, module)
    case 'call':
      return checkCall(expression, module)
    case 'sign':
      return checkSign(expression, module)
    case 'chain':
      return checkChain(expression, module)
  }
}

/** What the values of a field are in a formula; other types cannot take part in one, which is inferred. */
const typesOfFields: Partial<Record<DataType, FormulaType>> = {
  text: 'text',
  textarea: 'text',
  richtext: 'text',
  email: 'text',
  phone: 'text',
  website: 'text',
  picklist: 'text',
  multiselectpicklist: 'text',
  autonumber: 'text',
  integer: 'number',
  bigint: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
}

function checkField({ name, at }: Extract<Expression, { kind: 'field' }>, module: FormulaModule): Checked {
  const field = fieldOf(name, module)
  if (!field) throw new FormulaFault('field', at, `${module.apiName} has no field ${name}`)
  const dataType = field.returnType ?? field.dataType
  const type = field.apiName === 'id' ? undefined : typesOfFields[dataType]
  if (!type) throw new FormulaFault('field', at, `${name} is a field of type ${dataType}, which no formula reads`)
  return { kind: 'field', type, field }
}

/** A field goes by its API name or its label, with or without its module in front: `Leads.Annual Revenue`. */
export function fieldOf(name: string, { apiName, plural, fields }: FormulaModule): FieldDefinition | undefined {
  const find = (wanted: string) =>
    fields.find(field => field.apiName === wanted) ?? fields.find(field => field.label === wanted)
  const prefix = [`${apiName}.`, `${plural}.`].find(each => name.startsWith(each))
  return find(name) ?? (prefix === undefined ? undefined : find(name.slice(prefix.length)))
}

function checkCall(call: Extract<Expression, { kind: 'call' }>, module: FormulaModule): Checked {
  const { name, at } = call
  const definition = functionOf(name)
  if (!definition) throw new FormulaFault('syntax', at, `there is no function ${name}`)
  const { parameters, optional = 0, repeats = false } = definition
  const count = call.arguments.length
  if (count < parameters.length - optional || (count > parameters.length && !repeats)) {
    throw new FormulaFault('parameterCount', at, `${name} doesn't take ${count} arguments`)
  }
  const checked = call.arguments.map(each => check(each, module))
  checked.forEach(({ type }, index) => {
    const parameter = parameters[index] ?? parameters.at(-1)!
    if (!takes(parameter, type)) {
      const problem = `argument ${index + 1} of ${name} is ${type}, expected ${parameter}`
      throw new FormulaFault('parameterType', at, problem)
    }
  })
  const types = checked.map(each => each.type)
  const type = typeof definition.result === 'string' ? definition.result : definition.result(types)
  if (!type) throw new FormulaFault('parameterType', at, `the arguments of ${name} are ${types.join(', ')}`)
  return { kind: 'call', type, definition, arguments: checked }
}

const takes = (parameter: ParameterType, type: FormulaType): boolean =>
  parameter === 'any' || parameter === type || (parameter === 'moment' && isMoment(type))

/** `!a` is `Not(a)`, and `-a` is `0 - a`, but for that an empty number stays empty. */
function checkSign({ operator, operand, at }: Extract<Expression, { kind: 'sign' }>, module: FormulaModule): Checked {
  const checked = check(operand, module)
  const type = operator === '!' ? 'boolean' : 'number'
  if (checked.type !== type) throw new FormulaFault('parameterType', at, `${operator} stands before ${checked.type}`)
  if (operator === '+') return checked
  if (operator === '!') return { kind: 'call', type, definition: functionOf('Not')!, arguments: [checked] }
  const factor: Checked = { kind: 'constant', type: 'number', value: -1 }
  return { kind: 'chain', type, rank: 'product', first: checked, rest: [{ operator: '*', operand: factor }] }
}

function checkChain({ rank, first, rest }: Chain, module: FormulaModule): Checked {
  const start = check(first, module)
  let type = start.type
  const operands = rest.map(({ operator, operand, at }) => {
    const checked = check(operand, module)
    const together = typeOfOperation(rank, type, checked.type)
    if (!together) throw new FormulaFault('parameterType', at, `${operator} stands between ${type} and ${checked.type}`)
    type = together
    return { operator, operand: checked }
  })
  return { kind: 'chain', type, rank, first: start, rest: operands }
}

/** Texts can be equal or not, but none comes before another. */
function typeOfOperation(rank: Rank, a: FormulaType, b: FormulaType): FormulaType | null {
  const common = commonType(a, b)
  if (!common) return null
  switch (rank) {
    case 'or':
    case 'and':
      return common === 'boolean' ? common : null
    case 'equality':
      return 'boolean'
    case 'order':
      return common === 'number' || isMoment(common) ? 'boolean' : null
    default:
      return common === 'number' ? common : null
  }
}

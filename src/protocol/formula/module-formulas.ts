import type { FieldDefinition } from '../modules/define.ts'
import { type ComputeFormula, compileFormula, type FormulaDefinition, type FormulaModule, fieldsRead } from './index.ts'
import { FormulaFault } from './syntax.ts'

/** A formula field of a module. */
export interface ModuleFormula {
  readonly apiName: string
  readonly compute: ComputeFormula
  /** API names of what it is computed from. */
  readonly reads: ReadonlySet<string>
}

/** The formula fields of a module that have an expression, each after those that it is computed from. */
export function formulasOf(module: FormulaModule): ModuleFormula[] {
  const formulas = new Map(module.fields.filter(isComputed).map(field => [field.apiName, describe(field, module)]))
  const ordered = new Set<ModuleFormula>()
  const begun = new Set<string>()
  const place = (formula: ModuleFormula): void => {
    if (begun.has(formula.apiName)) return
    begun.add(formula.apiName)
    for (const name of formula.reads) {
      const before = formulas.get(name)
      if (before) place(before)
    }
    ordered.add(formula)
  }
  formulas.forEach(place)
  return [...ordered]
}

type Computed = FieldDefinition & FormulaDefinition

const isComputed = (field: FieldDefinition): field is Computed =>
  field.expression !== undefined && field.returnType !== undefined

/** A formula that has lost a field since it was made is empty. */
function describe(field: Computed, module: FormulaModule): ModuleFormula {
  const reads = fieldsRead(field.expression, module)
  try {
    return { apiName: field.apiName, compute: compileFormula(field, module), reads }
  } catch (error) {
    if (!(error instanceof FormulaFault)) throw error
    return { apiName: field.apiName, compute: () => null, reads }
  }
}

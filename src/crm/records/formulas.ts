import type { CrmErrorName } from '../../protocol/crm-errors/index.ts'
import type { FormulaProblem } from '../../protocol/formula/index.ts'
import { formulasOf, type ModuleFormula } from '../../protocol/formula/module-formulas.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { changeAll } from './change-all.ts'

/** Which error says what is wrong with an expression. */
export const formulaErrors = {
  syntax: 'formulaSyntax',
  braces: 'formulaBraces',
  parameterCount: 'formulaParameterCount',
  parameterType: 'formulaParameterType',
  field: 'formulaField',
  length: 'tooLong',
} as const satisfies Readonly<Record<FormulaProblem['wrong'], CrmErrorName>>

/**
 * Computes a field that was made a formula, or another one than before, and what is computed from it, in all records of
 * its module.
 * @param module as it is with the field
 */
export function recompute(data: OrgData, module: ModuleMeta, field: Pick<FieldMeta, 'apiName'>): void {
  const due = formulasFrom(module, field.apiName)
  const around = { now: data.clock.now(), timeZone: data.org.timeZone }
  changeAll(data, module, row => {
    const computed = { ...row } as Record<string, StoredValue> & RecordRow
    for (const { apiName, compute } of due) computed[apiName] = compute(computed, around)
    return due.some(({ apiName }) => computed[apiName] !== row[apiName]) ? computed : null
  })
}

/** The formula of a field and those that it takes part in, through whichever others. */
function formulasFrom(module: ModuleMeta, apiName: string): ModuleFormula[] {
  const names = new Set([apiName])
  return formulasOf(module).filter(formula => {
    const isDue = names.has(formula.apiName) || [...formula.reads].some(name => names.has(name))
    if (isDue) names.add(formula.apiName)
    return isDue
  })
}

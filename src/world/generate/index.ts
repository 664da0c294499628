/**
 * The records that an org starts with: plausible, and the same on every run. Each row draws from a stream of chance of
 * its own, seeded from the world's seed, the org, the module and the row's place, so rows can be made in any order.
 */

import type { ModuleDefinition } from '../../protocol/modules/define.ts'
import type { RecordRow, StoredValue } from '../record-row.ts'
import { hash } from './chance.ts'
import { Draft, type GenerationSource } from './draft.ts'
import { planOf } from './plan.ts'

export type { GenerationSource } from './draft.ts'

/** The index-th record that an org starts with in a module. */
export function generateRecord(module: ModuleDefinition, index: number, source: GenerationSource): RecordRow {
  const { columns, multiModuleField } = planOf(module)
  const draft = new Draft(module, index, source)
  const row: Record<string, StoredValue> = {}
  for (const { apiName, emptiness, make } of columns) {
    row[apiName] = emptiness > 0 && draft.chance(emptiness) ? null : make(draft)
  }
  if (multiModuleField) row.$se_module = draft.target(multiModuleField)?.module ?? null
  computeFormulas(module, row, source)
  return row as RecordRow
}

/** What follows from the other values of a row. */
export function computeFormulas(
  module: ModuleDefinition,
  row: Record<string, StoredValue>,
  { org }: GenerationSource,
): void {
  const { formulas } = planOf(module)
  if (formulas.length === 0) return
  const around = { now: row.Modified_Time as number, timeZone: org.timeZone }
  for (const { apiName, compute } of formulas) row[apiName] = compute(row, around)
}

/** How many records a module starts with, 20 to 60. */
export function startingCount(seed: string, zgid: string, moduleApiName: string): number {
  return 20 + (hash(`${seed}|${zgid}|${moduleApiName}|count`) % 41)
}

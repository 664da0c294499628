import { getOrMake } from '../../protocol/get-or-make.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'

/** Fields that the service computes, for whichever modules have them and the fields they come from. */
const rules: readonly {
  readonly field: string
  readonly from: readonly string[]
  compute(row: RecordRow): StoredValue
}[] = [
  {
    field: 'Full_Name',
    from: ['First_Name', 'Last_Name'],
    compute: row => [row.First_Name, row.Last_Name].filter(Boolean).join(' ') || null,
  },
  {
    field: 'Expected_Revenue',
    from: ['Amount', 'Probability'],
    compute: ({ Amount: amount, Probability: probability }) =>
      typeof amount === 'number' && typeof probability === 'number' ? (amount * probability) / 100 : null,
  },
]

const dueRules = new WeakMap<ModuleMeta, typeof rules>()

/** Brings the computed fields of a row that is being made up to date. */
export function deriveValues(module: ModuleMeta, row: Record<string, StoredValue> & RecordRow): void {
  const has = (name: string) => module.fieldsByName.has(name)
  const due = getOrMake(dueRules, module, () => rules.filter(rule => has(rule.field) && rule.from.every(has)))
  for (const { field, compute } of due) row[field] = compute(row)
}

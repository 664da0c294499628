import { formulasOf, type ModuleFormula } from '../../protocol/formula/module-formulas.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import { grandTotal, type LineTax, lineTotals, subTotal } from '../../protocol/modules/totals.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { InnerRow, RecordRow, StoredObject, StoredValue } from '../../world/record-row.ts'
import { rowFieldsOf } from './row-fields.ts'
import type { RowChange } from './values/parsed.ts'

/** What the service computes, for whichever modules and subforms have all the fields that a rule needs. */
interface Rule {
  readonly needs: readonly string[]
  /** @param items the line items of the record, where it has any */
  compute(row: StoredObject, items: readonly InnerRow[]): Readonly<Record<string, StoredValue>>
}

const rules: readonly Rule[] = [
  {
    needs: ['Full_Name', 'First_Name', 'Last_Name'],
    compute: row => ({ Full_Name: [row.First_Name, row.Last_Name].filter(Boolean).join(' ') || null }),
  },
  {
    needs: ['Expected_Revenue', 'Amount', 'Probability'],
    compute: ({ Amount: amount, Probability: probability }) => ({
      Expected_Revenue:
        typeof amount === 'number' && typeof probability === 'number' ? (amount * probability) / 100 : null,
    }),
  },
  {
    needs: ['Call_Duration_in_seconds', 'Call_Duration'],
    compute: ({ Call_Duration: duration }) => ({ Call_Duration_in_seconds: secondsOf(duration) }),
  },
  {
    needs: ['Quantity', 'List_Price', 'Discount', 'Line_Tax', 'Net_Total'],
    compute: item => {
      const taxes = (item.Line_Tax ?? []) as readonly (StoredObject & LineTax)[]
      const totals = lineTotals(item, taxes)
      const base = totals.Total_After_Discount
      const valued = taxes.map(tax => Object.freeze({ ...tax, value: Math.round(base * tax.percentage) / 100 }))
      return { ...totals, Line_Tax: Object.freeze(valued) }
    },
  },
  { needs: ['Sub_Total'], compute: (_row, items) => ({ Sub_Total: subTotal(items) }) },
  {
    needs: ['Grand_Total', 'Sub_Total', 'Discount', 'Tax', 'Adjustment'],
    compute: row => ({ Grand_Total: grandTotal(row) }),
  },
]

/** `mm:ss`, as calls have it. */
function secondsOf(duration: StoredValue | undefined): number | null {
  const [, minutes, seconds] = /^(\d{1,6}):(\d{1,2})$/.exec(String(duration ?? '')) ?? []
  return minutes === undefined ? null : Number(minutes) * 60 + Number(seconds)
}

interface Due {
  readonly rules: readonly Rule[]
  readonly inner: readonly { readonly field: FieldMeta; readonly rules: readonly Rule[]; readonly numbered: boolean }[]
  readonly formulas: readonly ModuleFormula[]
}

const dueIn = new WeakMap<ModuleMeta, Due>()

const rulesFor = (fields: readonly FieldMeta[]): Rule[] => {
  const names = new Set(fields.map(({ apiName }) => apiName))
  return rules.filter(({ needs }) => needs.every(name => names.has(name)))
}

const describe = (module: ModuleMeta): Due => ({
  rules: rulesFor(module.fields),
  formulas: formulasOf(module),
  inner: module.fields
    .filter(({ rows }) => rows !== undefined)
    .map(field => ({
      field,
      rules: rulesFor(rowFieldsOf(field)),
      numbered: rowFieldsOf(field).some(({ apiName }) => apiName === 'Sequence_Number'),
    })),
})

/**
 * Brings the inner rows and the computed fields of a row that is being made up to date.
 * @param timeZone in which formulas read the clock
 */
export function deriveValues(module: ModuleMeta, row: Record<string, StoredValue> & RecordRow, timeZone: string): void {
  const due = getOrMake(dueIn, module, () => describe(module))
  const changes = row.$rowChanges as Readonly<Record<string, readonly RowChange[]>> | undefined
  if (changes) delete row.$rowChanges

  let items: readonly InnerRow[] = []
  for (const { field, rules, numbered } of due.inner) {
    const change = changes?.[field.apiName]
    const kept = (row[field.apiName] ?? []) as readonly InnerRow[]
    const rows = change ? changeRows(kept, change) : kept
    row[field.apiName] = change ? Object.freeze(rows.map((each, at) => settle(each, at, rules, numbered))) : rows
    if (numbered) items = row[field.apiName] as readonly InnerRow[]
  }
  for (const { compute } of due.rules) Object.assign(row, compute(row, items))
  if (due.formulas.length === 0) return
  const around = { now: row.Modified_Time as number, timeZone }
  for (const { apiName, compute } of due.formulas) row[apiName] = compute(row, around)
}

function settle(row: InnerRow, at: number, due: readonly Rule[], numbered: boolean): InnerRow {
  const settled: Record<string, StoredValue | undefined> & { readonly id: string } = { ...row }
  for (const { compute } of due) Object.assign(settled, compute(settled, []))
  if (numbered) settled.Sequence_Number = at + 1
  return Object.freeze(settled)
}

/** A change of a row that isn't there has been refused before, where the record was known. */
function changeRows(rows: readonly InnerRow[], changes: readonly RowChange[]): InnerRow[] {
  const changed = new Map(rows.map(row => [row.id, row]))
  for (const { kind, row } of changes) {
    const before = changed.get(row.id)
    if (kind === 'add') changed.set(row.id, row)
    else if (kind === 'remove') changed.delete(row.id)
    else if (before) changed.set(row.id, { ...before, ...row })
  }
  return [...changed.values()]
}

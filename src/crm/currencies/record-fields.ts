/**
 * What several currencies do to records: modules with amounts get the fields `Currency` and `Exchange_Rate`, and every
 * record says both. That the rate of a record is the currency's at the time, unless a client names another, and that records
 * which were there before are in the base currency, is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-currency.html
 */

import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { valueTypeOf } from '../../protocol/modules/define.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { place, type RowContext } from '../records/validate.ts'
import { putField } from '../settings/put-field.ts'
import { activeCurrencies, baseCurrency } from './table.ts'

const currencyField = 'Currency'
const rateField = 'Exchange_Rate'

/** Whether a module has the fields, and not ones of the org's own that are called so. */
const isConverted = ({ fieldsByName }: ModuleMeta): boolean => {
  const field = fieldsByName.get(currencyField)
  return field !== undefined && !field.custom && fieldsByName.has(rateField)
}

/** Gives the fields to all modules with amounts, and the base currency to the records that are there. */
export function addCurrencyFields(data: OrgData): void {
  const isoCode = String(baseCurrency(data)!.values.iso_code)
  for (const module of data.modules()) {
    const hasAmounts = module.fields.some(field => valueTypeOf(field) === 'currency')
    if (!hasAmounts || module.definition.tab === false || module.fieldsByName.has(currencyField)) continue
    putField(data, module, {
      apiName: currencyField,
      label: 'Currency',
      dataType: 'picklist',
      values: [isoCode],
      defaultValue: isoCode,
    })
    putField(data, module, { apiName: rateField, label: 'Exchange Rate', dataType: 'double', decimalPlaces: 9 })
    const records = data.records(module)
    for (const row of records.all()) records.put({ ...row, [currencyField]: isoCode, [rateField]: 1 })
  }
}

/** Lets the fields offer the currencies that are active now. */
export function refreshCurrencyFields(data: OrgData): void {
  const values = activeCurrencies(data).map(each => String(each.values.iso_code))
  for (const module of data.modules()) {
    if (!isConverted(module)) continue
    const { id } = module.fieldsByName.get(currencyField)!
    putField(data, module, { ...data.metadata.fieldRow(id)!.definition, values }, id)
  }
}

/**
 * Holds the currency of a record against those of the org, and gives it its rate.
 * @param row the record as it is to be
 * @param sent what a client said of it
 * @returns why the record is refused
 */
export function settleCurrency(
  row: Record<string, StoredValue> & RecordRow,
  sent: Readonly<Record<string, StoredValue | undefined>>,
  context: RowContext,
  before?: RecordRow,
): CrmErrorBody | null {
  const { module, data } = context
  if (!isConverted(module)) return null
  const base = baseCurrency(data)!
  row[currencyField] ??= String(base.values.iso_code)
  const isNew = row[currencyField] !== before?.[currencyField]
  const currency = activeCurrencies(data).find(({ values }) => values.iso_code === row[currencyField])
  if (!currency && isNew) return crmErrorBody('unknownField', place(context, currencyField))
  const rate = sent[rateField]
  if (typeof rate === 'number' && rate <= 0) return crmErrorBody('unknownField', place(context, rateField))
  if (currency === base) row[rateField] = 1
  else if (currency && (rate === null || (rate === undefined && (isNew || row[rateField] === null)))) {
    row[rateField] = Number(currency.values.exchange_rate)
  }
  return null
}

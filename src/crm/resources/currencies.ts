/**
 * `/org/currencies`: an org has one currency until somebody switches several on; then there is a base currency, and others are
 * measured in it. What that does to records is currencies/record-fields.ts's business. That the base currency stays active,
 * keeps its code and has the rate 1 is inferred, and so are the words of `available_currencies`.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-currency.html and https://github.com/zoho/crm-oas
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { answer, type CrmContext, type ResultRow, success } from '../answer.ts'
import { currencyKeys, isoCodes } from '../currencies/keys.ts'
import { addCurrencyFields, refreshCurrencyFields } from '../currencies/record-fields.ts'
import {
  activeAtOnce,
  activeCurrencies,
  baseCurrency,
  currencyPath,
  currencyTable,
  hasCurrencies,
} from '../currencies/table.ts'
import { orgPermission } from '../permissions.ts'
import { shortUserReference } from '../records/render.ts'
import { readJsonObject } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import {
  type Collection,
  collectionRoutes,
  type Setting,
  type Values,
  type WriteContext,
} from '../settings/collection.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'
import { changeSetting, createSetting } from '../settings/write-setting.ts'

const root = 'currencies'
const permit = orgPermission('manage_currencies')

const currencies: Collection = {
  path: currencyPath,
  root,
  scope: 'settings.currencies',
  operations: ['list', 'get', 'create', 'update', 'updateOne'],
  writePermit: permit,
  created: 200,
  keys: currencyKeys,
  messages: { created: 'The currency created successfully.', updated: 'The currency updated successfully.' },
  guard(c, operation) {
    if (hasCurrencies(c.get('caller').data)) return
    if (operation === 'list' || operation === 'get') throw crmError('currenciesOff')
    throw crmError('currencyFeatureOff', {}, { root })
  },
  check: checkCurrency,
  written: (_, { data }) => refreshCurrencyFields(data),
  show: toCurrencyResponse,
}

function checkCurrency(values: Values, { row, table, current, data }: WriteContext): void {
  const others = table.all().filter(({ id }) => id !== current?.id)
  const isTaken = (key: string) => others.some(other => other.values[key] === values[key])
  if (current && values.iso_code !== current.values.iso_code) {
    throw row.refuse('invalidValue', 'iso_code', {}, 'Currency isocode given seems to be invalid')
  }
  if (isTaken('iso_code')) {
    throw row.refuse('duplicateSetting', 'iso_code', {}, 'Duplicate value given for Isocode parameter')
  }
  if (isTaken('symbol')) throw row.refuse('invalidValue', 'symbol', {}, 'Currency symbol is already used')
  const isBase = others.length === 0 || current?.values.is_base === true
  if (isBase && Number(values.exchange_rate) !== 1) {
    throw row.refuse('invalidValue', 'exchange_rate', {}, 'Exchange rate given seems to be invalid')
  }
  if (isBase && values.is_active === false) throw row.refuse('notAllowed', 'is_active')
  const becomesActive = values.is_active === true && current?.values.is_active !== true
  if (becomesActive && activeCurrencies(data).length >= activeAtOnce) {
    throw row.refuseBare('tooManyCurrencies', { limit: activeAtOnce })
  }
}

export function currencyRoutes(routes: Routes): void {
  const { on } = routes
  const path = `${currencyPath}/actions`

  on('get', `${path}/available_currencies`, 'ZohoCRM.settings.currencies.READ', c =>
    answer(c, { available_currencies: availableCurrencies() }),
  )

  on('post', `${path}/enable`, { scopes: 'ZohoCRM.settings.currencies.CREATE', permit }, c =>
    writeBase(c, row => {
      const { data } = c.get('caller')
      if (hasCurrencies(data)) throw row.refuseBare('currenciesOn')
      const id = createSetting(c, currencies, row)
      const table = currencyTable(data)
      const made = table.get(id)!
      table.put({ ...made, values: { ...made.values, is_base: true } })
      addCurrencyFields(data)
      const message = 'The multi-currency feature is enabled and given currency is created as the base currency.'
      return success(message, { id })
    }),
  )

  on('put', `${path}/enable`, { scopes: 'ZohoCRM.settings.currencies.UPDATE', permit }, c =>
    writeBase(c, row => {
      const base = baseCurrency(c.get('caller').data)
      if (!base) throw row.refuseBare('currencyFeatureOff')
      const id = row.text('id', 20)
      if (id !== undefined && id !== base.id) throw row.refuse('invalidId', 'id')
      return success('The currency updated successfully.', { id: changeSetting(c, currencies, row, base) })
    }),
  )

  collectionRoutes(routes, currencies)
}

/** The only object of a body, which is no list. */
async function writeBase(c: CrmContext, write: (row: SettingsRow) => ResultRow): Promise<Response> {
  const key = 'base_currency'
  const sent = (await readJsonObject(c))[key]
  const place = { api_name: key, json_path: `$.${key}` }
  if (sent === undefined) throw crmError('missingRoot', place)
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    throw crmError('wrongType', { expected_data_type: 'jsonobject', ...place })
  }
  const row = resultOf(() => write(new SettingsRow(sent, `$.${key}`)))
  return answer(c, { [key]: row }, row.status === 'error' ? 400 : 200)
}

function toCurrencyResponse(setting: Setting, shown: object, c: CrmContext): object {
  const { data } = c.get('caller')
  const { timeZone } = data.org
  return {
    ...shown,
    created_by: shortUserReference(data, setting.createdBy!),
    modified_by: shortUserReference(data, setting.modifiedBy!),
    created_time: formatDateTime(setting.createdAt, timeZone),
    modified_time: formatDateTime(setting.modifiedAt, timeZone),
  }
}

function availableCurrencies(): object[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' })
  return isoCodes.map(currency => {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    const name = names.of(currency) ?? currency
    return {
      display_value: `${name} - ${currency}`,
      decimal_separator: 'Period',
      symbol: format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency,
      thousand_separator: 'Comma',
      display_name: name,
      iso_code: currency,
      decimal_places: String(format.resolvedOptions().maximumFractionDigits),
    }
  })
}

/** The keys of a currency, with Zoho's own words for what is wrong with each. */

import { type Key, type KeyOptions, part } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'

interface TextRules extends KeyOptions {
  readonly isRight: (value: string) => boolean
  readonly message: string
}

const checked = ({ isRight, message, ...options }: TextRules): Key => ({
  ...options,
  read(row, name) {
    const value = row.raw(name)
    if (value === undefined) return undefined
    if (typeof value !== 'string') {
      throw row.refuse('invalidValue', name, { expected_data_type: 'string' }, message)
    }
    if (!isRight(value)) throw row.refuse('invalidValue', name, {}, message)
    return value
  },
})

const oneOf = (choices: readonly string[], message: string, options: KeyOptions): Key =>
  checked({ ...options, isRight: value => choices.includes(value), message })

const flag = (options: KeyOptions): Key => ({ ...options, read: (row, name) => row.boolean(name) })

/** The currencies in use after ISO 4217. Which of them the service has is inferred. */
export const isoCodes: readonly string[] = `
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR
MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF
XPF YER ZAR ZMW ZWL`
  .trim()
  .split(/\s+/)

const decimalPlaces = 9
const rateMessage = 'Exchange rate given seems to be invalid'

/** A positive number in a text, with nine decimals as the service writes it. */
const exchangeRate: Key = {
  required: true,
  read(row, name) {
    const value = row.raw(name)
    if (value === undefined) return undefined
    if (typeof value !== 'string') throw row.refuse('invalidValue', name, { expected_data_type: 'string' }, rateMessage)
    const [, whole, decimals = ''] = /^(\d{1,9})(?:\.(\d+))?$/.exec(value) ?? []
    if (decimals.length > decimalPlaces) {
      throw row.refuse('invalidValue', name, { maximum_decimal_place: decimalPlaces }, rateMessage)
    }
    if (whole === undefined || Number(value) === 0) throw row.refuse('invalidValue', name, {}, rateMessage)
    return `${Number(whole)}.${decimals.padEnd(decimalPlaces, '0')}`
  },
}

const format: Key = part({
  numeral_system: oneOf(['International', 'Indian'], 'Numeral system given seems to be invalid', {
    initial: 'International',
  }),
  decimal_places: oneOf(['0', '2', '3'], 'Decimal places given seems to be invalid', { required: true }),
  decimal_separator: oneOf(['Comma', 'Period'], 'Decimal separator given seems to be invalid', { required: true }),
  thousand_separator: oneOf(['Space', 'Comma', 'Period'], 'Thousand separator given seems to be invalid', {
    required: true,
  }),
})

export const currencyKeys: Readonly<Record<string, Key>> = {
  prefix_symbol: flag({ initial: true }),
  format: { ...format, required: true, read: readFormat },
  exchange_rate: exchangeRate,
  is_active: flag({ initial: true }),
  exchange_rate_auto_update: flag({ initial: false }),
  iso_code: checked({
    required: true,
    isRight: value => isoCodes.includes(value),
    message: 'Currency isocode given seems to be invalid',
  }),
  symbol: checked({
    required: true,
    isRight: value => value.trim() !== '' && value.length <= 10,
    message: 'Currency symbol given seems to be invalid',
  }),
  name: checked({
    required: true,
    isRight: value => value.trim() !== '' && value.length <= 100,
    message: 'Currency name given seems to be invalid',
  }),
  is_base: flag({ readOnly: true, initial: false }),
}

function readFormat(row: SettingsRow, name: string, context: Parameters<Key['read']>[2]): unknown {
  const read = format.read(row, name, context) as Record<string, string> | undefined
  if (!read) return undefined
  const inner = row.object(name)!
  if (read.thousand_separator === read.decimal_separator) {
    const message = 'Thousand separator and Decimal separator should not be equal'
    throw inner.refuse('notAllowed', 'decimal_places', {}, message)
  }
  if (read.numeral_system === 'Indian' && read.thousand_separator === 'Space') {
    const message =
      'The only supported thousand and decimal separators in the Indian numeral system are the comma and the period'
    throw inner.refuse('invalidValue', 'numeral_system', {}, message)
  }
  return read
}

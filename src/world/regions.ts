import type { Location } from '../protocol/data-centers.ts'
import type { Currency } from './schema.ts'

/** What an org and its users get by the data center they live in, where the fixture says nothing else. */
export interface Region {
  readonly timeZone: string
  readonly countryCode: string
  readonly country: string
  /** A CRM locale, e.g. `en_US`. */
  readonly locale: string
  readonly currency: Currency
}

const euro = { isoCode: 'EUR', name: 'Euro', symbol: '€' }

export const regions: Readonly<Record<Location, Region>> = {
  us: region('America/Los_Angeles', 'US', 'United States', { isoCode: 'USD', name: 'US Dollar', symbol: '$' }),
  eu: region('Europe/Berlin', 'DE', 'Germany', euro),
  in: region('Asia/Kolkata', 'IN', 'India', { isoCode: 'INR', name: 'Indian Rupee', symbol: '₹' }),
  au: region('Australia/Sydney', 'AU', 'Australia', { isoCode: 'AUD', name: 'Australian Dollar', symbol: '$' }),
  jp: region('Asia/Tokyo', 'JP', 'Japan', { isoCode: 'JPY', name: 'Japanese Yen', symbol: '¥' }),
  cn: region('Asia/Shanghai', 'CN', 'China', { isoCode: 'CNY', name: 'Yuan Renminbi', symbol: '¥' }),
  ca: region('America/Toronto', 'CA', 'Canada', { isoCode: 'CAD', name: 'Canadian Dollar', symbol: '$' }),
  sa: region('Asia/Riyadh', 'SA', 'Saudi Arabia', { isoCode: 'SAR', name: 'Saudi Riyal', symbol: 'SR' }),
  uk: region('Europe/London', 'GB', 'United Kingdom', { isoCode: 'GBP', name: 'Pound Sterling', symbol: '£' }),
  ae: region('Asia/Dubai', 'AE', 'United Arab Emirates', { isoCode: 'AED', name: 'UAE Dirham', symbol: 'AED' }),
  sg: region('Asia/Singapore', 'SG', 'Singapore', { isoCode: 'SGD', name: 'Singapore Dollar', symbol: '$' }),
}

function region(timeZone: string, countryCode: string, country: string, currency: Region['currency']): Region {
  return { timeZone, countryCode, country, locale: `en_${countryCode}`, currency }
}

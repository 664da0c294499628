/** The currencies of an org: none until several are switched on, and then one of them is the base. */

import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import type { Setting } from '../settings/collection.ts'

/** How many currencies may be active, of the edition that is emulated. */
export const activeAtOnce = 5

export const currencyPath = '/org/currencies'

/** That of the collection `/org/currencies`. */
export const currencyTable = (data: OrgData): Table<Setting> => data.table<Setting>(`settings${currencyPath}`)

export const hasCurrencies = (data: OrgData): boolean => currencyTable(data).size > 0

export const baseCurrency = (data: OrgData): Setting | undefined =>
  currencyTable(data)
    .all()
    .find(({ values }) => values.is_base === true)

export const activeCurrencies = (data: OrgData): Setting[] =>
  currencyTable(data)
    .all()
    .filter(({ values }) => values.is_active === true)

const currencyOf = (data: OrgData, isoCode: unknown): Setting | undefined =>
  currencyTable(data)
    .all()
    .find(({ values }) => values.iso_code === isoCode)

/** How amounts of a record are marked. */
export const symbolOf = (data: OrgData, row: RecordRow): string =>
  typeof row.Currency === 'string' && typeof row.Exchange_Rate === 'number'
    ? String(currencyOf(data, row.Currency)?.values.symbol ?? data.org.currency.symbol)
    : data.org.currency.symbol

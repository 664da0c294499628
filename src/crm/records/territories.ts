/**
 * How records show their territories. That full reads do only once the org has territories beside the one at the top is
 * inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-territories-of-a-record.html
 */

import { formatDateTime } from '../../protocol/date-time.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { assignmentsOfRecord, territoriesOf, territoriesPerRecord } from '../territories/store.ts'
import { shortUserReference } from './render.ts'

/** Under which key records of a module show their territories; undefined for modules without. */
export const territoriesKey = ({ apiName }: ModuleMeta): string | undefined =>
  Object.hasOwn(territoriesPerRecord, apiName) ? (apiName === 'Deals' ? 'Territory' : 'Territories') : undefined

export const hasTerritories = (data: OrgData): boolean => !territoriesOf(data).isUntouched

export const showTerritories = (data: OrgData, module: ModuleMeta, record: string): object[] =>
  assignmentsOfRecord(data, module, record).flatMap(({ territory, by, at, how }) => {
    const found = territoriesOf(data).get(territory)
    if (!found) return []
    return {
      $assigned_by: shortUserReference(data, by),
      $assigned_time: formatDateTime(at, data.org.timeZone),
      $assigned: how,
      Name: found.values.name,
      id: territory,
    }
  })

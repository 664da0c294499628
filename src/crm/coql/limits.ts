/**
 * How much a COQL query may ask for, by version.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/COQL-Limitations.html and its older siblings. Numbers that no
 * page of a version names are those of the nearest version that has them.
 */

import type { Version } from '../../protocol/versions.ts'

export interface CoqlLimits {
  /** LIMIT when the query has none. */
  readonly defaultLimit: number
  readonly limit: number
  /** OFFSET and LIMIT together: how far into the matches a query can reach. */
  readonly reach: number
  readonly selectColumns: number
  readonly conditions: number
  readonly inValues: number
  readonly orderBy: number
  readonly groupBy: number
  readonly aggregates: number
  /** Lookups that one path may follow. */
  readonly relationsInPath: number
  /** Different relations in WHERE, GROUP BY and ORDER BY, in SELECT, and in both together. */
  readonly baseJoins: number
  readonly selectJoins: number
  readonly joins: number
}

const v2: CoqlLimits = {
  defaultLimit: 200,
  limit: 200,
  reach: 10_000,
  selectColumns: 50,
  conditions: 25,
  inValues: 50,
  orderBy: 10,
  groupBy: 4,
  aggregates: 5,
  relationsInPath: 2,
  baseJoins: 2,
  selectJoins: 2,
  joins: 2,
}

const v4: CoqlLimits = { ...v2, limit: 2000 }

const v7: CoqlLimits = { ...v4, reach: 100_000, inValues: 100, baseJoins: 5, selectJoins: 15, joins: 20 }

/** That v8 takes 200 columns is known from a connector only. */
const v8: CoqlLimits = { ...v7, selectColumns: 200 }

export function limitsOf({ number }: Version): CoqlLimits {
  if (number >= 8) return v8
  if (number >= 7) return v7
  return number >= 4 ? v4 : v2
}

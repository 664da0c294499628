/**
 * What calls cost in API credits: one, unless it says otherwise here. What a handler alone can tell, as the LIMIT of a query,
 * it says itself (`c.set('credits', …)`).
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */

import { queryOf } from '../http/query.ts'
import { findOperation } from '../protocol/endpoints.ts'
import type { CrmContext } from './answer.ts'

/** Operations of the inventory (protocol/endpoints.ts). */
const costs: Readonly<Record<string, number>> = {
  'POST /crm/{v}/Leads/{}/actions/convert': 5,
  'POST /crm/{v}/{}/{}/actions/convert': 5,
  'POST /crm/{v}/{}/{}/actions/send_mail': 20,
  'POST /crm/{v}/{}/{}/actions/merge': 50,
  'POST /crm/bulk/{v}/read': 50,
  'POST /crm/{v}/Leads/actions/mass_convert': 200,
  'POST /crm/{v}/{}/actions/mass_convert': 200,
  'POST /crm/bulk/{v}/write': 500,
  'POST /crm/{v}/settings/modules': 500,
}

/** A list by a custom view. */
const costOfView = 3

/** How many rows one credit pays for. */
const rowsPerCredit: Readonly<Record<string, number>> = {
  '/crm/{v}/{}': 10,
  '/crm/{v}/{}/upsert': 10,
  '/crm/{v}/{}/{}/{}': 10,
  '/crm/{v}/Notes': 10,
  '/crm/{v}/{}/{}/Notes': 10,
  '/crm/{v}/{}/actions/add_tags': 50,
  '/crm/{v}/{}/actions/remove_tags': 50,
  '/crm/{v}/{}/actions/mass_delete': 100,
}

/** What a call costs whatever comes of it. */
export function costBefore(c: CrmContext): number {
  const { method } = c.req
  const path = findOperation(c.env.located.path)?.path
  if (method === 'GET' && path === '/crm/{v}/{}' && isByView(c)) return costOfView
  return costs[`${method} ${path}`] ?? 1
}

/** What it costs beyond that, once it has been handled. */
export function costAfter(c: CrmContext): number {
  const credits = c.get('credits')
  if (credits !== undefined) return credits - 1
  const rows = c.get('rows')
  if (rows === undefined) return 0
  const perCredit = rowsPerCredit[findOperation(c.env.located.path)?.path ?? '']
  return perCredit === undefined ? 0 : Math.ceil(rows / perCredit) - 1
}

/** Not through the recorded parameters: that the cost was reckoned does not mean that somebody read it. */
const isByView = (c: CrmContext): boolean => new URLSearchParams(queryOf(c.req.url)).has('cvid')

/** What a query costs by the rows that it may bring. */
export const costOfQuery = (limit: number): number => (limit > 1000 ? 3 : limit > 200 ? 2 : 1)

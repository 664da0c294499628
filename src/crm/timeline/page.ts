/**
 * Paging of a timeline: a page token says itself how long its pages are, so that `per_page` may not stand beside it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { openToken, type PageBinding, type PageRequest, readNumber, sealToken } from '../records/page.ts'

/** Inferred from the example of Zoho's description; the most is that of other lists. */
const perPageByDefault = 25
const most = 200

/** @throws CrmError */
export function readTimelinePage(query: URLSearchParams, bound: PageBinding): PageRequest {
  const token = query.get('page_token')
  if (token === null) {
    const perPage = readNumber(query, 'per_page', perPageByDefault, most)
    const page = readNumber(query, 'page', 1, Number.MAX_SAFE_INTEGER)
    return { page, perPage, skip: (page - 1) * perPage }
  }
  const beside = ['page', 'per_page'].find(name => query.has(name))
  if (beside) {
    throw crmError('ambiguousParams', { ambiguity_due_to: [{ param_name: beside }, { param_name: 'page_token' }] })
  }
  const { skip: sealed, expiresAt } = openToken(token, bound)
  if (bound.now >= expiresAt) {
    throw crmError('pageTokenExpired', { api_name: 'page_token', json_path: '$.query.page_token' })
  }
  const perPage = (sealed % most) + 1
  const skip = Math.floor(sealed / most)
  return { page: Math.floor(skip / perPage) + 1, perPage, skip }
}

export const sealTimelinePage = (skip: number, perPage: number, bound: PageBinding): string =>
  sealToken(skip * most + perPage - 1, bound)

/** Paging of lists: what the parameters say, and which page tokens go out. */

import { hash } from 'node:crypto'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { Version } from '../../protocol/versions.ts'

export const pageTokenLifetimeMs = 24 * 60 * 60 * 1000
/** How far `page` reaches; further on only tokens do. */
const withoutToken = 2000
const withToken = 100_000

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly page: number
  readonly perPage: number
  /** How many rows come before. */
  readonly skip: number
}

/** What a page token is bound to besides its position: user, org and every other parameter. */
export interface PageBinding {
  readonly seed: string
  readonly binding: string
  readonly now: number
}

/**
 * Reads `page`, `per_page` and `page_token`.
 * @throws CrmError
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
 */
export function readPage(query: URLSearchParams, version: Version, bound: PageBinding): PageRequest {
  const perPage = readNumber(query, 'per_page', 200, 200)
  const token = query.get('page_token')
  if (token === null || !version.pageTokens) {
    const page = readNumber(query, 'page', 1, Number.MAX_SAFE_INTEGER)
    if (version.pageTokens && page * perPage > withoutToken && (page - 1) * perPage >= withoutToken) {
      throw crmError('pageBeyondLimit', { limit: withoutToken })
    }
    return { page, perPage, skip: (page - 1) * perPage }
  }
  if (query.has('page')) {
    throw crmError('ambiguousParams', { ambiguity_due_to: [{ param_name: 'page' }, { param_name: 'page_token' }] })
  }
  const { skip, expiresAt } = openToken(token, bound)
  if (bound.now >= expiresAt)
    throw crmError('pageTokenExpired', { api_name: 'page_token', json_path: '$.query.page_token' })
  if (skip >= withToken) throw crmError('pageTokenExhausted', { param_name: 'page_token' })
  return { page: Math.floor(skip / perPage) + 1, perPage, skip }
}

/** `page` and `per_page` of a list that has no page tokens. @throws CrmError */
export function readPlainPage(query: URLSearchParams, most = 200): PageRequest {
  const perPage = readNumber(query, 'per_page', most, most)
  const page = readNumber(query, 'page', 1, Number.MAX_SAFE_INTEGER)
  return { page, perPage, skip: (page - 1) * perPage }
}

/** What is on a page, and what an answer says of the page. */
export function cutPage<T>(all: readonly T[], { page, perPage, skip }: PageRequest) {
  const rows = all.slice(skip, skip + perPage)
  return { rows, info: { per_page: perPage, count: rows.length, page, more_records: all.length > skip + perPage } }
}

export function readNumber(query: URLSearchParams, name: string, byDefault: number, most: number): number {
  const text = query.get(name)
  if (text === null || text === '') return byDefault
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= 1 && value <= most)) throw crmError('invalidParam', { param_name: name })
  return value
}

/** A token that says where the next page begins. Opaque, but made from what it says, so that no state is kept for it. */
export function sealToken(skip: number, { seed, binding, now }: PageBinding): string {
  const content = `${skip}.${now + pageTokenLifetimeMs}`
  return Buffer.from(`${content}.${sign(content, seed, binding)}`).toString('base64url')
}

/** @throws CrmError for a token that is no such one, or is bound to something else */
export function openToken(token: string, { seed, binding }: PageBinding): { skip: number; expiresAt: number } {
  const [skip, expiresAt, signature] = Buffer.from(token, 'base64url').toString('latin1').split('.')
  if (skip && expiresAt && signature === sign(`${skip}.${expiresAt}`, seed, binding)) {
    return { skip: Number(skip), expiresAt: Number(expiresAt) }
  }
  throw crmError('pageTokenMismatch', { param_name: 'page_token' })
}

/** Nobody here has to be kept from making one; it only has to be told from one of another list. */
const sign = (content: string, seed: string, binding: string): string =>
  hash('sha256', JSON.stringify([seed, binding, content]))

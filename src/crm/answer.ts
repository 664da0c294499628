/** The forms of CRM's answers: what every JSON answer carries, and how the rows of a write fold into one status. */

import type { Context } from 'hono'
import type { CrmEnv } from '../http/authenticate.ts'
import { noteCrmError } from '../http/journal/left-out.ts'
import {
  bytesResponse,
  emptyResponse,
  type HeaderRecord,
  jsonHeaders,
  reasonHeader,
  textResponse,
} from '../http/respond.ts'
import type { CrmErrorBody } from '../protocol/crm-errors/index.ts'
import { formatDateTime } from '../protocol/date-time.ts'
import type { Version } from '../protocol/versions.ts'
import type { OrgFile } from '../world/org-files.ts'
import type { AccessToken } from '../world/schema.ts'
import type { World } from '../world/world.ts'

export type CrmContext = Context<CrmEnv>

/** Headers seen on the service's own answers; some clients stumble over the file name, so it is there. */
const crmHeaders = {
  'Content-Disposition': 'attachment; filename=response.json',
  'Cache-Control': 'no-store, no-cache, must-revalidate, private',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
}

/** By token, since they are the same with each of its answers; a token of the old flow answers in several time zones. */
const keptHeaders = new WeakMap<AccessToken, { readonly timeZone: string; readonly headers: HeaderRecord }>()

/** The service says with each answer when the access token stops working. */
function tokenHeaders(c: CrmContext): HeaderRecord {
  const { accessToken, data } = c.get('caller')
  const { timeZone } = data.org
  const kept = keptHeaders.get(accessToken)
  if (kept?.timeZone === timeZone) return kept.headers
  const { expiresAt } = accessToken
  const headers = jsonHeaders({
    ...crmHeaders,
    ...(expiresAt !== null && { 'X-ACCESSTOKEN-RESET': formatDateTime(expiresAt, timeZone) }),
  })
  keptHeaders.set(accessToken, { timeZone, headers })
  return headers
}

export const answer = (c: CrmContext, body: unknown, status = 200): Response =>
  textResponse(JSON.stringify(body), status, tokenHeaders(c))

/** Types that the official SDKs take for a file; what they would read as an answer is sent as one that they don't. */
const fileTypes =
  /^(?:image|audio|video)\/|^text\/(?:plain|csv|html|css|calendar)$|^application\/(?:pdf|zip|gzip|msword|vnd\.)/

/**
 * A file. Official SDKs take its name from behind the last apostrophe.
 *
 * @param sentAs the media type of the answer, where that is said
 *
 * Source of the header: https://github.com/zoho/crm-oas, files
 */
export function answerFile(
  c: CrmContext,
  { name, type }: Pick<OrgFile, 'name' | 'type'>,
  bytes: Uint8Array,
  sentAs = fileTypes.test(type) ? type : 'application/x-download',
): Response {
  const encoded = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    each => `%${each.charCodeAt(0).toString(16)}`,
  )
  return bytesResponse(bytes, {
    ...tokenHeaders(c),
    'Content-Type': `${sentAs};charset=UTF-8`,
    'Content-Disposition': `attachment;filename*=UTF-8''${encoded}`,
  })
}

/** An answer without a body has no type. */
const withoutType = ({ 'Content-Type': _, ...headers }: HeaderRecord): HeaderRecord => headers

/** Nothing found: 204 and no body, never an empty list. */
export const answerNothing = (c: CrmContext): Response => emptyResponse(204, withoutType(tokenHeaders(c)))

export const answerNotModified = (c: CrmContext): Response => emptyResponse(304, withoutType(tokenHeaders(c)))

/** One row of a write's answer. */
export type ResultRow = CrmErrorBody | SuccessRow

export interface SuccessRow {
  readonly code: 'SUCCESS' | 'SCHEDULED'
  readonly details: object
  readonly message: string
  readonly status: 'success'
}

export const success = (message: string, details: object, code: SuccessRow['code'] = 'SUCCESS'): SuccessRow => ({
  code,
  details,
  message,
  status: 'success',
})

/** A row as far as it says whether it went well; one without a status did. */
interface FoldedRow {
  readonly status?: string | undefined
  readonly code?: string | undefined
  readonly message?: string | undefined
  readonly details?: object | undefined
}

/**
 * Folds rows into one answer: all well, mixed, or none.
 * @param beside what else the answer says
 */
export function answerRows(
  c: CrmContext,
  world: World,
  rows: readonly FoldedRow[],
  allWell: 200 | 201 | 202,
  root = 'data',
  beside: object = {},
): Response {
  const failed = rows.filter(row => row.status === 'error')
  if (failed.length === 0) return answer(c, { [root]: rows, ...beside }, allWell)
  for (const row of failed) noteCrmError(c.env.exchange, row)
  if (failed.length < rows.length) return answer(c, { [root]: rows, ...beside }, world.toggles.mixed_rows_status)
  // a record that somebody else changed meanwhile has a status of its own
  const stale = failed.every(row => row.code === 'ALREADY_MODIFIED')
  const { code, message, details } = failed[0]!
  const reason = `${code}: ${message} ${JSON.stringify(details)}`
  const headers = { ...tokenHeaders(c), ...reasonHeader(reason) }
  const status = stale ? 412 : allFailedStatus(world, c.get('version'))
  return textResponse(JSON.stringify({ [root]: rows, ...beside }), status, headers)
}

/** The row of a write that has just one, without a list around it. */
export function answerRow(c: CrmContext, row: ResultRow, allWell: number, root: string): Response {
  if (row.status !== 'error') return answer(c, { [root]: row }, allWell)
  noteCrmError(c.env.exchange, row)
  const reason = `${row.code}: ${row.message} ${JSON.stringify(row.details)}`
  return textResponse(JSON.stringify({ [root]: row }), 400, { ...tokenHeaders(c), ...reasonHeader(reason) })
}

function allFailedStatus(world: World, version: Version): number {
  const toggle = world.toggles.all_rows_failed_status
  return toggle === 'by_version' ? version.allRowsFailed : Number(toggle)
}

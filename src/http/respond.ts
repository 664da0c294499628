/**
 * The few forms in which the emulator answers. Each carries the emulator's own header; a refusal carries its reason too.
 * Answers are built in one piece with plain headers, the form that the Node server writes out without detours.
 */

import { VERSION } from '../version.ts'

const own = { 'x-zoho-emulator': VERSION }

export type HeaderRecord = Record<string, string>

/** Headers may hold one line of Latin-1 only. */
export const reasonHeader = (reason: string | undefined): HeaderRecord =>
  reason === undefined ? {} : { 'x-zoho-emulator-reason': toHeaderValue(reason) }

const toHeaderValue = (text: string): string =>
  text
    .replaceAll('’', "'")
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 500)

/** The headers of a JSON answer, for those who keep them from one answer to the next. */
export const jsonHeaders = (headers: HeaderRecord = {}): HeaderRecord => ({
  'Content-Type': 'application/json;charset=UTF-8',
  ...own,
  ...headers,
})

const textKey = Symbol('text')
const headersKey = Symbol('headers')

/** An answer that knows what it was made from, so that the journal need not read it. */
interface Built extends Response {
  [textKey]?: string | null
  [headersKey]?: HeaderRecord | undefined
}

/** Makes an answer in one piece. */
export function textResponse(text: string | null, status: number, headers: HeaderRecord): Response {
  const response: Built = new Response(text, { status, headers })
  response[textKey] = text
  response[headersKey] = headers
  return response
}

/** What an answer was made from; no text where it wasn't made by one of these. */
export function sentParts(response: Built): { readonly text: string | null; readonly headers: HeaderRecord | Headers } {
  return { text: response[textKey] ?? null, headers: response[headersKey] ?? response.headers }
}

/** The headers of an answer that is built already, to add to them. */
export function openHeaders(response: Built): Headers {
  response[headersKey] = undefined
  return response.headers
}

export function jsonResponse(status: number, body: unknown, headers: HeaderRecord = {}): Response {
  return textResponse(JSON.stringify(body), status, jsonHeaders(headers))
}

/** A file. Of its bytes the journal says only how many there are. */
export function bytesResponse(bytes: Uint8Array, headers: HeaderRecord): Response {
  const sent = { ...headers, 'Content-Length': String(bytes.byteLength) }
  const response: Built = new Response(bytes as Uint8Array<ArrayBuffer>, { status: 200, headers: sent })
  response[textKey] = `(${bytes.byteLength} bytes)`
  response[headersKey] = sent
  return response
}

/** Plain text. */
export function plainResponse(status: number, text: string): Response {
  return textResponse(text, status, { 'Content-Type': 'text/plain;charset=UTF-8', ...own })
}

export function emptyResponse(status: number, headers: HeaderRecord = {}): Response {
  return textResponse(null, status, { ...own, ...headers })
}

/** A page of ours: no script but our own files, never framed, and a referrer policy under which forms send their Origin. */
export function pageResponse(status: number, page: { toString(): string }, headers: HeaderRecord = {}): Response {
  return textResponse(`<!DOCTYPE html>${page.toString()}`, status, {
    'Content-Type': 'text/html;charset=UTF-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    ...own,
    ...headers,
  })
}

/** An address may hold visible ASCII only; anything else in it is encoded, so that no header can be split or refused. */
const toAddress = (text: string): string =>
  text.replace(/[^\x21-\x7e]+/g, part =>
    Array.from(Buffer.from(part), byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )

/** Setting several cookies needs real headers, so they come apart from the rest. */
export function redirectResponse(
  location: string,
  {
    status = 302,
    cookies = [],
    headers = {},
  }: { status?: 302 | 303; cookies?: readonly string[]; headers?: HeaderRecord } = {},
): Response {
  return withCookies(
    textResponse(null, status, { Location: toAddress(location), 'Cache-Control': 'no-store', ...own, ...headers }),
    cookies,
  )
}

export function withCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response
  const headers = openHeaders(response)
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return response
}

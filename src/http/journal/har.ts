/**
 * Entries of the journal as an HTTP archive, version 1.2, which browsers and other tools open.
 *
 * Source: http://www.softwareishard.com/blog/har-12-spec/
 */

import { STATUS_CODES } from 'node:http'
import { VERSION } from '../../version.ts'
import { queryOf } from '../query.ts'
import type { Exchange } from './exchange.ts'
import { headersOf, isForm, type RequestDetail, type Showing } from './show.ts'

interface Pair {
  readonly name: string
  readonly value: string
}

const httpVersion = 'HTTP/1.1'
/** Not known. */
const unknownSize = -1

/** @param entries the oldest first */
export const toHar = (entries: readonly Exchange[], showing: Showing): object => ({
  log: {
    version: '1.2',
    creator: { name: 'zoho-emulator', version: VERSION },
    entries: entries.map(exchange => toHarEntry(exchange, showing.detail(exchange))),
  },
})

function toHarEntry(exchange: Exchange, detail: RequestDetail): object {
  const { request, response, id, at, duration_ms, service, location, environment, client_id, user, org, token } = detail
  const responseType = header(response.headers, 'content-type')
  return {
    startedDateTime: at,
    time: duration_ms,
    request: {
      method: request.method,
      url: request.url,
      httpVersion,
      cookies: cookiesOf(request.headers.cookie),
      headers: pairsOf(request.headers),
      queryString: paramsOf(queryOf(request.url)),
      ...(request.body !== null && { postData: postDataOf(exchange, request) }),
      headersSize: unknownSize,
      bodySize: request.body === null ? sizeOfNone(request.method) : Buffer.byteLength(request.body),
    },
    response: {
      // as the format says it of an answer that there wasn't
      status: response.status ?? 0,
      statusText: STATUS_CODES[response.status ?? 0] ?? '',
      httpVersion,
      cookies: headersOf(exchange.responseHeaders)
        .filter(([name]) => name === 'set-cookie')
        .map(([, set]) => setCookie(set)),
      headers: pairsOf(response.headers),
      content: {
        size: response.body === null ? 0 : Buffer.byteLength(response.body),
        mimeType: responseType ?? 'x-unknown',
        ...(response.body !== null && { text: response.body }),
      },
      redirectURL: header(response.headers, 'location') ?? '',
      headersSize: unknownSize,
      bodySize: unknownSize,
    },
    cache: {},
    timings: { send: 0, wait: duration_ms, receive: 0 },
    // what the format has no place for
    _zoho: {
      id,
      service,
      location,
      environment,
      client_id,
      user,
      org,
      token,
      reason: detail.reason,
      checks: detail.checks,
    },
  }
}

/** A body that nobody read may have been there. */
const sizeOfNone = (method: string): number => (method === 'GET' || method === 'HEAD' ? 0 : unknownSize)

const pairsOf = (headers: Readonly<Record<string, string>>): Pair[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

const paramsOf = (text: string): Pair[] => [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))

const header = (headers: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(headers, name) ? headers[name] : undefined

function postDataOf(exchange: Exchange, { headers, body }: RequestDetail['request']): object {
  const mimeType = header(headers, 'content-type') ?? ''
  return { mimeType, text: body, params: isForm(exchange) ? paramsOf(body ?? '') : [] }
}

/** Values are hidden. */
const cookiesOf = (header: string | undefined): Pair[] =>
  (header ?? '')
    .split(/; */)
    .filter(Boolean)
    .map(pair => ({ name: pair.split('=')[0]!, value: '…' }))

function setCookie(header: string): object {
  const [pair = '', ...attributes] = header.split(/; */)
  const has = (name: string) => attributes.some(each => each.toLowerCase() === name)
  return { name: pair.split('=')[0], value: '…', path: '/', httpOnly: has('httponly'), secure: has('secure') }
}

/** How an entry of the journal is shown: as a row of the list, and whole. Secrets are masked here. */

import type { World } from '../../world/world.ts'
import { queryOf } from '../query.ts'
import { type CheckResponse, toChecksResponse } from './checks.ts'
import type { Exchange } from './exchange.ts'
import { type Bodies, isRefused, type Journal } from './journal.ts'
import { createMask, type Mask, maskSecret, secretsOfClients, secretsOfPairs } from './mask.ts'
import type { Sent } from './unread.ts'

/** One row of the list, and one event of the live stream. */
export interface RequestRow {
  readonly id: string
  readonly at: string
  /** The Zoho host, or the name that is none; of a callback the host and port that it went to. */
  readonly host: string
  /** `callback` for what the emulator itself sent to an address that a client named. */
  readonly service: string | null
  readonly location: string | null
  readonly environment: string | null
  readonly method: string
  /** Zoho's own path. */
  readonly path: string
  /** Null where a callback brought no answer. */
  readonly status: number | null
  readonly duration_ms: number
  readonly client_id: string | null
  /** E-mail address. */
  readonly user: string | null
  /** The zgid. */
  readonly org: string | null
  readonly token: string | null
  readonly reason: string | null
}

export interface RequestDetail extends RequestRow {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | null
  }
  readonly response: {
    readonly status: number | null
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | null
  }
  /** Whether the bodies are there: all of them, the beginning where one was long, or not both any more. */
  readonly bodies: Bodies['kept']
  readonly checks: readonly CheckResponse[]
  readonly unread: readonly Sent[]
  readonly left_out: readonly Sent[]
}

/** Shows entries to one reader. */
export class Showing {
  readonly #world: World
  readonly #journal: Journal
  readonly #secrets: readonly string[]
  readonly #mask: Mask

  constructor(world: World, journal: Journal) {
    this.#world = world
    this.#journal = journal
    this.#secrets = secretsOfClients(world)
    this.#mask = createMask(this.#secrets)
  }

  row(exchange: Exchange, mask = this.#mask): RequestRow {
    const { id, at, host, located, method, durationMs, grant, token } = exchange
    const clientId = grant?.clientId ?? exchange.clientId
    const path = pathOf(exchange)
    const reason = reasonOf(exchange)
    return {
      id,
      at: new Date(at).toISOString(),
      host: mask.text(host),
      service: exchange.isCallback ? 'callback' : (located?.service ?? null),
      location: located?.host?.location ?? null,
      environment: located?.environment ?? null,
      method,
      path: mask.text(path),
      status: statusOf(exchange),
      duration_ms: Math.round(durationMs * 1000) / 1000,
      client_id: clientId && mask.text(clientId.slice(0, 100)),
      user: exchange.user?.email ?? (grant && (this.#world.users.get(grant.zuid)?.email ?? grant.zuid)),
      org: exchange.zgid,
      token: token && maskSecret(token),
      reason: reason && mask.text(reason),
    }
  }

  detail(exchange: Exchange): RequestDetail {
    const bodies = this.#journal.bodiesOf(exchange)
    const mask = createMask([...this.#secrets, ...secretsIn(exchange, bodies)])
    const { method, url, unread, leftOut } = exchange
    const hide = (text: string | null) => text && mask.text(text)
    return {
      ...this.row(exchange, mask),
      request: {
        method,
        url: mask.url(url),
        headers: joined(headersOf(exchange.requestHeaders), mask),
        body: bodies.request && (isForm(exchange) ? mask.pairs(bodies.request) : mask.text(bodies.request)),
      },
      response: {
        status: statusOf(exchange),
        headers: joined(headersOf(exchange.responseHeaders), mask),
        body: hide(bodies.response),
      },
      bodies: bodies.kept,
      checks: toChecksResponse(exchange, isRefused(exchange), reasonOf(exchange)).map(check => ({
        ...check,
        expected: hide(check.expected),
        actual: hide(check.actual),
      })),
      unread: unread.map(sent => hiddenName(sent, mask)),
      left_out: leftOut,
    }
  }
}

/** A secret may stand in the place of a name. */
export const hiddenName = <T extends Sent>(sent: T, mask: Mask): T => ({
  ...sent,
  name: mask.text(sent.name.slice(0, 200)),
})

const statusOf = ({ status }: Exchange): number | null => (status === 0 ? null : status)

/** As it is shown: Zoho's own, or that of an address which is none of Zoho's. */
export function pathOf({ located, url }: Exchange): string {
  if (located) return located.path
  const at = url.indexOf('/', url.indexOf('//') + 2)
  const mark = url.indexOf('?')
  return at === -1 ? '/' : url.slice(at, mark === -1 ? url.length : mark)
}

export function reasonOf({ isCallback, reason, responseHeaders }: Exchange): string | null {
  if (isCallback) return reason
  const name = 'x-zoho-emulator-reason'
  if (responseHeaders instanceof Headers) return responseHeaders.get(name)
  return (responseHeaders as Readonly<Record<string, string>>)[name] ?? null
}

/** Names in small letters, with their values, in the order in which they were sent. */
export function headersOf(headers: Exchange['requestHeaders'] | Exchange['responseHeaders']): [string, string][] {
  if (headers instanceof Headers) return [...headers]
  if (!Array.isArray(headers)) return Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const pairs: [string, string][] = []
  for (let at = 0; at < headers.length; at += 2) pairs.push([headers[at].toLowerCase(), headers[at + 1]])
  return pairs
}

function joined(headers: readonly (readonly [string, string])[], mask: Mask): Record<string, string> {
  const record: Record<string, string> = {}
  for (const [name, value] of headers) {
    const masked = mask.header(name, value)
    record[name] = Object.hasOwn(record, name) ? `${record[name]}, ${masked}` : masked
  }
  return record
}

export const isForm = ({ requestHeaders }: Exchange): boolean =>
  headersOf(requestHeaders).some(
    ([name, value]) => name === 'content-type' && /^application\/x-www-form-urlencoded/i.test(value),
  )

/** Secrets of this request alone, which its answer may repeat. */
function secretsIn(exchange: Exchange, { request }: Bodies): string[] {
  const { token, url } = exchange
  const form = isForm(exchange) ? (request ?? '') : ''
  return [...(token ? [token] : []), ...secretsOfPairs(queryOf(url)), ...secretsOfPairs(form)]
}

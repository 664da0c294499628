/** What a client sent that no handler looked at, and what it left out; of one request, and summed over the run. */

import { queryOf } from '../query.ts'
import type { Exchange } from './exchange.ts'

/** Something that a client sends, or should. */
export interface Sent {
  readonly in: 'query' | 'header' | 'body'
  readonly name: string
}

/** What the handlers of one request have looked at. */
export class Reads {
  readonly headers: string[] = []
  readonly query: string[] = []
  readonly body: string[] = []
  /** The names in the body, where a handler read it as something that has names. */
  bodyNames: readonly string[] | null = null
  /** What of the body was passed over, as the handlers themselves say. */
  passedOver: string[] | null = null
  readonly #url: string
  #params: RecordedParams | null = null

  constructor(url: string) {
    this.#url = url
  }

  /** The query, parsed once. */
  get params(): RecordedParams {
    this.#params ??= new RecordedParams(queryOf(this.#url), this.query)
    return this.#params
  }

  /** Notes that a header is looked at. */
  header(name: string): void {
    note(this.headers, name)
  }

  /** Notes that a parameter is looked at, wherever it stands. */
  parameter(name: string): void {
    note(this.query, name)
    note(this.body, name)
  }

  /** Notes that a key of the body is looked at. */
  bodyKey(name: string): void {
    note(this.body, name)
  }

  /** Notes a key of the body that is passed over; of many rows once. */
  passOver(name: string): void {
    this.passedOver ??= []
    note(this.passedOver, name)
  }

  /** The names in the query that nobody looked at. */
  unreadParams(): readonly string[] {
    if (queryOf(this.#url) === '' || this.params.size === this.query.length) return []
    return [...new Set(this.params.keys())].filter(name => !this.query.includes(name))
  }
}

/** Parameters that note which of them were read. Going through all of them reads none. */
class RecordedParams extends URLSearchParams {
  readonly #read: string[]

  constructor(text: string, read: string[]) {
    super(text)
    this.#read = read
  }

  override get(name: string): string | null {
    const value = super.get(name)
    if (value !== null) note(this.#read, name)
    return value
  }

  override getAll(name: string): string[] {
    const values = super.getAll(name)
    if (values.length > 0) note(this.#read, name)
    return values
  }

  override has(name: string): boolean {
    const has = super.has(name)
    if (has) note(this.#read, name)
    return has
  }
}

/** Parameters from query and body alike, which note which of them were read. */
export class RecordedParameters {
  readonly #reads: Reads
  readonly #parameters: ReadonlyMap<string, string>

  constructor(reads: Reads, parameters: ReadonlyMap<string, string>) {
    this.#reads = reads
    this.#parameters = parameters
  }

  get(name: string): string | undefined {
    this.#reads.parameter(name)
    return this.#parameters.get(name)
  }

  has(name: string): boolean {
    this.#reads.parameter(name)
    return this.#parameters.has(name)
  }
}

/** A JSON body that notes which of its keys were read. Copying it reads all of them. */
export function recordedBody(reads: Reads, body: Record<string, unknown>): Record<string, unknown> {
  reads.bodyNames = Object.keys(body)
  const read = (key: string | symbol) => {
    if (typeof key === 'string') note(reads.body, key)
  }
  return new Proxy(body, {
    get(target, key) {
      read(key)
      return Reflect.get(target, key)
    },
    has(target, key) {
      read(key)
      return Reflect.has(target, key)
    },
    getOwnPropertyDescriptor(target, key) {
      read(key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })
}

function note(read: string[], name: string): void {
  if (!read.includes(name)) read.push(name)
}

/** Headers that clients send with each call and that mean nothing to CRM or accounts. */
const harmless = new Set(
  `accept accept-charset accept-encoding accept-language age cache-control connection content-encoding content-language
  content-length content-type cookie date dnt expect forwarded from host keep-alive max-forwards origin pragma priority
  proxy-connection referer save-data te traceparent tracestate baggage trailer transfer-encoding upgrade
  upgrade-insecure-requests user-agent via x-real-ip x-request-id x-requested-with x-correlation-id x-zoho-sdk b3`.split(
    /\s+/,
  ),
)
const harmlessPrefix = /^(?:sec-|x-forwarded-|x-b3-|x-datadog-|x-stainless-)/
/** What was found out about names before, since clients send the same ones with each call. */
const seen = new Map<string, string | null>()
const namesRemembered = 1000

/** The name in small letters, or null for a header that means nothing. */
function meaningOf(name: string): string | null {
  let meaning = seen.get(name)
  if (meaning === undefined) {
    const lower = name.toLowerCase()
    meaning = harmless.has(lower) || harmlessPrefix.test(lower) ? null : lower
    if (seen.size < namesRemembered) seen.set(name, meaning)
  }
  return meaning
}

/**
 * What nobody read. Only of requests that got all of an answer: a refused one was read no further than to its refusal, one
 * without result perhaps no further than to where that was clear.
 * @param exchange whose headers are names and values in turn by now
 */
export function findUnread(
  { reads, status, requestHeaders, unread: none }: Exchange,
  refused: boolean,
): readonly Sent[] {
  const passedOver = reads.passedOver?.map((name): Sent => ({ in: 'body', name })) ?? none
  if (refused || status === 204 || status === 304) return passedOver
  const unread: Sent[] = []
  for (const name of reads.unreadParams()) unread.push({ in: 'query', name })
  const headers = requestHeaders as readonly string[]
  for (let at = 0; at < headers.length; at += 2) checkHeader(headers[at]!, reads, unread)
  for (const name of reads.bodyNames ?? []) if (!reads.body.includes(name)) unread.push({ in: 'body', name })
  return unread.length === 0 ? passedOver : [...unread, ...passedOver]
}

function checkHeader(sent: string, { headers }: Reads, unread: Sent[]): void {
  const name = meaningOf(sent)
  if (name !== null && !headers.includes(name)) unread.push({ in: 'header', name })
}

export interface UnreadRow extends Sent {
  readonly service: string
  readonly method: string
  /** Zoho's path, `{id}` in place of ids. */
  readonly path: string
  readonly count: number
  /** The last request of which it is true. */
  readonly last: string
}

const rowsKept = 2000

/** Adds up over the run what was unread and what was left out. */
export class UnreadSums {
  readonly #unread = new Map<string, UnreadRow>()
  readonly #leftOut = new Map<string, UnreadRow>()

  add(exchange: Exchange): void {
    const { unread, leftOut } = exchange
    for (const sent of unread) count(this.#unread, exchange, sent)
    for (const sent of leftOut) count(this.#leftOut, exchange, sent)
  }

  /** The most frequent first. */
  rows(): { readonly unread: UnreadRow[]; readonly leftOut: UnreadRow[] } {
    const sorted = (rows: Map<string, UnreadRow>) => [...rows.values()].sort((a, b) => b.count - a.count)
    return { unread: sorted(this.#unread), leftOut: sorted(this.#leftOut) }
  }

  clear(): void {
    this.#unread.clear()
    this.#leftOut.clear()
  }
}

function count(rows: Map<string, UnreadRow>, { id, method, located }: Exchange, { in: place, name }: Sent): void {
  const path = (located?.path ?? '').slice(0, 500).replace(/\/\d{6,}(?=\/|$)/g, '/{id}')
  const key = `${place}|${name}|${method}|${located?.service}|${path}`
  const known = rows.get(key)
  if (!known && rows.size >= rowsKept) return
  rows.set(key, {
    in: place,
    name,
    service: located?.service ?? 'own',
    method,
    path,
    count: (known?.count ?? 0) + 1,
    last: id,
  })
}

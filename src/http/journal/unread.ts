/** What a client sent that no handler looked at, and what it left out; of one request, and summed over the run. */

import type { Exchange } from './exchange.ts'

/** Something that a client sends, or should. */
export interface Sent {
  readonly in: 'query' | 'header' | 'body'
  readonly name: string
}

export interface Unread {
  readonly unread: readonly Sent[]
  readonly leftOut: readonly Sent[]
}

/** Parameters that note which of them were read. Going through all of them reads none. */
export class RecordedParams extends URLSearchParams {
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
    note(this.#read, name)
    return super.getAll(name)
  }

  override has(name: string): boolean {
    const has = super.has(name)
    if (has) note(this.#read, name)
    return has
  }
}

/** Parameters from query and body alike, which note which of them were read. */
export class RecordedParameters {
  readonly #exchange: Exchange
  readonly #parameters: ReadonlyMap<string, string>

  constructor(exchange: Exchange, parameters: ReadonlyMap<string, string>) {
    this.#exchange = exchange
    this.#parameters = parameters
  }

  get(name: string): string | undefined {
    this.#note(name)
    return this.#parameters.get(name)
  }

  has(name: string): boolean {
    this.#note(name)
    return this.#parameters.has(name)
  }

  #note(name: string): void {
    note(this.#exchange.queryRead, name)
    note(this.#exchange.bodyRead, name)
  }
}

/** The form of a page, which notes which of its fields were read. */
export function recordedForm(exchange: Exchange, text: string): URLSearchParams {
  const form = new RecordedParams(text, exchange.bodyRead)
  exchange.bodyNames = [...form.keys()]
  return form
}

/** A JSON body that notes which of its keys were read. Copying it reads all of them. */
export function recordedBody(exchange: Exchange, body: Record<string, unknown>): Record<string, unknown> {
  exchange.bodyNames = Object.keys(body)
  const read = (key: string | symbol) => {
    if (typeof key === 'string') note(exchange.bodyRead, key)
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

/** Headers that every client sends and that mean nothing to CRM or accounts. */
const harmless = new Set(
  `accept accept-charset accept-encoding accept-language age cache-control connection content-encoding content-language
  content-length content-type cookie date dnt expect forwarded from host keep-alive max-forwards origin pragma priority
  proxy-connection referer save-data te traceparent tracestate baggage trailer transfer-encoding upgrade
  upgrade-insecure-requests user-agent via x-real-ip x-request-id x-requested-with x-correlation-id b3`.split(/\s+/),
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
 * What nobody read. Only of requests that were answered: a refused one was read no further than to its refusal.
 * @returns null where there is nothing to say
 */
export function findUnread(exchange: Exchange, refused: boolean): Unread | null {
  const { leftOut, passedOver } = exchange
  const unread: Sent[] = []
  if (!refused) {
    const { bodyNames, bodyRead, queryRead, headersRead } = exchange
    for (const name of exchange.queryNames()) if (!queryRead.includes(name)) unread.push({ in: 'query', name })
    forEachName(exchange.requestHeaders, sent => {
      const name = meaningOf(sent)
      if (name !== null && !headersRead.includes(name)) unread.push({ in: 'header', name })
    })
    for (const name of bodyNames ?? []) if (!bodyRead.includes(name)) unread.push({ in: 'body', name })
  }
  if (passedOver.length > 0) unread.push(...passedOver)
  return unread.length === 0 && leftOut.length === 0 ? null : { unread: distinct(unread), leftOut: distinct(leftOut) }
}

function forEachName(headers: readonly string[] | Headers, visit: (name: string) => void): void {
  if (headers instanceof Headers) {
    for (const name of headers.keys()) visit(name)
    return
  }
  for (let at = 0; at < headers.length; at += 2) visit(headers[at]!)
}

const distinct = (all: readonly Sent[]): readonly Sent[] =>
  all.filter((each, at) => all.findIndex(other => other.in === each.in && other.name === each.name) === at)

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

  add(exchange: Exchange, { unread, leftOut }: Unread): void {
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

/**
 * The journal: the last requests to Zoho's hosts, with what happened to them. It keeps references and copies nothing; what is
 * shown is made when somebody looks. Lies beside the world, not in it: a snapshot has no journal.
 */

import type { EmulatorEnv } from '../env.ts'
import { sentParts } from '../respond.ts'
import { BodyStore } from './body-store.ts'
import { callbackChecks } from './checks.ts'
import { Exchange } from './exchange.ts'
import { findUnread, Reads, UnreadSums } from './unread.ts'

/** Where the journal gets the time from; the world's clock. */
export interface JournalClock {
  now(): number
}

export interface JournalLimits {
  /** Requests that are kept. */
  readonly entries: number
  /** Bytes of all bodies together; beyond them the oldest go. */
  readonly bodies: number
  /** Of one body. */
  readonly body: number
}

export const journalLimits: JournalLimits = { entries: 1000, bodies: 16 * 1024 * 1024, body: 256 * 1024 }

export interface Bodies {
  readonly request: string | null
  readonly response: string | null
  /** All of them, the beginning where one was long, or not both any more. */
  readonly kept: 'whole' | 'cut' | 'dropped'
}

interface EnteredAnswer {
  /** 0 where there was none. */
  readonly status: number
  readonly headers: Exchange['responseHeaders']
  readonly body: string | null
}

export type Listener = (exchange: Exchange) => void

export class Journal {
  readonly #clock: JournalClock
  readonly #limits: JournalLimits
  readonly #bodies: BodyStore
  readonly #sums = new UnreadSums()
  readonly #listeners = new Set<Listener>()
  readonly #closers = new Set<() => void>()
  /** The oldest first from `#first` on, then from the beginning. */
  #ring: Exchange[] = []
  #first = 0
  #count = 0
  #epoch = 0

  constructor(clock: JournalClock, limits: JournalLimits = journalLimits) {
    this.#clock = clock
    this.#limits = limits
    this.#bodies = new BodyStore(limits.bodies, limits.body)
  }

  open(request: Request, incoming: EmulatorEnv['Bindings']['incoming']): Exchange {
    const { method, url } = request
    const headers = incoming ? incoming.rawHeaders : request.headers
    return new Exchange(method, url, headers, this.#clock.now(), performance.now(), this.#epoch)
  }

  /** Opens an entry for a request that the emulator itself sends. @param headers names and values in turn */
  openOwn(method: string, url: string, headers: readonly string[]): Exchange {
    const exchange = new Exchange(method, url, headers, this.#clock.now(), performance.now(), this.#epoch)
    exchange.follow(callbackChecks)
    return exchange
  }

  /** Enters a request that has its answer. @returns the answer */
  close(exchange: Exchange, response: Response): Response {
    if (!isKept(exchange) || exchange.epoch !== this.#epoch) return response
    const { text, headers } = sentParts(response)
    this.#keep(exchange, { status: response.status, headers, body: text })
    exchange.unread = findUnread(exchange, isRefused(exchange))
    exchange.reads = nothingRead
    this.#sums.add(exchange)
    this.#push(exchange)
    return response
  }

  /** Enters a request that the emulator itself sent. */
  enter(exchange: Exchange, answered: EnteredAnswer): void {
    if (exchange.epoch !== this.#epoch) return
    this.#keep(exchange, answered)
    exchange.reads = nothingRead
    this.#push(exchange)
  }

  #keep(exchange: Exchange, { status, headers, body }: EnteredAnswer): void {
    exchange.durationMs = performance.now() - exchange.startedAt
    exchange.status = status
    exchange.requestHeaders = flat(exchange.requestHeaders)
    exchange.responseHeaders = headers
    exchange.storedRequest = this.#bodies.put(exchange.requestBody)
    exchange.storedResponse = this.#bodies.put(body)
    exchange.requestBody = null
    exchange.sequence = ++this.#count
  }

  /** The bodies of an entry; null where there was none, or where it is not kept any more. */
  bodiesOf({ storedRequest, storedResponse }: Exchange): Bodies {
    const request = storedRequest && (this.#bodies.read(storedRequest) ?? null)
    const response = storedResponse && (this.#bodies.read(storedResponse) ?? null)
    const isGone = (storedRequest !== null && request === null) || (storedResponse !== null && response === null)
    const isCut = storedRequest?.cut || storedResponse?.cut
    return { request, response, kept: isGone ? 'dropped' : isCut ? 'cut' : 'whole' }
  }

  /** The newest first. */
  *entries(): Generator<Exchange> {
    const ring = this.#ring
    for (let back = 1; back <= ring.length; back++) yield ring[(this.#first + ring.length - back) % ring.length]!
  }

  find(id: string): Exchange | undefined {
    return this.#ring.find(exchange => exchange.id === id)
  }

  get unread(): ReturnType<UnreadSums['rows']> {
    return this.#sums.rows()
  }

  /** Empties it; requests that are under way are not entered any more. */
  clear(): void {
    this.#ring = []
    this.#first = 0
    this.#bodies.clear()
    this.#epoch++
    this.#sums.clear()
  }

  /** As `clear`, and counts from 1 again. */
  reset(): void {
    this.clear()
    this.#count = 0
  }

  /** Is told of each request from now on. @param closed is called when the journal ends @returns what stops it */
  listen(listener: Listener, closed: () => void): () => void {
    this.#listeners.add(listener)
    this.#closers.add(closed)
    return () => {
      this.#listeners.delete(listener)
      this.#closers.delete(closed)
    }
  }

  /** Ends all listening. */
  end(): void {
    for (const close of [...this.#closers]) close()
  }

  #push(exchange: Exchange): void {
    if (this.#ring.length < this.#limits.entries) this.#ring.push(exchange)
    else {
      this.#ring[this.#first] = exchange
      this.#first = (this.#first + 1) % this.#ring.length
    }
    for (const listener of this.#listeners) listener(exchange)
  }
}

/** What ended requests have in place of their own. */
const nothingRead = new Reads('')

/** Names and values in turn; the object that they come from holds much more. */
function flat(headers: Exchange['requestHeaders']): readonly string[] {
  if (!(headers instanceof Headers)) return headers
  const pairs: string[] = []
  for (const [name, value] of headers) pairs.push(name, value)
  return pairs
}

/** Whether the answer was a refusal; the token endpoint's have a status of 200. */
export const isRefused = ({ status, failed, isRefusal }: Exchange): boolean => status >= 400 || failed || isRefusal

/** The emulator's own pages are not part of what a client does, and neither are the style sheets of Zoho's. */
function isKept({ located, url }: Exchange): boolean {
  if (located === null) return !url.endsWith('/favicon.ico')
  return located.service !== 'own' && !located.path.startsWith('/assets/')
}

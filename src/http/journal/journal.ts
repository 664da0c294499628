/**
 * The journal: the last requests to Zoho's hosts, with what happened to them. It keeps references and copies nothing; what is
 * shown is made when somebody looks. Lies beside the world, not in it: a snapshot has no journal.
 */

import type { EmulatorEnv } from '../env.ts'
import { sentParts } from '../respond.ts'
import { Exchange } from './exchange.ts'
import { findUnread, UnreadSums } from './unread.ts'

/** Where the journal gets the time from; the world's clock. */
export interface JournalClock {
  now(): number
}

export interface JournalLimits {
  /** Requests that are kept. */
  readonly entries: number
  /** Characters or bytes of all bodies together; beyond them the oldest go. */
  readonly bodies: number
  /** Of one body. */
  readonly body: number
}

export const journalLimits: JournalLimits = { entries: 1000, bodies: 16 * 1024 * 1024, body: 256 * 1024 }

export type Listener = (exchange: Exchange) => void

export class Journal {
  readonly #clock: JournalClock
  readonly #limits: JournalLimits
  readonly #sums = new UnreadSums()
  readonly #listeners = new Set<Listener>()
  readonly #closers = new Set<() => void>()
  /** The oldest first from `#first` on, then from the beginning. */
  #ring: Exchange[] = []
  #first = 0
  #count = 0
  #epoch = 0
  #bodySize = 0
  /** How many of the oldest have lost their bodies. */
  #withoutBodies = 0

  constructor(clock: JournalClock, limits: JournalLimits = journalLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  open(request: Request, incoming: EmulatorEnv['Bindings']['incoming']): Exchange {
    const { method, url } = request
    const headers = incoming ? incoming.rawHeaders : request.headers
    const times = { at: this.#clock.now(), startedAt: performance.now(), epoch: this.#epoch }
    return new Exchange({ method, url, headers }, times)
  }

  /** Enters a request that has its answer. @returns the answer */
  close(exchange: Exchange, response: Response): Response {
    if (!isKept(exchange) || exchange.epoch !== this.#epoch) return response
    exchange.durationMs = performance.now() - exchange.startedAt
    exchange.status = response.status
    const { text, headers } = sentParts(response)
    exchange.responseHeaders = headers
    exchange.responseBody = text
    this.#cutBodies(exchange)
    exchange.id = `request-${++this.#count}`
    exchange.unread = findUnread(exchange, isRefused(exchange))
    exchange.forgetQuery()
    if (exchange.unread) this.#sums.add(exchange, exchange.unread)
    this.#push(exchange)
    for (const listener of this.#listeners) listener(exchange)
    return response
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
    this.#bodySize = 0
    this.#withoutBodies = 0
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
    const { entries, bodies } = this.#limits
    if (this.#ring.length < entries) this.#ring.push(exchange)
    else {
      if (this.#withoutBodies > 0) this.#withoutBodies--
      else this.#bodySize -= sizeOf(this.#ring[this.#first]!)
      this.#ring[this.#first] = exchange
      this.#first = (this.#first + 1) % entries
    }
    this.#bodySize += sizeOf(exchange)
    while (this.#bodySize > bodies) this.#dropOldestBodies()
  }

  #dropOldestBodies(): void {
    const oldest = this.#ring[(this.#first + this.#withoutBodies++) % this.#ring.length]!
    this.#bodySize -= sizeOf(oldest)
    oldest.requestBody = null
    oldest.responseBody = null
    oldest.bodies = 'dropped'
  }

  #cutBodies(exchange: Exchange): void {
    const { body: most } = this.#limits
    const { requestBody, responseBody } = exchange
    if (requestBody !== null && requestBody.byteLength > most) {
      exchange.requestBody = requestBody.slice(0, most)
      exchange.bodies = 'cut'
    }
    if (typeof responseBody === 'string' && responseBody.length > most) {
      // a slice of a string would keep the whole of it
      exchange.responseBody = Buffer.from(responseBody.slice(0, most))
      exchange.bodies = 'cut'
    }
  }
}

const sizeOf = ({ requestBody, responseBody }: Exchange): number =>
  (requestBody?.byteLength ?? 0) + (responseBody?.length ?? 0)

/** Whether the answer was a refusal; the token endpoint's have a status of 200. */
export const isRefused = ({ status, failed, isRefusal }: Exchange): boolean => status >= 400 || failed || isRefusal

/** The emulator's own pages are not part of what a client does, and neither are the style sheets of Zoho's. */
function isKept({ located, url }: Exchange): boolean {
  if (located === null) return !url.endsWith('/favicon.ico')
  return located.service !== 'own' && !located.path.startsWith('/assets/')
}

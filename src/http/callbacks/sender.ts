/**
 * Sends what lies in the world's table of callbacks: right after the answer of the request that put it there, again after a
 * try that failed, and then no more. Each try stands in the journal. What waits lies in no table: reset and the end of the
 * emulator drop it. After a kill, what had been taken from the table in the last moments may be sent once more.
 */

import { VERSION } from '../../version.ts'
import type { Callback } from '../../world/callbacks.ts'
import type { World } from '../../world/world.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { Journal } from '../journal/journal.ts'
import { type Answered, post } from './post.ts'
import { CallbackRefused, targetOf } from './target.ts'

export interface CallbackLimits {
  /** Between a try that failed and the next, of the real time. */
  readonly pausesMs: readonly number[]
  /** How long an answer may take. */
  readonly timeoutMs: number
  readonly atATime: number
  /** Tries that wait for their turn; what comes beyond is not sent. */
  readonly waiting: number
}

const usualLimits: CallbackLimits = { pausesMs: [1000, 5000], timeoutMs: 5000, atATime: 10, waiting: 1000 }

interface Try {
  readonly callback: Callback
  /** From 1 on. */
  readonly count: number
}

export class CallbackSender {
  readonly #world: World
  readonly #journal: Journal
  readonly #allowed: ReadonlySet<string>
  readonly #limits: CallbackLimits
  #waiting: Try[] = []
  #running = new Set<AbortController>()
  #timers = new Set<NodeJS.Timeout>()
  #isClosed = false

  /** @param allowed hosts other than this machine */
  constructor(world: World, journal: Journal, allowed: readonly string[], limits = usualLimits) {
    this.#world = world
    this.#journal = journal
    this.#allowed = new Set(allowed.map(name => name.toLowerCase()))
    this.#limits = limits
    world.onReset(() => this.#drop())
  }

  /** Takes what the table has. */
  take(): void {
    const { callbacks, store } = this.#world
    // some of them may yet be undone; whoever does so takes the rest
    if (callbacks.size === 0 || store.isAttempting) return
    const taken = callbacks.all()
    callbacks.forget(() => true)
    if (this.#isClosed) return
    for (const callback of taken) this.#wait({ callback, count: 1 })
    // the answer goes first
    setImmediate(() => this.#start())
  }

  /** Ends what is under way, and sends nothing more. */
  close(): void {
    this.#isClosed = true
    this.#drop()
  }

  #drop(): void {
    this.#waiting = []
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    for (const running of this.#running) running.abort()
    this.#running.clear()
  }

  #wait(one: Try): void {
    if (this.#waiting.length < this.#limits.waiting) this.#waiting.push(one)
    else {
      const problem = `${this.#limits.waiting} callbacks wait already`
      this.#enter(this.#open(one, bodyOf(one)), bodyOf(one), null, `not sent: ${problem}`)
    }
  }

  #start(): void {
    while (this.#running.size < this.#limits.atATime) {
      const next = this.#waiting.shift()
      if (!next) return
      const running = new AbortController()
      this.#running.add(running)
      void this.#send(next, running).finally(() => {
        this.#running.delete(running)
        this.#start()
      })
    }
  }

  async #send(one: Try, { signal: dropped }: AbortController): Promise<void> {
    const body = bodyOf(one)
    const exchange = this.#open(one, body)
    const { timeoutMs } = this.#limits
    const ofTime = AbortSignal.timeout(timeoutMs)
    try {
      const target = targetOf(one.callback.url, this.#allowed)
      const signal = AbortSignal.any([dropped, ofTime])
      const answered = await post(target, { headers: headersFor(body), body, signal })
      exchange.check('address', true, undefined, exchange.host)
      exchange.check('connection', true)
      const { status } = answered
      const isWell = exchange.check('answer', status >= 200 && status < 300, undefined, status)
      this.#enter(exchange, body, answered, isWell ? null : this.#retry(one, `the listener answered ${status}`))
    } catch (error) {
      if (dropped.aborted) return
      const problem = ofTime.aborted ? `no answer within ${timeoutMs} ms` : messageOf(error as Error)
      const isRefused = error instanceof CallbackRefused
      exchange.check('address', !isRefused, undefined, isRefused ? problem : exchange.host)
      if (!isRefused) exchange.check('connection', false, undefined, problem)
      this.#enter(exchange, body, null, isRefused ? `not sent: ${problem}` : this.#retry(one, problem))
    }
  }

  /** Plans the next try. @returns what is said of this one */
  #retry(one: Try, problem: string): string {
    const { pausesMs } = this.#limits
    const said = `try ${one.count} of ${pausesMs.length + 1}: ${problem}`
    const pauseMs = pausesMs[one.count - 1]
    if (pauseMs === undefined) return `${said}; given up`
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#wait({ ...one, count: one.count + 1 })
      this.#start()
    }, pauseMs)
    timer.unref()
    this.#timers.add(timer)
    return said
  }

  #open({ callback }: Try, body: string): Exchange {
    const exchange = this.#journal.openOwn('POST', callback.url, Object.entries(headersFor(body)).flat())
    exchange.isCallback = true
    exchange.host = URL.canParse(callback.url) ? new URL(callback.url).host : ''
    exchange.zgid = callback.org
    return exchange
  }

  #enter(exchange: Exchange, body: string, answered: Answered | null, reason: string | null): void {
    exchange.requestBody = body
    exchange.reason = reason
    if (reason !== null) exchange.failed = true
    this.#journal.enter(exchange, answered ?? { status: 0, headers: {}, body: null })
  }
}

const bodyOf = ({ callback }: Try): string => JSON.stringify(callback.body)

const headersFor = (body: string): Record<string, string> => ({
  'Content-Type': 'application/json;charset=UTF-8',
  'Content-Length': String(Buffer.byteLength(body)),
  'User-Agent': `zoho-emulator/${VERSION}`,
})

/** A name with several addresses fails with one error for each, and no word of its own. */
const messageOf = (error: Error): string =>
  error instanceof AggregateError ? error.errors.map(({ message }: Error) => message).join(', ') : error.message

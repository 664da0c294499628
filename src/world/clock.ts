import type { Table } from './table.ts'

/** Where the world's time stands against real time. */
export interface ClockState {
  readonly id: 'clock'
  /** Added to real time while the clock runs. */
  readonly offsetMs: number
  /** The moment at which the clock stands still; null while it runs. */
  readonly frozenAt: number | null
}

/** Where a scenario puts the clock: at a moment or where it would be, then so much later, running or not. */
export interface ClockStart {
  readonly at: number | null
  readonly laterMs: number
  readonly frozen: boolean
}

const running: ClockState = Object.freeze({ id: 'clock', offsetMs: 0, frozenAt: null })

/** The only clock that rooms may read. It runs with real time until it is moved or frozen. */
export class Clock {
  readonly #states: Table<ClockState>
  readonly #realNow: () => number

  constructor(states: Table<ClockState>, realNow: () => number = Date.now) {
    this.#states = states
    this.#realNow = realNow
  }

  /** Epoch milliseconds. */
  now(): number {
    const { frozenAt, offsetMs } = this.#state
    return frozenAt ?? this.#realNow() + offsetMs
  }

  get frozen(): boolean {
    return this.#state.frozenAt !== null
  }

  /** Whether it shows real time, having been neither moved nor frozen. */
  get isReal(): boolean {
    const { frozenAt, offsetMs } = this.#state
    return frozenAt === null && offsetMs === 0 && this.#realNow === Date.now
  }

  get offsetMs(): number {
    return this.now() - this.#realNow()
  }

  freeze(): void {
    this.#change({ frozenAt: this.now() })
  }

  advance(ms: number): void {
    const { frozenAt, offsetMs } = this.#state
    if (frozenAt === null) this.#change({ offsetMs: offsetMs + ms })
    else this.#change({ frozenAt: frozenAt + ms })
  }

  /** Goes to a moment and runs on from there, unless frozen. */
  set(at: number): void {
    if (this.frozen) this.#change({ frozenAt: at })
    else this.#change({ offsetMs: at - this.#realNow() })
  }

  /** Back to real time. */
  resume(): void {
    if (this.#states.has('clock')) this.#change({ frozenAt: null, offsetMs: 0 })
  }

  /** Where a scenario puts it; null is real time. */
  start(start: ClockStart | null): void {
    this.resume()
    if (!start) return
    const real = this.#realNow()
    const at = (start.at ?? real) + start.laterMs
    if (start.frozen) this.#change({ frozenAt: at })
    else if (at !== real) this.#change({ offsetMs: at - real })
  }

  /** Where it stands against real time. */
  get state(): Readonly<Pick<ClockState, 'offsetMs' | 'frozenAt'>> {
    return this.#state
  }

  get #state(): ClockState {
    return this.#states.get('clock') ?? running
  }

  #change(change: Partial<ClockState>): void {
    this.#states.put({ ...this.#state, ...change })
  }
}

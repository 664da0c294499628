import type { World } from '../world/world.ts'

const longestWaitMs = 60 * 60 * 1000

/**
 * Ends jobs at whose end somebody is called, though no request looks at them: a timer waits for the next, and a clock that was
 * moved is noticed after the answer that moved it.
 */
export class JobAlarm {
  readonly #world: World
  readonly #settle: (zgid: string) => void
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  /** @param settle does the work of an org's jobs that have ended by now, and keeps what it changed */
  constructor(world: World, settle: (zgid: string) => void) {
    this.#world = world
    this.#settle = settle
  }

  /** Settles what is due, and sets the timer for what comes next. */
  look(): void {
    clearTimeout(this.#timer)
    const { awaitedJobs, clock } = this.#world
    if (awaitedJobs.size === 0 || this.#isClosed) return
    const now = clock.now()
    const due = new Set<string>()
    awaitedJobs.each(({ zgid, endsAt }) => endsAt <= now && due.add(zgid))
    for (const zgid of due) this.#settle(zgid)
    let next = Number.POSITIVE_INFINITY
    awaitedJobs.each(({ endsAt }) => {
      if (endsAt > now) next = Math.min(next, endsAt)
    })
    if (next === Number.POSITIVE_INFINITY || clock.frozen) return
    this.#timer = setTimeout(() => this.look(), Math.min(next - now, longestWaitMs))
    this.#timer.unref()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }
}

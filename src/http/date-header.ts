import type { Clock } from '../world/clock.ts'

/**
 * Makes the `Date` header of a world's answers, once a second.
 * @returns null while the world's time is the real one, which the HTTP server writes by itself
 */
export function createDateHeader(clock: Clock): () => string | null {
  let second = Number.NaN
  let text = ''
  return () => {
    if (clock.isReal) return null
    const now = Math.floor(clock.now() / 1000)
    if (now !== second) {
      second = now
      text = new Date(now * 1000).toUTCString()
    }
    return text
  }
}

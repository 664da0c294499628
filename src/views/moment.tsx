const units = [
  { ms: 86_400_000, one: 'day', many: 'days' },
  { ms: 3_600_000, one: 'h', many: 'h' },
  { ms: 60_000, one: 'min', many: 'min' },
  { ms: 1000, one: 's', many: 's' },
] as const

/** A length of time in its largest unit, rounded down: `59 min`, `2 days`. */
export function inWords(ms: number): string {
  const { ms: unit, one, many } = units.find(each => ms >= each.ms) ?? units[3]
  const count = Math.floor(ms / unit)
  return `${count} ${count === 1 ? one : many}`
}

/** How long ago or how far ahead a moment is. */
export function relativeTime(at: number, now: number): string {
  const distance = Math.abs(at - now)
  if (distance < 1000) return 'now'
  return at < now ? `${inWords(distance)} ago` : `in ${inWords(distance)}`
}

/** `2026-01-31 12:00:00 UTC` */
export const exactTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** A moment as seen from another, both by the world's clock; the exact one stands behind it. */
export const Moment = ({ at, now }: { at: number; now: number }) => (
  <time datetime={new Date(at).toISOString()} title={exactTime(at)}>
    {relativeTime(at, now)}
  </time>
)

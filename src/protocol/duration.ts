const longestMs = 100 * 365 * 86_400_000

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * `500ms`, `90s`, `61m`, `1h30m`, `7d`.
 * @returns milliseconds
 * @throws when it is no duration
 */
export function parseDuration(text: string): number {
  if (!/^(?:\d{1,12}(?:ms|s|m|h|d))+$/.test(text)) {
    throw new Error(`${JSON.stringify(text.slice(0, 40))} is no duration; expected e.g. 500ms, 90s, 61m, 1h30m or 7d`)
  }
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g))
    total += Number(amount) * unitMs[unit as keyof typeof unitMs]
  if (total > longestMs) throw new Error(`${text} is longer than a hundred years`)
  return total
}

import { hash } from 'node:crypto'
import type { Table } from './table.ts'

/** How many ids of a kind were given out. */
export interface Counter {
  readonly id: string
  readonly value: number
}

/**
 * Makes ids and tokens from seed, kind and a counter that lives in the store: two runs print the same tokens, and a
 * restored snapshot goes on where it was.
 */
export class Ids {
  readonly #seed: string
  readonly #counters: Table<Counter>

  constructor(seed: string, counters: Table<Counter>) {
    this.#seed = seed
    this.#counters = counters
  }

  /** 1, 2, 3, … for each kind. */
  next(kind: string): number {
    return this.take(kind, 1)
  }

  /** The first of so many numbers in a row. */
  take(kind: string, count: number): number {
    const given = this.#counters.get(kind)?.value ?? 0
    this.#counters.put({ id: kind, value: given + count })
    return given + 1
  }

  /** Forgets kinds that nobody will ask for again. */
  forget(isOver: (kind: string) => boolean): void {
    this.#counters.forget(({ id }) => isOver(id))
  }

  /**
   * A whole number of so many digits that looks like any other, at least `least` and below `end`. Goes round the numbers in
   * steps that meet each of them once, so none comes twice before all have come.
   */
  number(kind: string, least: number, end: number): string {
    const count = end - least
    const start = Number.parseInt(hash('sha256', `${this.#seed}|${kind}`).slice(0, 12), 16) % count
    const given = BigInt(this.next(kind)) * BigInt(coprimeStep(count))
    return String(least + Number((BigInt(start) + given) % BigInt(count)))
  }

  /** 64 hexadecimal digits. */
  hex(kind: string): string {
    return hash('sha256', `${this.#seed}|${kind}|${this.next(kind)}`)
  }

  /** The form of Zoho's codes and tokens: `1000.` and twice 32 hexadecimal digits. */
  token(kind: string, prefix = '1000'): string {
    const hex = this.hex(kind)
    return `${prefix}.${hex.slice(0, 32)}.${hex.slice(32)}`
  }

  uuid(kind: string): string {
    const hex = this.hex(kind)
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `8${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-')
  }

  /** A client id: the prefix and 30 capital letters or digits. */
  clientId(prefix = '1000'): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    const bytes = Buffer.from(this.hex('client'), 'hex')
    return `${prefix}.${Array.from(bytes.subarray(0, 30), byte => alphabet[byte % alphabet.length]).join('')}`
  }

  /** A client secret: 42 hexadecimal digits. */
  clientSecret(): string {
    return this.hex('secret').slice(0, 42)
  }
}

/** A step that has no divisor in common with the count, near the golden section, so that neighbours lie far apart. */
function coprimeStep(count: number): number {
  let step = Math.floor(count * 0.618)
  while (greatestCommonDivisor(step, count) !== 1) step++
  return step
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

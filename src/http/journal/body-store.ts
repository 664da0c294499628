/** Where a body lies in the store. */
export interface StoredBody {
  /** How much had been written before it. */
  readonly at: number
  readonly length: number
  /** Whether it is only the beginning. */
  readonly cut: boolean
}

export type Body = string | ArrayBuffer | null

/**
 * The last bodies, in one piece of memory that is written round and round: thousands of texts that live for a while would keep
 * the garbage collector busier than all else that the journal does.
 */
export class BodyStore {
  readonly #size: number
  readonly #most: number
  #buffer: Buffer | null = null
  #written = 0

  /** @param size of all bodies together, in bytes @param most of one body */
  constructor(size: number, most: number) {
    this.#size = size
    this.#most = Math.min(most, size)
  }

  /** Copies a body; what is beyond the limit of one is left out. */
  put(body: Body): StoredBody | null {
    if (body === null) return null
    this.#buffer ??= Buffer.allocUnsafeSlow(this.#size)
    // a character takes three bytes at most
    const length = typeof body === 'string' ? body.length * 3 : body.byteLength
    const room = Math.min(length, this.#most)
    const start = this.#startOf(room)
    const at = start % this.#size
    const written = typeof body === 'string' ? this.#buffer.write(body, at, room, 'utf8') : this.#copy(body, at, room)
    this.#written = start + written
    return { at: start, length: written, cut: length > this.#most && isLonger(body, this.#most) }
  }

  /** @returns undefined where newer bodies lie by now */
  read({ at, length }: StoredBody): string | undefined {
    if (at + this.#size < this.#written || this.#buffer === null) return undefined
    const start = at % this.#size
    return this.#buffer.toString('utf8', start, start + length)
  }

  clear(): void {
    this.#buffer = null
  }

  /** A body lies in one piece, so the last bytes before the end may stay unused. */
  #startOf(room: number): number {
    const left = this.#size - (this.#written % this.#size)
    return room <= left ? this.#written : this.#written + left
  }

  #copy(body: ArrayBuffer, at: number, room: number): number {
    this.#buffer!.set(new Uint8Array(body, 0, room), at)
    return room
  }
}

const isLonger = (body: string | ArrayBuffer, most: number): boolean =>
  (typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength) > most

/**
 * The bytes of uploaded files, by their hash: equal files are kept once, and what a snapshot names never changes under it.
 */

import { hash } from 'node:crypto'

export class FileBytes {
  readonly #byKey = new Map<string, Uint8Array>()

  /** @returns the key under which they are found again */
  put(bytes: Uint8Array): string {
    const key = hash('sha256', bytes)
    if (!this.#byKey.has(key)) this.#byKey.set(key, bytes)
    return key
  }

  get(key: string): Uint8Array | undefined {
    return this.#byKey.get(key)
  }
}

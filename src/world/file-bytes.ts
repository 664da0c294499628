/**
 * The bytes of uploaded files, by their hash: equal files are kept once, and what a snapshot names never changes under it.
 * What no row of a files table needs any more is let go when somebody asks for that, never before its row is gone for certain.
 */

import { hash } from 'node:crypto'
import { keysIn } from './org-files.ts'
import type { StoreState } from './store.ts'

/** Where bytes lie. */
export interface BytesPlace {
  has(key: string): boolean
  /** @throws what says why they can't be kept */
  put(key: string, bytes: Uint8Array): void
  get(key: string): Uint8Array | undefined
  delete(key: string): void
  keys(): Iterable<string>
}

/** There is no room for the bytes of a file; the message says where. */
export class FilesFull extends Error {}

export const keyOf = (bytes: Uint8Array): string => hash('sha256', bytes)

export class FileBytes {
  #place: BytesPlace
  readonly #inForce: () => StoreState | null
  readonly #held = new Set<StoreState>()
  #others: FileBytes | undefined

  /** @param inForce the tables of files as they are now; null while changes may yet be undone */
  constructor(inForce: () => StoreState | null, place: BytesPlace = new InMemory()) {
    this.#inForce = inForce
    this.#place = place
  }

  /** From now on they lie elsewhere. */
  moveTo(place: BytesPlace): void {
    for (const key of this.#place.keys()) place.put(key, this.#place.get(key)!)
    this.#place = place
  }

  /** Looks there too for what is not here. */
  readAlso(others: FileBytes): void {
    this.#others = others
  }

  /**
   * Keeps bytes. Their key has to stand in a row of an org's files before anything is awaited.
   * @returns the key under which they are found again
   * @throws FilesFull
   */
  put(bytes: Uint8Array): string {
    const key = keyOf(bytes)
    if (this.#place.has(key)) return key
    try {
      this.#place.put(key, bytes)
    } catch {
      this.release()
      try {
        this.#place.put(key, bytes)
      } catch (error) {
        throw new FilesFull((error as Error).message)
      }
    }
    return key
  }

  get(key: string): Uint8Array | undefined {
    return this.#place.get(key) ?? this.#others?.get(key)
  }

  has(key: string): boolean {
    return this.#place.has(key) || (this.#others?.has(key) ?? false)
  }

  /** The bytes that a state needs, by their keys. @throws where some are gone */
  *of(state: StoreState): Iterable<readonly [key: string, bytes: Uint8Array]> {
    for (const key of [...keysIn(state)].sort()) {
      const bytes = this.get(key)
      if (!bytes) throw new Error(`the bytes ${key} are gone`)
      yield [key, bytes]
    }
  }

  /** Keeps what a state needs. @returns what ends that */
  hold(state: StoreState): () => void {
    this.#held.add(state)
    return () => {
      if (this.#held.delete(state)) this.release()
    }
  }

  /** Lets go what neither the state in force needs nor one that is held. */
  release(): void {
    const keys = [...this.#place.keys()]
    const inForce = keys.length > 0 ? this.#inForce() : null
    if (!inForce) return
    const needed = new Set([inForce, ...this.#held].flatMap(state => [...keysIn(state)]))
    for (const key of keys) if (!needed.has(key)) this.#place.delete(key)
  }
}

const mostInMemory = 1024 * 1024 * 1024

/** In memory, as far as there is room. */
export class InMemory implements BytesPlace {
  readonly #most: number
  readonly #byKey = new Map<string, Uint8Array>()
  #length = 0

  /** @param most of all together, in bytes */
  constructor(most = mostInMemory) {
    this.#most = most
  }

  has(key: string): boolean {
    return this.#byKey.has(key)
  }

  put(key: string, bytes: Uint8Array): void {
    if (this.#length + bytes.byteLength > this.#most) {
      throw new Error(`uploaded files take ${this.#most} bytes of memory at most; with a state file they lie on disk`)
    }
    // a view would keep all of the body that it is of
    this.#byKey.set(key, new Uint8Array(bytes))
    this.#length += bytes.byteLength
  }

  get(key: string): Uint8Array | undefined {
    return this.#byKey.get(key)
  }

  delete(key: string): void {
    this.#length -= this.#byKey.get(key)?.byteLength ?? 0
    this.#byKey.delete(key)
  }

  keys(): Iterable<string> {
    return this.#byKey.keys()
  }
}

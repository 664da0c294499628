import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { BytesPlace } from '../file-bytes.ts'
import { FileProblem } from '../fixtures.ts'
import { filesIn } from '../org-files.ts'
import type { StoreState } from '../store.ts'

/** `FILE.files/`: the bytes of uploaded files, each in a file that is called by their hash. */
export class FileFolder implements BytesPlace {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  has(key: string): boolean {
    return this.#length(key) !== undefined
  }

  /** Written beside its place first, so that a file is whole or not there. @throws what the file system says */
  put(key: string, bytes: Uint8Array): void {
    mkdirSync(this.#folder, { recursive: true })
    const temporary = `${this.#path(key)}.tmp`
    try {
      writeFileSync(temporary, bytes)
      renameSync(temporary, this.#path(key))
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
  }

  get(key: string): Uint8Array | undefined {
    try {
      return readFileSync(this.#path(key))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  delete(key: string): void {
    rmSync(this.#path(key), { force: true })
  }

  keys(): Iterable<string> {
    return this.#names().filter(name => /^[0-9a-f]{64}$/.test(name))
  }

  /** Removes what was being written when an emulator was killed. */
  sweepUnfinished(): void {
    for (const name of this.#names()) if (/^[0-9a-f]{64}\.tmp$/.test(name)) rmSync(this.#path(name), { force: true })
  }

  /** Whether the bytes of a state are all there, by their length; what is in them is not looked at. @throws FileProblem */
  check(state: StoreState): void {
    for (const { name, size, key } of filesIn(state)) {
      const length = this.#length(key)
      if (length === size) continue
      const message =
        length === undefined ? `is missing, which holds ${name}` : `has ${length} bytes, but ${name} ${size}`
      throw new FileProblem(this.#path(key), [], message)
    }
  }

  #path(name: string): string {
    return `${this.#folder}/${name}`
  }

  #length(key: string): number | undefined {
    return statSync(this.#path(key), { throwIfNoEntry: false })?.size
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }
}

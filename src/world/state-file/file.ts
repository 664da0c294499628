import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { FileProblem } from '../fixtures.ts'
import { lineAt } from '../json-scanner.ts'
import { type ReadState, readState, StateProblem } from '../read-state.ts'
import { chunked, type Origin, stateText } from '../snapshot.ts'
import type { StoreState } from '../store.ts'

/** What the file holds: a state, and how far the journal is in it. */
export interface FileContent extends Origin {
  readonly state: StoreState
  /** The number of the last journal line that it holds. */
  readonly journal: number
}

/**
 * The state file for lowdb. It is written beside its place and then moved there, so that it is whole at any moment, and bit by
 * bit, so that requests are answered meanwhile.
 */
export class StateAdapter implements Adapter<FileContent> {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  /** @throws FileProblem */
  async read(): Promise<ReadState | null> {
    const bytes = readIfThere(this.#file)
    if (!bytes) return null
    try {
      const read = readState(bytes)
      if (read.files.size > 0) throw new StateProblem(0, ['files'], 'is a snapshot with uploaded files: use restore')
      return read
    } catch (error) {
      if (!(error instanceof StateProblem)) throw error
      throw new FileProblem(`${this.#file} line ${lineAt(bytes, error.offset)}`, error.path, error.message)
    }
  }

  /** @throws what the file system says; then the file is as it was */
  async write({ state, journal, seed, fixture, scenario }: FileContent): Promise<void> {
    const temporary = `${this.#file}.tmp`
    const handle = await open(temporary, 'w')
    try {
      for (const chunk of chunked(stateText({ seed, fixture, scenario }, state, { journal, indented: true }))) {
        await handle.writeFile(chunk)
      }
      await handle.sync()
      await handle.close()
      keepMode(this.#file, temporary)
      await rename(temporary, this.#file)
    } catch (error) {
      await handle.close().catch(() => {})
      await rm(temporary, { force: true }).catch(() => {})
      throw error
    }
    syncFolder(dirname(this.#file))
  }
}

/** @throws FileProblem */
export function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new FileProblem(file, [], code === 'EISDIR' ? 'is a folder, expected a file' : message)
  }
}

/** Somebody may have closed it to others. */
function keepMode(file: string, temporary: string): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  if (mode !== undefined) chmodSync(temporary, mode)
}

/** Makes the move last; where folders cannot be synced, it does without. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    fsyncSync(descriptor)
    closeSync(descriptor)
  } catch {
    // Windows, and some file systems
  }
}

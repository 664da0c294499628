/**
 * `--data FILE`: the state in one JSON file that a person can read and edit, and beside it a journal. What a request changed is
 * in the journal before its answer goes out; the file is written anew when things are quiet, when the journal grows, and at the
 * end. At the start the journal is played over the file. So a kill at any moment loses nothing that was answered.
 *
 * Uploaded bytes lie in `FILE.files/`: there before the journal line that speaks of them, gone only when nothing kept does.
 *
 * When the disk is full or may not be written, the changes of a request are undone and the request is refused; what is read
 * goes on. Each refused write tries anew, so the first for which there is room again is taken.
 */

import { rmSync } from 'node:fs'
import { Low } from 'lowdb'
import { FileProblem } from '../fixtures.ts'
import { loadScenario } from '../scenarios.ts'
import type { World, WorldOptions } from '../world.ts'
import { Complaints } from './complaints.ts'
import { type FileContent, StateAdapter } from './file.ts'
import { FileFolder } from './file-folder.ts'
import { type Found, findState } from './found.ts'
import { GroupCommit, type Loss } from './group-commit.ts'
import { Journal } from './journal.ts'
import { takeLock } from './lock.ts'
import { filesOf, journalOf, looksOf, placeOf } from './place.ts'
import { Rewriting } from './rewriting.ts'

export type { Loss } from './group-commit.ts'

/** What lies on the disk. */
interface Parts {
  readonly db: Low<FileContent | null>
  readonly folder: FileFolder
}

export class StateFile {
  readonly #file: string
  readonly #found: Found
  readonly #folder: FileFolder
  readonly #complaints: Complaints
  readonly #commits: GroupCommit
  readonly #rewriting: Rewriting
  #unlock: (() => void) | undefined
  #world!: World
  /** Whether file or journal may have changed since they were read, as nobody kept others from it. */
  #seenBefore: string
  #opening: Promise<void> | undefined

  /**
   * Reads the file and its journal; neither is changed yet.
   * @throws FileProblem when they are damaged, of another format or in use
   */
  static async open(path: string): Promise<StateFile> {
    const file = placeOf(path)
    const unlock = takeLockIfWritable(file)
    try {
      const db = new Low<FileContent | null>(new StateAdapter(file) as never, null)
      await db.read()
      const found = findState(file, db.data)
      const folder = new FileFolder(filesOf(file))
      if (found.content) folder.check(found.content.state)
      return new StateFile(file, { db, folder }, found, unlock)
    } catch (error) {
      unlock?.()
      throw error
    }
  }

  private constructor(file: string, { db, folder }: Parts, found: Found, unlock: (() => void) | undefined) {
    this.#file = file
    this.#found = found
    this.#folder = folder
    this.#unlock = unlock
    this.#complaints = new Complaints(file)
    this.#commits = new GroupCommit(found.line, this.#complaints, {
      onChange: () => this.#rewriting.watchForQuiet(),
      onKept: () => this.#rewriting.afterLines(),
      onClosed: () => void this.#ensureOpen(),
    })
    this.#rewriting = new Rewriting(file, db, this.#commits, this.#complaints)
    this.#seenBefore = looksOf(file)
  }

  /**
   * What a world has to be made with: what the file was made with, unless it is told otherwise.
   * @throws FileProblem where that cannot be
   */
  worldOptions<Options extends WorldOptions>(options: Options): Options {
    const { content } = this.#found
    if (!content) return options
    for (const key of ['seed', 'fixture'] as const) {
      const asked = options[key]
      if (asked === undefined || asked === content[key]) continue
      throw new FileProblem(
        this.#file,
        [key],
        `is of ${key} ${content[key]}, but the emulator was started with ${asked}`,
      )
    }
    return { ...options, seed: content.seed, fixture: content.fixture, scenario: options.scenario ?? content.scenario }
  }

  /** Puts the kept state into the world, and keeps what changes from now on. */
  async attach(world: World): Promise<void> {
    this.#world = world
    this.#commits.store = world.store
    this.#rewriting.world = world
    world.fileBytes.moveTo(this.#folder)
    const { content } = this.#found
    if (content) {
      world.store.restore(content.state)
      // somebody who names another scenario than last time wants that one
      if (world.startedWith !== content.scenario) world.useScenario(await loadScenario(world.startedWith))
    }
    world.store.recorder = this.#commits.recorder
    await this.#ensureOpen()
  }

  /** A request begins. @returns what `end` wants to know */
  begin(): number {
    return this.#commits.begin()
  }

  /** A request ends. @returns null when all that it changed is kept */
  end(begun: number): Loss | null | Promise<Loss | null> {
    return this.#commits.end(begun)
  }

  /** Writes down at once what changed. @returns null when all is kept */
  commit(): Loss | null {
    return this.#commits.commit()
  }

  /** Writes the file and gives it free. */
  async close(): Promise<void> {
    this.commit()
    this.#rewriting.stop()
    await this.#opening
    await this.#rewriting.finish()
    this.#world.store.recorder = undefined
    this.#commits.journal?.close()
    this.#commits.journal = undefined
    this.#unlock?.()
    this.#unlock = undefined
  }

  /** Gives the file free without having touched it, where no world could be made. */
  abandon(): void {
    this.#unlock?.()
  }

  /** Takes the lock, makes sure that the file is there, and opens the journal; one after the other, and what worked stays done. */
  #ensureOpen(): Promise<void> {
    this.#opening ??= this.#open()
      .catch(error => this.#complaints.ofChanges(error))
      .finally(() => {
        this.#opening = undefined
      })
    return this.#opening
  }

  async #open(): Promise<void> {
    if (!this.#unlock) {
      this.#unlock = takeLock(this.#file)
      if (looksOf(this.#file) !== this.#seenBefore) {
        this.#unlock()
        this.#unlock = undefined
        throw new Error('somebody else changed it meanwhile; start the emulator anew')
      }
    }
    // what was being written when an emulator was killed
    for (const rest of [`${this.#file}.tmp`, `${journalOf(this.#file)}.tmp`]) rmSync(rest, { force: true })
    this.#folder.sweepUnfinished()
    const { content, journalLength } = this.#found
    if (!content || this.#world.startedWith !== content.scenario) await this.#rewriting.write()
    const journal = new Journal(journalOf(this.#file), journalLength)
    this.#commits.journal = journal
    this.#complaints.changesAreKept()
    this.#world.fileBytes.release()
    if (journal.length > 0) this.#rewriting.watchForQuiet()
  }
}

/** @returns undefined where nothing can be written; then nobody else can either */
function takeLockIfWritable(file: string): (() => void) | undefined {
  try {
    return takeLock(file)
  } catch (error) {
    if (error instanceof FileProblem) throw error
    return undefined
  }
}

/**
 * `--data FILE`: the state in one JSON file that a person can read and edit, and beside it a journal. What a request changed is
 * in the journal before its answer goes out; the file is written anew when things are quiet, when the journal grows, and at the
 * end. At the start the journal is played over the file. So a kill at any moment loses nothing that was answered.
 *
 * When the disk is full or may not be written, the changes of a request are undone and the request is refused; what is read
 * goes on. Each refused write tries anew, so the first for which there is room again is taken.
 */

import { realpathSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Low } from 'lowdb'
import { Delta } from '../delta.ts'
import { FileProblem } from '../fixtures.ts'
import { type ChangeSet, Recorder } from '../recorder.ts'
import { loadScenario } from '../scenarios.ts'
import { originOf } from '../snapshot.ts'
import type { World, WorldOptions } from '../world.ts'
import { type FileContent, readIfThere, StateAdapter } from './file.ts'
import { type Changes, Journal, lineOf, playJournal } from './journal.ts'
import { takeLock } from './lock.ts'

/** How long nothing may have changed until the file is written. */
const quietMs = 500
/** A journal longer than this, and than the file, is not kept until things are quiet. */
const longJournal = 32 * 1024 * 1024
/** A large file is written more rarely, so that writing it takes a small part of the time at most. */
const mostShare = 0.1

/** Changes that could not be kept and were undone. */
export interface Loss {
  readonly problem: string
  /** Whether nothing else was changed, as by a page that counts the forms that it shows. */
  readonly onlyCounters: boolean
}

/** What the file and the journal held at the start. */
interface Found {
  readonly content: FileContent | null
  /** Where the whole lines of the journal end. */
  readonly journalLength: number
}

export class StateFile {
  readonly #file: string
  readonly #db: Low<FileContent | null>
  readonly #found: Found
  readonly #recorder = new Recorder(() => this.#watchForQuiet())
  #unlock: (() => void) | undefined
  #world!: World
  #journal: Journal | undefined
  /** The number of the last line that was written. */
  #line: number
  /** How long the journal may become before the file is written. */
  #mostJournal: number
  /** Whether file or journal may have changed since they were read, as nobody kept others from it. */
  #seenBefore: string
  #underWay = 0
  #undone = 0
  #linesWaiting = 0
  /** Until the lines that wait are written. */
  #flushing: Promise<void> | undefined
  /** Why changes could not be kept when they last couldn't. */
  #problem = 'the state file is not open yet'
  #isComplaining = false
  #hasComplainedOfFile = false
  /** By the clock of the process. */
  #notWrittenBefore = 0
  #timer: NodeJS.Timeout | undefined
  #lineAtLastTick = 0
  #writing: Promise<void> | undefined
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
      return new StateFile(file, db, findState(file, db.data), unlock)
    } catch (error) {
      unlock?.()
      throw error
    }
  }

  private constructor(
    file: string,
    db: Low<FileContent | null>,
    found: Found & { readonly line: number },
    unlock: (() => void) | undefined,
  ) {
    this.#file = file
    this.#db = db
    this.#found = found
    this.#line = found.line
    this.#unlock = unlock
    this.#mostJournal = Math.max(longJournal, lengthOf(file))
    this.#seenBefore = this.#looks()
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
    const { content } = this.#found
    if (content) {
      world.store.restore(content.state)
      // somebody who names another scenario than last time wants that one
      if (world.startedWith !== content.scenario) world.useScenario(await loadScenario(world.startedWith))
    }
    world.store.recorder = this.#recorder
    await this.#ensureOpen()
  }

  /** A request begins. @returns what `end` wants to know */
  begin(): number {
    this.#underWay++
    return this.#undone
  }

  /**
   * A request ends: what it changed is written down, together with that of other requests of the same moment. Until then
   * neither it may be answered nor who has read what it changed.
   * @returns null when all is kept
   */
  end(begun: number): Loss | null | Promise<Loss | null> {
    this.#underWay--
    const own = this.#recorder.current
    if (this.#undone === begun) this.#seal()
    else if (!own.isEmpty) {
      // what was undone for another request may have been of this one too, so the rest of it must not stay
      this.#recorder.undoCurrent(this.#world.store)
      this.#undone++
    }
    const loss = () => (this.#undone === begun ? null : this.#loss(own))
    return this.#flushing ? this.#flushing.then(loss) : loss()
  }

  /** Writes down at once what changed. @returns null when all is kept */
  commit(): Loss | null {
    const begun = this.#undone
    const own = this.#recorder.current
    this.#seal()
    this.#flush()
    return this.#undone === begun ? null : this.#loss(own)
  }

  #loss(changes: ChangeSet): Loss {
    return { problem: this.#problem, onlyCounters: changes.touchesOnly('counters') }
  }

  /** Makes a line of what changed. */
  #seal(): void {
    const changes = this.#recorder.current
    if (changes.isEmpty) return
    if (!this.#journal) {
      this.#undo()
      void this.#ensureOpen()
      return
    }
    try {
      this.#journal.add(lineOf(this.#line + this.#linesWaiting + 1, changes, this.#world.store))
    } catch (error) {
      // longer than a string can be
      this.#recorder.undoCurrent(this.#world.store)
      this.#undone++
      this.#complain(error)
      return
    }
    this.#recorder.seal()
    this.#linesWaiting++
    this.#flushing ??= new Promise(resolve => {
      setImmediate(() => {
        this.#flush()
        resolve()
      })
    })
  }

  /** Writes the lines that wait, or undoes what they say. */
  #flush(): void {
    this.#flushing = undefined
    if (this.#linesWaiting === 0) return
    try {
      this.#journal!.flush()
    } catch (error) {
      this.#undo()
      this.#complain(error)
      return
    }
    this.#line += this.#linesWaiting
    this.#linesWaiting = 0
    this.#recorder.keep()
    this.#isWell()
    if (this.#journal!.length > this.#mostJournal && this.#recorder.current.isEmpty) void this.#writeFile()
    else this.#watchForQuiet()
  }

  #undo(): void {
    this.#recorder.undo(this.#world.store)
    this.#linesWaiting = 0
    this.#undone++
  }

  /** Writes the file and gives it free. */
  async close(): Promise<void> {
    this.commit()
    clearInterval(this.#timer)
    await this.#opening
    await this.#writing
    this.commit()
    if (this.#journal && this.#journal.length > 0) await this.#writeFile()
    clearInterval(this.#timer)
    this.#world.store.recorder = undefined
    this.#journal?.close()
    this.#journal = undefined
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
      .catch(error => this.#complain(error))
      .finally(() => {
        this.#opening = undefined
      })
    return this.#opening
  }

  async #open(): Promise<void> {
    if (!this.#unlock) {
      this.#unlock = takeLock(this.#file)
      if (this.#looks() !== this.#seenBefore) {
        this.#unlock()
        this.#unlock = undefined
        throw new Error('somebody else changed it meanwhile; start the emulator anew')
      }
    }
    // what was being written when an emulator was killed
    for (const rest of ['.tmp', '.journal.tmp']) rmSync(`${this.#file}${rest}`, { force: true })
    const { content, journalLength } = this.#found
    if (!content || this.#world.startedWith !== content.scenario) await this.#write()
    const journal = new Journal(`${this.#file}.journal`, journalLength)
    this.#journal = journal
    this.#isWell()
    if (journal.length > 0) this.#watchForQuiet()
  }

  /** The file as it stands now, and the journal without the lines that are in it. */
  #writeFile(): Promise<void> {
    this.#writing ??= this.#write()
      .catch(error => this.#complainOfFile(error))
      .finally(() => {
        this.#writing = undefined
      })
    return this.#writing
  }

  async #write(): Promise<void> {
    const offset = this.#journal?.length ?? 0
    const start = performance.now()
    this.#db.data = { ...originOf(this.#world), state: this.#world.store.snapshot(), journal: this.#line }
    try {
      await this.#db.write()
    } finally {
      // what it holds is the world's, and has to go with it
      this.#db.data = null
      const end = performance.now()
      this.#notWrittenBefore = end + (end - start) / mostShare
    }
    this.#mostJournal = Math.max(longJournal, lengthOf(this.#file))
    this.#hasComplainedOfFile = false
    this.#journal?.dropUntil(offset)
  }

  #watchForQuiet(): void {
    if (this.#timer) return
    this.#lineAtLastTick = this.#line
    this.#timer = setInterval(() => this.#tick(), quietMs)
    this.#timer.unref()
  }

  #tick(): void {
    // of what happens after an answer nobody else takes care
    if (this.#underWay === 0) this.commit()
    const isQuiet = this.#line === this.#lineAtLastTick && this.#linesWaiting === 0 && this.#recorder.current.isEmpty
    this.#lineAtLastTick = this.#line
    if (!isQuiet || this.#writing || performance.now() < this.#notWrittenBefore) return
    clearInterval(this.#timer)
    this.#timer = undefined
    if (this.#journal && this.#journal.length > 0) void this.#writeFile()
  }

  /** What file and journal look like from outside. */
  #looks(): string {
    return [this.#file, `${this.#file}.journal`]
      .map(file => statSync(file, { throwIfNoEntry: false }))
      .map(stat => (stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : 'nothing'))
      .join(', ')
  }

  #complain(error: unknown): void {
    this.#problem = `${this.#file} cannot be written: ${(error as Error).message}`
    if (this.#isComplaining) return
    this.#isComplaining = true
    this.#say(`${this.#problem}; what is read goes on, what would change something is refused until it can`)
  }

  #complainOfFile(error: unknown): void {
    this.#mostJournal = (this.#journal?.length ?? 0) + longJournal
    if (this.#hasComplainedOfFile) return
    this.#hasComplainedOfFile = true
    this.#say(`${this.#file} cannot be written: ${(error as Error).message}; its journal has everything and goes on`)
  }

  #isWell(): void {
    if (this.#isComplaining) this.#say(`${this.#file} is written again`)
    this.#isComplaining = false
  }

  #say(line: string): void {
    process.stderr.write(`zoho-emulator: ${line}\n`)
  }
}

/** Links are followed, since the file is moved into its place, and so that one file has one lock. @throws FileProblem */
function placeOf(path: string): string {
  const file = resolve(path)
  try {
    return realpathSync(file)
  } catch {
    // not there yet
  }
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) {
    throw new FileProblem(file, [], 'no such folder')
  }
  return file
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

const lengthOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** @throws FileProblem */
function findState(file: string, content: FileContent | null): Found & { readonly line: number } {
  const bytes = readIfThere(`${file}.journal`) ?? Buffer.alloc(0)
  if (!content) {
    if (bytes.length > 0) throw new FileProblem(file, [], `is missing, but ${file}.journal is there`)
    return { content, journalLength: 0, line: 0 }
  }
  const changes: Changes = new Map(Array.from(content.state, ([name, delta]) => [name, delta.changes]))
  const { last, length } = playJournal(`${file}.journal`, bytes, changes, content.journal)
  const state = new Map(Array.from(changes, ([name, changed]) => [name, new Delta(changed)]))
  return { content: { ...content, state }, journalLength: length, line: last }
}

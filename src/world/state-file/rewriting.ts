import type { Low } from 'lowdb'
import { originOf } from '../snapshot.ts'
import type { World } from '../world.ts'
import type { Complaints } from './complaints.ts'
import type { FileContent } from './file.ts'
import type { GroupCommit } from './group-commit.ts'
import { lengthOf } from './place.ts'

/** How long nothing may have changed until the file is written. */
const quietMs = 500
/** A journal longer than this, and than the file, is not kept until things are quiet. */
const longJournal = 32 * 1024 * 1024
/** A large file is written more rarely, so that writing it takes a small part of the time at most. */
const mostShare = 0.1

/** Writes the file anew and shortens the journal: when things are quiet, when the journal grows, and at the end. */
export class Rewriting {
  world!: World
  readonly #file: string
  readonly #db: Low<FileContent | null>
  readonly #commits: GroupCommit
  readonly #complaints: Complaints
  /** How long the journal may become before the file is written. */
  #mostJournal: number
  /** By the clock of the process. */
  #notWrittenBefore = 0
  #timer: NodeJS.Timeout | undefined
  #lineAtLastTick = 0
  #writing: Promise<void> | undefined

  constructor(file: string, db: Low<FileContent | null>, commits: GroupCommit, complaints: Complaints) {
    this.#file = file
    this.#db = db
    this.#commits = commits
    this.#complaints = complaints
    this.#mostJournal = Math.max(longJournal, lengthOf(file))
  }

  /** Writes the file once nothing has changed for a while. */
  watchForQuiet(): void {
    if (this.#timer) return
    this.#lineAtLastTick = this.#commits.line
    this.#timer = setInterval(() => this.#tick(), quietMs)
    this.#timer.unref()
  }

  /** The journal grew. */
  afterLines(): void {
    const { journal, recorder } = this.#commits
    if (journal!.length > this.#mostJournal && recorder.current.isEmpty) void this.#writeFile()
    else this.watchForQuiet()
  }

  /** Writes the file as it stands now, and drops the journal lines that are in it. @throws what the file system says */
  async write(): Promise<void> {
    const { journal, line } = this.#commits
    const offset = journal?.length ?? 0
    const start = performance.now()
    this.#db.data = { ...originOf(this.world), state: this.world.store.snapshot(), journal: line }
    try {
      await this.#db.write()
    } finally {
      // what it holds is the world's, and has to go with it
      this.#db.data = null
      const end = performance.now()
      this.#notWrittenBefore = end + (end - start) / mostShare
    }
    this.#mostJournal = Math.max(longJournal, lengthOf(this.#file))
    this.#complaints.fileIsWritten()
    this.#commits.journal?.dropUntil(offset)
    this.world.fileBytes.release()
  }

  /** Writes the file for the last time. */
  async finish(): Promise<void> {
    await this.#writing
    this.#commits.commit()
    const { journal } = this.#commits
    if (journal && journal.length > 0) await this.#writeFile()
    this.stop()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #writeFile(): Promise<void> {
    this.#writing ??= this.write()
      .catch(error => {
        this.#mostJournal = (this.#commits.journal?.length ?? 0) + longJournal
        this.#complaints.ofFile(error)
      })
      .finally(() => {
        this.#writing = undefined
      })
    return this.#writing
  }

  #tick(): void {
    // of what happens after an answer nobody else takes care
    if (!this.#commits.isBusy) this.#commits.commit()
    const { line, isSettled, journal } = this.#commits
    const isQuiet = line === this.#lineAtLastTick && isSettled
    this.#lineAtLastTick = line
    if (!isQuiet || this.#writing || performance.now() < this.#notWrittenBefore) return
    clearInterval(this.#timer)
    this.#timer = undefined
    if (journal && journal.length > 0) void this.#writeFile()
  }
}

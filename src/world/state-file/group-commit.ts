import { type ChangeSet, Recorder } from '../recorder.ts'
import type { Store } from '../store.ts'
import type { Complaints } from './complaints.ts'
import { type Journal, lineOf } from './journal.ts'

/** Changes that could not be kept and were undone. */
export interface Loss {
  readonly problem: string
  /** Whether nothing else was changed, as by a page that counts the forms that it shows. */
  readonly onlyCounters: boolean
}

interface Hooks {
  /** Something changed after there was nothing to write down. */
  readonly onChange: () => void
  /** Lines were written. */
  readonly onKept: () => void
  /** There is no journal to write to yet. */
  readonly onClosed: () => void
}

/**
 * Writes down what requests change, one line each and those of one moment together. What cannot be written is undone.
 */
export class GroupCommit {
  readonly recorder: Recorder
  store!: Store
  /** Undefined until it can be written. */
  journal: Journal | undefined
  readonly #complaints: Complaints
  readonly #hooks: Hooks
  #line: number
  #linesWaiting = 0
  #underWay = 0
  #undone = 0
  /** Until the lines that wait are written. */
  #flushing: Promise<void> | undefined

  constructor(line: number, complaints: Complaints, hooks: Hooks) {
    this.#line = line
    this.#complaints = complaints
    this.#hooks = hooks
    this.recorder = new Recorder(hooks.onChange)
  }

  /** The number of the last line that was written. */
  get line(): number {
    return this.#line
  }

  /** Whether all that changed is kept. */
  get isSettled(): boolean {
    return this.#linesWaiting === 0 && this.recorder.current.isEmpty
  }

  /** Whether requests are under way. */
  get isBusy(): boolean {
    return this.#underWay > 0
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
    const own = this.recorder.current
    if (this.#undone === begun) this.#seal()
    else if (!own.isEmpty) {
      // what was undone for another request may have been of this one too, so the rest of it must not stay
      this.recorder.undoCurrent(this.store)
      this.#undone++
    }
    const loss = () => (this.#undone === begun ? null : this.#loss(own))
    return this.#flushing ? this.#flushing.then(loss) : loss()
  }

  /** Writes down at once what changed. @returns null when all is kept */
  commit(): Loss | null {
    const begun = this.#undone
    const own = this.recorder.current
    this.#seal()
    this.#flush()
    return this.#undone === begun ? null : this.#loss(own)
  }

  #loss(changes: ChangeSet): Loss {
    return { problem: this.#complaints.problem, onlyCounters: changes.touchesOnly('counters') }
  }

  /** Makes a line of what changed. */
  #seal(): void {
    const changes = this.recorder.current
    if (changes.isEmpty) return
    if (!this.journal) {
      this.#undo()
      this.#hooks.onClosed()
      return
    }
    try {
      this.journal.add(lineOf(this.#line + this.#linesWaiting + 1, changes, this.store))
    } catch (error) {
      // longer than a string can be
      this.recorder.undoCurrent(this.store)
      this.#undone++
      this.#complaints.ofChanges(error)
      return
    }
    this.recorder.seal()
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
      this.journal!.flush()
    } catch (error) {
      this.#undo()
      this.#complaints.ofChanges(error)
      return
    }
    this.#line += this.#linesWaiting
    this.#linesWaiting = 0
    this.recorder.keep()
    this.#complaints.changesAreKept()
    this.#hooks.onKept()
  }

  #undo(): void {
    this.recorder.undo(this.store)
    this.#linesWaiting = 0
    this.#undone++
  }
}

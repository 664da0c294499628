/**
 * `FILE.journal`: one line of JSON for all changes of one request, numbered from one on and with a check sum. A line that
 * lacks its end was being written when the process ended, and its request was never answered.
 *
 *     {"n":7,"rows":{"counters":[{"id":"grant","value":2}],"codes":[{"gone":"1000.…"}]},"crc":"1c291ca3"}
 *     {"n":8,"all":{…},"crc":"…"}          everything was replaced, by a reset or a snapshot
 */

import { closeSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { getOrMake } from '../../protocol/get-or-make.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { Change } from '../delta.ts'
import { FileProblem } from '../fixtures.ts'
import { readRow } from '../read-state.ts'
import type { ChangeSet } from '../recorder.ts'
import type { Store } from '../store.ts'
import type { Row } from '../table.ts'

/** The changed rows of each table, while they are put together. */
export type Changes = Map<string, Map<string, Change<Row>>>

/** The line for a set of changes, as far as its check sum. */
export function lineOf(number: number, changes: ChangeSet, store: Store): string {
  return `{"n":${number},${changes.isWhole ? `"all":${everything(store)}` : `"rows":${changedRows(changes)}`}`
}

function changedRows(changes: ChangeSet): string {
  let text = ''
  for (const [table, befores] of changes) {
    let rows = ''
    for (const id of befores.keys()) rows += `${rows && ','}${rowText(id, table.changed(id))}`
    text += `${text && ','}${JSON.stringify(table.name)}:[${rows}]`
  }
  return `{${text}}`
}

function everything(store: Store): string {
  const tables = Array.from(store.snapshot(), ([name, delta]) => {
    const rows = Array.from(delta, ([id, row]) => rowText(id, row))
    return `${JSON.stringify(name)}:[${rows.join(',')}]`
  })
  return `{${tables.join(',')}}`
}

function rowText(id: string, row: Row | null | undefined): string {
  if (row) return JSON.stringify(row)
  return JSON.stringify(row === null ? { gone: id } : { forgotten: id })
}

const newLine = 10

/**
 * Plays the lines that come after a number over changes.
 * @returns the number of the last line, and where what can be used ends
 * @throws FileProblem
 */
export function playJournal(
  file: string,
  bytes: Buffer,
  changes: Changes,
  after: number,
): { readonly last: number; readonly length: number } {
  let last: number | undefined
  let from = 0
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(newLine, from)
    if (end === -1) return { last: Math.max(after, last ?? 0), length: from }
    const problem = (path: readonly (string | number)[], message: string) =>
      new FileProblem(`${file} line ${line}`, path, message)
    const { n, rows, all } = parseLine(bytes.subarray(from, end), problem)
    const expected = last === undefined ? after + 1 : last + 1
    if (last === undefined ? n > expected : n !== expected) {
      throw problem(['n'], `expected change ${expected}, found ${n}: changes are missing before it`)
    }
    if (n > after) {
      if (all) changes.clear()
      apply(changes, (all ?? rows)!, all ? 'all' : 'rows', problem)
    }
    last = n
    from = end + 1
  }
}

interface Line {
  readonly n: number
  readonly rows?: object
  readonly all?: object
}

type Problem = (path: readonly (string | number)[], message: string) => FileProblem

function parseLine(bytes: Buffer, problem: Problem): Line {
  const text = bytes.toString('utf8')
  const sum = /,"crc":"([0-9a-f]{8})"\}$/.exec(text)
  if (!sum) throw problem([], 'is no line of a journal, or not all of one')
  const isRight = crc32(bytes.subarray(0, bytes.length - sum[0].length)) === Number.parseInt(sum[1]!, 16)
  if (!isRight) throw problem([], 'is damaged: its check sum is another')
  const line = JSON.parse(text) as Line
  const isLine = Number.isSafeInteger(line.n) && isJsonObject(line.rows) !== isJsonObject(line.all)
  if (!isLine) throw problem([], 'is no line of a journal')
  return line
}

function apply(changes: Changes, tables: object, key: string, problem: Problem): void {
  for (const [name, rows] of Object.entries(tables) as [string, unknown][]) {
    if (!Array.isArray(rows)) throw problem([key, name], 'expected a list of rows')
    const changed = getOrMake(changes, name, () => new Map<string, Change<Row>>())
    for (const [index, value] of rows.entries()) {
      const forgotten = forgottenId(value)
      if (forgotten !== null) {
        changed.delete(forgotten)
        continue
      }
      const read = readRow(name, value)
      if ('message' in read) throw problem([key, name, index, ...read.path], read.message)
      const known = changed.get(read.id)
      if (known) known.row = read.row
      else changed.set(read.id, { row: read.row })
    }
  }
}

function forgottenId(value: unknown): string | null {
  if (!isJsonObject(value)) return null
  const { id, forgotten } = value as { id?: unknown; forgotten?: unknown }
  return id === undefined && typeof forgotten === 'string' ? forgotten : null
}

/** Longer than what a few requests change. */
const usualRoom = 64 * 1024

/** The most bytes that a character of a string takes. */
const widest = 3

/** The journal while the emulator runs. What cannot be written whole is not written at all. */
export class Journal {
  readonly #file: string
  #descriptor: number
  /** Up to here it holds whole lines. */
  #length: number
  /** Whether something may stand behind that. */
  #hasRest: boolean
  /** Lines that are still to be written, which costs less for several at once. */
  #waiting = Buffer.allocUnsafe(usualRoom)
  #waitingLength = 0

  /**
   * @param length where whole lines end; what stands behind is cut off
   * @throws what the file system says
   */
  constructor(file: string, length: number) {
    this.#file = file
    this.#descriptor = openSync(file, 'a+')
    this.#length = length
    this.#hasRest = true
    this.#cutRest()
  }

  /** Of what was written. */
  get length(): number {
    return this.#length
  }

  /** Takes a line as `lineOf` makes it; it is written by `flush`. */
  add(line: string): void {
    const from = this.#waitingLength
    const room = from + line.length * widest + ending('').length + 8
    if (room > this.#waiting.length) this.#widen(room)
    const end = from + this.#waiting.write(line, from)
    const sum = crc32(this.#waiting.subarray(from, end)).toString(16).padStart(8, '0')
    this.#waitingLength = end + this.#waiting.write(ending(sum), end, 'latin1')
  }

  /** Writes the lines that were added. @throws what the file system says; then none of them was written, and they are gone */
  flush(): void {
    const length = this.#waitingLength
    this.#waitingLength = 0
    if (this.#hasRest) this.#cutRest()
    try {
      writeAll(this.#descriptor, this.#waiting, length)
    } catch (error) {
      this.#hasRest = true
      try {
        this.#cutRest()
      } catch {
        // tried again before the next line
      }
      throw error
    }
    this.#length += length
    if (this.#waiting.length > usualRoom) this.#waiting = Buffer.allocUnsafe(usualRoom)
  }

  /**
   * Drops the lines up to a place, since the file has them now.
   * @throws what the file system says; then they are still there, which does no harm
   */
  dropUntil(offset: number): void {
    if (offset === this.#length) {
      ftruncateSync(this.#descriptor, 0)
      this.#length = 0
      return
    }
    const rest = Buffer.alloc(this.#length - offset)
    readSync(this.#descriptor, rest, 0, rest.length, offset)
    const temporary = `${this.#file}.tmp`
    const descriptor = openSync(temporary, 'w+')
    try {
      writeAll(descriptor, rest, rest.length)
      renameSync(temporary, this.#file)
    } catch (error) {
      closeSync(descriptor)
      rmSync(temporary, { force: true })
      throw error
    }
    closeSync(this.#descriptor)
    closeSync(descriptor)
    this.#descriptor = openSync(this.#file, 'a+')
    this.#length = rest.length
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #widen(room: number): void {
    const wider = Buffer.allocUnsafe(Math.max(room, 2 * this.#waiting.length))
    this.#waiting.copy(wider, 0, 0, this.#waitingLength)
    this.#waiting = wider
  }

  #cutRest(): void {
    ftruncateSync(this.#descriptor, this.#length)
    this.#hasRest = false
  }
}

const ending = (sum: string): string => `,"crc":"${sum}"}\n`

/** A disk that has little room takes a part and says nothing. @throws what the file system says */
function writeAll(descriptor: number, bytes: Uint8Array, length: number): void {
  for (let at = 0; at < length; ) at += writeSync(descriptor, bytes, at, length - at)
}

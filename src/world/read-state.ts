/** Reads a state that comes from outside, and checks it whole. */

import { type Change, Delta } from './delta.ts'
import { type FileBytes, keyOf } from './file-bytes.ts'
import { generatorVersion } from './generate/version.ts'
import { JsonDamage, JsonScanner } from './json-scanner.ts'
import { filesIn } from './org-files.ts'
import { rowProblem } from './row-shapes.ts'
import { formatVersion, type Origin } from './snapshot.ts'
import type { Row } from './table.ts'

/** A state that cannot be used: where in it, and what was expected. */
export class StateProblem extends Error {
  readonly path: readonly (string | number)[]
  /** In bytes. */
  readonly offset: number

  constructor(offset: number, path: readonly (string | number)[], message: string) {
    super(message)
    this.offset = offset
    this.path = path
  }
}

export interface ReadState extends Origin {
  readonly state: Map<string, Delta<Row>>
  readonly journal: number
  readonly files: ReadonlyMap<string, Uint8Array>
}

/**
 * Reads a state and checks it whole.
 * @throws StateProblem
 */
export function readState(bytes: Uint8Array): ReadState {
  try {
    return new StateReader(bytes).read()
  } catch (error) {
    if (error instanceof JsonDamage) throw new StateProblem(error.offset, [], `no valid JSON: ${error.message}`)
    throw error
  }
}

type HeadKey = 'format' | 'emulator' | 'generator' | 'seed' | 'fixture' | 'scenario' | 'journal'

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

const headKeys: Readonly<Record<HeadKey, readonly [isRight: (value: unknown) => boolean, expected: string]>> = {
  format: [isCount, 'a whole number'],
  emulator: [isText, 'some text'],
  generator: [isCount, 'a whole number'],
  seed: [value => typeof value === 'string', 'text'],
  fixture: [isText, 'some text'],
  scenario: [isText, 'some text'],
  journal: [isCount, 'a whole number'],
}

class StateReader {
  readonly #scanner: JsonScanner
  readonly #head = new Map<string, { readonly value: unknown; readonly offset: number }>()
  #tablesAt = -1
  #filesAt = -1

  constructor(bytes: Uint8Array) {
    this.#scanner = new JsonScanner(bytes)
  }

  read(): ReadState {
    this.#readHead()
    const text = (key: HeadKey) => this.#head.get(key)!.value as string
    const origin = { seed: text('seed'), fixture: text('fixture'), scenario: text('scenario') }
    return {
      ...origin,
      journal: (this.#head.get('journal')?.value as number | undefined) ?? 0,
      state: this.#readTables(),
      files: this.#readFiles(),
    }
  }

  /** Everything but the tables, so that a newer format is named as such however it looks. */
  #readHead(): void {
    const scanner = this.#scanner
    const from = scanner.at
    if (!scanner.isObject) throw new StateProblem(from, [], 'expected an object')
    scanner.members(key => {
      const offset = scanner.at
      if (key === 'tables') {
        this.#tablesAt = offset
        scanner.skip()
      } else if (key === 'files') {
        this.#filesAt = offset
        scanner.skip()
      } else this.#head.set(key, { value: scanner.value(), offset })
    })
    scanner.end()
    const format = this.#head.get('format')
    if (format && isCount(format.value) && (format.value as number) > formatVersion) {
      const message = `is of format ${format.value}, which a newer emulator wrote; this one reads up to ${formatVersion}`
      throw new StateProblem(format.offset, ['format'], message)
    }
    for (const [key, [isRight, expected]] of Object.entries(headKeys)) {
      const found = this.#head.get(key)
      if (!found && key === 'journal') continue
      if (!found || !isRight(found.value)) throw new StateProblem(found?.offset ?? from, [key], `expected ${expected}`)
    }
    for (const [key, { offset }] of this.#head) {
      if (!Object.hasOwn(headKeys, key)) throw new StateProblem(offset, [key], 'unknown key')
    }
    const generator = this.#head.get('generator')!
    if (generator.value !== generatorVersion) {
      const message = `its records lie over those of generator ${generator.value}; this emulator has generator ${generatorVersion}`
      throw new StateProblem(generator.offset, ['generator'], message)
    }
    if (this.#tablesAt === -1) throw new StateProblem(from, ['tables'], 'expected an object')
  }

  #readTables(): Map<string, Delta<Row>> {
    const scanner = this.#scanner
    const state = new Map<string, Delta<Row>>()
    scanner.at = this.#tablesAt
    if (!scanner.isObject) throw new StateProblem(scanner.at, ['tables'], 'expected an object')
    scanner.members(name => {
      if (!scanner.isArray) throw new StateProblem(scanner.at, ['tables', name], 'expected a list of rows')
      const changes = new Map<string, Change<Row>>()
      scanner.elements(index => {
        const offset = scanner.at
        const problem = addRow(changes, name, scanner.value())
        if (problem) throw new StateProblem(offset, ['tables', name, index, ...problem.path], problem.message)
      })
      state.set(name, new Delta(changes))
    })
    return state
  }

  #readFiles(): Map<string, Uint8Array> {
    const scanner = this.#scanner
    const files = new Map<string, Uint8Array>()
    if (this.#filesAt === -1) return files
    scanner.at = this.#filesAt
    if (!scanner.isObject) throw new StateProblem(scanner.at, ['files'], 'expected an object')
    scanner.members(key => {
      const offset = scanner.at
      const value = scanner.value()
      const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : null
      if (!bytes || keyOf(bytes) !== key) {
        throw new StateProblem(offset, ['files', key], 'expected the bytes of that SHA-256 hash in Base64')
      }
      files.set(key, bytes)
    })
    return files
  }
}

function addRow(
  changes: Map<string, Change<Row>>,
  table: string,
  value: unknown,
): { readonly path: readonly string[]; readonly message: string } | null {
  const mark = readRow(table, value)
  if ('message' in mark) return mark
  if (changes.has(mark.id)) return { path: [], message: `a second row ${mark.id}` }
  changes.set(mark.id, { row: mark.row })
  return null
}

/** A row, frozen, or the mark of one that is gone; or what is wrong with it. */
export function readRow(
  table: string,
  value: unknown,
): { readonly id: string; readonly row: Row | null } | { readonly path: readonly string[]; readonly message: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { path: [], message: 'expected an object' }
  }
  const { id, gone } = value as { id?: unknown; gone?: unknown }
  if (id === undefined && typeof gone === 'string' && Object.keys(value).length === 1) return { id: gone, row: null }
  if (!isText(id)) return { path: ['id'], message: 'expected some text' }
  return rowProblem(table, value as Row) ?? { id: id as string, row: Object.freeze(value as Row) }
}

/**
 * Whether a state can be laid over what a world began with.
 * @throws StateProblem
 */
export function requireOrigin(read: Origin, world: Pick<Origin, 'seed' | 'fixture'>): void {
  for (const key of ['seed', 'fixture'] as const) {
    if (read[key] === world[key]) continue
    throw new StateProblem(0, [key], `is of ${key} ${read[key]}, but this emulator was started with ${world[key]}`)
  }
}

/**
 * Whether the bytes of all files of a state are there, in it or here.
 * @throws StateProblem
 */
export function requireFiles({ state, files }: ReadState, fileBytes: FileBytes): void {
  for (const { name, key } of filesIn(state)) {
    if (!files.has(key) && !fileBytes.has(key))
      throw new StateProblem(0, ['files', key], `the bytes of ${name} are missing`)
  }
}

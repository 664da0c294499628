/**
 * The form in which a whole state is written: what it was made with, and the changed rows of each table. Control calls send
 * and take it, and the state file is one.
 *
 *     { "format": 1, "emulator": "0.1.0", "generator": 1, "seed": "…", "fixture": "default", "scenario": "org-specific",
 *       "tables": { "clock": [{ "id": "clock", … }], "org/60021001/records/Leads": [{ "id": "…", … }, { "gone": "…" }] } }
 *
 * Rows that the fixture and the generator make are not in it, so it goes with these alone. `{"gone": ID}` is a row that was deleted.
 */

import { VERSION } from '../version.ts'
import { type Change, Delta } from './delta.ts'
import { generatorVersion } from './generate/version.ts'
import { JsonDamage, JsonScanner } from './json-scanner.ts'
import { rowProblem } from './row-shapes.ts'
import type { StoreState } from './store.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

export const formatVersion = 1

/** What a state was made with. */
export interface Origin {
  readonly seed: string
  readonly fixture: string
  /** That was in force at the start. */
  readonly scenario: string
}

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

export const originOf = (world: World): Origin => ({
  seed: world.seed,
  fixture: world.fixture.name,
  scenario: world.startedWith,
})

const tablesBegin = '"tables":'

/**
 * The text of a state, in pieces so that it may be longer than a string can be.
 * @param journal the number of the last journal line that it holds, for the state file
 * @param indented with each value on a line of its own
 */
export function* stateText(
  origin: Origin,
  state: StoreState,
  { journal, indented = false }: { journal?: number; indented?: boolean } = {},
): Iterable<string> {
  const head = {
    format: formatVersion,
    emulator: VERSION,
    generator: generatorVersion,
    ...origin,
    ...(journal !== undefined && { journal }),
  }
  const newLine = (level: number) => (indented ? `\n${'  '.repeat(level)}` : '')
  yield `{${Object.entries(head)
    .map(([key, value]) => `${newLine(1)}${JSON.stringify(key)}:${indented ? ' ' : ''}${JSON.stringify(value)},`)
    .join('')}${newLine(1)}${tablesBegin}${indented ? ' ' : ''}{`
  let before = ''
  // in the order of their names, so that the same state is the same text whoever opened its tables first
  for (const name of [...state.keys()].sort()) {
    yield `${before}${newLine(2)}${JSON.stringify(name)}:${indented ? ' ' : ''}[`
    before = ''
    for (const [id, row] of state.get(name)!) {
      const content = row ?? { gone: id }
      yield `${before}${newLine(3)}${indented ? indentedText(content) : JSON.stringify(content)}`
      before = ','
    }
    yield `${newLine(2)}]`
    before = ','
  }
  yield `${newLine(1)}}${newLine(0)}}${indented ? '\n' : ''}`
}

/** As far to the right as a row stands; the lists around it are there for that alone. */
function indentedText(row: object): string {
  const [opening, closing] = ['[\n  [\n    [\n      ', '\n    ]\n  ]\n]']
  return JSON.stringify([[[row]]], null, 2).slice(opening.length, -closing.length)
}

const longestPiece = 256 * 1024

/** The same text in pieces that are worth the way. */
export function* chunked(text: Iterable<string>): Iterable<string> {
  let chunk = ''
  for (const piece of text) {
    chunk += piece
    if (chunk.length < longestPiece) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

export interface ReadState extends Origin {
  readonly state: Map<string, Delta<Row>>
  readonly journal: number
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

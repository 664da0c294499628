/**
 * The form in which a whole state is written: what it was made with, and the changed rows of each table. Control calls send
 * and take it, and the state file is one.
 *
 *     { "format": 1, "emulator": "0.1.0", "generator": 1, "seed": "…", "fixture": "default", "scenario": "org-specific",
 *       "tables": { "clock": [{ "id": "clock", … }], "org/60021001/records/Leads": [{ "id": "…", … }, { "gone": "…" }] },
 *       "files": { "HASH": "BASE64" } }
 *
 * Rows that the fixture and the generator make are not in it, so it goes with these alone. `{"gone": ID}` is a row that was deleted.
 * Uploaded files are in it for control calls; those of a state file lie beside it.
 */

import { VERSION } from '../version.ts'
import { generatorVersion } from './generate/version.ts'
import type { StoreState } from './store.ts'
import type { World } from './world.ts'

export const formatVersion = 1

/** What a state was made with. */
export interface Origin {
  readonly seed: string
  readonly fixture: string
  /** That was in force at the start. */
  readonly scenario: string
}

export const originOf = (world: World): Origin => ({
  seed: world.seed,
  fixture: world.fixture.name,
  scenario: world.startedWith,
})

/** The bytes of uploaded files, by their keys. */
type Files = Iterable<readonly [key: string, bytes: Uint8Array]>

const tablesBegin = '"tables":'

/**
 * The text of a state, in pieces so that it may be longer than a string can be.
 * @param journal the number of the last journal line that it holds, for the state file
 * @param indented with each value on a line of its own
 * @param files the bytes of uploaded files, by their keys
 */
export function* stateText(
  origin: Origin,
  state: StoreState,
  { journal, indented = false, files = [] }: { journal?: number; indented?: boolean; files?: Files } = {},
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
  yield `${newLine(1)}}`
  let isFirst = true
  for (const [key, bytes] of files) {
    yield `${isFirst ? ',"files":{' : ','}"${key}":"${Buffer.from(bytes).toString('base64')}"`
    isFirst = false
  }
  yield `${isFirst ? '' : '}'}${newLine(0)}}${indented ? '\n' : ''}`
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

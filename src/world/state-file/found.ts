import { Delta } from '../delta.ts'
import { FileProblem } from '../fixtures.ts'
import { type FileContent, readIfThere } from './file.ts'
import { type Changes, playJournal } from './journal.ts'
import { journalOf } from './place.ts'

/** What the file and the journal held at the start. */
export interface Found {
  /** The file's, with the changes of the journal in it. */
  readonly content: FileContent | null
  /** Where the whole lines of the journal end. */
  readonly journalLength: number
  /** The number of the last line. */
  readonly line: number
}

/** Plays the journal over what the file holds. @throws FileProblem */
export function findState(file: string, content: FileContent | null): Found {
  const bytes = readIfThere(journalOf(file)) ?? Buffer.alloc(0)
  if (!content) {
    if (bytes.length > 0) throw new FileProblem(file, [], `is missing, but ${journalOf(file)} is there`)
    return { content, journalLength: 0, line: 0 }
  }
  const changes: Changes = new Map(Array.from(content.state, ([name, delta]) => [name, delta.changes]))
  const { last, length } = playJournal(journalOf(file), bytes, changes, content.journal)
  const state = new Map(Array.from(changes, ([name, changed]) => [name, new Delta(changed)]))
  return { content: { ...content, state }, journalLength: length, line: last }
}

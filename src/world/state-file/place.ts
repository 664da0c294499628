import { realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { FileProblem } from '../fixtures.ts'

/** Links are followed, since the file is moved into its place, and so that one file has one lock. @throws FileProblem */
export function placeOf(path: string): string {
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

export const journalOf = (file: string): string => `${file}.journal`

/** The folder of uploaded bytes. */
export const filesOf = (file: string): string => `${file}.files`

export const lengthOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** What file and journal look like from outside. */
export const looksOf = (file: string): string =>
  [file, journalOf(file)]
    .map(each => statSync(each, { throwIfNoEntry: false }))
    .map(stat => (stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : 'nothing'))
    .join(', ')

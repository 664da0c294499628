/** A folder for state files, and disks that fail. */

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** The path of a state file that is not there yet, in a folder of its own that is gone after the test. */
export function newStateFile(): string {
  const folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'state-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'state.json')
}

/** File, journal and uploaded bytes as a process would leave them that is killed now, in a folder of their own. */
export function imageOf(file: string): string {
  const image = newStateFile()
  for (const end of ['', '.journal', '.files']) {
    if (fs.existsSync(file + end)) fs.cpSync(file + end, image + end, { recursive: true })
  }
  return image
}

const failure = (code: string, what: string): Error => Object.assign(new Error(`${code}: ${what}`), { code })

/** From now on a journal takes that many bytes of a line and no more. @returns what ends it */
export function fillDisk({ room = 0, code = 'ENOSPC' } = {}): () => void {
  return replace('writeSync', write => (descriptor: number, data: unknown, at: number, length: number) => {
    const isLine = Buffer.isBuffer(data) && data.subarray(at, at + 5).toString() === '{"n":'
    if (isLine && room > 0) return write(descriptor, data, at, Math.min(room, length))
    if (isLine || typeof at === 'number') throw failure(code, 'no space left on device, write')
    return write(descriptor, data, at, length)
  })
}

/** From now on nothing in the folder of a file can be made or opened for writing. @returns what ends it */
export function protectFolder(file: string, code = 'EROFS'): () => void {
  const folder = join(file, '..')
  const isWriting = (path: unknown, flags: unknown) => String(path).startsWith(folder) && flags !== 'r'
  const refuse = () => failure(code, 'read-only file system, open')
  const ends = [
    replace('openSync', open => (path: string, flags: string, ...rest: never[]) => {
      if (isWriting(path, flags)) throw refuse()
      return open(path, flags, ...rest)
    }),
    replace('writeFileSync', write => (path: string, ...rest: never[]) => {
      if (isWriting(path, 'w')) throw refuse()
      return write(path, ...rest)
    }),
    replace(
      'open',
      open =>
        async (path: string, flags: string, ...rest: never[]) => {
          if (isWriting(path, flags)) throw refuse()
          return open(path, flags, ...rest)
        },
      fs.promises,
    ),
  ]
  return () => {
    for (const end of ends) end()
  }
}

// biome-ignore lint/suspicious/noExplicitAny: functions of many shapes are replaced
type AnyFunction = (...parameters: any[]) => any

function replace(name: string, make: (original: AnyFunction) => AnyFunction, module: object = fs): () => void {
  const functions = module as Record<string, AnyFunction>
  const original = functions[name]!
  functions[name] = make(original.bind(module))
  syncBuiltinESMExports()
  const end = () => {
    functions[name] = original
    syncBuiltinESMExports()
  }
  onTestFinished(end)
  return end
}

/** What is written to stderr until the test ends. */
export function listenToStderr(): string[] {
  const lines: string[] = []
  const original = process.stderr.write
  process.stderr.write = ((text: string) => lines.push(text) > 0) as never
  onTestFinished(() => {
    process.stderr.write = original
  })
  return lines
}

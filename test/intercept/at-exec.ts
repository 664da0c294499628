/** The command as it ships, and what its authority is kept in; made once for a test file. */

import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface AtExec {
  /** Where the command keeps what outlasts it. */
  readonly data: string
  /** The file of the command. */
  readonly command: string
  run(args: readonly string[], options?: { input?: string; environment?: Record<string, string> }): Promise<Ended>
}

export function atExec(): AtExec {
  const folder = mkdtempSync(join(tmpdir(), 'exec-'))
  const data = join(folder, 'data')

  beforeAll(async () => {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    for (const name of ['fixtures', 'scenarios']) symlinkSync(resolve(name), join(folder, name))
    await bundle(join(folder, 'dist'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const command = join(folder, 'dist/cli.js')
  return {
    data,
    command,
    run: (args, { input = '', environment = {} } = {}) =>
      new Promise((done, reject) => {
        const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: data, ...environment }
        const child = spawn(process.execPath, [command, ...args], { env })
        let out = ''
        let err = ''
        child.stdout.on('data', part => {
          out += part
        })
        child.stderr.on('data', part => {
          err += part
        })
        child.on('error', reject)
        child.on('close', code => done({ code, out, err }))
        child.stdin.on('error', () => {})
        child.stdin.end(input)
      }),
  }
}

/** Whether a program is on this machine. */
export const isThere = async (command: string, ...args: string[]): Promise<boolean> =>
  promisify(execFile)(command, args).then(
    () => true,
    () => false,
  )

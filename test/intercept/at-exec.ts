/** The command as it ships, and what its authority is kept in; made once for a test file. */

import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'
import { type Ended, isThere, runProgram } from '../support/run-program.ts'

export interface AtExec {
  /** Where the command keeps what outlasts it. */
  readonly data: string
  /** The file of the command. */
  readonly command: string
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
}

interface RunOptions {
  readonly input?: string
  readonly environment?: Record<string, string>
  /** On a network of its own that has this machine alone, where the system can do that. */
  readonly isAlone?: boolean
}

const alone = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']

/** Whether programs can be kept from every other machine, and so from looking up names. */
export const canBeAlone = await isThere('unshare', ...alone, 'true')

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
    run(args, { input = '', environment = {}, isAlone = false } = {}) {
      const options = { input, environment: { HOME: folder, XDG_DATA_HOME: data, ...environment } }
      return isAlone && canBeAlone
        ? runProgram('unshare', [...alone, process.execPath, command, ...args], options)
        : runProgram(process.execPath, [command, ...args], options)
    },
  }
}

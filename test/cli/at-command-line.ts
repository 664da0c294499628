import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'
import { type Ended, runProgram } from '../support/run-program.ts'

/** The command as it ships, made once for a test file; no variable of the person who runs the tests reaches it. */
export function commandLine(): (args: readonly string[], environment?: Record<string, string>) => Promise<Ended> {
  let folder = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'command-line-'))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    await bundle(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  return (args, environment = {}) => runProgram(process.execPath, [join(folder, 'cli.js'), ...args], { environment })
}

/** An empty folder, gone after the tests. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'files-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

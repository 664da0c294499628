/** `exec`: an emulator and a program that takes it for Zoho, until the program ends. */

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isatty } from 'node:tty'
import { parseArgs } from 'node:util'
import type { Emulator } from '../index.ts'
import { interceptionVariables, preloadFile } from './interception.ts'
import { withNodeFirst } from './node-first.ts'
import { readStartOptions, startOptionNames, UsageError } from './options.ts'
import { startOrExplain } from './start.ts'

export const execHelp = `Usage: zoho-emulator exec [start options] [--fail-on-leak] [--clock] -- COMMAND…

Starts an emulator, and COMMAND so that every Zoho host is served from here, over HTTPS with a certificate that COMMAND
trusts. Other hosts are out of reach. Ends with COMMAND, and with its exit status.

  --allow HOST         a host that may be reached nevertheless, e.g. example.com or example.com:443 (repeatable)
  --fail-on-leak       exit status 3 when COMMAND wanted to reach a host that is neither Zoho's nor allowed
  --clock              Node programs see the emulator's time
  start options        as of start; the port is a free one unless told otherwise

`

const leakStatus = 3

/** @returns the exit status @throws UsageError */
export async function exec(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number | null> {
  const split = args.indexOf('--')
  const own = split === -1 ? args : args.slice(0, split)
  if (own.includes('--help') || own.includes('-h')) {
    process.stdout.write(execHelp)
    return null
  }
  const [command, ...parameters] = split === -1 ? [] : args.slice(split + 1)
  if (command === undefined) throw new UsageError('expected -- and a command, see exec --help')
  const { rest, clock, failOnLeak } = readOwnOptions(own)
  const options = readStartOptions(['--port', '0', ...rest], environment)!

  const scratch = mkdtempSync(join(tmpdir(), 'zoho-emulator-'))
  const clockFile = clock ? join(scratch, 'clock.json') : undefined
  const refusedFile = join(scratch, 'refused')
  let emulator: Emulator | undefined
  try {
    emulator = await startOrExplain({ ...options, ...(clockFile !== undefined && { clockFile }) })
    const variables = {
      ...environment,
      ZOHO_EMULATOR_URL: emulator.url,
      ...(await interceptionVariables(emulator, { environment, allow: options.allow ?? [], clockFile, refusedFile })),
    } as Record<string, string>
    const preload = preloadFile()
    if (preload !== null) variables.PATH = withNodeFirst(join(scratch, 'bin'), preload, variables)
    const status = await runCommand(command, parameters, variables)
    const leaks = reportConnections(emulator, refusedFile, options.allow ?? [])
    return leaks > 0 && failOnLeak ? leakStatus : status
  } finally {
    await emulator?.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The options that `start` doesn't have are taken out. @throws UsageError */
function readOwnOptions(args: readonly string[]): { rest: string[]; clock: boolean; failOnLeak: boolean } {
  const flags = ['--clock', '--fail-on-leak']
  try {
    parseArgs({
      args: [...args],
      options: { ...startOptionNames, clock: { type: 'boolean' }, 'fail-on-leak': { type: 'boolean' } },
      allowPositionals: false,
    })
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!)
  }
  return {
    rest: args.filter(each => !flags.includes(each)),
    clock: args.includes('--clock'),
    failOnLeak: args.includes('--fail-on-leak'),
  }
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** @returns its exit status; that of a shell where a signal ended it @throws UsageError where it cannot be started */
function runCommand(command: string, parameters: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: 'inherit', env: environment })
    // Ctrl-C comes to both from the terminal, and twice it means to many that they must end at once
    const comesByItself = (signal: NodeJS.Signals) => signal === 'SIGINT' && isatty(0)
    const forward = (signal: NodeJS.Signals) => void (comesByItself(signal) || child.kill(signal))
    for (const signal of forwarded) process.on(signal, forward)
    const done = () => {
      for (const signal of forwarded) process.off(signal, forward)
    }
    child.once('error', error => {
      done()
      const { code } = error as NodeJS.ErrnoException
      reject(new UsageError(`${command}: ${code === 'ENOENT' ? 'no such command' : error.message}`))
    })
    child.once('close', (code, signal) => {
      done()
      resolve(code ?? 128 + constants.signals[signal!])
    })
  })
}

/** @returns how many connections to other hosts than the allowed ones were tried */
function reportConnections(emulator: Emulator, refusedFile: string, allow: readonly string[]): number {
  const { zoho, others } = emulator.connections()
  const places = new Map(Object.entries(others))
  const refused = existsSync(refusedFile) ? readFileSync(refusedFile, 'utf8').split('\n').filter(Boolean) : []
  for (const place of refused) places.set(place, (places.get(place) ?? 0) + 1)
  const count = [...places.values()].reduce((sum, times) => sum + times, 0)
  const named = Array.from(places, ([place, times]) => `${place} ×${times}`).join(', ')
  process.stderr.write(
    `zoho-emulator: ${zoho} connections to Zoho hosts, ${count} others${count > 0 ? `: ${named}` : ''}\n`,
  )
  const isAllowed = (place: string) => allow.some(each => place === each || place.replace(/:\d+$/, '') === each)
  return Array.from(places, ([place, times]) => (isAllowed(place) ? 0 : times)).reduce((sum, times) => sum + times, 0)
}

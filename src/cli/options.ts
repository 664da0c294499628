/** The options of `start`: from arguments, else from the environment. */

import { parseArgs } from 'node:util'
import type { EmulatorOptions } from '../index.ts'
import { isLocation, locations } from '../protocol/data-centers.ts'

/** A mistake of the person who typed the command: one line on stderr, exit 2. */
export class UsageError extends Error {}

export interface StartOptions extends EmulatorOptions {
  readonly quiet: boolean
}

export const startOptionNames = {
  port: { type: 'string' },
  host: { type: 'string' },
  'public-host': { type: 'string', multiple: true },
  fixture: { type: 'string' },
  scenario: { type: 'string' },
  data: { type: 'string' },
  seed: { type: 'string' },
  location: { type: 'string' },
  token: { type: 'string' },
  'trust-proxy': { type: 'boolean' },
  'allow-callbacks': { type: 'string', multiple: true },
  'max-snapshot': { type: 'string' },
  'tls-port': { type: 'string' },
  allow: { type: 'string', multiple: true },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export const helpText = `Usage: zoho-emulator [start] [options]
       zoho-emulator COMMAND [options]

A local emulator of Zoho Accounts and Zoho CRM.

  --port N             port to listen on (8400; 0 takes a free one)
  --host ADDRESS       address to bind to (127.0.0.1)
  --public-host NAME   another name under which the emulator is reached (repeatable)
  --fixture NAME|FILE  starting world: default, empty, customized, data-centers or a file
  --scenario NAME|FILE behaviour: org-specific, legacy, phased-rollout, … or a file
  --data FILE          keep the state in this file from one start to the next
  --seed TEXT          ids and tokens are derived from it
  --location CODE      data center that is meant where a request names none (us)
  --token TEXT         needed by the control API and the emulator's own pages
  --trust-proxy        believe X-Forwarded-Host and X-Forwarded-Proto
  --allow-callbacks HOST
                       host other than this machine to which callbacks may go (repeatable)
  --max-snapshot BYTES longest state that PUT /_emulator/snapshot takes (1 GiB)
  --tls-port N         serve the same over HTTPS on this port
  --allow HOST         a host that clients of the proxy may reach besides Zoho's (repeatable)
  --quiet              print nothing but the ready line
  -h, --help           this text; after a command, its own
  --version            the version

Each option can be set by an environment variable: ZOHO_EMULATOR_PORT, ZOHO_EMULATOR_PUBLIC_HOST (comma-separated), …

exec -- COMMAND        starts an emulator, and COMMAND so that it takes it for Zoho; see exec --help

Commands for an emulator that runs (--url, http://localhost:8400):

  token, code          tokens or an authorization code, without a browser
  env                  addresses, client, user, proxy and trust as shell variables
  scenario, clock      which behaviour is in force, and what time it is there
  snapshot, restore    the whole state into a file and back
  reset                back to what it was started with

Without one:

  check FILE…          whether fixtures and scenarios can be used
  ca                   the local certificate authority, and how to trust it
`

/**
 * @returns null when help was asked for
 * @throws UsageError
 */
export function readStartOptions(args: readonly string[], environment: NodeJS.ProcessEnv): StartOptions | null {
  const values = parse(args)
  // compose files pass variables that are empty where nothing was set
  const fromEnvironment = (name: string) => environment[variable(name)] || undefined
  if (values.help) return null
  const text = (
    name: Exclude<
      keyof typeof startOptionNames,
      'public-host' | 'allow' | 'allow-callbacks' | 'trust-proxy' | 'quiet' | 'help'
    >,
  ) => values[name] ?? fromEnvironment(name)
  const flag = (name: 'trust-proxy' | 'quiet') => values[name] ?? isOn(fromEnvironment(name), variable(name))

  const list = (name: 'public-host' | 'allow' | 'allow-callbacks') =>
    values[name] ?? fromEnvironment(name)?.split(',').filter(Boolean) ?? []

  const location = text('location')
  if (location !== undefined && !isLocation(location)) {
    throw new UsageError(`--location ${location}: expected one of ${locations.join(', ')}`)
  }
  for (const name of ['host', 'token', 'fixture', 'scenario', 'data'] as const) {
    if (values[name] === '') throw new UsageError(`--${name}: expected some text`)
  }
  const token = text('token')
  const tlsPort = text('tls-port')
  return {
    port: readPort('port', text('port') ?? '8400'),
    host: text('host') ?? '127.0.0.1',
    publicHost: list('public-host'),
    allow: list('allow').map(name => name.toLowerCase()),
    allowCallbacks: list('allow-callbacks'),
    trustProxy: flag('trust-proxy'),
    quiet: flag('quiet'),
    ...pick({
      fixture: text('fixture'),
      scenario: text('scenario'),
      data: text('data'),
      seed: text('seed'),
      location,
      token,
      maxSnapshot: readSize(text('max-snapshot')),
      tlsPort: tlsPort === undefined ? undefined : readPort('tls-port', tlsPort),
    }),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: startOptionNames, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!)
  }
}

/** The environment variable that stands for an option. */
export const variable = (name: string): string => `ZOHO_EMULATOR_${name.toUpperCase().replaceAll('-', '_')}`

/** @throws UsageError */
export function isOn(value: string | undefined, name: string): boolean {
  if (value === undefined || value === '0' || value === 'false') return false
  if (value === '1' || value === 'true') return true
  throw new UsageError(`${name}: expected 1, 0, true or false`)
}

function readPort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port >= 0 && port <= 65_535)) throw new UsageError(`--${name} ${text}: expected a number from 0 to 65535`)
  return port
}

function readSize(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const bytes = /^\d{1,15}$/.test(text) ? Number(text) : 0
  if (bytes === 0) throw new UsageError(`--max-snapshot ${text}: expected a number of bytes`)
  return bytes
}

/** Leaves out what is undefined, so that defaults apply. */
function pick<T extends object>(options: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never
}

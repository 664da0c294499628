/** What the commands for a running emulator have in common: their arguments and how they print. */

import { parseArgs } from 'node:util'
import { isOn, UsageError, variable } from './options.ts'

export interface Command {
  readonly help: string
  /** @returns what goes to stdout @throws UsageError */
  run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string>
}

const common = {
  url: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const commonHelp = `
  --url ADDRESS        the emulator (http://localhost:8400)
  --token TEXT         the token that it was started with
  --json               print JSON, as the control API answers it
  -h, --help           this text

Each option can be set by an environment variable: ZOHO_EMULATOR_URL, ZOHO_EMULATOR_TOKEN, …
`

/** A command's own options all take text. */
type TextOptions = Readonly<Record<string, { readonly type: 'string' }>>

interface Arguments<T extends TextOptions> {
  readonly values: { readonly [Name in keyof T | 'url' | 'token']?: string } & { readonly json?: boolean }
  /** The words that are no options. */
  readonly words: readonly string[]
}

/**
 * The options of a command, from arguments, else from the environment.
 * @throws UsageError
 */
export function readArguments<T extends TextOptions>(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  declared: T,
): Arguments<T> {
  const options = { ...common, ...declared }
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true }) as typeof parsed
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!)
  }
  const { values, positionals: words } = parsed
  for (const [name, { type }] of Object.entries(options)) {
    if (values[name] === '') throw new UsageError(`--${name}: expected some text`)
    // compose files pass variables that are empty where nothing was set
    const fromEnvironment = environment[variable(name)] || undefined
    values[name] ??= type === 'string' ? fromEnvironment : isOn(fromEnvironment, variable(name))
  }
  return { values: values as Arguments<T>['values'], words }
}

/** @throws UsageError when there are more or fewer words than names */
export function expectWords(words: readonly string[], ...names: string[]): void {
  if (words.length < names.length) throw new UsageError(`expected ${names[words.length]}, see --help`)
  if (words.length > names.length) throw new UsageError(`${words[names.length]} is one word too many, see --help`)
}

/** An answer as JSON, or as one line for each of its keys. */
export const print = (answer: object, { json = false }: { json?: boolean | undefined }): string =>
  json ? `${JSON.stringify(answer)}\n` : rows(Object.entries(answer))

function rows(entries: readonly (readonly [string, unknown])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}\n`).join('')
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

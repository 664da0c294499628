#!/usr/bin/env node
/** The command `zoho-emulator`: reads the first word and hands over to the file of that command. */

import { VERSION } from '../version.ts'
import type { Command } from './command.ts'
import { helpText, readStartOptions, UsageError } from './options.ts'

/** Each is loaded when it is asked for; none pays for the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  token: async () => (await import('./token.ts')).token,
  code: async () => (await import('./code.ts')).code,
  reset: async () => (await import('./reset.ts')).reset,
  snapshot: async () => (await import('./snapshot.ts')).snapshot,
  restore: async () => (await import('./restore.ts')).restore,
  scenario: async () => (await import('./scenario.ts')).scenario,
  clock: async () => (await import('./clock.ts')).clock,
  env: async () => (await import('./env.ts')).env,
  ca: async () => (await import('./ca.ts')).ca,
  check: async () => (await import('./check.ts')).check,
}

async function main(args: readonly string[]): Promise<void> {
  const [word, ...rest] = args
  if (word === undefined || word === 'start' || word.startsWith('-')) {
    return word === '--version' ? write(`${VERSION}\n`) : start(word === 'start' ? rest : args)
  }
  if (word === 'help') return help(rest[0])
  if (word === 'exec') return exec(rest)
  const command = await find(word)
  if (rest.includes('--help') || rest.includes('-h')) return write(command.help)
  write(await command.run(rest, process.env))
}

async function start(args: readonly string[]): Promise<void> {
  const options = readStartOptions(args, process.env)
  if (options === null) return write(helpText)
  // help and version don't pay for the server
  const { start } = await import('./start.ts')
  await start(options)
}

async function exec(args: readonly string[]): Promise<void> {
  const { exec } = await import('./exec.ts')
  const status = await exec(args, process.env)
  if (status !== null) process.exitCode = status
}

async function help(word = 'start'): Promise<void> {
  if (word === 'exec') return exec(['--help'])
  write(word === 'start' ? helpText : (await find(word)).help)
}

async function find(word: string): Promise<Command> {
  const load = Object.hasOwn(commands, word) ? commands[word] : undefined
  if (!load)
    throw new UsageError(`no command ${word}; there are start, exec, ${Object.keys(commands).join(', ')}, see --help`)
  return load()
}

const write = (text: string): void => void process.stdout.write(text)

main(process.argv.slice(2)).catch(error => {
  if (!(error instanceof UsageError)) throw error
  // what quotes a file may quote its line ends too
  process.stderr.write(`zoho-emulator: ${error.message.replace(/\s*\n\s*/g, ' ')}\n`)
  process.exitCode = 2
})

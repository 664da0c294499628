#!/usr/bin/env node
/** The command `zoho-emulator`: reads the first word and hands over to the file of that command. */

import { VERSION } from '../version.ts'
import { helpText, readStartOptions, UsageError } from './options.ts'

async function main(args: readonly string[]): Promise<void> {
  const [word, ...rest] = args
  if (word === '--version') return void process.stdout.write(`${VERSION}\n`)
  const isCommand = word !== undefined && !word.startsWith('-')
  if (word === 'check') return runCheck(rest)
  if (isCommand && word !== 'start') throw new UsageError(`no command ${word}; there are start and check, see --help`)
  const options = readStartOptions(isCommand ? rest : args, process.env)
  if (options === null) return void process.stdout.write(helpText)
  // help and version don't pay for the server
  const { start } = await import('./start.ts')
  await start(options)
}

async function runCheck(args: readonly string[]): Promise<void> {
  const { check } = await import('./check.ts')
  const isHelp = args.includes('--help') || args.includes('-h')
  process.stdout.write(isHelp ? check.help : await check.run(args))
}

main(process.argv.slice(2)).catch(error => {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`zoho-emulator: ${error.message}\n`)
  process.exitCode = 2
})

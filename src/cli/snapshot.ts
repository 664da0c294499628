import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { UsageError } from './options.ts'
import { sendControl } from './running.ts'

/** The whole state of an emulator into a file. */
export const snapshot: Command = {
  help: `Usage: zoho-emulator snapshot FILE

Writes the whole state of a running emulator to FILE: records, tokens, sessions, clock. \`restore\` brings it back.
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, {})
    expectWords(words, 'FILE')
    const file = words[0]!
    const bytes = await writeWhole(file, await sendControl(values, 'GET', '/snapshot'))
    return print({ file, bytes }, values)
  },
}

/** Writes beside the file first, so that a snapshot that breaks off leaves the older one in place. */
async function writeWhole(file: string, { body }: Response): Promise<number> {
  const unfinished = `${file}.unfinished`
  const output = createWriteStream(unfinished)
  try {
    await pipeline(Readable.fromWeb(body as ReadableStream), output)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`)
  }
  return output.bytesWritten
}

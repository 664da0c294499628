import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { callControl } from './running.ts'

/** Back to what the emulator was started with. */
export const reset: Command = {
  help: `Usage: zoho-emulator reset

Takes a running emulator back to the fixture, the seed and the scenario that it was started with. The same ids and
tokens come again afterwards.
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, {})
    expectWords(words)
    const answer = await callControl<object>(values, 'POST', '/reset')
    return values.json ? print(answer, values) : 'the emulator is as it was started\n'
  },
}

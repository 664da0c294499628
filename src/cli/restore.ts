import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { readWhole } from './read-whole.ts'
import { sendControl } from './running.ts'

/** The state that `snapshot` wrote, back into an emulator. */
export const restore: Command = {
  help: `Usage: zoho-emulator restore FILE

Brings the state that \`snapshot\` wrote to FILE back into a running emulator.
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, {})
    expectWords(words, 'FILE')
    const file = words[0]!
    const answer = await (await sendControl(values, 'PUT', '/snapshot', await readWhole(file))).json()
    return values.json ? print(answer as object, values) : `the emulator is as in ${file}\n`
  },
}

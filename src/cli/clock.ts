import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { UsageError } from './options.ts'
import { callControl } from './running.ts'

/** The emulator's time, on which all expiry depends. */
export const clock: Command = {
  help: `Usage: zoho-emulator clock [+61m | set MOMENT | freeze | resume]

Moves the clock of a running emulator; without a word it says what time it is there.

  +61m                 goes ahead: ms, s, m, h, d, also +1h30m
  set MOMENT           goes to a moment, e.g. 2026-01-01T00:00:00Z, and runs on from there unless frozen
  freeze               stands still
  resume               back to real time
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, {})
    const answer =
      words.length === 0
        ? await callControl<object>(values, 'GET', '/clock')
        : await callControl<object>(values, 'POST', '/clock', toClockInput(words))
    return print(answer, values)
  },
}

/** @throws UsageError */
function toClockInput(words: readonly string[]): object {
  const [word, moment] = words
  if (word === 'set') {
    expectWords(words, 'set', 'a moment such as 2026-01-01T00:00:00Z')
    return { set: moment }
  }
  expectWords(words, 'a change')
  if (word === 'freeze') return { freeze: true }
  if (word === 'resume') return { resume: true }
  if (word!.startsWith('+')) return { advance: word!.slice(1) }
  throw new UsageError(`clock ${word}: expected +61m, set MOMENT, freeze or resume`)
}

import type { IssuedTokens } from '../control/wire.ts'
import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { consentHelp, consentOptions, toConsentInput } from './consent.ts'
import { callControl } from './running.ts'

/** Tokens without a browser, as the token endpoint answers them. */
export const token: Command = {
  help: `Usage: zoho-emulator token --client ID [--user MAIL] [--org ZGID] --scope LIST

Tokens of a running emulator, as the token endpoint answers them, without a sign-in. They count towards no limit.

${consentHelp}
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, consentOptions)
    expectWords(words)
    return print(await callControl<IssuedTokens>(values, 'POST', '/tokens', await toConsentInput(values)), values)
  },
}

import type { IssuedCode } from '../control/wire.ts'
import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { consentHelp, consentOptions, toConsentInput } from './consent.ts'
import { UsageError } from './options.ts'
import { callControl } from './running.ts'

const codeOptions = {
  ...consentOptions,
  'redirect-uri': { type: 'string' },
  'expires-in': { type: 'string' },
} as const

/** An authorization code without a browser. */
export const code: Command = {
  help: `Usage: zoho-emulator code --client ID [--user MAIL] [--org ZGID] --scope LIST

An authorization code of a running emulator, as if the user had signed in, chosen the org and accepted.

${consentHelp}
  --redirect-uri URI   the exchange has to name it too (any that the client has registered, or none)
  --expires-in SECONDS how long the code lives (as the toggle code_lifetime_s says)
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, codeOptions)
    expectWords(words)
    const { 'redirect-uri': redirectUri, 'expires-in': expiresIn } = values
    if (expiresIn !== undefined && !/^[1-9]\d{0,8}$/.test(expiresIn)) {
      throw new UsageError(`--expires-in ${expiresIn}: expected a number of seconds`)
    }
    const input = {
      ...(await toConsentInput(values)),
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      ...(expiresIn !== undefined && { expires_in: Number(expiresIn) }),
    }
    return print(await callControl<IssuedCode>(values, 'POST', '/codes', input), values)
  },
}

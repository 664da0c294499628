import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { authorityOf } from './interception.ts'

/** Where the local certificate authority lies, made if need be. */
export const ca: Command = {
  help: `Usage: zoho-emulator ca

Prints the path of the certificate that programs have to trust to be served over HTTPS, and how to make them. It can vouch
for Zoho's hosts and localhost alone.
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, {})
    expectWords(words)
    const { rootFile } = await authorityOf(environment)
    if (values.json) return print({ root: rootFile }, values)
    return `${rootFile}

\`zoho-emulator exec -- COMMAND\` and \`eval "$(zoho-emulator env)"\` make programs trust it without further ado. By hand:

  Node          NODE_EXTRA_CA_CERTS='${rootFile}'
  curl          curl --cacert '${rootFile}' …
  Java          keytool -importcert -cacerts -noprompt -alias zoho-emulator -file '${rootFile}'
  Debian        cp '${rootFile}' /usr/local/share/ca-certificates/zoho-emulator.crt && update-ca-certificates
  Fedora        cp '${rootFile}' /etc/pki/ca-trust/source/anchors/ && update-ca-trust
  macOS         security add-trusted-cert -k ~/Library/Keychains/login.keychain-db '${rootFile}'
  Windows       certutil -user -addstore Root "${rootFile}"

To be rid of it, delete its folder: the next use makes another.
`
  },
}

import type { Directory, DirectoryClient, DirectoryUser, IssuedTokens } from '../control/wire.ts'
import type { Location } from '../protocol/data-centers.ts'
import { type Command, commonHelp, expectWords, print, readArguments } from './command.ts'
import { consentOptions, findClient, toConsentInput } from './consent.ts'
import { interceptionVariables } from './interception.ts'
import { UsageError } from './options.ts'
import { callControl, emulatorUrl } from './running.ts'

/** What an app needs to know of an emulator, as variables for a shell to evaluate. */
export const env: Command = {
  help: `Usage: eval "$(zoho-emulator env [--client ID] [--user MAIL] [--org ZGID] [--scope LIST])"

Prints what an app needs to know of a running emulator as shell variables: addresses, a client, a user. With a scope
tokens too. Programs that see them take the emulator for Zoho without being told any address, and reach no other host:

  ZOHO_EMULATOR_URL    this emulator, for further commands
  ZOHO_ACCOUNTS_URL    where people sign in and tokens are redeemed, in the user's data center
  ZOHO_API_URL, ZOHO_SANDBOX_URL, ZOHO_DEVELOPER_URL, ZOHO_CONTENT_URL
  ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REDIRECT_URI
  ZOHO_USER, ZOHO_PASSWORD
  ZOHO_ACCESS_TOKEN, ZOHO_REFRESH_TOKEN, ZOHO_API_DOMAIN   with --scope
  HTTPS_PROXY, SSL_CERT_FILE, NODE_OPTIONS, JAVA_TOOL_OPTIONS, …   proxy and trust

  --client ID          the client (the first of type server)
  --user MAIL          the user (the client's owner)
  --org ZGID           the org that tokens are for in the new flow
  --scope LIST         also issues tokens, e.g. ZohoCRM.modules.ALL
  --access-type TYPE   offline, which brings a refresh token, or online (offline)
  --only addresses     leaves proxy and trust out
${commonHelp}`,

  async run(args, environment) {
    const { values, words } = readArguments(args, environment, { ...consentOptions, only: { type: 'string' } })
    expectWords(words)
    if (values.only !== undefined && values.only !== 'addresses') {
      throw new UsageError(`--only ${values.only}: expected addresses`)
    }
    const directory = await callControl<Directory>(values, 'GET', '/directory')
    const client = values.client === undefined ? firstClient(directory) : findClient(directory.clients, values.client)
    const user = findUser(directory, values.user ?? client.owner)
    const tokens =
      values.scope === undefined
        ? {}
        : tokenVariables(
            await callControl<IssuedTokens>(
              values,
              'POST',
              '/tokens',
              await toConsentInput({ ...values, client: client.client_id, user: user.email }),
            ),
          )
    const variables = {
      ZOHO_EMULATOR_URL: emulatorUrl(values),
      ...(values.token !== undefined && { ZOHO_EMULATOR_TOKEN: values.token }),
      ...addressVariables(directory, user.location),
      ...clientVariables(client, user.location),
      ZOHO_USER: user.email,
      ZOHO_PASSWORD: user.password,
      ...tokens,
      ...(values.only === undefined &&
        (await interceptionVariables({ url: emulatorUrl(values) }, { environment, allow: [] }))),
    }
    return values.json ? print(variables, values) : toShell(variables)
  },
}

/** @throws UsageError */
function firstClient({ clients }: Directory): DirectoryClient {
  const client = clients.find(({ type }) => type === 'server') ?? clients[0]
  if (!client) throw new UsageError('the emulator has no client')
  return client
}

/** @throws UsageError */
function findUser({ users }: Directory, mail: string): DirectoryUser {
  const user = users.find(({ email }) => email.toLowerCase() === mail.toLowerCase())
  if (!user) throw new UsageError(`--user ${mail}: the emulator has no user of that e-mail address`)
  return user
}

function addressVariables({ data_centers: dataCenters }: Directory, location: Location): Record<string, string> {
  const { accounts, production, sandbox, developer, content } = dataCenters.find(dc => dc.location === location)!
  return {
    ZOHO_ACCOUNTS_URL: accounts,
    ZOHO_API_URL: production,
    ZOHO_SANDBOX_URL: sandbox,
    ZOHO_DEVELOPER_URL: developer,
    ZOHO_CONTENT_URL: content,
  }
}

const clientVariables = (client: DirectoryClient, location: Location): Record<string, string> => ({
  ZOHO_CLIENT_ID: client.client_id,
  ZOHO_CLIENT_SECRET: client.client_secrets[location] ?? client.client_secret,
  ...(client.redirect_uris[0] !== undefined && { ZOHO_REDIRECT_URI: client.redirect_uris[0] }),
})

const tokenVariables = (tokens: IssuedTokens): Record<string, string> => ({
  ZOHO_ACCESS_TOKEN: tokens.access_token,
  ...(tokens.refresh_token !== undefined && { ZOHO_REFRESH_TOKEN: tokens.refresh_token }),
  ZOHO_API_DOMAIN: tokens.api_domain,
})

const toShell = (variables: Readonly<Record<string, string>>): string =>
  Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('')

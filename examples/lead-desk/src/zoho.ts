/** What an app needs of Zoho: the address to send people to, tokens for the code they bring back, and calls to the CRM. */

export interface ZohoSettings {
  /** `https://accounts.zoho.com`, or an emulator's. */
  readonly accountsUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
}

/** What an app keeps of a person's consent. */
export interface Connection {
  /** Where the tokens work. In the new flow that is the host of the one environment that the person chose. */
  readonly apiDomain: string
  readonly refreshToken: string
  accessToken: string
}

export const scope = 'ZohoCRM.modules.leads.ALL'

/** Where a person signs in, chooses an org in the new flow, and accepts. */
export function consentUrl({ accountsUrl, clientId, redirectUri }: ZohoSettings, state: string): string {
  const parameters = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, state }
  return `${accountsUrl}/oauth/v2/auth?${new URLSearchParams({ ...parameters, access_type: 'offline' })}`
}

/** @throws when Zoho does not know the code */
export async function connect(settings: ZohoSettings, code: string): Promise<Connection> {
  const { redirectUri: redirect_uri } = settings
  const tokens = await askForTokens(settings, { grant_type: 'authorization_code', code, redirect_uri })
  return { apiDomain: tokens.api_domain, refreshToken: tokens.refresh_token!, accessToken: tokens.access_token }
}

/** A call to the CRM. An access token lives for an hour; when it has expired, a new one is fetched and the call made again. */
export async function callCrm(
  settings: ZohoSettings,
  connection: Connection,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  const call = () =>
    fetch(`${connection.apiDomain}/crm/v8${path}`, {
      ...init,
      headers: { ...init?.headers, Authorization: `Zoho-oauthtoken ${connection.accessToken}` },
    })
  const answer = await call()
  if (answer.status !== 401) return answer
  const tokens = await askForTokens(settings, { grant_type: 'refresh_token', refresh_token: connection.refreshToken })
  connection.accessToken = tokens.access_token
  return call()
}

interface Tokens {
  readonly access_token: string
  readonly refresh_token?: string
  readonly api_domain: string
}

async function askForTokens(
  { accountsUrl, clientId: client_id, clientSecret: client_secret }: ZohoSettings,
  parameters: Record<string, string>,
): Promise<Tokens> {
  const answer = await fetch(`${accountsUrl}/oauth/v2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id, client_secret, ...parameters }),
  })
  // a refusal comes with status 200 too
  const tokens = (await answer.json()) as Tokens | { readonly error: string }
  if ('error' in tokens) throw new Error(`Zoho answers ${tokens.error}`)
  return tokens
}

/** Hides server, state and clock from the tests: an emulator, what its directory says, and how to get tokens. */

import { onTestFinished } from 'vitest'
import { createEmulator, type Emulator, type EmulatorOptions, startEmulator } from '../../src/index.ts'

export interface DirectoryOrg {
  readonly zgid: string
  readonly name: string
  readonly environment: 'production' | 'sandbox' | 'developer'
  readonly domain_name: string
}

export interface DirectoryClient {
  readonly client_id: string
  readonly client_secret: string
  readonly client_secrets: Record<string, string>
  readonly type: string
  readonly name: string
  readonly redirect_uris: string[]
  readonly locations: string[]
  readonly owner: string
}

export interface Directory {
  readonly data_centers: (Record<string, string> & { location: string })[]
  readonly portals: { id: string; name: string; location: string; orgs: DirectoryOrg[] }[]
  readonly users: { zuid: string; email: string; password: string; location: string; orgs: { zgid: string }[] }[]
  readonly clients: DirectoryClient[]
}

export interface Tokens {
  readonly access_token: string
  readonly refresh_token?: string
  readonly scope: string
  readonly api_domain: string
  readonly token_type: string
  readonly expires_in: number
}

export const everything = 'ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.org.ALL,ZohoCRM.users.ALL'
export const callback = 'http://localhost:3000/oauth/callback'
export const admin = 'admin@acme.example'
export const agent = 'agent@acme.example'

export interface Harness {
  readonly zoho: Emulator
  readonly directory: Directory
  /** The org of that name. */
  org(name: string): DirectoryOrg
  client(type: string): DirectoryClient
  /** Sends a request; a body that is an object goes as JSON. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  /** Tokens by the control API. */
  tokens(options?: {
    org?: string
    user?: string
    scope?: string
    client?: string
    accessType?: 'online' | 'offline'
  }): Promise<Tokens>
  /** A code by the control API. */
  code(input: Record<string, unknown>): Promise<string>
  /** A call of the token endpoint with urlencoded parameters. */
  exchange(parameters: Record<string, string>, accounts?: string): Promise<Answer>
}

export interface SendOptions {
  readonly token?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any
}

/** An emulator without a socket, gone after the test. */
export const start = async (options: EmulatorOptions = {}): Promise<Harness> => harness(await createEmulator(options))

/** An emulator that listens on a free port, closed after the test. */
export async function listen(options: EmulatorOptions = {}): Promise<Harness> {
  const zoho = await startEmulator({ port: 0, ...options })
  onTestFinished(() => zoho.close())
  return harness(zoho)
}

async function harness(zoho: Emulator): Promise<Harness> {
  const send: Harness['send'] = async (method, path, { token, headers = {}, body } = {}) => {
    const isText = typeof body === 'string'
    const response = await zoho.fetch(new URL(path, zoho.url).href, {
      method,
      headers: { ...(token && { Authorization: `Zoho-oauthtoken ${token}` }), ...headers },
      redirect: 'manual',
      ...(body !== undefined && { body: isText || body instanceof FormData ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = text !== '' && response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
  }
  const directory = (await send('GET', '/_emulator/directory')).json as Directory
  const client = (type: string) =>
    found(
      directory.clients.find(each => each.type === type),
      type,
    )
  const org = (name: string) =>
    found(
      directory.portals.flatMap(({ orgs }) => orgs).find(each => each.name === name),
      name,
    )
  return {
    zoho,
    directory,
    send,
    client,
    org,
    tokens: ({ org: name, user = admin, scope = everything, client: type = 'server', accessType } = {}) =>
      zoho.issueTokens({
        client: client(type),
        user,
        scope,
        ...(name !== undefined && { org: org(name) }),
        ...(accessType && { accessType }),
      }),
    async code(input) {
      const { status, json, text } = await control(send, '/_emulator/codes', {
        client_id: client('server').client_id,
        user: admin,
        scope: everything,
        ...input,
      })
      if (status !== 201) throw new Error(text)
      return json.code
    },
    exchange: (parameters, accounts = 'accounts.zoho.com') =>
      send('POST', `/${accounts}/oauth/v2/token`, {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(parameters).toString(),
      }),
  }
}

/** A control call with a JSON body. */
export const control = (send: Harness['send'], path: string, body: unknown, method = 'POST'): Promise<Answer> =>
  send(method, path, { headers: { 'Content-Type': 'application/json' }, body })

function found<T>(thing: T | undefined, name: string): T {
  if (!thing) throw new Error(`the fixture has no ${name}`)
  return thing
}

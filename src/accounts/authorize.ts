/**
 * `GET /oauth/v2/auth`: checks what a client asks for, stores it as an authorization request and hands over to the step
 * that comes first. Each refusal here is a page, since the redirect URI is not to be trusted yet.
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import type { LocateOptions } from '../http/locate.ts'
import { type PageContext, readQuery } from '../http/page-context.ts'
import { isRegisteredRedirectUri } from '../http/redirect-uri.ts'
import { AccountsPageError } from '../protocol/errors.ts'
import { isKnownScope, parseScopes } from '../protocol/scopes.ts'
import type { Client } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { proceed } from './next-step.ts'

const requestLifetimeMs = 30 * 60 * 1000
const longestState = 4096

/** What the checks look at. */
interface Asked {
  readonly c: PageContext
  readonly world: World
  readonly query: URLSearchParams
  readonly publicHosts: LocateOptions['publicHosts']
}

/** @throws AccountsPageError where the client may not go on */
type Check = (asked: Asked, client: Client) => void

const checks: readonly Check[] = [checkEnabledHere, checkRedirectUri, checkResponseType, checkScopes, checkState]

export function authorizeRoutes(app: Hono<EmulatorEnv>, world: World, { publicHosts }: LocateOptions): void {
  app.get('/oauth/v2/auth', c => {
    const query = readQuery(c)
    const client = findClient(world, query)
    const asked = { c, world, query, publicHosts }
    for (const check of checks) check(asked, client)

    const request = world.authorizationRequests.insert({
      id: world.ids.hex('authorization-request').slice(0, 32),
      clientId: client.id,
      redirectUri: query.get('redirect_uri')!,
      scopes: parseScopes(query.get('scope')!),
      state: query.get('state'),
      accessType: query.get('access_type')?.toLowerCase() === 'offline' ? 'offline' : 'online',
      promptConsent: query.get('prompt')?.toLowerCase() === 'consent',
      expiresAt: world.clock.now() + requestLifetimeMs,
      flow: null,
      zuid: null,
      zgid: null,
      outcome: 'open',
    })
    return proceed(world, c, request)
  })
}

function findClient(world: World, query: URLSearchParams): Client {
  const id = query.get('client_id')
  const client = world.clients.get(id ?? '')
  if (!client) throw new AccountsPageError('invalidClient', `client_id ${quote(id)} is not registered`)
  return client
}

function checkEnabledHere({ c }: Asked, client: Client): void {
  const { location } = c.env.located
  if (client.locations.includes(location)) return
  throw new AccountsPageError('invalidClient', `client ${client.id} is not enabled in data center ${location}`)
}

function checkRedirectUri({ c, query, publicHosts }: Asked, client: Client): void {
  const uri = query.get('redirect_uri')
  const listeningPort = c.env.incoming?.socket.localPort
  if (uri && isRegisteredRedirectUri(client, uri, { located: c.env.located, publicHosts, listeningPort })) return
  const registered = client.redirectUris.join(', ') || 'none'
  throw new AccountsPageError(
    'invalidRedirectUri',
    `redirect_uri ${quote(uri)} is not registered; registered: ${registered}`,
  )
}

function checkResponseType({ query }: Asked, client: Client): void {
  const type = query.get('response_type')
  if (type !== 'code')
    throw new AccountsPageError('other', `response_type ${quote(type)} is not supported, expected code`)
  if (client.type === 'server' || client.type === 'mobile') return
  throw new AccountsPageError('other', `a client of type ${client.type} may not use response_type code`)
}

function checkScopes({ world, query }: Asked): void {
  const scopes = parseScopes(query.get('scope') ?? '')
  if (scopes.length === 0) throw new AccountsPageError('invalidScope', 'scope is missing')
  const settingsReadKnown = world.toggles.settings_read_scope_known
  const unknown = scopes.find(scope => !isKnownScope(scope, { settingsReadKnown }))
  if (unknown) throw new AccountsPageError('invalidScope', `scope ${quote(unknown)} does not exist`)
}

function checkState({ query }: Asked): void {
  const state = query.get('state')
  if (state && state.length > longestState) throw new AccountsPageError('other', `state is longer than ${longestState}`)
}

const quote = (value: string | null | undefined): string => (value ? JSON.stringify(value.slice(0, 200)) : '(missing)')

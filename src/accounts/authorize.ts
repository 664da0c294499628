/**
 * `GET /oauth/v2/auth` and `GET /oauth/v2/org/auth`: check what a client asks for, store it as an authorization request and
 * hand over to the step that comes first. Each refusal here is a page, since the redirect URI is not to be trusted yet.
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { authorizeChecks, type CheckName } from '../http/journal/checks.ts'
import type { Compared } from '../http/journal/exchange.ts'
import type { LocateOptions } from '../http/locate.ts'
import { type PageContext, readQuery } from '../http/page-context.ts'
import { expandRedirectUri, isOwnAuthority, isOwnCallback, isRegisteredRedirectUri } from '../http/redirect-uri.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { isKnownScope, parseScopes } from '../protocol/scopes.ts'
import type { Client, CodeChallenge, Purpose } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { openRequest } from './authorization-request.ts'
import { proceed } from './next-step.ts'
import { readChallenge } from './pkce.ts'

const longestState = 4096

/** What the checks look at. */
export interface Asked {
  readonly c: PageContext
  readonly world: World
  readonly query: URLSearchParams
  readonly publicHosts: LocateOptions['publicHosts']
  readonly instanceLevel: boolean
}

/** One of the checks, in the order in which they come. */
interface Check {
  readonly name: CheckName
  /** @throws AccountsPageError where the client may not go on */
  readonly run: (asked: Asked, client: Client) => void
  /** The parameter that it is about. */
  readonly param?: string
  /** What the journal says was expected. */
  readonly expected?: (client: Client) => Compared
  readonly actual?: (asked: Asked) => Compared
}

const checks: readonly Check[] = [
  {
    name: 'data center',
    run: checkEnabledHere,
    expected: client => client.locations,
    actual: ({ c }) => c.env.located.location,
  },
  { name: 'redirect URI', run: checkRedirectUri, param: 'redirect_uri', expected: client => client.redirectUris },
  { name: 'response type', run: checkResponseType, param: 'response_type', expected: responseTypeOf },
  {
    name: 'JavaScript domain',
    run: checkJavaScriptDomain,
    expected: client => (client.type === 'javascript' ? client.javascriptDomains : null),
  },
  { name: 'scope', run: checkScopes, param: 'scope', expected: () => 'scopes that exist' },
  { name: 'scopes of one service', run: checkOneService },
  { name: 'state', run: checkState, expected: () => `at most ${longestState} characters` },
]

/** Runs the checks until one throws. */
function runChecks(asked: Asked, client: Client): void {
  const { exchange } = asked.c.env
  for (const { name, run, param, expected, actual } of checks) {
    const sent = param === undefined ? undefined : asked.query.get(param)
    const said = actual ? () => actual(asked) : param === undefined ? null : (sent ?? '(missing)')
    if (param !== undefined && !sent) exchange.leaveOut('query', param)
    exchange.attempt(
      name,
      () => run(asked, client),
      () => expected?.(client),
      said,
    )
  }
}

export function authorizeRoutes(app: Hono<EmulatorEnv>, world: World, options: LocateOptions): void {
  app.get('/oauth/v2/auth', c => authorize(c, false))
  app.get('/oauth/v2/org/auth', c => authorize(c, true))

  function authorize(c: PageContext, instanceLevel: boolean) {
    const query = readQuery(c)
    const client = findClient(world, c, query)
    const asked = { c, world, query, instanceLevel, publicHosts: options.publicHosts }
    runChecks(asked, client)

    const request = openRequest(world, {
      clientId: client.id,
      purpose: c.env.exchange.attempt('code challenge', () => readPurpose(asked, client)),
      instanceLevel,
      redirectUri: query.get('redirect_uri')!,
      scopes: parseScopes(query.get('scope')!),
      state: query.get('state'),
      nonce: query.get('nonce')?.slice(0, longestState) ?? null,
      accessType: query.get('access_type')?.toLowerCase() === 'offline' ? 'offline' : 'online',
      promptConsent: query.get('prompt')?.toLowerCase() === 'consent',
    })
    return proceed(world, c, request)
  }
}

/** @throws AccountsPageError */
export function findClient(world: World, c: PageContext, query: URLSearchParams): Client {
  const { exchange } = c.env
  const id = query.get('client_id')
  const client = world.clients.get(id ?? '')
  exchange.clientId = id
  exchange.follow(authorizeChecks)
  exchange.check('client', client !== undefined, 'a registered client', quote(id))
  if (!id) exchange.leaveOut('query', 'client_id')
  if (!client) throw new AccountsPageError('invalidClient', `client_id ${quote(id)} is not registered`)
  return client
}

/** The checks of a request that an implicit token answers. @throws AccountsPageError */
export function checkImplicit(asked: Asked, client: Client): void {
  if (asked.query.get('response_type') !== 'token') throw new AccountsPageError('other', 'expected response_type token')
  runChecks(asked, client)
}

function readPurpose({ world, query }: Asked, client: Client): Purpose {
  if (query.get('response_type') === 'token') return { kind: 'token' }
  const challenge: CodeChallenge | null = readChallenge(query)
  if (!challenge && client.type === 'mobile' && world.toggles.pkce_required_for_mobile) {
    throw new AccountsPageError('other', 'a mobile client has to send a code_challenge')
  }
  return { kind: 'code', challenge }
}

export function checkEnabledHere({ c }: Pick<Asked, 'c'>, client: Client): void {
  const { location } = c.env.located
  if (client.locations.includes(location)) return
  throw new AccountsPageError('invalidClient', `client ${client.id} is not enabled in data center ${location}`)
}

export function checkRedirectUri(
  { c, query, publicHosts }: Pick<Asked, 'c' | 'query' | 'publicHosts'>,
  client: Client,
): void {
  const uri = query.get('redirect_uri')
  const listeningPort = c.env.incoming?.socket.localPort
  if (uri && isRegisteredRedirectUri(client, uri, { located: c.env.located, publicHosts, listeningPort })) return
  const registered = client.redirectUris.join(', ') || 'none'
  throw new AccountsPageError(
    'invalidRedirectUri',
    `redirect_uri ${quote(uri)} is not registered; registered: ${registered}`,
  )
}

/** Of a client that signs people in by a browser. */
function responseTypeOf({ type }: Client): string {
  if (type === 'javascript') return 'token'
  return type === 'server' || type === 'mobile' ? 'code' : `none for a ${type} client`
}

/** Which clients use which response type: https://www.zoho.com/accounts/protocol/oauth-setup.html */
function checkResponseType({ query, instanceLevel }: Asked, client: Client): void {
  const type = query.get('response_type')
  if (type !== 'code' && type !== 'token') {
    throw new AccountsPageError('other', `response_type ${quote(type)} is not supported, expected code or token`)
  }
  const fits = type === 'token' ? client.type === 'javascript' : client.type === 'server' || client.type === 'mobile'
  if (!fits) throw new AccountsPageError('other', `a client of type ${client.type} may not use response_type ${type}`)
  if (instanceLevel && type !== 'code') throw new AccountsPageError('other', 'an org’s consent is given by code only')
}

/** The implicit answer goes to registered domains only, and only a page from there may ask for it. */
function checkJavaScriptDomain({ c, query, publicHosts }: Asked, client: Client): void {
  if (query.get('response_type') !== 'token') return
  const { located, incoming } = c.env
  const domains = client.javascriptDomains.map(domain => originOf(expandRedirectUri(domain, located.origin)))
  const isRegistered = (uri: string) => domains.includes(originOf(uri))
  const redirectUri = query.get('redirect_uri')!
  const own = { located, publicHosts, listeningPort: incoming?.socket.localPort }
  const isOwn = client.javascriptDomains.includes('{emulator}') && isOwnCallback(redirectUri, own)
  if (!isOwn && !isRegistered(redirectUri)) {
    throw new AccountsPageError('invalidRedirectUri', 'the redirect URI lies in none of the JavaScript domains')
  }
  const referer = c.req.header('referer')
  if (referer === undefined || isRegistered(referer)) return
  if (!URL.canParse(referer) || !isOwnAuthority(new URL(referer).host, own)) {
    throw new AccountsPageError('other', `the calling page ${quote(referer)} lies in none of the JavaScript domains`)
  }
}

const originOf = (uri: string): string | null => (URL.canParse(uri) ? new URL(uri).origin : null)

export function checkScopes({ world, query }: Pick<Asked, 'world' | 'query'>): void {
  const scopes = parseScopes(query.get('scope') ?? '')
  if (scopes.length === 0) throw new AccountsPageError('invalidScope', 'scope is missing')
  const unknown = firstUnknownScope(world, scopes)
  if (unknown) throw new AccountsPageError('invalidScope', `scope ${quote(unknown)} does not exist`)
}

export const firstUnknownScope = (world: World, scopes: readonly string[]): string | undefined =>
  scopes.find(scope => !isKnownScope(scope, { settingsReadKnown: world.toggles.settings_read_scope_known }))

const sharedServices = new Set(['zohocontacts', 'zohoprofile', 'zohofiles', 'aaaserver'])

/**
 * A consent for a whole org covers one app beside the shared services.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/instance-level-oauth.html
 */
function checkOneService({ query, instanceLevel }: Asked): void {
  if (!instanceLevel) return
  const services = parseScopes(query.get('scope')!).map(scope => scope.split('.')[0]!.toLowerCase())
  const apps = new Set(services.filter(service => !sharedServices.has(service)))
  if (apps.size > 1) throw new AccountsPageError('invalidScope', `scopes of several apps: ${[...apps].join(', ')}`)
}

function checkState({ query }: Asked): void {
  const state = query.get('state')
  if (state && state.length > longestState) {
    throw new AccountsPageError('other', `state is longer than ${longestState} characters`)
  }
}

const quote = (value: string | null | undefined): string => (value ? JSON.stringify(value.slice(0, 200)) : '(missing)')

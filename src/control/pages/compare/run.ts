/** A client's whole way through one flow: from the authorization request to calls of the API, each of them really made. */

import type { Located } from '../../../http/locate.ts'
import { expandRedirectUri } from '../../../http/redirect-uri.ts'
import { dataCenters, type Environment, environments } from '../../../protocol/data-centers.ts'
import type { Client, Org, User } from '../../../world/schema.ts'
import type { Fetch } from '../../index.ts'
import { type Exchange, hideSecret, maskPairs, type Pair, placeOf } from './exchange.ts'
import { type SeenPage, Walker } from './walker.ts'

export interface RunChoice {
  readonly user: User
  readonly client: Client
  /** Chosen on the org page, where there is one. */
  readonly org: Org
}

export type StepName = 'request' | 'sign-in' | 'org' | 'consent' | 'code' | 'tokens' | 'calls'

export const stepNames: readonly StepName[] = ['request', 'sign-in', 'org', 'consent', 'code', 'tokens', 'calls']

export interface Step {
  readonly pages: readonly SeenPage[]
  readonly exchanges: readonly Exchange[]
  /** What the app got back, in the step `code`. */
  readonly returned: readonly Pair[]
  /** In the step `calls`. */
  readonly calls: readonly EnvironmentCall[]
}

export interface EnvironmentCall {
  readonly environment: Environment
  readonly exchange: Exchange
  /** The org whose data came. */
  readonly opened: { readonly zgid: string; readonly name: string } | null
}

/** The steps that were reached. */
export type Run = ReadonlyMap<StepName, Step>

const runScopes = 'ZohoCRM.modules.READ,ZohoCRM.org.READ'

export async function runFlow(fetch: Fetch, located: Located, choice: RunChoice): Promise<Run> {
  const { client, user } = choice
  const dc = dataCenters[user.location]
  const accounts = located.addressOf(dc.accounts)
  const redirectUri = expandRedirectUri(client.redirectUris[0] ?? '', located.origin)
  const walker = new Walker(fetch, authorizationAddress(accounts, client, redirectUri), redirectUri)
  await walker.open()
  await answerPages(walker, choice)
  const run = new Map(stepsOfWalk(walker))
  if (!walker.isBack) return run

  const returned = walker.address.searchParams
  run.set('code', step({ returned: maskPairs(returned) }))
  const code = returned.get('code')
  if (code === null) return run

  const { exchange, token } = await redeem(fetch, `${returned.get('accounts-server') ?? accounts}/oauth/v2/token`, {
    grant_type: 'authorization_code',
    client_id: client.id,
    client_secret: client.secrets[user.location] ?? client.secrets.all ?? '',
    redirect_uri: redirectUri,
    code,
  })
  run.set('tokens', step({ exchanges: [exchange] }))
  if (token === null) return run

  const calls: EnvironmentCall[] = []
  for (const environment of environments) {
    calls.push(await callOrg(fetch, `${located.addressOf(dc[environment])}/crm/v8/org`, environment, token))
  }
  return run.set('calls', step({ exchanges: calls.map(call => call.exchange), calls }))
}

const step = (parts: Partial<Step>): Step => ({ pages: [], exchanges: [], returned: [], calls: [], ...parts })

function authorizationAddress(accounts: string, client: Client, redirectUri: string): string {
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    scope: runScopes,
    redirect_uri: redirectUri,
    access_type: 'offline',
    prompt: 'consent',
    state: 'compare',
  })
  return `${accounts}/oauth/v2/auth?${parameters}`
}

/** More than any flow has. */
const mostPages = 8

/** Does what a person would, whatever page comes, until there is nothing to answer. */
async function answerPages(walker: Walker, { user, org }: RunChoice): Promise<void> {
  const answers: readonly Readonly<Record<string, string>>[] = [
    { password: user.password },
    { email: user.email },
    { org: org.id },
    { decision: 'accept' },
  ]
  for (let pages = 0; pages < mostPages && !walker.isBack; pages++) {
    const answer = answers.find(fields => isAsked(walker, Object.keys(fields)[0]!))
    if (!answer) return
    await walker.submit(walker.formWith(Object.keys(answer)[0]!)!, answer)
  }
}

/** Whether the page has a field or button for it; what a form carries along unseen is no question. */
function isAsked(walker: Walker, name: string): boolean {
  const form = walker.formWith(name)
  return form !== undefined && !(name in form.hidden)
}

/** Which step an exchange with the accounts host belongs to. */
function stepOfPath(path: string): StepName {
  if (path.startsWith('/signin')) return 'sign-in'
  if (path === '/oauth/v2/auth/org') return 'org'
  if (path === '/oauth/v2/auth/consent') return 'consent'
  return 'request'
}

function stepsOfWalk({ moves }: Walker): [StepName, Step][] {
  const steps = new Map<StepName, { pages: SeenPage[]; exchanges: Exchange[] }>()
  for (const { exchange, page } of moves) {
    const name = stepOfPath(exchange.path)
    const there = steps.get(name) ?? { pages: [], exchanges: [] }
    there.exchanges.push(exchange)
    if (page) there.pages.push(page)
    steps.set(name, there)
  }
  return [...steps].map(([name, parts]) => [name, step(parts)])
}

async function redeem(
  fetch: Fetch,
  address: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ exchange: Exchange; token: string | null }> {
  const { response, exchange } = await send(fetch, address, { method: 'POST', body: new URLSearchParams(parameters) })
  const answer = (await response.json()) as Record<string, unknown>
  const pairs = Object.entries(answer).map(([name, value]) => [name, String(value)] as const)
  return {
    exchange: { ...exchange, sent: maskPairs(Object.entries(parameters)), answer: maskPairs(pairs) },
    token: typeof answer.access_token === 'string' ? answer.access_token : null,
  }
}

async function callOrg(fetch: Fetch, address: string, environment: Environment, token: string) {
  const headers = { Authorization: `Zoho-oauthtoken ${token}` }
  const { response, exchange } = await send(fetch, address, { headers })
  const body = (await response.json()) as { code?: string; org?: { company_name: string; zgid: string }[] }
  const org = body.org?.[0]
  const answer: Pair[] = org
    ? [
        ['org[0].company_name', org.company_name],
        ['org[0].zgid', org.zgid],
      ]
    : [['code', body.code ?? '']]
  return {
    environment,
    exchange: { ...exchange, sent: [['Authorization', `Zoho-oauthtoken ${hideSecret(token)}`] as const], answer },
    opened: org ? { zgid: String(org.zgid), name: org.company_name } : null,
  }
}

async function send(
  fetch: Fetch,
  address: string,
  init: RequestInit,
): Promise<{ response: Response; exchange: Exchange }> {
  const request = new Request(address, init)
  const response = await fetch(request)
  const exchange = {
    method: request.method,
    ...placeOf(new URL(address)),
    sent: [],
    status: response.status,
    location: null,
    answer: [],
    reason: response.headers.get('x-zoho-emulator-reason'),
  }
  return { response, exchange }
}

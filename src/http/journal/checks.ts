/**
 * Which checks a request goes through, in order. A room says which list a request follows and, at each check, whether it
 * passed; what lies between and behind follows from the list when somebody reads the journal.
 */

import { versionNames } from '../../protocol/versions.ts'
import type { Compared, Exchange } from './exchange.ts'
import { maskSecret } from './mask.ts'

export type CheckName =
  | 'fault'
  | 'host'
  | 'path'
  | 'request'
  // CRM
  | 'version'
  | 'authorization header'
  | 'token'
  | 'data center'
  | 'environment'
  | 'org'
  | 'scope'
  | 'module'
  | 'permission'
  | 'parameters'
  // accounts
  | 'throttle'
  | 'client'
  | 'client secret'
  | 'grant type'
  | 'client type'
  | 'redirect URI'
  | 'code'
  | 'code not used yet'
  | 'code not expired'
  | 'data center of the code'
  | 'code verifier'
  | 'refresh token'
  | 'refresh token alive'
  | 'data center of the refresh token'
  | 'owner'
  | 'response type'
  | 'JavaScript domain'
  | 'scopes of one service'
  | 'state'
  | 'code challenge'
  // callbacks
  | 'address'
  | 'connection'
  | 'answer'

/** A check of a list, and what is said of it where the room recorded nothing since it passed. */
export interface DeclaredCheck {
  readonly name: CheckName
  readonly expected?: Compared
  readonly actual?: Compared
}

export type CheckList = readonly DeclaredCheck[]

const checkList = (...checks: readonly (CheckName | DeclaredCheck)[]): CheckList =>
  checks.map(check => (typeof check === 'string' ? { name: check } : check))

const pathOf = ({ method, located }: Exchange): string => `${method} ${located?.path ?? ''}`

const locationOf = ({ located }: Exchange): Compared => located?.host?.location

const front = [
  { name: 'fault', expected: 'no fault for this request', actual: 'none' },
  { name: 'host', expected: 'a host that the emulator knows', actual: ({ host }) => host },
] as const satisfies CheckList

/** For whatever has no list of its own: pages, small endpoints. What refuses then is the request itself. */
export const plainChecks = checkList(
  ...front,
  { name: 'path', expected: 'an address of this host', actual: pathOf },
  'request',
)

/** In the order in which CRM refuses. */
export const crmChecks = checkList(
  ...front,
  { name: 'version', expected: versionNames, actual: ({ located }) => located?.path.split('/')[2] },
  { name: 'path', expected: 'an operation of Zoho CRM', actual: pathOf },
  {
    name: 'authorization header',
    expected: ['Zoho-oauthtoken TOKEN', 'Bearer TOKEN'],
    actual: ({ token }) => token && `a token, ${maskSecret(token)}`,
  },
  { name: 'token', expected: 'a token that is known and alive', actual: 'alive' },
  { name: 'data center', expected: locationOf, actual: locationOf },
  {
    name: 'environment',
    expected: ({ grant, located }) => (grant?.zgid ? located?.environment : 'any, as the token is bound to no org'),
    actual: ({ located }) => located?.environment,
  },
  { name: 'org', expected: ({ user }) => `an org of ${user?.email}`, actual: ({ zgid }) => zgid },
  'scope',
  'module',
  'permission',
  { name: 'parameters', expected: 'parameters and a body that the call takes' },
)

/** Of a callback, which the emulator itself sends. */
export const callbackChecks = checkList(
  { name: 'address', expected: 'this machine, or a host of --allow-callbacks' },
  { name: 'connection', expected: 'a listener that takes the callback', actual: 'taken' },
  { name: 'answer', expected: 'a status of 2xx' },
)

const tokenFront = checkList(
  ...front,
  { name: 'path', expected: 'an address of this host', actual: pathOf },
  'throttle',
  'client',
  'data center',
  'client secret',
  'grant type',
  'client type',
)

/** Of the token endpoint: for each grant type what it needs, behind what all need. */
export const tokenChecks: Readonly<Record<string, CheckList>> = {
  authorization_code: [
    ...tokenFront,
    ...checkList(
      'redirect URI',
      'code',
      'code not used yet',
      'code not expired',
      'data center of the code',
      'code verifier',
    ),
  ],
  refresh_token: [
    ...tokenFront,
    ...checkList('refresh token', 'refresh token alive', 'data center of the refresh token'),
  ],
  client_credentials: [...tokenFront, ...checkList('scope', 'owner', 'org')],
}

/** Of a grant type that there isn't. */
export const unknownGrantChecks: CheckList = tokenFront

/** Of the authorization endpoint. */
export const authorizeChecks = checkList(
  ...front,
  { name: 'path', expected: 'an address of this host', actual: pathOf },
  'client',
  'data center',
  'redirect URI',
  'response type',
  'JavaScript domain',
  'scope',
  'scopes of one service',
  'state',
  'code challenge',
)

export interface CheckResponse {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'not_reached'
  readonly expected: string | null
  readonly actual: string | null
}

/**
 * Every check of a request in order. What a room recorded stands as it was recorded; of the rest, what lies before the
 * failed check was passed and what lies behind it was not reached. A refusal that named no check failed at the last.
 * @param reason of the refusal; null where the request was not refused
 */
export function toChecksResponse(exchange: Exchange, refused: boolean, reason: string | null): CheckResponse[] {
  const list = withRecorded(exchange)
  const failedAt = indexOfFailed(list, exchange, refused)
  const isNamed = exchange.failed
  return list.flatMap((check, index): CheckResponse[] => {
    const { name } = check
    const response = (outcome: CheckResponse['outcome'], expected: Compared, actual: Compared): CheckResponse => ({
      name,
      outcome,
      expected: show(expected ?? check.expected, exchange, ' or '),
      actual: show(actual, exchange, ' '),
    })
    const records = recordsOf(exchange, name)
    if (records.length > 0 && (isNamed || index !== failedAt)) {
      return records.map(({ passed, expected, actual }) =>
        response(passed ? 'passed' : 'failed', expected, actual ?? (passed ? null : reason)),
      )
    }
    if (index === failedAt) return [response('failed', null, exchange.problem ?? reason)]
    // what would be said of a request that got so far is not true of this one
    if (index > failedAt) return [{ name, outcome: 'not_reached', expected: null, actual: null }]
    return [response('passed', null, check.actual)]
  })
}

/** The place of the check that failed, behind the list where none did. */
function indexOfFailed(list: CheckList, exchange: Exchange, refused: boolean): number {
  if (!refused) return list.length
  if (!exchange.failed) return list.length - 1
  return list.findIndex(({ name }) => recordsOf(exchange, name).some(({ passed }) => !passed))
}

/** The list that the request follows, and before its last check what else was recorded. */
function withRecorded({ list, checks }: Exchange): CheckList {
  const known = new Set(list.map(({ name }) => name))
  const others = new Set<CheckName>()
  for (let at = 0; at < checks.length; at += 4) {
    const name = checks[at] as CheckName
    if (!known.has(name)) others.add(name)
  }
  return others.size === 0 ? list : [...list.slice(0, -1), ...checkList(...others), ...list.slice(-1)]
}

interface CheckRecord {
  readonly passed: boolean
  readonly expected: Compared
  readonly actual: Compared
}

/** What was recorded of a check, each comparison once. */
function recordsOf(exchange: Exchange, name: CheckName): CheckRecord[] {
  const { checks } = exchange
  const records = new Map<string, CheckRecord>()
  for (let at = 0; at < checks.length; at += 4) {
    if (checks[at] !== name) continue
    const [passed, expected, actual] = checks.slice(at + 1, at + 4) as [boolean, Compared, Compared]
    const key = `${passed}|${show(expected, exchange, ' or ')}|${show(actual, exchange, ' ')}`
    records.set(key, { passed, expected, actual })
  }
  return [...records.values()]
}

function show(value: Compared, exchange: Exchange, between: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'function') return show(value(exchange), exchange, between)
  return typeof value === 'object' ? value.join(between) : String(value)
}

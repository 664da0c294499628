/**
 * Turns a request's token into the one org whose data it opens. Everything that a token may not do is decided here, check
 * by check, in the order in which the service refuses; a handler that got past it sees no other org.
 *
 * Source of the rule: https://help.zoho.com/portal/en/community/topic/org-specific-oauth2-0-tokens-in-zoho-crm
 */

import type { Context } from 'hono'
import { CrmError, type CrmErrorName, crmError, crmErrors } from '../protocol/crm-errors/index.ts'
import { anyCovers, needsOrg } from '../protocol/scopes.ts'
import type { Version } from '../protocol/versions.ts'
import { accessTokenProblem, locationOfGrant } from '../world/credentials.ts'
import type { OrgData, OrgUser } from '../world/org-data.ts'
import { defaultOrg, isMember, locationOf } from '../world/people.ts'
import type { AccessToken, Grant, Org, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import type { EmulatorEnv } from './env.ts'
import type { Exchange } from './journal/exchange.ts'
import { maskAuthorization } from './journal/mask.ts'
import { readHeader } from './query.ts'

/** Who calls: the token's user, and the only org that the call may touch. */
export interface Caller {
  readonly data: OrgData
  readonly user: OrgUser
  readonly grant: Grant
  readonly accessToken: AccessToken
  readonly exchange: Exchange
}

/** Who does something in an org, by a call or in a job of theirs, which is no request any more. */
export type Actor = Pick<Caller, 'data' | 'user'> & Partial<Pick<Caller, 'exchange'>>

export interface CrmEnv extends EmulatorEnv {
  Variables: {
    version: Version
    caller: Caller
    /** How many rows a write sent. */
    rows: number | undefined
    /** What the call costs, where its handler finds it out. */
    credits: number | undefined
  }
}

type CrmContext = Context<CrmEnv>

/**
 * Who calls, and in which org. A plain function and no middleware, since every CRM call goes through here and waiting for
 * nothing costs more than all the checks.
 * @param orgOf on hosts that belong to no environment: the zgid that the call names; throws where it names none
 * @throws CrmError
 */
export function authenticate(world: World, c: CrmContext, orgOf?: (c: CrmContext) => string): Caller {
  const { exchange } = c.env
  const accessToken = findLiveToken(world, exchange, readToken(c))
  const grant = world.grants.get(accessToken.grantId)!
  const user = world.users.get(grant.zuid)!
  exchange.user = user
  checkDataCenter(world, c, grant)
  const org = orgOf ? resolveNamedOrg(world, c, grant, user, orgOf(c)) : resolveOrg(world, c, grant, user)
  exchange.zgid = org.id
  const data = world.orgData(org)
  const member = actingUser(world, data, grant, user)
  if (!member) {
    exchange.fail('org', `an org of ${user.email}`, org.id)
    throw wrongOrg(world, `${user.email} is no active member of org ${org.id} any more`)
  }
  return { data, user: member, grant, accessToken, exchange }
}

/** Who is deleted or deactivated in an org gets in no more; a consent for a whole org outlasts its administrator. */
function actingUser(world: World, data: OrgData, grant: Grant, user: User): OrgUser | undefined {
  if (isMember(world, user, data.org.id)) return data.userOfZuid(user.id)
  if (!grant.instanceLevel) return undefined
  return data
    .users()
    .find(({ profile, status, confirmed }) => profile.administrator && status === 'active' && confirmed)
}

export const tokenInHeader = (header: string): string | undefined =>
  /^(?:Zoho-oauthtoken|Bearer) +(\S+)$/i.exec(header)?.[1]

/** Both schemes are in use against CRM; a token anywhere else than in this header doesn't count. */
function readToken(c: CrmContext): string {
  const header = readHeader(c, 'authorization')
  if (!header) {
    c.env.exchange.fail('authorization header')
    c.env.exchange.leaveOut('header', 'authorization')
    throw crmError('authenticationFailure', {}, { reason: 'there is no Authorization header' })
  }
  const token = tokenInHeader(header)
  if (!token) {
    c.env.exchange.fail('authorization header', undefined, () => maskAuthorization(header))
    throw crmError(
      'authenticationFailure',
      {},
      { reason: 'the Authorization header is not "Zoho-oauthtoken TOKEN" or "Bearer TOKEN"' },
    )
  }
  c.env.exchange.token = token
  return token
}

function findLiveToken(world: World, exchange: Exchange, given: string): AccessToken {
  const token = world.accessTokens.get(given)
  const grant = token && world.grants.get(token.grantId)
  if (grant) exchange.belongsTo(grant)
  const problem = accessTokenProblem(world, token)
  if (!token || problem) {
    const reason = problem ?? 'the token is unknown'
    exchange.fail('token', undefined, reason)
    throw crmError('invalidToken', {}, { reason })
  }
  return token
}

function checkDataCenter(world: World, c: CrmContext, grant: Grant): void {
  const here = c.env.located.location
  const home = locationOfGrant(world, grant)
  if (here === home) return
  c.env.exchange.fail('data center', home, here)
  throw crmError('invalidToken', {}, { reason: `the token belongs to data center ${home}, the call went to ${here}` })
}

/** New flow: the grant's own org, on the host of its environment. Old flow: the user's default org in the host's environment. */
function resolveOrg(world: World, c: CrmContext, grant: Grant, user: User): Org {
  const { exchange } = c.env
  const environment = c.env.located.environment!
  if (grant.zgid !== null) {
    const org = world.orgs.get(grant.zgid)
    if (!org) {
      exchange.fail('org', grant.zgid, 'no org of that zgid')
      throw wrongOrg(world, `org ${grant.zgid} is gone`)
    }
    if (org.environment !== environment) {
      exchange.fail('environment', org.environment, environment)
      throw wrongOrg(world, `the token belongs to org ${org.id} in ${org.environment}, the call went to ${environment}`)
    }
    return org
  }
  refuseUnbound(exchange, grant, user)
  const org = defaultOrg(world, user, environment)
  if (!org) {
    exchange.fail('org', `a ${environment} org of ${user.email}`, 'none in the default portal')
    throw wrongOrg(world, `${user.email} has no ${environment} org in the default portal`)
  }
  return org
}

/** A token of the new flow that was to open CRM, but was consented to by somebody without an org. */
function refuseUnbound(exchange: Exchange, grant: Grant, user: User): void {
  if (grant.zgid !== null || grant.flow !== 'org-specific' || !needsOrg(grant.scopes)) return
  exchange.fail('org', 'a token that is bound to an org', 'none')
  throw crmError(
    'noPermission',
    {},
    { reason: `${user.email} belonged to no org when consenting, and the token opens none` },
  )
}

/**
 * Where the host belongs to no environment the call names its org. New flow: it has to be the grant's own. Old flow: any org
 * of the user in this data center.
 */
function resolveNamedOrg(world: World, c: CrmContext, grant: Grant, user: User, zgid: string): Org {
  const { exchange, located } = c.env
  refuseUnbound(exchange, grant, user)
  const org = world.orgs.get(zgid)
  const isUnbound = grant.zgid === null && grant.flow === 'org-specific'
  const isOwn = grant.zgid === null ? !isUnbound && isMember(world, user, zgid) : grant.zgid === zgid
  if (org && isOwn && locationOf(world, org) === located.location) return org
  exchange.fail('org', grant.zgid ?? (isUnbound ? 'a token that is bound to an org' : `an org of ${user.email}`), zgid)
  // nobody chose an org for a token without scopes of CRM
  if (isUnbound) throw wrongOrg(world, `the token is bound to no org, the call named ${zgid}`)
  throw wrongOrg(
    world,
    grant.zgid === null
      ? `${user.email} has no org ${zgid} in ${located.location}`
      : `the token belongs to org ${grant.zgid}, the call named ${zgid}`,
  )
}

const wrongOrgErrors: Readonly<Record<string, CrmErrorName>> = {
  INVALID_TOKEN: 'invalidToken',
  AUTHENTICATION_FAILURE: 'authenticationFailure',
  OAUTH_ORG_MISMATCH: 'orgMismatch',
  NO_PERMISSION: 'noPermission',
}

/** No page of Zoho's says what a call in the wrong org is answered; a toggle chooses. */
const wrongOrg = (world: World, reason: string): CrmError =>
  crmError(wrongOrgErrors[world.toggles.wrong_org_error]!, {}, { reason })

/**
 * Refuses a token that has none of the scopes of which one is needed.
 * @param needed empty where the handler itself finds out what is needed
 * @throws CrmError
 */
export function requireScope(world: World, c: CrmContext, needed: readonly string[]): void {
  const { scopes } = c.get('caller').accessToken
  if (needed.length === 0) return
  const isCovered = needed.some(scope => anyCovers(scopes, scope))
  if (!c.env.exchange.check('scope', isCovered, needed, scopes)) throw scopeMismatch(world, needed, scopes)
}

function scopeMismatch(world: World, needed: readonly string[], scopes: readonly string[]): CrmError {
  const { code, message } = crmErrors.scopeMismatch
  const reason = `the call needs ${needed.join(' or ')}; the token has ${scopes.join(' ')}`
  return new CrmError(world.toggles.scope_mismatch_status, { code, details: {}, message, status: 'error' }, reason)
}

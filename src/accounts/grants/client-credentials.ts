import { missingParameter, TokenError } from '../../protocol/accounts-errors.ts'
import { needsOrg, parseScopes } from '../../protocol/scopes.ts'
import { issueAccessToken, recordConsent } from '../../world/credentials.ts'
import { isMember } from '../../world/people.ts'
import type { Org } from '../../world/schema.ts'
import { firstUnknownScope } from '../authorize.ts'
import type { GrantHandler, TokenRequest } from '../token.ts'

/**
 * A self client's token without a person: for its owner, in the org that `soid` names. Never a refresh token.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/self-client/client-credentials-flow.html,
 * https://www.zoho.com/crm/developer/docs/api/v8/client-credentials.html
 */
export const redeemClientCredentials: GrantHandler = {
  clientTypes: ['self'],
  withScope: () => true,

  redeem(request) {
    const { world, client, c } = request
    const scopes = parseScopes(request.parameters.get('scope') ?? '')
    const unknown = firstUnknownScope(world, scopes)
    const { exchange, located } = c.env
    exchange.check('scope', scopes.length > 0 && !unknown, 'scopes that exist', unknown ? [unknown] : scopes)
    if (scopes.length === 0) throw missingParameter('invalid_scope', 'scope')
    if (unknown) throw new TokenError('invalid_scope', `scope ${unknown.slice(0, 80)} does not exist`)
    const owner = world.users.get(client.ownerZuid)!
    if (!exchange.check('owner', owner.location === located.location, owner.location, located.location)) {
      throw new TokenError('invalid_client', `the client’s owner belongs to data center ${owner.location}`)
    }
    const org = needsOrg(scopes) ? findOrg(request) : undefined
    const binding = { clientId: client.id, zuid: owner.id, zgid: org?.id ?? null, flow: 'org-specific' as const }
    const grant = recordConsent(world, binding, scopes)
    return { grant, accessToken: issueAccessToken(world, grant, scopes, null) }
  },
}

/** `soid` is the service and the org's id, `ZohoCRM.60021001`. @throws TokenError */
function findOrg({ world, c, client, parameters }: TokenRequest): Org {
  const { exchange } = c.env
  const soid = parameters.get('soid')
  const check = (passed: boolean) =>
    exchange.check('org', passed, 'the soid of an org of the owner', soid ?? '(missing)')
  if (!soid) {
    check(false)
    throw missingParameter('missing_org_info', 'soid')
  }
  const bad = (reason: string) => {
    check(false)
    return new TokenError(world.toggles.bad_soid_error, reason)
  }
  const [, zgid] = /^zohocrm\.(\d+)$/i.exec(soid) ?? []
  const org = zgid ? world.orgs.get(zgid) : undefined
  const owner = world.users.get(client.ownerZuid)!
  if (!org || !isMember(world, owner, org.id)) throw bad(`soid ${soid.slice(0, 80)} names no org of ${owner.email}`)
  if (org.environment !== 'production' && world.toggles.sandbox_soid === 'refused') {
    throw bad(`soid ${soid} names a ${org.environment} org`)
  }
  check(true)
  return org
}

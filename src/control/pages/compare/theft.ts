/** One token, called stolen: what it opens by the rule it was born with, and what it would open by the other. */

import type { Located } from '../../../http/locate.ts'
import { needsOrg } from '../../../protocol/scopes.ts'
import type { AccessToken, Flow, Org } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import type { ControlOptions } from '../../index.ts'
import { chooseOrg, orgsOf } from './choice.ts'
import { measureReach, type Reach } from './reach.ts'
import { findToken, type ListedToken, listToken, livingTokens } from './tokens.ts'

export interface Theft {
  readonly stolen: ListedToken
  readonly old: Reach | Refused
  readonly new: Reach | Refused
  /** Under the new rule: the org that the token is for, or would be. */
  readonly org: Org | null
  /** All orgs there are, those of the token's user first. */
  readonly orgs: readonly Org[]
}

/** Why there can be no such token under the other rule. */
export interface Refused {
  readonly refused: string
}

export interface Thefts {
  readonly living: readonly AccessToken[]
  readonly theft: Theft | null
  /** A token was asked for that works no more. */
  readonly isGone: boolean
}

export async function readTheft(
  world: World,
  options: ControlOptions,
  located: Located,
  query: URLSearchParams,
): Promise<Thefts> {
  const living = livingTokens(world)
  const mark = query.get('token')
  const token = findToken(living, mark)
  const stolen = token && listToken(world, token)
  if (!stolen) return { living, theft: null, isGone: mark !== null && mark !== '' }

  const { grant, user } = stolen
  const org = chosenOrg(world, stolen, query.get('would'))
  const born = await measureReach(world, options.probe, located, stolen.token.id)
  const otherFlow: Flow = grant.flow === 'legacy' ? 'org-specific' : 'legacy'
  const other = await measureOther(world, options, located, { stolen, org, flow: otherFlow })
  const own = new Set(orgsOf(world, user).map(({ id }) => id))
  const all = world.orgs.all()
  return {
    living,
    isGone: false,
    theft: {
      stolen,
      org,
      old: grant.flow === 'legacy' ? born : other,
      new: grant.flow === 'legacy' ? other : born,
      orgs: [...all.filter(({ id }) => own.has(id)), ...all.filter(({ id }) => !own.has(id))],
    },
  }
}

/** A token of the new flow has its org; for one of the old flow somebody says which it would have been. */
function chosenOrg(world: World, { grant, user, org }: ListedToken, asked: string | null): Org | null {
  if (grant.flow === 'org-specific') return org
  return orgsOf(world, user).length > 0 ? chooseOrg(world, user, asked) : null
}

interface OtherRule {
  readonly stolen: ListedToken
  readonly org: Org | null
  readonly flow: Flow
}

/** The same user consents to the same scopes for the same client, where everybody meets the other flow. */
async function measureOther(
  world: World,
  { beside }: ControlOptions,
  located: Located,
  { stolen, org, flow }: OtherRule,
): Promise<Reach | Refused> {
  const { fetch } = await beside(flow)
  const { token, client, user } = stolen
  const withOrg = flow === 'org-specific' && org !== null && needsOrg(token.scopes)
  const response = await fetch(
    new Request(`${located.origin}/_emulator/tokens`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        client_id: client.id,
        user: user.email,
        scope: token.scopes.join(),
        ...(withOrg && { org: org.id }),
      }),
    }),
  )
  const answer = (await response.json()) as { access_token?: string; error?: { message: string } }
  if (answer.access_token === undefined) return { refused: answer.error?.message ?? 'no token was given' }
  return measureReach(world, fetch, located, answer.access_token)
}

import { createHash } from 'node:crypto'
import { accessTokenProblem } from '../../../world/credentials.ts'
import type { AccessToken, Client, Grant, Org, User } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'

/** A living access token, by what may stand in an address. */
export interface ListedToken {
  /** Of the token's hash, so that no address or history ever has the token itself. */
  readonly mark: string
  readonly masked: string
  readonly token: AccessToken
  readonly grant: Grant
  readonly client: Client
  readonly user: User
  readonly org: Org | null
}

/** Enough of a token to tell it from others. */
const mask = (token: string): string => `${token.slice(0, 9)}…${token.slice(-4)}`

const markOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16)

/** The tokens that work now, newest first. */
export function livingTokens(world: World): AccessToken[] {
  const living: AccessToken[] = []
  world.accessTokens.eachBackwards(token => {
    if (accessTokenProblem(world, token) === null) living.push(token)
  })
  return living
}

export function listToken(world: World, token: AccessToken): ListedToken | null {
  const grant = world.grants.get(token.grantId)
  const client = grant && world.clients.get(grant.clientId)
  const user = grant && world.users.get(grant.zuid)
  if (!grant || !client || !user) return null
  const org = (grant.zgid !== null && world.orgs.get(grant.zgid)) || null
  return { mark: markOf(token.id), masked: mask(token.id), token, grant, client, user, org }
}

export const findToken = (tokens: readonly AccessToken[], mark: string | null): AccessToken | undefined =>
  mark === null ? undefined : tokens.find(({ id }) => markOf(id) === mark)

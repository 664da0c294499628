/**
 * OpenID Connect and what Zoho has beside it: discovery, keys, user info in two forms, introspection.
 *
 * Sources: the discovery document as captured from https://accounts.zoho.com/.well-known/openid-configuration; the bodies of
 * `/oauth/user/info` as captured by public clients.
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { errorPage } from '../http/error-page.tsx'
import { claimsOf, wantsIdToken } from '../http/openid/id-token.ts'
import { accountsBase, type PageContext } from '../http/page-context.ts'
import { readParameters } from '../http/parameters.ts'
import { readHeader } from '../http/query.ts'
import { jsonResponse, reasonHeader } from '../http/respond.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { anyCovers } from '../protocol/scopes.ts'
import { accessTokenProblem, locationOfGrant } from '../world/credentials.ts'
import type { AccessToken, Grant, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { authenticateClient } from './token.ts'

export function openIdRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get('/.well-known/openid-configuration', c => jsonResponse(200, discovery(accountsBase(c))))

  app.get('/oauth/v2/keys', async () => {
    const { developmentKey, keyId } = await import('../http/openid/development-key.ts')
    const { kty, n, e } = developmentKey
    return jsonResponse(200, { keys: [{ kty, kid: keyId, use: 'sig', alg: 'RS256', n, e }] })
  })

  app.get('/oauth/user/info', c => userInfo(world, c))
  app.on(['GET', 'POST'], '/oauth/v2/userinfo', c => openIdUserInfo(world, c))

  app.post('/oauth/v2/introspect', async c => {
    if (world.toggles.introspection === 'not_found') return jsonResponse(404, { error: 'not_found' })
    const parameters = await readParameters(c)
    const client = authenticateClient(world, c, parameters)
    const bearer = findBearer(world, c, parameters.get('token'))
    if ('problem' in bearer || bearer.grant.clientId !== client.id) return jsonResponse(200, { active: false })
    const { token, user } = bearer
    return jsonResponse(200, {
      active: true,
      scope: token.scopes.join(' '),
      client_id: client.id,
      token_type: 'Bearer',
      ...(token.expiresAt !== null && { exp: Math.floor(token.expiresAt / 1000) }),
      sub: user.id,
    })
  })
}

/** Keys and their order as captured; `client_credentials` is missing there too. */
const discovery = (accounts: string): object => ({
  response_types_supported: ['code', 'token'],
  dc_info: `${accounts}/oauth/serverinfo`,
  introspection_endpoint: `${accounts}/oauth/v2/introspect`,
  grant_types_supported: [
    'authorization_code',
    'implicit',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ],
  revocation_endpoint: `${accounts}/oauth/v2/token/revoke`,
  scopes_supported: ['email', 'profile', 'openid', 'phone'],
  issuer: accounts,
  authorization_endpoint: `${accounts}/oauth/v2/auth`,
  userinfo_endpoint: `${accounts}/oauth/v2/userinfo`,
  introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
  device_authorization_endpoint: `${accounts}/oauth/v3/device/code`,
  claims_supported: [
    'aud',
    'email',
    'email_verified',
    'exp',
    'iat',
    'iss',
    'sid',
    'sub',
    'at_hash',
    'kid',
    'profile',
    'picture',
    'first_name',
    'name',
    'last_name',
    'gender',
    'phone_number',
    'phone_number_verified',
  ],
  code_challenge_methods_supported: ['plain', 'S256'],
  jwks_uri: `${accounts}/oauth/v2/keys`,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256', 'RS384'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  response_modes_supported: ['query', 'fragment'],
  token_endpoint: `${accounts}/oauth/v2/token`,
})

type Bearer = { readonly token: AccessToken; readonly grant: Grant; readonly user: User } | { readonly problem: string }

/** The living access token of this data center that was given. */
function findBearer(world: World, c: PageContext, given: string | undefined): Bearer {
  const token = world.accessTokens.get(given ?? '')
  const problem = accessTokenProblem(world, token)
  if (!token || problem) return { problem: problem ?? 'the token is unknown' }
  const grant = world.grants.get(token.grantId)!
  if (locationOfGrant(world, grant) !== c.env.located.location)
    return { problem: 'the token belongs to another data center' }
  return { token, grant, user: world.users.get(grant.zuid)! }
}

const bearerOfHeader = (c: PageContext): string | undefined =>
  /^(?:Zoho-oauthtoken|Bearer) +(\S+)$/i.exec(readHeader(c, 'authorization') ?? '')?.[1]

function userInfo(world: World, c: PageContext): Response {
  const refuse = (cause: string, reason: string) =>
    jsonResponse(
      world.toggles.user_info_error_status,
      { response: 'error', cause },
      reasonHeader(`${cause}: ${reason}`),
    )
  const bearer = findBearer(world, c, bearerOfHeader(c))
  if ('problem' in bearer) return refuse('INVALID_OAUTHTOKEN', bearer.problem)
  if (!anyCovers(bearer.token.scopes, 'AaaServer.profile.READ')) {
    return refuse('INVALID_OAUTHSCOPE', 'the call needs AaaServer.profile.READ')
  }
  const { firstName, lastName, email, id } = bearer.user
  return jsonResponse(200, {
    First_Name: firstName,
    Email: email,
    Last_Name: lastName,
    Display_Name: firstName,
    ZUID: Number(id),
  })
}

/** A report saw 400 and a page here for a token with `profile` alone; what else it answers no page says. */
function openIdUserInfo(world: World, c: PageContext): Response {
  const refuse = (reason: string) => errorPage(world, c, new AccountsPageError('other', reason))
  const bearer = findBearer(world, c, bearerOfHeader(c))
  if ('problem' in bearer) return refuse(bearer.problem)
  const { scopes } = bearer.token
  if (world.toggles.userinfo === 'html_400' || !wantsIdToken(scopes))
    return refuse('the token asks for no OpenID scope')
  const { first_name, last_name, ...rest } = claimsOf(bearer.user, scopes)
  const names =
    first_name === undefined
      ? {}
      : world.toggles.userinfo === 'standard_claims'
        ? { given_name: first_name, family_name: last_name }
        : { first_name, last_name }
  return jsonResponse(200, { sub: bearer.user.id, ...rest, ...names })
}

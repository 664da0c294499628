/** `POST /codes` and `POST /tokens`: consent without a browser, held against the same rules as the pages. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import type { LocateOptions } from '../http/locate.ts'
import { signIdToken, wantsIdToken } from '../http/openid/id-token.ts'
import { isRegisteredRedirectUri } from '../http/redirect-uri.ts'
import { jsonResponse } from '../http/respond.ts'
import { toTokenResponse } from '../http/token-response.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { dataCenters, locations } from '../protocol/data-centers.ts'
import { isKnownScope, needsOrg, parseScopes } from '../protocol/scopes.ts'
import { issueAccessToken, issueCode, issueRefreshToken, recordConsent } from '../world/credentials.ts'
import { acceptInvitations, findUserByEmail, flowOf, isMember } from '../world/people.ts'
import type { Client, Grant, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

interface ConsentInput {
  readonly client_id: string
  readonly user: string
  readonly org?: string | undefined
  readonly scope: string
  readonly redirect_uri?: string | undefined
  readonly access_type?: 'online' | 'offline' | undefined
  readonly expires_in?: number | undefined
}

const consentSchema: SchemaMaker<ConsentInput> = z =>
  z.strictObject({
    client_id: z.string(),
    user: z.string(),
    org: z.string().optional(),
    scope: z.string(),
    redirect_uri: z.string().optional(),
    access_type: z.enum(['online', 'offline']).optional(),
    expires_in: z.number().int().positive().max(31_536_000).optional(),
  })

const codeSchema: SchemaMaker<unknown> = z =>
  z.strictObject({
    code: z.string(),
    expires_in: z.number(),
    accounts_server: z.string(),
    location: z.enum(locations),
  })

const tokensSchema: SchemaMaker<unknown> = z =>
  z.strictObject({
    access_token: z.string(),
    refresh_token: z.string().optional(),
    id_token: z.string().optional(),
    scope: z.string(),
    api_domain: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number(),
  })

interface Consent {
  readonly client: Client
  readonly user: User
  readonly grant: Grant
  readonly scopes: readonly string[]
  readonly refreshable: boolean
}

const invalid = (path: keyof ConsentInput, message: string) => new ControlError(400, 'INVALID_INPUT', message, path)

export function consentRoutes(
  app: Hono<EmulatorEnv>,
  world: World,
  { publicHosts }: Pick<LocateOptions, 'publicHosts'>,
): void {
  describe(app, 'POST /_emulator/codes', {
    summary: 'Consent without a browser, for an authorization code.',
    input: consentSchema,
    answers: { 201: codeSchema },
  })
  app.post('/_emulator/codes', async c => {
    const input = await validate(c, consentSchema)
    const { client, user, grant, scopes, refreshable } = consent(input)
    if (client.type === 'javascript' || client.type === 'device') {
      throw invalid('client_id', `a client of type ${client.type} redeems no codes`)
    }
    const redirectUri = input.redirect_uri ?? null
    const own = { located: c.env.located, publicHosts, listeningPort: c.env.incoming?.socket.localPort }
    if (redirectUri !== null && !isRegisteredRedirectUri(client, redirectUri, own)) {
      throw invalid('redirect_uri', 'expected one that the client has registered')
    }
    const lifetimeMs = input.expires_in && input.expires_in * 1000
    const code = issueCode(world, { grant, scopes, redirectUri, refreshable, ...(lifetimeMs && { lifetimeMs }) })
    return jsonResponse(201, {
      code: code.id,
      expires_in: Math.round((code.expiresAt - world.clock.now()) / 1000),
      accounts_server: c.env.located.addressOf(dataCenters[user.location].accounts),
      location: user.location,
    })
  })

  describe(app, 'POST /_emulator/tokens', {
    summary: 'Consent without a browser, for tokens; neither counted nor evicting nor evicted.',
    input: consentSchema,
    answers: { 201: tokensSchema },
  })
  app.post('/_emulator/tokens', async c => {
    const { client, grant, scopes, refreshable } = consent(await validate(c, consentSchema))
    const withRefreshToken = refreshable && client.type !== 'javascript' && world.toggles.refresh_token_on_exchange
    const refreshToken = withRefreshToken ? issueRefreshToken(world, grant, scopes, { counted: false }) : undefined
    const accessToken = issueAccessToken(world, grant, scopes, refreshToken?.id ?? null, { counted: false })
    const { located } = c.env
    const idToken = wantsIdToken(scopes)
      ? await signIdToken(world, located, { grant, accessToken, nonce: null })
      : undefined
    return jsonResponse(201, toTokenResponse(world, located, { grant, accessToken, refreshToken }, { idToken }))
  })

  /** @throws ControlError for what a person could not have consented to */
  function consent(input: ConsentInput): Consent {
    const client = world.clients.get(input.client_id)
    if (!client) throw invalid('client_id', 'no client of that id')
    const user = findUserByEmail(world, input.user)
    if (!user) throw invalid('user', 'no user of that e-mail address')
    acceptInvitations(world, user)
    if (!client.locations.includes(user.location)) {
      throw invalid('client_id', `the client is not enabled in ${user.location}, where the user is`)
    }
    const scopes = parseScopes(input.scope)
    const settingsReadKnown = world.toggles.settings_read_scope_known
    const unknown = scopes.find(scope => !isKnownScope(scope, { settingsReadKnown }))
    if (scopes.length === 0 || unknown)
      throw invalid('scope', unknown ? `no scope ${unknown}` : 'expected at least one scope')

    const flow = flowOf(world, user)
    const { org } = input
    if (org !== undefined && flow === 'legacy') throw invalid('org', 'in the old flow a grant is bound to no org')
    if (org === undefined && flow === 'org-specific' && needsOrg(scopes)) {
      throw invalid('org', 'in the new flow a CRM scope needs the zgid of an org')
    }
    if (org !== undefined && !world.orgs.has(org)) throw invalid('org', 'no org of that zgid')
    if (org !== undefined && !isMember(world, user, org)) throw invalid('org', 'the user is no member of that org')

    const zgid = org !== undefined && needsOrg(scopes) ? org : null
    const grant = recordConsent(world, { clientId: client.id, zuid: user.id, zgid, flow }, scopes)
    return { client, user, grant, scopes, refreshable: input.access_type !== 'online' }
  }
}

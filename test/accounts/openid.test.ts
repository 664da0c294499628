import { createHash, createPublicKey, verify } from 'node:crypto'
import * as client from 'openid-client'
import { AuthorizationCode } from 'simple-oauth2'
import { describe, expect, it } from 'vitest'
import { admin, callback, control, type Harness, listen, start } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const set = ({ send }: Harness, toggles: object) => control(send, '/_emulator/toggles', toggles, 'PATCH')

const captured = [
  'response_types_supported',
  'dc_info',
  'introspection_endpoint',
  'grant_types_supported',
  'revocation_endpoint',
  'scopes_supported',
  'issuer',
  'authorization_endpoint',
  'userinfo_endpoint',
  'introspection_endpoint_auth_methods_supported',
  'device_authorization_endpoint',
  'claims_supported',
  'code_challenge_methods_supported',
  'jwks_uri',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
  'response_modes_supported',
  'token_endpoint',
]

/** Signs in as a person does and gives back the address at which the app is called. */
const signIn = async (harness: Harness, url: string, org = 'Acme QA', user = admin): Promise<string> => {
  const visitor = await new Visitor(harness).open(url)
  await visitor.signIn(user)
  if (visitor.url.includes('/auth/org')) await visitor.submit({ org: harness.org(org).zgid })
  await visitor.submit({ decision: 'accept' })
  return visitor.url
}

// Source: captured from https://accounts.zoho.com/.well-known/openid-configuration, in
// github.com/api-evangelist/zoho-crm
describe('the discovery document', () => {
  it('has the captured keys in their order, with addresses that follow the way in', async () => {
    const { send } = await start()

    const { json } = await send('GET', '/accounts.zoho.eu/.well-known/openid-configuration')

    expect(Object.keys(json)).toEqual(captured)
    expect(json.issuer).toBe('http://localhost/accounts.zoho.eu')
    expect(json.jwks_uri).toBe('http://localhost/accounts.zoho.eu/oauth/v2/keys')
    expect(json.grant_types_supported).not.toContain('client_credentials')
  })

  it('is not to be found elsewhere', async () => {
    const { send } = await start()

    const oauth = await send('GET', '/accounts.zoho.com/.well-known/oauth-authorization-server')
    const api = await send('GET', '/www.zohoapis.com/.well-known/openid-configuration')

    expect(oauth.status).toBe(404)
    expect([api.status, api.headers.get('content-type')]).toEqual([404, 'application/json;charset=UTF-8'])
  })
})

// Source: https://www.zoho.com/accounts/protocol/oauth/sign-in-using-zoho.html; the header's key_id:
// https://www.zoho.com/accounts/help/user-authentication.html
describe('an ID token', () => {
  const codeFlow = async (harness: Harness, scope: string, extra: Record<string, string> = {}) => {
    const { client_id, client_secret } = harness.client('server')
    const query = new URLSearchParams({ client_id, response_type: 'code', redirect_uri: callback, scope, ...extra })
    const back = new URL(await signIn(harness, `/accounts.zoho.com/oauth/v2/auth?${query}`))
    const code = back.searchParams.get('code')!
    return (
      await harness.exchange({
        grant_type: 'authorization_code',
        client_id,
        client_secret,
        redirect_uri: callback,
        code,
      })
    ).json
  }
  const part = (token: string, index: number) =>
    JSON.parse(Buffer.from(token.split('.')[index]!, 'base64url').toString())

  it('is signed with the published key and says who the user is', async () => {
    const harness = await listen()
    const tokens = await codeFlow(harness, 'email,profile,AaaServer.profile.READ', { nonce: 'n-1' })
    const { json: jwks } = await harness.send('GET', '/accounts.zoho.com/oauth/v2/keys')

    const [header, payload, signature] = tokens.id_token.split('.')
    const key = createPublicKey({ key: jwks.keys[0], format: 'jwk' })
    const isGenuine = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
    const claims = part(tokens.id_token, 1)

    expect(isGenuine).toBe(true)
    expect(part(tokens.id_token, 0)).toEqual({
      alg: 'RS256',
      typ: 'JWS',
      kid: jwks.keys[0].kid,
      key_id: jwks.keys[0].kid,
    })
    expect(Object.keys(jwks.keys[0])).not.toContain('d')
    expect(Object.keys(claims).slice(0, 4)).toEqual(['at_hash', 'sub', 'aud', 'email'])
    expect(claims).toMatchObject({
      at_hash: createHash('sha256').update(tokens.access_token).digest().subarray(0, 16).toString('base64url'),
      sub: '700100001',
      aud: harness.client('server').client_id,
      email: admin,
      email_verified: true,
      first_name: 'Ada',
      last_name: 'Marlow',
      iss: `${harness.zoho.url}/accounts.zoho.com`,
      nonce: 'n-1',
    })
    expect(claims.exp - claims.iat).toBe(3600)
    expect(Object.keys(tokens)).toEqual(['access_token', 'scope', 'id_token', 'api_domain', 'token_type', 'expires_in'])
  })

  it('comes only for scopes that ask who the user is, and holds no more than they ask', async () => {
    const harness = await listen()

    const none = await codeFlow(harness, 'AaaServer.profile.READ')
    const openid = await codeFlow(harness, 'openid', { prompt: 'consent' })

    expect(none).not.toHaveProperty('id_token')
    expect(Object.keys(part(openid.id_token, 1)).sort()).toEqual(['at_hash', 'aud', 'exp', 'iat', 'iss', 'sub'])
  })

  it('comes with an implicit answer that asks for the e-mail address', async () => {
    const harness = await listen()
    const query = new URLSearchParams({
      client_id: harness.client('javascript').client_id,
      response_type: 'token',
      redirect_uri: callback,
      scope: 'email',
    })

    const { hash } = new URL(await signIn(harness, `/accounts.zoho.com/oauth/v2/auth?${query}`))

    expect(part(new URLSearchParams(hash.slice(1)).get('id_token')!, 1)).toMatchObject({ email: admin })
  })
})

// Source: bodies captured in github.com/bk-rs/oauth2-rs; of OpenID: github.com/pocketbase/pocketbase pull 5639
describe('user info', () => {
  const info = async ({ send }: Harness, path: string, token: string | undefined) =>
    send('GET', `/accounts.zoho.com${path}`, { ...(token && { token }) })

  it('has the captured shape, the ZUID a number', async () => {
    const harness = await start()
    const { access_token } = await harness.tokens({ scope: 'aaaserver.profile.Read' })

    const { status, json } = await info(harness, '/oauth/user/info', access_token)

    expect(status).toBe(200)
    expect(json).toEqual({ First_Name: 'Ada', Email: admin, Last_Name: 'Marlow', Display_Name: 'Ada', ZUID: 700100001 })
    expect(Object.keys(json)).toEqual(['First_Name', 'Email', 'Last_Name', 'Display_Name', 'ZUID'])
  })

  it.each([401, 400, 200])('refuses with status %i as the toggle says', async status => {
    const harness = await start()
    await set(harness, { user_info_error_status: status })
    const { access_token } = await harness.tokens({ org: 'Acme', scope: 'ZohoCRM.org.READ' })

    const scope = await info(harness, '/oauth/user/info', access_token)
    const token = await info(harness, '/oauth/user/info', '1000.x.y')
    const nothing = await info(harness, '/oauth/user/info', undefined)

    expect([scope.status, scope.text]).toEqual([status, '{"response":"error","cause":"INVALID_OAUTHSCOPE"}'])
    expect([token.status, token.text]).toEqual([status, '{"response":"error","cause":"INVALID_OAUTHTOKEN"}'])
    expect(nothing.json.cause).toBe('INVALID_OAUTHTOKEN')
  })

  it.each([
    ['zoho_claims', 200, { first_name: 'Ada', last_name: 'Marlow' }],
    ['standard_claims', 200, { given_name: 'Ada', family_name: 'Marlow' }],
    ['html_400', 400, undefined],
  ])('of OpenID answers %s', async (choice, status, names) => {
    const harness = await start()
    await set(harness, { userinfo: choice })
    const { access_token } = await harness.tokens({ scope: 'openid,email,profile' })

    const answer = await info(harness, '/oauth/v2/userinfo', access_token)

    expect(answer.status).toBe(status)
    if (names)
      expect(answer.json).toMatchObject({
        sub: '700100001',
        email: admin,
        email_verified: true,
        name: 'Ada Marlow',
        ...names,
      })
    else expect(answer.headers.get('content-type')).toContain('text/html')
  })

  it('of OpenID is a page for tokens without OpenID scope', async () => {
    const harness = await start()
    const { access_token } = await harness.tokens({ org: 'Acme', scope: 'ZohoCRM.org.READ' })

    expect((await info(harness, '/oauth/v2/userinfo', access_token)).status).toBe(400)
  })
})

// Source: the discovery document names it; its answer no page shows
describe('introspection', () => {
  const introspect = (harness: Harness, token: string, type = 'server') => {
    const { client_id, client_secret } = harness.client(type)
    return harness.send('POST', '/accounts.zoho.com/oauth/v2/introspect', {
      headers: {
        Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: `token=${token}`,
    })
  }

  it('tells a client about its own living tokens', async () => {
    const harness = await start()
    const { access_token } = await harness.tokens({ org: 'Acme', scope: 'ZohoCRM.org.READ' })

    const own = await introspect(harness, access_token)
    const foreign = await introspect(harness, access_token, 'mobile')
    await harness.zoho.advanceClock('61m')
    const expired = await introspect(harness, access_token)

    expect(own.json).toMatchObject({
      active: true,
      scope: 'ZohoCRM.org.READ',
      client_id: harness.client('server').client_id,
      sub: '700100001',
    })
    expect(foreign.json).toEqual({ active: false })
    expect(expired.json).toEqual({ active: false })
  })

  it('is not there when the toggle says so', async () => {
    const harness = await start()
    await set(harness, { introspection: 'not_found' })

    expect((await introspect(harness, 'x')).status).toBe(404)
  })
})

describe('independent clients', () => {
  it('openid-client discovers, signs in with PKCE, checks the ID token and refreshes', async () => {
    const harness = await listen()
    const { client_id, client_secret } = harness.client('server')
    const config = await client.discovery(
      new URL(`${harness.zoho.url}/accounts.zoho.com`),
      client_id,
      client_secret,
      undefined,
      {
        execute: [client.allowInsecureRequests],
      },
    )
    const verifier = client.randomPKCECodeVerifier()
    const nonce = client.randomNonce()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid email ZohoCRM.org.READ',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      access_type: 'offline',
      state: 'state',
      nonce,
    })

    const back = await signIn(harness, url.href)
    const tokens = await client.authorizationCodeGrant(config, new URL(back), {
      pkceCodeVerifier: verifier,
      expectedState: 'state',
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token!)
    const info = await client.fetchUserInfo(config, refreshed.access_token, tokens.claims()!.sub)
    const org = await harness.send('GET', '/sandbox.zohoapis.com/crm/v8/org', { token: refreshed.access_token })

    expect(tokens.claims()).toMatchObject({ sub: '700100001', email: admin })
    expect(info.email).toBe(admin)
    expect(org.json.org[0].company_name).toBe('Acme QA')
  })

  it('simple-oauth2 drives the code flow and a refresh', async () => {
    const harness = await listen()
    const { client_id, client_secret } = harness.client('server')
    const oauth = new AuthorizationCode({
      client: { id: client_id, secret: client_secret },
      auth: {
        tokenHost: harness.zoho.url,
        tokenPath: '/accounts.zoho.com/oauth/v2/token',
        authorizePath: '/accounts.zoho.com/oauth/v2/auth',
      },
    })
    const url = oauth.authorizeURL({
      redirect_uri: callback,
      scope: ['ZohoCRM.org.READ'],
      state: 's',
      access_type: 'offline',
    } as never)

    const code = new URL(await signIn(harness, url)).searchParams.get('code')!
    const token = await oauth.getToken({ code, redirect_uri: callback })
    const refreshed = await token.refresh()
    const org = await harness.send('GET', '/sandbox.zohoapis.com/crm/v8/org', {
      token: refreshed.token.access_token as string,
    })

    expect(token.token).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
    expect(org.json.org[0].company_name).toBe('Acme QA')
  })
})

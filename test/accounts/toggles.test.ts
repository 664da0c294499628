/** Toggles that no other file tests, each for each of its values; and one test that none is forgotten. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toggleDeclarations } from '../../src/world/toggles.ts'
import { admin, callback, control, everything, type Harness, listen, start } from '../support/emulator.ts'
import { defaultWorld, fixtureFile } from '../support/fixture-file.ts'
import { Visitor } from '../support/visitor.ts'

const set = ({ send }: Harness, toggles: object) => control(send, '/_emulator/toggles', toggles, 'PATCH')

const authUrl = (harness: Harness, extra: Record<string, string> = {}) =>
  `/accounts.zoho.com/oauth/v2/auth?${new URLSearchParams({
    response_type: 'code',
    client_id: harness.client('server').client_id,
    redirect_uri: callback,
    scope: everything,
    ...extra,
  })}`

const form = async (harness: Harness, extra: Record<string, string> = {}): Promise<Record<string, string>> => ({
  grant_type: 'authorization_code',
  client_id: harness.client('server').client_id,
  client_secret: harness.client('server').client_secret,
  code: await harness.code({ org: harness.org('Acme').zgid }),
  ...extra,
})

/** A world in which agent@acme.example belongs to the given orgs. */
const worldWithAgentIn = (orgs: string[]): string => {
  const world = defaultWorld()
  world.users[1]!.orgs = orgs.map(zgid => ({ zgid, profile: 'Standard', role: 'Manager' }))
  return fixtureFile(world)
}

it.each([400, 200])('auth_error_page_status %i', async status => {
  const harness = await start()
  await set(harness, { auth_error_page_status: status })

  expect((await harness.send('GET', authUrl(harness, { client_id: 'x' }))).status).toBe(status)
})

it.each([
  ['error_and_state', /callback\?error=access_denied&state=s$/],
  ['all', /callback\?error=access_denied&location=us&accounts-server=[^&]+&state=s$/],
])('reject_redirect_parameters %s', async (choice, expected) => {
  const harness = await listen()
  await set(harness, { reject_redirect_parameters: choice })
  const visitor = await new Visitor(harness).open(authUrl(harness, { state: 's' }))
  await visitor.signIn(admin)
  await visitor.submit({ org: harness.org('Acme').zgid })

  await visitor.submit({ decision: 'reject' })

  expect(visitor.url).toMatch(expected)
})

it.each([
  ['last', /callback\?code=[^&]+&location=us&accounts-server=[^&]+&state=s$/],
  ['first', /callback\?state=s&code=[^&]+&location=us&accounts-server=[^&]+$/],
])('state_position %s', async (choice, expected) => {
  const harness = await listen()
  await set(harness, { state_position: choice })
  const visitor = await new Visitor(harness).open(authUrl(harness, { state: 's' }))
  await visitor.signIn(admin)
  await visitor.submit({ org: harness.org('Acme').zgid })

  await visitor.submit({ decision: 'accept' })

  expect(visitor.url).toMatch(expected)
})

it.each([
  ['skip', '/auth/consent'],
  ['show', '/auth/org'],
])('picker_with_one_org %s', async (choice, page) => {
  const harness = await listen({ fixture: worldWithAgentIn(['60021002']) })
  await set(harness, { picker_with_one_org: choice })
  const visitor = await new Visitor(harness).open(authUrl(harness))

  await visitor.signIn('agent@acme.example')

  expect(visitor.url).toContain(page)
  if (choice === 'skip') expect(visitor.text).toContain('wants to access data of Acme QA')
})

it.each([
  ['show', '/auth/org'],
  ['skip', '/oauth/callback?code='],
])('picker_on_repeat_consent %s', async (choice, page) => {
  const harness = await listen()
  await set(harness, { picker_on_repeat_consent: choice })
  const visitor = await new Visitor(harness).open(authUrl(harness))
  await visitor.signIn(admin)
  await visitor.submit({ org: harness.org('Acme QA').zgid })
  await visitor.submit({ decision: 'accept' })

  await visitor.open(authUrl(harness))

  expect(visitor.url).toContain(page)
})

it.each([
  ['json', '{"error":"invalid_token"}', 'application/json'],
  ['empty', '', null],
  ['html', '<!DOCTYPE html>', 'text/html'],
])('revoke_error_body %s', async (choice, begins, type) => {
  const harness = await start()
  await set(harness, { revoke_error_body: choice })

  const { status, text, headers } = await harness.send('POST', '/accounts.zoho.com/oauth/v2/token/revoke?token=x')

  expect(status).toBe(400)
  expect(text.startsWith(begins)).toBe(true)
  expect(headers.get('content-type')?.split(';')[0] ?? null).toBe(type)
})

it.each([
  ['ignored', { error: 'invalid_client' }],
  ['accepted', expect.objectContaining({ token_type: 'Bearer' })],
])('json_body_at_token_endpoint %s', async (choice, expected) => {
  const harness = await start()
  await set(harness, { json_body_at_token_endpoint: choice })

  const { json } = await harness.send('POST', '/accounts.zoho.com/oauth/v2/token', {
    headers: { 'Content-Type': 'application/json' },
    body: await form(harness),
  })

  expect(json).toEqual(expected)
})

it.each(['invalid_client', 'invalid_client_secret'])('disabled_data_center_error %s', async word => {
  const harness = await start()
  await set(harness, { disabled_data_center_error: word })

  expect((await harness.exchange(await form(harness), 'accounts.zoho.com.cn')).json).toEqual({ error: word })
})

it.each([
  [false, 200],
  [true, 401],
])('code_reuse_revokes %s', async (revokes, status) => {
  const harness = await start()
  await set(harness, { code_reuse_revokes: revokes })
  const parameters = await form(harness)
  const { json } = await harness.exchange(parameters)

  await harness.exchange(parameters)

  expect((await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token: json.access_token })).status).toBe(status)
})

it.each([
  [false, { expires_in: 3600 }],
  [true, { expires_in: 3_600_000, expires_in_sec: 3600 }],
])('legacy_expires_in_sec %s', async (legacy, expected) => {
  const harness = await start()
  await set(harness, { legacy_expires_in_sec: legacy })

  const { expires_in, expires_in_sec } = (await harness.exchange(await form(harness))).json

  expect({ expires_in, ...(expires_in_sec && { expires_in_sec }) }).toEqual(expected)
})

it.each([
  ['api', '/auth/consent', 200],
  ['consent', '/signin/password', 403],
])('unlicensed_user_fails_at %s', async (choice, page, status) => {
  const harness = await listen({ fixture: worldWithAgentIn([]) })
  await set(harness, { unlicensed_user_fails_at: choice })
  const visitor = await new Visitor(harness).open(authUrl(harness))

  await visitor.signIn('agent@acme.example')

  expect(visitor.url).toContain(page)
  expect(visitor.status).toBe(status)
})

it.each([
  [false, 400],
  [true, 303],
])('settings_read_scope_known %s', async (known, status) => {
  const harness = await start()
  await set(harness, { settings_read_scope_known: known })

  expect((await harness.send('GET', authUrl(harness, { scope: 'ZohoCRM.settings.READ' }))).status).toBe(status)
})

it.each([401, 403])('scope_mismatch_status %i', async status => {
  const harness = await start()
  await set(harness, { scope_mismatch_status: status })
  const { access_token: token } = await harness.tokens({ org: 'Acme', scope: 'ZohoCRM.users.READ' })

  const answer = await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token })

  expect([answer.status, answer.json.code]).toEqual([status, 'OAUTH_SCOPE_MISMATCH'])
})

describe('statuses of writes', () => {
  const write = async (toggles: object, version: string, rows: object[]) => {
    const harness = await start({ fixture: 'empty' })
    await set(harness, toggles)
    const { access_token: token } = await harness.tokens({ org: 'Acme' })
    return (await harness.send('POST', `/www.zohoapis.com/crm/${version}/Leads`, { token, body: { data: rows } }))
      .status
  }
  const [good, bad] = [{ Last_Name: 'A', Company: 'B' }, {}]

  it.each([
    ['by_version', 'v2', 202],
    ['by_version', 'v5', 202],
    ['by_version', 'v6', 400],
    ['202', 'v8', 202],
    ['400', 'v2', 400],
  ])('all_rows_failed_status %s in %s: %i', async (choice, version, status) => {
    expect(await write({ all_rows_failed_status: choice }, version, [bad])).toBe(status)
  })

  it.each([207, 200])('mixed_rows_status %i', async status => {
    expect(await write({ mixed_rows_status: status }, 'v8', [good, bad])).toBe(status)
  })
})

it.each([[1], [null]])('access_token_lifetime_s %s', async seconds => {
  const harness = await start()
  await set(harness, { access_token_lifetime_s: seconds })
  const { access_token: token, expires_in } = await harness.tokens({ org: 'Acme' })

  await harness.zoho.advanceClock('400d')

  expect(expires_in).toBe(seconds ?? 3600)
  expect((await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token })).status).toBe(
    seconds === null ? 200 : 401,
  )
})

it.each([
  [60, '61s', 200],
  [null, '400d', 400],
])('window_s %s', async (seconds, wait, status) => {
  const harness = await start()
  await set(harness, { window_s: seconds, refreshes_per_window: 1 })
  const { refresh_token } = await harness.tokens({ org: 'Acme' })
  const refresh = async () =>
    harness.exchange({ ...(await form(harness)), grant_type: 'refresh_token', refresh_token: refresh_token! })
  await refresh()
  const before = (await refresh()).status

  await harness.zoho.advanceClock(wait)

  expect([before, (await refresh()).status]).toEqual([400, status])
})

it('refresh_revokes_grant: a refresh finds the consent taken back, and a new consent works', async () => {
  const harness = await start()
  const first = await harness.tokens({ org: 'Acme' })
  await set(harness, { refresh_revokes_grant: true })
  const refresh = async (refreshToken?: string) =>
    harness.exchange({ ...(await form(harness)), grant_type: 'refresh_token', refresh_token: refreshToken! })
  const call = async (token: string) => (await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token })).status

  const before = await call(first.access_token)
  const { json } = await refresh(first.refresh_token)
  const after = await call(first.access_token)
  await set(harness, { refresh_revokes_grant: false })
  const again = await harness.tokens({ org: 'Acme' })

  expect([before, json, after]).toEqual([200, { error: 'invalid_code' }, 401])
  expect((await refresh(first.refresh_token)).json).toEqual({ error: 'invalid_code' })
  expect((await refresh(again.refresh_token)).json).toHaveProperty('access_token')
})

it('every toggle has a test that sets it', () => {
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => readFileSync(join('test', file), 'utf8'))
    .join('\n')

  const untested = Object.keys(toggleDeclarations).filter(name => !new RegExp(`\\b${name}: |'?${name}'?:`).test(tests))

  expect(untested).toEqual([])
})

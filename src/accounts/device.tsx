/**
 * Sign-in for devices without a browser: the device asks for a code, a person types it on a page, the device polls. Zoho's own
 * parameter names, which are not those of RFC 8628.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/devices/initiation-request.html,
 * https://www.zoho.com/accounts/protocol/oauth/devices/polling-request.html
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { accountsBase, type PageContext, readQuery, thisHost } from '../http/page-context.ts'
import { type Parameters, readParameters } from '../http/parameters.ts'
import { jsonResponse, pageResponse, reasonHeader } from '../http/respond.ts'
import { toTokenResponse } from '../http/token-response.ts'
import { missingParameter, TokenError } from '../protocol/accounts-errors.ts'
import { parseScopes } from '../protocol/scopes.ts'
import { ThrottleError } from '../protocol/throttle.ts'
import { Field, Form } from '../views/form.tsx'
import { ZohoLayout } from '../views/layout.tsx'
import { holderOf, issueAccessToken, issueRefreshToken, locationOfGrant } from '../world/credentials.ts'
import { count, isExhausted } from '../world/limits.ts'
import type { DeviceRequest } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { openRequest } from './authorization-request.ts'
import { firstUnknownScope } from './authorize.ts'
import { proceed } from './next-step.ts'
import { authenticateClient, findClientHere, readOptions } from './token.ts'

const pagePath = '/oauth/v3/device'

export function deviceRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.post('/oauth/v3/device/code', async c => startDevice(world, c, await readParameters(c, readOptions(world))))
  app.post('/oauth/v3/device/token', async c => pollDevice(world, c, await readParameters(c, readOptions(world))))

  app.get(pagePath, c => {
    const query = readQuery(c)
    const done = query.get('done')
    if (done === 'granted' || done === 'denied')
      return pageResponse(200, <DonePage c={c} granted={done === 'granted'} />)
    return codePage(world, c, query.get('user_code') ?? '')
  })

  app.post(pagePath, async c => {
    const typed = ((await readForm(c)).get('user_code') ?? '').trim()
    const device = world.deviceRequests.findOne('userCode', typed.toUpperCase().replaceAll(/[\s-]/g, ''))
    if (device?.outcome !== 'pending' || world.clock.now() >= device.expiresAt) {
      return codePage(world, c, typed, 'This code is wrong or has expired. Look at your device again.')
    }
    const { clientId, scopes, accessType, promptConsent, id } = device
    const purpose = { kind: 'device' as const, deviceCode: id }
    return proceed(
      world,
      c,
      openRequest(world, { clientId, scopes, accessType, promptConsent, purpose, redirectUri: '' }),
    )
  })
}

function startDevice(world: World, c: PageContext, parameters: Parameters): Response {
  const client = findClientHere(world, c, parameters)
  if (client.type !== 'device' || parameters.get('grant_type') !== 'device_request') {
    throw new TokenError('invalid_client', 'expected a non-browser client and grant_type device_request')
  }
  const scopes = parseScopes(parameters.get('scope') ?? '')
  const unknown = firstUnknownScope(world, scopes)
  if (scopes.length === 0 || unknown) {
    if (!unknown) throw missingParameter('invalid_scope', 'scope')
    throw new TokenError('invalid_scope', `scope ${unknown.slice(0, 80)} does not exist`)
  }
  const { device_code_lifetime_s: lifetime, device_poll_spacing_s: spacing } = world.toggles
  const seconds = lifetime ?? 300
  const device = world.deviceRequests.insert({
    id: world.ids.token('device-code', '1004'),
    userCode: world.ids.hex('user-code').slice(0, 8).toUpperCase(),
    clientId: client.id,
    scopes,
    accessType: parameters.get('access_type')?.toLowerCase() === 'offline' ? 'offline' : 'online',
    promptConsent: parameters.get('prompt')?.toLowerCase() === 'consent',
    expiresAt: lifetime === null ? Number.MAX_SAFE_INTEGER : world.clock.now() + lifetime * 1000,
    lastPolledAt: null,
    outcome: 'pending',
    grantId: null,
    consented: false,
  })
  const unit = world.toggles.device_time_unit === 'ms' ? 1000 : 1
  const page = `${accountsBase(c)}${pagePath}`
  return jsonResponse(200, {
    user_code: device.userCode,
    device_code: device.id,
    verification_url: page,
    verification_uri_complete: `${page}?user_code=${device.userCode}`,
    expires_in: seconds * unit,
    interval: spacing * unit,
  })
}

/** Answers of a poll that carry no token. */
const poll = (c: PageContext, error: string, reason: string, more: object = {}): Response => {
  c.env.exchange.refuse({ reason })
  return jsonResponse(200, { ...more, error }, reasonHeader(`${error}: ${reason}`))
}

function pollDevice(world: World, c: PageContext, parameters: Parameters): Response {
  const client = authenticateClient(world, c, parameters)
  if (client.type !== 'device' || parameters.get('grant_type') !== 'device_token') {
    throw new TokenError('invalid_client', 'expected a non-browser client and grant_type device_token')
  }
  const device = world.deviceRequests.get(parameters.get('code') ?? '')
  if (!device || device.clientId !== client.id || device.outcome === 'redeemed') {
    throw new TokenError('invalid_code', 'the device code is unknown or was redeemed')
  }
  const now = world.clock.now()
  const tooSoon = device.lastPolledAt !== null && now - device.lastPolledAt < world.toggles.device_poll_spacing_s * 1000
  world.deviceRequests.put({ ...device, lastPolledAt: now })
  if (device.outcome === 'denied') return poll(c, 'access_denied', 'the person rejected the device')
  if (device.outcome === 'granted') return redeemDevice(world, c, { ...device, lastPolledAt: now })
  if (now >= device.expiresAt) return poll(c, 'expired', 'nobody entered the user code in time')
  if (tooSoon) return poll(c, 'slow_down', `polls have to lie ${world.toggles.device_poll_spacing_s} s apart`)
  return poll(c, 'authorization_pending', 'nobody has entered the user code yet')
}

/** A person of another data center is served there; the device goes on polling at the host that `user_location` means. */
function redeemDevice(world: World, c: PageContext, device: DeviceRequest): Response {
  const grant = world.grants.get(device.grantId!)!
  const home = locationOfGrant(world, grant)
  if (home !== c.env.located.location) {
    return poll(c, 'other_dc', `the person belongs to data center ${home}`, { user_location: home })
  }
  const refreshable = device.accessType === 'offline' && device.consented && world.toggles.refresh_token_on_exchange
  if (refreshable && isExhausted(world, 'refresh_tokens_per_window', holderOf(grant))) {
    throw new ThrottleError('too many refresh tokens for this user and client in the window')
  }
  world.deviceRequests.put({ ...device, outcome: 'redeemed' })
  const refreshToken = refreshable ? issueRefreshToken(world, grant, device.scopes) : undefined
  if (refreshToken) count(world, 'refresh_tokens_per_window', holderOf(grant))
  const accessToken = issueAccessToken(world, grant, device.scopes, refreshToken?.id ?? null)
  const tokens = { grant, accessToken, refreshToken }
  return jsonResponse(200, toTokenResponse(world, c.env.located, tokens, { withScope: false }))
}

function codePage(world: World, c: PageContext, userCode: string, error?: string): Response {
  return formPage(
    world,
    c,
    formToken => (
      <ZohoLayout title="Connect a device" {...thisHost(c)}>
        <h1>Connect a device</h1>
        <p class="lead">Enter the code that your device shows.</p>
        <Form action={`${accountsBase(c)}${pagePath}`} formToken={formToken}>
          <Field name="user_code" label="Code" value={userCode} error={error} autocomplete="off" autofocus />
          <button type="submit" class="primary">
            Verify
          </button>
        </Form>
      </ZohoLayout>
    ),
    { status: error ? 400 : 200 },
  )
}

const DonePage = ({ c, granted }: { c: PageContext; granted: boolean }) => (
  <ZohoLayout title="Connect a device" {...thisHost(c)}>
    <h1>{granted ? 'Your device is connected' : 'Your device was not connected'}</h1>
    <p class="lead">{granted ? 'You can go back to it and close this page.' : 'You rejected its request.'}</p>
  </ZohoLayout>
)

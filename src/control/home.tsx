/** `/`: where to point an app, who can sign in, which client to use, and a first sign-in to try. */

import type { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { EmulatorEnv } from '../http/env.ts'
import type { Located } from '../http/locate.ts'
import { pageResponse, redirectResponse } from '../http/respond.ts'
import { dataCenters } from '../protocol/data-centers.ts'
import { OwnLayout } from '../views/layout.tsx'
import type { Client } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { isSame, tokenCookie } from './guard.ts'
import type { ControlOptions } from './index.ts'

const tryItScopes = 'ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.org.READ,ZohoCRM.users.READ'

export function homeRoutes(app: Hono<EmulatorEnv>, world: World, { token }: ControlOptions): void {
  app.get('/', c => {
    const { located } = c.env
    if (token !== undefined) {
      if (isSame(c.req.query('token'), token)) {
        return redirectResponse(`${located.origin}/`, {
          status: 303,
          cookies: [`${tokenCookie}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`],
        })
      }
      if (!isSame(getCookie(c, tokenCookie), token)) {
        return pageResponse(401, <LockedPage base={located.origin} />)
      }
    }
    return pageResponse(200, <HomePage world={world} located={located} />)
  })
}

const LockedPage = ({ base }: { base: string }) => (
  <OwnLayout title="Token needed" base={base}>
    <h1>This emulator was started with a token</h1>
    <p>
      Open <code>{base}/?token=TEXT</code> with the text that was given to <code>--token</code>.
    </p>
  </OwnLayout>
)

const HomePage = ({ world, located }: { world: World; located: Located }) => {
  const dc = dataCenters[world.defaultLocation]
  const user = world.users.all().find(({ location }) => location === dc.location)
  const client = world.clients.all().find(({ type, locations }) => type === 'server' && locations.includes(dc.location))
  const addresses: [string, string][] = [
    ['Accounts', located.addressOf(dc.accounts)],
    ['Production', located.addressOf(dc.production)],
    ['Sandbox', located.addressOf(dc.sandbox)],
    ['Developer', located.addressOf(dc.developer)],
  ]
  return (
    <OwnLayout title="Home" base={located.origin}>
      <h1>Zoho Accounts and Zoho CRM, on this machine</h1>
      <p class="lead">
        Put <code>{located.origin}/</code> in front of any Zoho host. The active scenario is{' '}
        <strong>{world.scenario.title}</strong>; the clock says{' '}
        <time>{new Date(world.clock.now()).toISOString().slice(0, 19)}Z</time>.
      </p>
      <div class="grid">
        <section class="card" aria-labelledby="addresses">
          <h2 id="addresses">Addresses</h2>
          <dl>
            {addresses.map(([name, address]) => (
              <>
                <dt>{name}</dt>
                <dd>
                  <code>{address}</code>
                </dd>
              </>
            ))}
          </dl>
        </section>
        {user && (
          <section class="card" aria-labelledby="user">
            <h2 id="user">A user</h2>
            <dl>
              <dt>E-mail</dt>
              <dd>
                <code>{user.email}</code>
              </dd>
              <dt>Password</dt>
              <dd>
                <code>{user.password}</code>
              </dd>
            </dl>
          </section>
        )}
        {client && <ClientCard client={client} secret={client.secrets[dc.location] ?? client.secrets.all ?? ''} />}
        {client && (
          <section class="card" aria-labelledby="try">
            <h2 id="try">Try it</h2>
            <p>Sign in, choose an org, accept, and look at what the app gets back.</p>
            <p>
              <a class="button primary" href={tryItUrl(located, located.addressOf(dc.accounts), client)}>
                Start a sign-in
              </a>
            </p>
          </section>
        )}
      </div>
      <p>
        Everything a test needs to begin is at{' '}
        <a href={`${located.origin}/_emulator/directory`}>/_emulator/directory</a>.
      </p>
    </OwnLayout>
  )
}

const ClientCard = ({ client, secret }: { client: Client; secret: string }) => (
  <section class="card" aria-labelledby="client">
    <h2 id="client">A client: {client.name}</h2>
    <dl>
      <dt>Client ID</dt>
      <dd>
        <code>{client.id}</code>
      </dd>
      <dt>Client Secret</dt>
      <dd>
        <code>{secret}</code>
      </dd>
    </dl>
  </section>
)

function tryItUrl({ origin }: Located, accounts: string, client: Client): string {
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    scope: tryItScopes,
    redirect_uri: `${origin}/_emulator/callback`,
    access_type: 'offline',
    prompt: 'consent',
    state: 'try-it',
  })
  return `${accounts}/oauth/v2/auth?${parameters}`
}

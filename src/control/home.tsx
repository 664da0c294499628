/** `/`: where to point an app, who can sign in, which client to use, and a first sign-in to try. */

import type { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { EmulatorEnv } from '../http/env.ts'
import type { Located } from '../http/locate.ts'
import { pageResponse, redirectResponse } from '../http/respond.ts'
import { dataCenters, environments } from '../protocol/data-centers.ts'
import { EnvironmentBadge } from '../views/environment.tsx'
import { Fact } from '../views/fact.tsx'
import { OwnLayout } from '../views/layout.tsx'
import { Name } from '../views/name.tsx'
import type { Client } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { isSame, tokenCookie } from './guard.ts'
import type { ControlOptions } from './index.ts'

const flowWords: Readonly<Record<World['scenario']['flow'], string>> = {
  'org-specific': 'New: tokens for one org',
  legacy: 'Old: tokens for every environment',
  phased: 'Phased: new for some portals, old for the rest',
}

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
  const now = new Date(world.clock.now()).toISOString()
  return (
    <OwnLayout title="Home" base={located.origin}>
      <h1>Zoho Accounts and Zoho CRM, on this machine</h1>
      <p class="lead">
        Put <code>{located.origin}/</code> in front of any Zoho host.
      </p>
      <dl class="card strip facts">
        <Fact name="Flow">{flowWords[world.scenario.flow]}</Fact>
        <Fact name="Scenario">
          <Name>{world.scenario.title}</Name>
        </Fact>
        <Fact name="Clock">
          <time datetime={now} title={now}>
            {now.slice(0, 10)} {now.slice(11, 19)} UTC
          </time>
        </Fact>
      </dl>
      <div class="grid">
        <section class="card" aria-labelledby="addresses">
          <h2 id="addresses">Addresses</h2>
          <dl class="facts">
            <Fact name="Accounts">
              <code>{located.addressOf(dc.accounts)}</code>
            </Fact>
            {environments.map(environment => (
              <Fact name={<EnvironmentBadge environment={environment} />}>
                <code>{located.addressOf(dc[environment])}</code>
              </Fact>
            ))}
          </dl>
        </section>
        {user && (
          <section class="card" aria-labelledby="user">
            <h2 id="user">A user</h2>
            <dl class="facts">
              <Fact name="Name">
                <Name>{`${user.firstName} ${user.lastName}`}</Name>
              </Fact>
              <Fact name="E-mail">
                <code>{user.email}</code>
              </Fact>
              <Fact name="Password">
                <code>{user.password}</code>
              </Fact>
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
    <h2 id="client">
      A client: <Name>{client.name}</Name>
    </h2>
    <dl class="facts">
      <Fact name="Client ID">
        <code>{client.id}</code>
      </Fact>
      <Fact name="Client Secret">
        <code>{secret}</code>
      </Fact>
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

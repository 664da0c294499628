/**
 * `/_emulator/callback`: a redirect URI for trying things out. Shows what an app gets back, redeems the code by a real call
 * of the token endpoint, and shows by real calls which orgs the token opens.
 */

import type { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { EmulatorEnv } from '../../http/env.ts'
import type { Located } from '../../http/locate.ts'
import { pageResponse } from '../../http/respond.ts'
import { dataCenters, type Environment, environments } from '../../protocol/data-centers.ts'
import { EnvironmentBadge } from '../../views/environment.tsx'
import { Fact } from '../../views/fact.tsx'
import { Name } from '../../views/name.tsx'
import { OwnLayout } from '../../views/own-layout.tsx'
import { locationOfGrant } from '../../world/credentials.ts'
import type { World } from '../../world/world.ts'
import type { ControlOptions } from '../index.ts'
import { readOwnForm } from './own-form.ts'

const callbackPath = '/_emulator/callback'

export function callbackRoutes(app: Hono<EmulatorEnv>, world: World, { fetch }: ControlOptions): void {
  app.get(callbackPath, c =>
    pageResponse(200, <CallbackPage base={c.env.located.origin} received={Object.entries(c.req.query())} />),
  )

  app.post(callbackPath, async c => {
    const form = await readOwnForm(c)
    const code = form.get('code') ?? ''
    const { located } = c.env
    const tokens = await redeem(code, located)
    const reach = typeof tokens.access_token === 'string' ? await measureReach(tokens.access_token, code, located) : []
    return pageResponse(
      200,
      <RedeemedPage base={located.origin} answer={tokens} binding={describeBinding(code)} reach={reach} />,
    )
  })

  /** The exchange that an app would make; client and secret are the ones that the code was made for. */
  async function redeem(code: string, located: Located): Promise<Record<string, unknown>> {
    const found = world.codes.get(code)
    const grant = found && world.grants.get(found.grantId)
    const client = grant && world.clients.get(grant.clientId)
    if (!grant || !client) return { error: 'invalid_code' }
    const location = locationOfGrant(world, grant)
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client.id,
      client_secret: client.secrets[location] ?? client.secrets.all ?? '',
      code,
      redirect_uri: `${located.origin}${callbackPath}`,
    })
    const url = `${located.addressOf(dataCenters[location].accounts)}/oauth/v2/token`
    const response = await fetch(new Request(url, { method: 'POST', body }))
    return (await response.json()) as Record<string, unknown>
  }

  /** What `GET /org` answers to the token on each API host of its data center. */
  async function measureReach(token: string, code: string, located: Located): Promise<Reach[]> {
    const location = locationOfGrant(world, world.grants.get(world.codes.get(code)!.grantId)!)
    const measure = async (environment: Environment): Promise<Reach> => {
      const host = dataCenters[location][environment]
      const url = `${located.addressOf(host)}/crm/v8/org`
      const response = await fetch(new Request(url, { headers: { Authorization: `Zoho-oauthtoken ${token}` } }))
      const answer = (await response.json()) as { code?: string; org?: { company_name: string }[] }
      return {
        environment,
        host,
        status: response.status,
        answer: answer.org?.[0]?.company_name ?? answer.code ?? '',
        reason: response.headers.get('x-zoho-emulator-reason'),
      }
    }
    return Promise.all(environments.map(measure))
  }

  function describeBinding(code: string): Binding | undefined {
    const found = world.codes.get(code)
    const grant = found && world.grants.get(found.grantId)
    if (!grant) return undefined
    const org = grant.zgid ? world.orgs.get(grant.zgid) : undefined
    return {
      user: world.users.get(grant.zuid)!.email,
      client: world.clients.get(grant.clientId)!.name,
      org: org && { name: org.name, environment: org.environment, zgid: org.id },
    }
  }
}

interface Reach {
  readonly environment: Environment
  readonly host: string
  readonly status: number
  readonly answer: string
  readonly reason: string | null
}

interface Binding {
  readonly user: string
  readonly client: string
  readonly org: { readonly name: string; readonly environment: Environment; readonly zgid: string } | undefined
}

const CallbackPage = ({ base, received }: { base: string; received: readonly [string, string][] }) => {
  const code = received.find(([name]) => name === 'code')?.[1]
  return (
    <OwnLayout title="Callback" base={base}>
      <h1>What your app gets back</h1>
      {received.length === 0 ? (
        <p>
          Nothing yet. Register <code>{`${base}${callbackPath}`}</code> as redirect URI, or{' '}
          <a href={`${base}/`}>start a sign-in</a>.
        </p>
      ) : (
        <dl class="card facts" data-testid="received">
          {received.map(([name, value]) => (
            <Fact name={name}>
              <code class={name === 'error' ? 'refused' : undefined}>{value}</code>
            </Fact>
          ))}
        </dl>
      )}
      {code && (
        <form method="post" action={`${base}${callbackPath}`}>
          <input type="hidden" name="code" value={code} />
          <button type="submit" class="primary" autofocus>
            Redeem the code
          </button>
        </form>
      )}
    </OwnLayout>
  )
}

interface RedeemedPageProps {
  readonly base: string
  readonly answer: Readonly<Record<string, unknown>>
  readonly binding: Binding | undefined
  readonly reach: readonly Reach[]
}

/** One stop on the line from a user through a client to an org. */
const Station = ({ kind, below, children }: { kind: string; below?: Child; children: string }) => (
  <li>
    <span class="kind">{kind}</span>
    <span class="what">
      <Name>{children}</Name>
    </span>
    {below && <span class="badges">{below}</span>}
  </li>
)

const RedeemedPage = ({ base, answer, binding, reach }: RedeemedPageProps) => (
  <OwnLayout title="Tokens" base={base}>
    <h1>{answer.error ? 'The code was refused' : 'The tokens'}</h1>
    {binding && !answer.error && (
      <ol class="binding" data-testid="binding" aria-label="What the tokens are bound to">
        <Station kind="User">{binding.user}</Station>
        <Station kind="Client">{binding.client}</Station>
        <Station
          kind="Org"
          below={
            binding.org ? (
              <>
                <EnvironmentBadge environment={binding.org.environment} /> <span class="zgid">{binding.org.zgid}</span>
              </>
            ) : (
              environments.map(environment => <EnvironmentBadge environment={environment} />)
            )
          }
        >
          {binding.org ? binding.org.name : 'every environment (old flow)'}
        </Station>
      </ol>
    )}
    <pre class="card" data-testid="tokens">
      {JSON.stringify(answer, null, 2)}
    </pre>
    {reach.length > 0 && (
      <section class="block">
        <h2>Where the token works</h2>
        <p>
          Each row is a call of <code>GET /crm/v8/org</code> that was just made.
        </p>
        <table data-testid="reach">
          <thead>
            <tr>
              <th scope="col">Environment and host</th>
              <th scope="col">Answer</th>
            </tr>
          </thead>
          <tbody>
            {reach.map(row => (
              <tr class={row.status === 200 ? undefined : 'closed'}>
                <th scope="row">
                  <EnvironmentBadge environment={row.environment} /> <code>{row.host}</code>
                </th>
                <td class="outcome">
                  <strong>{row.status}</strong> <Name>{row.answer}</Name>
                  {row.reason && <span class="hint"> {row.reason}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )}
  </OwnLayout>
)

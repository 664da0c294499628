/**
 * Connected apps: what the user has granted to which app for which org, and how to take it back.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/revoke-refresh-token.html
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { accountsBase, type PageContext, readQuery, thisHost } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import { readSession } from '../http/session.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { describeScope } from '../protocol/scopes.ts'
import { EnvironmentBadge } from '../views/environment.tsx'
import { Form } from '../views/form.tsx'
import { ZohoLayout } from '../views/layout.tsx'
import { Name } from '../views/name.tsx'
import { endGrant } from '../world/credentials.ts'
import type { Grant, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { stepUrl } from './next-step.ts'

export const connectedAppsPath = '/sessions/connectedapps'

export function connectedAppsRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get(connectedAppsPath, c => {
    const user = readSession(world, c)?.user
    if (!user) return redirectResponse(`${stepUrl(c, 'signIn')}?service=connectedapps`, { status: 303 })
    const asked = readQuery(c).get('revoke')
    return connectedAppsPage(world, c, user, asked)
  })

  app.post(connectedAppsPath, async c => {
    const form = await readForm(c)
    const user = readSession(world, c)?.user
    const grant = world.grants.get(form.get('grant') ?? '')
    if (!user || grant?.zuid !== user.id)
      throw new AccountsPageError('other', 'this consent is not yours to take back', 403)
    endGrant(world, grant)
    return redirectResponse(`${accountsBase(c)}${connectedAppsPath}`, { status: 303 })
  })
}

/** @param asked the consent about which the person has still to say yes */
function connectedAppsPage(world: World, c: PageContext, user: User, asked: string | null): Response {
  const grants = world.grants.find('user', user.id).filter(grant => grant.scopes.length > 0)
  return formPage(world, c, formToken => (
    <ZohoLayout title="Connected Apps" {...thisHost(c)}>
      <h1>Connected Apps</h1>
      <p class="lead">Apps to which {user.email} has given access.</p>
      {grants.length === 0 && <p>None yet. An app appears here once you have accepted its request.</p>}
      {grants.map(grant => (
        <ConnectedApp world={world} c={c} grant={grant} formToken={formToken} isAsked={grant.id === asked} />
      ))}
    </ZohoLayout>
  ))
}

interface ConnectedAppProps {
  readonly world: World
  readonly c: PageContext
  readonly grant: Grant
  readonly formToken: string
  readonly isAsked: boolean
}

const ConnectedApp = ({ world, c, grant, formToken, isAsked }: ConnectedAppProps) => {
  const org = grant.zgid === null ? undefined : world.orgs.get(grant.zgid)
  const base = `${accountsBase(c)}${connectedAppsPath}`
  return (
    <section class="portal app" data-testid="connected-app">
      <h2>
        <Name>{world.clients.get(grant.clientId)?.name ?? grant.clientId}</Name>
      </h2>
      <p>
        {org ? (
          <>
            <Name>{org.name}</Name> <EnvironmentBadge environment={org.environment} />{' '}
            <span class="zgid">{org.id}</span>
          </>
        ) : grant.flow === 'legacy' ? (
          'Every environment (old flow)'
        ) : (
          'No org'
        )}
      </p>
      <ul class="scopes">
        {grant.scopes.map(scope => (
          <li>
            {describeScope(scope)} <code>{scope}</code>
          </li>
        ))}
      </ul>
      <p class="hint">Refresh tokens that work: {world.refreshTokens.find('grant', grant.id).length}</p>
      {isAsked ? (
        <Form action={base} formToken={formToken} hidden={{ grant: grant.id }}>
          <p role="alert">The app loses its access at once.</p>
          <button type="submit" class="primary">
            Yes, Proceed
          </button>
        </Form>
      ) : (
        <p>
          <a href={`${base}?revoke=${grant.id}`}>Revoke Access</a>
        </p>
      )}
    </section>
  )
}

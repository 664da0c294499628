/** The consent page: which app wants to do what, for which org (new flow) or in every environment (old flow). */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { type PageContext, thisHost } from '../http/page-context.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { describeScope, needsOrg } from '../protocol/scopes.ts'
import { EnvironmentBadge, EveryEnvironment } from '../views/environment.tsx'
import { Form } from '../views/form.tsx'
import { ZohoLayout } from '../views/layout.tsx'
import { Name } from '../views/name.tsx'
import type { World } from '../world/world.ts'
import { findOpenRequest, waitsForOrg } from './authorization-request.ts'
import { finish, reject } from './finish.ts'
import { type PersonalRequest, personalRequest, proceed, requestOfQuery, stepPaths, stepUrl } from './next-step.ts'

export function consentRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get(stepPaths.consent, c => {
    const open = requestOfQuery(world, c)
    const personal = personalRequest(world, c, open)
    return personal && !waitsForOrg(world, open.request)
      ? consentPage(world, c, personal)
      : proceed(world, c, open.request)
  })

  app.post(stepPaths.consent, async c => {
    const form = await readForm(c)
    const open = findOpenRequest(world, form.get('request'))
    const personal = personalRequest(world, c, open)
    if (!personal) return proceed(world, c, open.request)
    const { request, signedIn } = personal
    if (waitsForOrg(world, request)) throw new AccountsPageError('other', 'no org has been chosen yet')
    // what the person read has to be what is granted: another tab may have changed org or user meanwhile
    if (form.get('zuid') !== signedIn.user.id || (form.get('org') ?? '') !== (request.zgid ?? '')) {
      throw new AccountsPageError('other', 'the form shows another user or org than this sign-in has by now')
    }
    if (form.get('decision') === 'reject') return reject(world, c, request)
    if (form.get('decision') === 'accept') {
      return finish(world, c, request, { consented: true, wholeSession: form.has('session') })
    }
    throw new AccountsPageError('other', 'the form says neither accept nor reject')
  })
}

function consentPage(world: World, c: PageContext, { request, client, signedIn }: PersonalRequest): Response {
  const org = request.zgid ? world.orgs.get(request.zgid) : undefined
  const portal = org && world.portals.get(org.portalId)
  return formPage(world, c, formToken => (
    <ZohoLayout title="Allow access" {...thisHost(c)}>
      <h1>
        <Name>{client.name}</Name>
      </h1>
      {org && portal ? (
        <div class="target" data-testid="consent-org">
          <p>wants to access data of</p>
          <p class="org">
            <strong>
              <Name>{org.name}</Name>
            </strong>{' '}
            <EnvironmentBadge environment={org.environment} />
          </p>
          <p class="hint">
            in the portal <Name>{portal.name}</Name> · <span class="zgid">{org.id}</span>
          </p>
        </div>
      ) : (
        <p class="lead">wants to access your data</p>
      )}
      {request.flow === 'legacy' && needsOrg(request.scopes) && <EveryEnvironment />}
      <ul class="scopes">
        {request.scopes.map(scope => (
          <li>
            {describeScope(scope)}
            <code>{scope}</code>
          </li>
        ))}
      </ul>
      <p class="who">
        Signed in as {signedIn.user.email}.{' '}
        <a href={`${stepUrl(c, 'signIn', request.id)}&switch=1`}>Use another account</a>
      </p>
      <Form
        action={stepUrl(c, 'consent')}
        formToken={formToken}
        hidden={{ request: request.id, zuid: signedIn.user.id, org: request.zgid }}
        class="decision"
      >
        {request.purpose.kind === 'token' && (
          <label class="check">
            <input type="checkbox" name="session" value="1" /> Grant access for the entire session
          </label>
        )}
        <button type="submit" name="decision" value="accept" class="primary" autofocus>
          Accept
        </button>
        <button type="submit" name="decision" value="reject">
          Reject
        </button>
      </Form>
    </ZohoLayout>
  ))
}

/** The org page of the new flow: one org in one environment, chosen from those of which the user is a member. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { type PageContext, thisHost } from '../http/page-context.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { Form } from '../views/form.tsx'
import { ZohoLayout } from '../views/layout.tsx'
import { Name } from '../views/name.tsx'
import { OrgChoices } from '../views/org-choices.tsx'
import type { World } from '../world/world.ts'
import { choices, findOpenRequest, isForOrg } from './authorization-request.ts'
import { type PersonalRequest, personalRequest, proceed, requestOfQuery, stepPaths, stepUrl } from './next-step.ts'

export function pickerRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get(stepPaths.org, c => {
    const open = requestOfQuery(world, c)
    const personal = personalRequest(world, c, open)
    return personal && isForOrg(open.request) ? orgPage(world, c, personal) : proceed(world, c, open.request)
  })

  app.post(stepPaths.org, async c => {
    const form = await readForm(c)
    const open = findOpenRequest(world, form.get('request'))
    const personal = personalRequest(world, c, open)
    if (!personal) return proceed(world, c, open.request)
    const { request, signedIn } = personal
    if (form.get('zuid') !== signedIn.user.id) {
      throw new AccountsPageError('other', 'the form was made for somebody else')
    }
    if (!isForOrg(request)) throw new AccountsPageError('other', 'this sign-in has no org to choose')

    const zgid = form.get('org')
    if (!zgid) return orgPage(world, c, personal, 'Choose an organization.')
    if (!choices(world, request, signedIn.user).some(({ orgs }) => orgs.some(org => org.id === zgid))) {
      throw new AccountsPageError('other', `org ${zgid.slice(0, 40)} is none of ${signedIn.user.email}`, 403)
    }
    return proceed(world, c, world.authorizationRequests.put({ ...request, zgid }))
  })
}

function orgPage(
  world: World,
  c: PageContext,
  { request, client, signedIn }: PersonalRequest,
  error?: string,
): Response {
  const portals = choices(world, request, signedIn.user)
  const orgs = portals.flatMap(portal => portal.orgs)
  const checked = orgs.length === 1 ? orgs[0]!.id : request.zgid
  return formPage(
    world,
    c,
    formToken => (
      <ZohoLayout title="Choose an organization" {...thisHost(c)}>
        <h1 class="question">
          Choose the org whose data{' '}
          <strong>
            <Name>{client.name}</Name>
          </strong>{' '}
          may access
        </h1>
        <p class="who lead">
          Signed in as {signedIn.user.email}.{' '}
          <a href={`${stepUrl(c, 'signIn', request.id)}&switch=1`}>Use another account</a>
        </p>
        <Form action={stepUrl(c, 'org')} formToken={formToken} hidden={{ request: request.id, zuid: signedIn.user.id }}>
          {error && (
            <p class="error" role="alert" id="org-error">
              {error}
            </p>
          )}
          <div class="orgs">
            {portals.map(({ portal, orgs }, index) => (
              <section class="portal" aria-labelledby={`portal-${portal.id}`}>
                <h2 id={`portal-${portal.id}`}>
                  <Name>{portal.name}</Name>
                </h2>
                <OrgChoices orgs={orgs} checked={checked} describedBy={error && 'org-error'} takesFocus={index === 0} />
              </section>
            ))}
          </div>
          <div class="decision">
            <button type="submit" class="primary">
              Submit
            </button>
          </div>
        </Form>
      </ZohoLayout>
    ),
    { status: error ? 400 : 200 },
  )
}

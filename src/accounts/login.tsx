/** Sign-in: e-mail, then password; the move to a user's own data center; sign-out. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { accountsBase, consoleBase, type PageContext, readQuery, thisHost } from '../http/page-context.ts'
import { pageResponse, redirectResponse, withCookies } from '../http/respond.ts'
import { endSession, readSession, startSession } from '../http/session.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { dataCenters, type Location } from '../protocol/data-centers.ts'
import { Field, Form } from '../views/form.tsx'
import { ZohoLayout } from '../views/layout.tsx'
import { Name } from '../views/name.tsx'
import { findUserByEmail } from '../world/people.ts'
import type { User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { findOpenRequest } from './authorization-request.ts'
import { connectedAppsPath } from './connected-apps.tsx'
import { proceed, proceedAs, stepPaths, stepUrl } from './next-step.ts'

const handoffLifetimeMs = 60 * 1000
/** As many people as fit under the form without making it a list to search. */
const peopleShown = 8

export function loginRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get(stepPaths.signIn, c => {
    const query = readQuery(c)
    const aim = readAim(query)
    const signedIn = readSession(world, c)
    if (signedIn && !query.has('switch')) {
      if (aim.requestId) return proceed(world, c, findOpenRequest(world, aim.requestId).request)
      if (aim.service) return goOn(world, c, signedIn.user, aim.service)
      return pageResponse(200, <SignedInPage c={c} user={signedIn.user} />)
    }
    return emailPage(world, c, { aim, email: '' })
  })

  app.post(stepPaths.signIn, async c => {
    const form = await readForm(c)
    const aim = readAim(form)
    const email = form.get('email')?.trim() ?? ''
    const user = findUserHere(world, c.env.located.location, email)
    if (!user) return emailPage(world, c, { aim, email, error: notFound(email) })
    return passwordPage(world, c, { aim, email: user.email, filled: form.has('fill') ? user.password : '' })
  })

  app.get(stepPaths.password, c => redirectResponse(signInUrl(c, readAim(readQuery(c))), { status: 303 }))

  app.post(stepPaths.password, async c => {
    const form = await readForm(c)
    const aim = readAim(form)
    const email = form.get('email') ?? ''
    const user = findUserHere(world, c.env.located.location, email)
    if (!user) return emailPage(world, c, { aim, email, error: notFound(email) })
    if (form.get('password') !== user.password) {
      return passwordPage(world, c, {
        aim,
        email: user.email,
        filled: '',
        error: 'Incorrect password. Please try again.',
      })
    }
    return signIn(world, c, user, aim, form.has('stay'))
  })

  app.get(stepPaths.handoff, c => {
    const query = readQuery(c)
    const handoff = world.handoffs.delete(query.get('ticket') ?? '')
    const user = handoff && world.users.get(handoff.zuid)
    if (!user || world.clock.now() >= handoff.expiresAt || user.location !== c.env.located.location) {
      throw new AccountsPageError('other', 'the move to this data center was used already or took too long')
    }
    const { requestId, persistent } = handoff
    return signIn(world, c, user, { requestId, service: readAim(query).service }, persistent)
  })

  app.get('/logout', c => withCookies(pageResponse(200, <SignedOutPage c={c} />), [endSession(world, c)]))
}

/** What a person signs in for: an app's request, or one of Zoho's own pages by name, never an address that a link brought. */
interface Aim {
  readonly requestId: string | null
  readonly service: Service | null
}

type Service = 'console' | 'connectedapps'

function readAim(parameters: URLSearchParams): Aim {
  const service = parameters.get('service')
  const request = parameters.get('request') ?? ''
  return {
    requestId: /^[0-9a-f]{32}$/.test(request) ? request : null,
    service: service === 'console' || service === 'connectedapps' ? service : null,
  }
}

const hiddenOf = ({ requestId, service }: Aim) => ({ request: requestId, service })

const signInUrl = (c: PageContext, { requestId, service }: Aim): string =>
  service && !requestId ? `${stepUrl(c, 'signIn')}?service=${service}` : stepUrl(c, 'signIn', requestId)

/** China's accounts are apart from all others: neither side knows the other's users. */
function findUserHere(world: World, here: Location, email: string): User | undefined {
  const user = findUserByEmail(world, email)
  return user && (user.location === 'cn') === (here === 'cn') ? user : undefined
}

const notFound = (email: string): string =>
  email === '' ? 'Enter your e-mail address.' : 'This account cannot be found. Please use a different account.'

function signIn(
  world: World,
  c: PageContext,
  user: User,
  { requestId, service }: Aim,
  persistent: boolean,
): Response | Promise<Response> {
  if (user.location !== c.env.located.location) {
    const ticket = makeTicket(world, user, { requestId, persistent })
    const home = c.env.located.addressOf(dataCenters[user.location].accounts)
    const onward = service ? `&service=${service}` : ''
    return redirectResponse(`${home}${stepPaths.handoff}?ticket=${ticket}${onward}`, { status: 303 })
  }
  const open = requestId ? findOpenRequest(world, requestId) : undefined
  const cookies = [startSession(world, c, user, persistent)]
  if (open) return proceedAs(world, c, open.request, user, cookies)
  return goOn(world, c, user, service, { persistent, cookies })
}

/** Leads on to what the person signed in for, where no app asked. The console's host has cookies of its own. */
function goOn(
  world: World,
  c: PageContext,
  user: User,
  service: Service | null,
  { persistent = false, cookies = [] }: { persistent?: boolean; cookies?: readonly string[] } = {},
): Response {
  const address =
    service === 'console'
      ? `${consoleBase(c)}${stepPaths.handoff}?ticket=${makeTicket(world, user, { requestId: null, persistent })}`
      : service === 'connectedapps'
        ? `${accountsBase(c)}${connectedAppsPath}`
        : stepUrl(c, 'signIn')
  return redirectResponse(address, { status: 303, cookies })
}

/** Lets the user in once on another host, within a minute. */
const makeTicket = (
  world: World,
  user: User,
  { requestId, persistent }: { requestId: string | null; persistent: boolean },
): string =>
  world.handoffs.insert({
    id: world.ids.hex('handoff'),
    zuid: user.id,
    requestId,
    persistent,
    expiresAt: world.clock.now() + handoffLifetimeMs,
  }).id

const serviceNames: Readonly<Record<Service, string>> = { console: 'the API Console', connectedapps: 'Connected Apps' }

interface EmailPageState {
  readonly aim: Aim
  readonly email: string
  readonly error?: string
}

function emailPage(world: World, c: PageContext, { aim, email, error }: EmailPageState): Response {
  const app = aim.requestId ? findOpenRequest(world, aim.requestId).client.name : undefined
  const people: User[] = []
  world.users.each(user => {
    if (findUserHere(world, c.env.located.location, user.email)) people.push(user)
    return people.length < peopleShown
  })
  return formPage(
    world,
    c,
    formToken => (
      <ZohoLayout title="Sign in" {...thisHost(c)}>
        <h1>Sign in</h1>
        <p class="lead">
          {app ? (
            <>
              to continue to{' '}
              <strong>
                <Name>{app}</Name>
              </strong>
            </>
          ) : aim.service ? (
            `to continue to ${serviceNames[aim.service]}`
          ) : (
            'to your Zoho account'
          )}
        </p>
        <Form action={stepUrl(c, 'signIn')} formToken={formToken} hidden={hiddenOf(aim)}>
          <Field
            name="email"
            label="E-mail address"
            type="email"
            value={email}
            error={error}
            autocomplete="username"
            autofocus
          />
          <button type="submit" class="primary">
            Next
          </button>
        </Form>
        <section class="own-voice people" aria-labelledby="people">
          <h2 id="people">People of this world</h2>
          <p class="hint">A help of the emulator: one click fills in e-mail and password.</p>
          <Form action={stepUrl(c, 'signIn')} formToken={formToken} hidden={{ ...hiddenOf(aim), fill: '1' }}>
            {people.map(user => (
              <button type="submit" name="email" value={user.email} class="person">
                <Name>{`${user.firstName} ${user.lastName}`}</Name> <span class="hint">{user.email}</span>
              </button>
            ))}
          </Form>
        </section>
      </ZohoLayout>
    ),
    { status: error ? 400 : 200 },
  )
}

interface PasswordPageState {
  readonly aim: Aim
  readonly email: string
  /** Put into the field beforehand. */
  readonly filled: string
  readonly error?: string
}

function passwordPage(world: World, c: PageContext, { aim, email, filled, error }: PasswordPageState): Response {
  return formPage(
    world,
    c,
    formToken => (
      <ZohoLayout title="Sign in" {...thisHost(c)}>
        <h1>Sign in</h1>
        <p class="lead">
          {email} <a href={signInUrl(c, aim)}>Change</a>
        </p>
        <Form action={stepUrl(c, 'password')} formToken={formToken} hidden={{ ...hiddenOf(aim), email }}>
          <Field
            name="password"
            label="Password"
            type="password"
            value={filled}
            error={error}
            autocomplete="current-password"
            autofocus
          />
          <label class="check">
            <input type="checkbox" name="stay" value="1" /> Stay signed in
          </label>
          <button type="submit" class="primary">
            Sign in
          </button>
        </Form>
      </ZohoLayout>
    ),
    { status: error ? 400 : 200 },
  )
}

const SignedInPage = ({ c, user }: { c: PageContext; user: User }) => (
  <ZohoLayout title="Zoho Accounts" {...thisHost(c)}>
    <h1>You are signed in</h1>
    <p class="lead">
      <strong>
        <Name>{`${user.firstName} ${user.lastName}`}</Name>
      </strong>
      <br />
      {user.email}
    </p>
    <p class="links">
      <a href={`${accountsBase(c)}/logout`}>Sign out</a>
      <a href={`${stepUrl(c, 'signIn')}?switch=1`}>Use another account</a>
    </p>
  </ZohoLayout>
)

const SignedOutPage = ({ c }: { c: PageContext }) => (
  <ZohoLayout title="Signed out" {...thisHost(c)}>
    <h1>You are signed out</h1>
    <p class="links">
      <a href={stepUrl(c, 'signIn')}>Sign in again</a>
    </p>
  </ZohoLayout>
)

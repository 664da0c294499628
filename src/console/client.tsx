/** One client's pages: Client Details, Client Secret, Settings, and its deletion. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { consoleBase, type PageContext, readQuery, thisHost } from '../http/page-context.ts'
import { redirectResponse } from '../http/respond.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { dataCenters, type Location, locations } from '../protocol/data-centers.ts'
import { ClientHeading, ClientId, ConsoleLayout, Copyable, Done, Tabs } from '../views/console.tsx'
import { Fact } from '../views/fact.tsx'
import { Form } from '../views/form.tsx'
import { Name } from '../views/name.tsx'
import {
  deleteClient,
  regenerateSecret,
  secretOf,
  setDataCenters,
  sharesSecret,
  updateClient,
} from '../world/clients.ts'
import type { Client, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { DetailFields, type FilledDetails, filledWith, readDetails } from './client-details.tsx'
import { clientTypes } from './client-types.ts'
import { generateCodePage } from './self-client.tsx'
import { ownClient, signedIn } from './sign-in.ts'
import { clientUrl, tabsOf } from './tabs.ts'

export function clientRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get(
    '/client/:client',
    signedIn(world, (c, user) => {
      const client = ownClient(world, c, user)
      if (client.type === 'self') return generateCodePage(world, c, { user, client })
      return detailsPage(world, c, { user, client, filled: filledWith(client) })
    }),
  )

  app.post(
    '/client/:client',
    signedIn(world, async (c, user) => {
      const form = await readForm(c)
      const client = withoutSelf(ownClient(world, c, user))
      const details = readDetails(client.type, form)
      if ('errors' in details) return detailsPage(world, c, { user, client, filled: details })
      updateClient(world, client, details)
      return redirectResponse(clientUrl(c, client, '?done=updated'), { status: 303 })
    }),
  )

  app.get(
    '/client/:client/secret',
    signedIn(world, (c, user) => secretPage(world, c, user, ownClient(world, c, user))),
  )

  app.post(
    '/client/:client/secret',
    signedIn(world, async (c, user) => {
      const form = await readForm(c)
      const client = ownClient(world, c, user)
      regenerateSecret(world, client, enabledLocation(client, form.get('data_center') ?? ''))
      return redirectResponse(clientUrl(c, client, '/secret?done=regenerated'), { status: 303 })
    }),
  )

  app.get(
    '/client/:client/settings',
    signedIn(world, (c, user) => {
      const client = withoutSelf(ownClient(world, c, user))
      return settingsPage(world, c, { user, client, enabled: client.locations, shared: sharesSecret(client) })
    }),
  )

  app.post(
    '/client/:client/settings',
    signedIn(world, async (c, user) => {
      const form = await readForm(c)
      const client = withoutSelf(ownClient(world, c, user))
      const enabled = locations.filter(location => form.has(enableField(location)))
      const shared = form.has('same_credentials')
      if (enabled.length === 0) {
        return settingsPage(world, c, { user, client, enabled, shared, error: 'Enable at least one data center.' })
      }
      setDataCenters(world, client, { locations: enabled, sameCredentials: shared })
      return redirectResponse(clientUrl(c, client, '/settings?done=updated'), { status: 303 })
    }),
  )

  app.get(
    '/client/:client/delete',
    signedIn(world, (c, user) => deletePage(world, c, user, ownClient(world, c, user))),
  )

  app.post(
    '/client/:client/delete',
    signedIn(world, async (c, user) => {
      await readForm(c)
      deleteClient(world, ownClient(world, c, user))
      return redirectResponse(`${consoleBase(c)}/?done=deleted`, { status: 303 })
    }),
  )
}

/** @throws AccountsPageError for a self client, which has no details and no settings */
function withoutSelf(client: Client): Client {
  if (client.type !== 'self') return client
  throw new AccountsPageError('other', 'a self client has no such page', 404)
}

/** @throws AccountsPageError */
function enabledLocation(client: Client, text: string): Location {
  const location = client.locations.find(each => each === text)
  if (location) return location
  throw new AccountsPageError('other', `client ${client.id} is not enabled in data center ${text.slice(0, 40)}`)
}

/** Name of the check box that enables a data center. */
const enableField = (location: Location): string => `enable_${location}`

const doneWords: Readonly<Record<string, string>> = {
  created: 'The client is registered and works at once.',
  updated: 'The changes are in force.',
  regenerated: 'The old secret works no longer.',
}

/** Says what the form before this page has done. */
const DoneBefore = ({ c }: { c: PageContext }) => {
  const done = readQuery(c).get('done') ?? ''
  return Object.hasOwn(doneWords, done) ? <Done>{doneWords[done]}</Done> : null
}

interface DetailsPageState {
  readonly user: User
  readonly client: Client
  readonly filled: FilledDetails
}

function detailsPage(world: World, c: PageContext, { user, client, filled }: DetailsPageState): Response {
  const isWrong = Object.keys(filled.errors).length > 0
  return formPage(
    world,
    c,
    formToken => (
      <ConsoleLayout title={client.name} {...thisHost(c)} user={user.email}>
        <ClientHeading name={client.name} type={clientTypes[client.type].label} />
        <Tabs tabs={tabsOf(c, client)} current="Client Details" />
        {!isWrong && <DoneBefore c={c} />}
        <Form action={clientUrl(c, client)} formToken={formToken}>
          <DetailFields type={client.type} {...filled} />
          <button type="submit" class="primary">
            UPDATE
          </button>
        </Form>
        <WayToDelete c={c} client={client} />
      </ConsoleLayout>
    ),
    { status: isWrong ? 400 : 200 },
  )
}

const WayToDelete = ({ c, client }: { c: PageContext; client: Client }) => (
  <p class="apart">
    <a class="button danger" href={clientUrl(c, client, '/delete')}>
      DELETE
    </a>
  </p>
)

function secretPage(world: World, c: PageContext, user: User, client: Client): Response {
  const own = client.locations.includes(user.location) ? user.location : client.locations[0]!
  return formPage(world, c, formToken => (
    <ConsoleLayout title={client.name} {...thisHost(c)} user={user.email}>
      <ClientHeading name={client.name} type={clientTypes[client.type].label} />
      <Tabs tabs={tabsOf(c, client)} current="Client Secret" />
      <DoneBefore c={c} />
      <dl class="facts">
        <Fact name="Client ID">
          <Copyable testId="client-id">
            <ClientId>{client.id}</ClientId>
          </Copyable>
        </Fact>
        {sharesSecret(client) ? (
          <Fact name={client.locations.length > 1 ? 'Client Secret for all data centers' : 'Client Secret'}>
            <Secret c={c} client={client} location={own} formToken={formToken} />
          </Fact>
        ) : (
          client.locations.map(location => (
            <Fact
              name={client.locations.length > 1 ? `Client Secret for ${dataCenterNames[location]}` : 'Client Secret'}
            >
              <Secret c={c} client={client} location={location} formToken={formToken} />
            </Fact>
          ))
        )}
      </dl>
      {client.type === 'self' && <WayToDelete c={c} client={client} />}
    </ConsoleLayout>
  ))
}

interface SecretProps {
  readonly c: PageContext
  readonly client: Client
  readonly location: Location
  readonly formToken: string
}

const Secret = ({ c, client, location, formToken }: SecretProps) => (
  <>
    <Copyable testId={`secret-${location}`}>{secretOf(client, location)!}</Copyable>
    <details>
      <summary>Regenerate this secret</summary>
      <Form action={clientUrl(c, client, '/secret')} formToken={formToken} hidden={{ data_center: location }}>
        <p>The old secret stops working at once, for refreshes too.</p>
        <button type="submit" class="danger">
          REGENERATE
        </button>
      </Form>
    </details>
  </>
)

const dataCenterNames: Readonly<Record<Location, string>> = {
  us: 'United States',
  eu: 'Europe',
  in: 'India',
  au: 'Australia',
  jp: 'Japan',
  cn: 'China',
  ca: 'Canada',
  sa: 'Saudi Arabia',
  uk: 'United Kingdom',
  ae: 'United Arab Emirates',
  sg: 'Singapore',
}

interface SettingsPageState {
  readonly user: User
  readonly client: Client
  readonly enabled: readonly Location[]
  readonly shared: boolean
  readonly error?: string
}

/** Source: https://www.zoho.com/accounts/protocol/oauth/multi-dc.html */
function settingsPage(world: World, c: PageContext, state: SettingsPageState): Response {
  const { user, client, enabled, shared, error } = state
  return formPage(
    world,
    c,
    formToken => (
      <ConsoleLayout title={client.name} {...thisHost(c)} user={user.email}>
        <ClientHeading name={client.name} type={clientTypes[client.type].label} />
        <Tabs tabs={tabsOf(c, client)} current="Settings" />
        {!error && <DoneBefore c={c} />}
        <Form action={clientUrl(c, client, '/settings')} formToken={formToken}>
          <fieldset class="data-centers" aria-describedby={error && 'data-centers-error'}>
            <legend>Data centers in which the client is enabled</legend>
            {locations.map((location, index) => (
              <label class="check">
                <input
                  type="checkbox"
                  name={enableField(location)}
                  value="1"
                  checked={enabled.includes(location)}
                  autofocus={!!error && index === 0}
                />
                {dataCenterNames[location]}
                <code class="hint">{dataCenters[location].accounts}</code>
              </label>
            ))}
          </fieldset>
          {error && (
            <p class="error" id="data-centers-error" role="alert">
              {error}
            </p>
          )}
          <label class="check">
            <input type="checkbox" name="same_credentials" value="1" checked={shared} />
            Use the same OAuth credentials for all data centers
          </label>
          <button type="submit" class="primary">
            UPDATE
          </button>
        </Form>
      </ConsoleLayout>
    ),
    { status: error ? 400 : 200 },
  )
}

const deletePage = (world: World, c: PageContext, user: User, client: Client): Response =>
  formPage(world, c, formToken => (
    <ConsoleLayout title={`Delete ${client.name}`} {...thisHost(c)} user={user.email}>
      <h1>
        Delete <Name>{client.name}</Name>?
      </h1>
      <p class="lead">
        Apps that use <code>{client.id}</code> lose access at once: its codes, refresh tokens and access tokens stop
        working. This cannot be undone.
      </p>
      <Form action={clientUrl(c, client, '/delete')} formToken={formToken} class="actions">
        <button type="submit" class="danger">
          DELETE
        </button>
        <a class="button" href={clientUrl(c, client)} autofocus>
          Cancel
        </a>
      </Form>
    </ConsoleLayout>
  ))

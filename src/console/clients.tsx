/** The list of a person's clients, and the way to a new one: a type, then its fields. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { formPage, readForm } from '../http/forms.ts'
import { consoleBase, type PageContext, readQuery, thisHost } from '../http/page-context.ts'
import { pageResponse, redirectResponse } from '../http/respond.ts'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import { ClientId, ConsoleLayout, Done } from '../views/console.tsx'
import { Form } from '../views/form.tsx'
import { Name } from '../views/name.tsx'
import { registerClient } from '../world/clients.ts'
import type { Client, ClientType, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { DetailFields, emptyDetails, type FilledDetails, readDetails } from './client-details.tsx'
import { clientTypes, isClientType } from './client-types.ts'
import { signedIn } from './sign-in.ts'
import { clientUrl } from './tabs.ts'

export function clientListRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get(
    '/',
    signedIn(world, (c, user) => pageResponse(200, <ListPage c={c} user={user} clients={clientsOf(world, user)} />)),
  )

  app.get(
    '/add',
    signedIn(world, (c, user) => pageResponse(200, <TypesPage c={c} user={user} />)),
  )

  app.get(
    '/add/:type',
    signedIn(world, (c, user) => {
      const type = typeOf(c)
      const selfClient = findSelfClient(world, user)
      if (type === 'self') return selfClientPage(world, c, { user, selfClient, refused: false })
      return detailsPage(world, c, { user, type, filled: emptyDetails })
    }),
  )

  app.post(
    '/add/:type',
    signedIn(world, async (c, user) => {
      const form = await readForm(c)
      const type = typeOf(c)
      const selfClient = findSelfClient(world, user)
      if (type === 'self' && selfClient) return selfClientPage(world, c, { user, selfClient, refused: true })
      const details = readDetails(type, form)
      if ('errors' in details) return detailsPage(world, c, { user, type, filled: details })
      const client = registerClient(world, { ...details, type, ownerZuid: user.id })
      return redirectResponse(clientUrl(c, client, '/secret?done=created'), { status: 303 })
    }),
  )
}

const clientsOf = (world: World, user: User): Client[] => world.clients.find('owner', user.id)

const findSelfClient = (world: World, user: User): Client | undefined =>
  clientsOf(world, user).find(({ type }) => type === 'self')

/** @throws AccountsPageError */
function typeOf(c: PageContext): ClientType {
  const type = c.req.param('type') ?? ''
  if (isClientType(type)) return type
  throw new AccountsPageError('other', `there is no client type ${type.slice(0, 40)}`, 404)
}

const ListPage = ({ c, user, clients }: { c: PageContext; user: User; clients: readonly Client[] }) => (
  <ConsoleLayout title="Clients" {...thisHost(c)} user={user.email}>
    {readQuery(c).get('done') === 'deleted' && <Done>The client is deleted; its codes and tokens work no longer.</Done>}
    {clients.length === 0 ? (
      <div class="console-empty">
        <h1>Register your first client</h1>
        <p class="lead">An app needs a client id before it can ask anyone for access.</p>
        <a class="button primary" href={`${consoleBase(c)}/add`} autofocus>
          GET STARTED
        </a>
      </div>
    ) : (
      <>
        <div class="title-row">
          <h1>Clients</h1>
          <a class="button primary" href={`${consoleBase(c)}/add`}>
            ADD CLIENT
          </a>
        </div>
        <ul class="cards clients">
          {clients.map(client => (
            <li>
              <a class="client-card" href={clientUrl(c, client)}>
                <strong>
                  <Name>{client.name}</Name>
                </strong>
                <span class="hint">{clientTypes[client.type].label}</span>
                <code>
                  <ClientId>{client.id}</ClientId>
                </code>
              </a>
            </li>
          ))}
        </ul>
      </>
    )}
  </ConsoleLayout>
)

const TypesPage = ({ c, user }: { c: PageContext; user: User }) => (
  <ConsoleLayout title="Choose a client type" {...thisHost(c)} user={user.email}>
    <h1>Choose a client type</h1>
    <ul class="cards">
      {Object.entries(clientTypes).map(([type, { label, sentence }]) => (
        <li>
          <div class="type-card">
            <h2 id={`type-${type}`}>{label}</h2>
            <p>{sentence}</p>
            <a
              class="button"
              id={`create-${type}`}
              aria-labelledby={`create-${type} type-${type}`}
              href={`${consoleBase(c)}/add/${type}`}
            >
              CREATE NOW
            </a>
          </div>
        </li>
      ))}
    </ul>
  </ConsoleLayout>
)

interface DetailsPageState {
  readonly user: User
  readonly type: ClientType
  readonly filled: FilledDetails
}

function detailsPage(world: World, c: PageContext, { user, type, filled }: DetailsPageState): Response {
  const isWrong = Object.keys(filled.errors).length > 0
  return formPage(
    world,
    c,
    formToken => (
      <ConsoleLayout title="New client" {...thisHost(c)} user={user.email}>
        <h1>New client</h1>
        <p class="lead">
          {clientTypes[type].label} · <a href={`${consoleBase(c)}/add`}>Choose another type</a>
        </p>
        <Form action={`${consoleBase(c)}/add/${type}`} formToken={formToken}>
          <DetailFields type={type} {...filled} autofocus />
          <button type="submit" class="primary">
            CREATE
          </button>
        </Form>
      </ConsoleLayout>
    ),
    { status: isWrong ? 400 : 200 },
  )
}

interface SelfClientPageState {
  readonly user: User
  /** The one that the account has already. */
  readonly selfClient: Client | undefined
  readonly refused: boolean
}

function selfClientPage(world: World, c: PageContext, { user, selfClient, refused }: SelfClientPageState): Response {
  return formPage(
    world,
    c,
    formToken => (
      <ConsoleLayout title="New client" {...thisHost(c)} user={user.email}>
        <h1>Self Client</h1>
        <p class="lead">{clientTypes.self.sentence}</p>
        {selfClient ? (
          <div class="note">
            <p role={refused ? 'alert' : undefined}>
              This account has a self client already, and can have only one:{' '}
              <a href={clientUrl(c, selfClient)}>
                <Name>{selfClient.name}</Name>
              </a>
              .
            </p>
          </div>
        ) : (
          <Form action={`${consoleBase(c)}/add/self`} formToken={formToken} class="actions">
            <button type="submit" class="primary" autofocus>
              OK
            </button>
            <a class="button" href={`${consoleBase(c)}/add`}>
              Cancel
            </a>
          </Form>
        )}
      </ConsoleLayout>
    ),
    { status: refused ? 400 : 200 },
  )
}

/**
 * Tenants: a portal with a user, orgs and clients of its own, made while the emulator runs and shared with nobody, so that
 * tests can run side by side. Clock, toggles and scenario are the emulator's.
 */

import type { Environment, Location } from '../protocol/data-centers.ts'
import { type Registration, registerClient } from './clients.ts'
import { holderOf } from './credentials.ts'
import { membershipId } from './membership-id.ts'
import { idIn } from './metadata.ts'
import { administratorName } from './profiles.ts'
import { regions } from './regions.ts'
import type { Client, Flow, Grant, Org, Portal, User } from './schema.ts'
import type { Row, Table } from './table.ts'
import type { World } from './world.ts'

export interface TenantOptions {
  /** Of the portal and its production org. */
  readonly name?: string | undefined
  readonly location?: Location | undefined
  readonly sandboxes?: number | undefined
  readonly developers?: number | undefined
  /** With how many records each module starts. */
  readonly records?: number | undefined
  /** Wins over the scenario's. */
  readonly flow?: Flow | undefined
}

export interface Tenant {
  readonly portal: Portal
  readonly user: User
  readonly clients: readonly Client[]
}

export function createTenant(world: World, options: TenantOptions = {}): Tenant {
  const { location = world.defaultLocation, sandboxes = 1, developers = 1, records = 0, flow = null } = options
  const number = unusedNumber(world)
  const name = options.name ?? `Tenant ${number}`
  const portal = world.portals.insert({ id: number, name, location, flow })
  const user = world.users.insert({
    id: unusedNumber(world),
    email: `admin@tenant-${number}.example`,
    password: 'password',
    firstName: 'Toni',
    lastName: 'Tenant',
    location,
    defaultPortalId: portal.id,
  })
  for (const { environment, suffix } of orgPlan(sandboxes, developers)) {
    const org = addOrg(world, portal, { name: `${name}${suffix}`, environment, records })
    addAdministrator(world, org, user)
  }
  return { portal, user, clients: registrations.map(one => registerClient(world, { ...one, ownerZuid: user.id })) }
}

interface PlannedOrg {
  readonly environment: Environment
  readonly suffix: string
}

const orgPlan = (sandboxes: number, developers: number): PlannedOrg[] => [
  { environment: 'production', suffix: '' },
  ...Array.from({ length: sandboxes }, (_, index) => planned('sandbox', 'Sandbox', index)),
  ...Array.from({ length: developers }, (_, index) => planned('developer', 'Developer', index)),
]

const planned = (environment: Environment, word: string, index: number): PlannedOrg => ({
  environment,
  suffix: index === 0 ? ` ${word}` : ` ${word} ${index + 1}`,
})

function addOrg(
  world: World,
  portal: Portal,
  { name, environment, records }: { name: string; environment: Environment; records: number },
): Org {
  const id = unusedNumber(world)
  const idPrefix = unusedPrefix(world)
  return world.orgs.insert({
    id,
    portalId: portal.id,
    name,
    environment,
    domainName: `org${id}`,
    idPrefix,
    // as old as the orgs of the fixture, and not made now, so that its records say the same on every run
    createdAt: world.fixture.createdAt,
    timeZone: regions[portal.location].timeZone,
    currency: regions[portal.location].currency,
    startingRecords: records,
    recordOwners: [idIn(idPrefix, 'users')],
    customization: null,
    customViews: [],
    profiles: [],
    sharing: {},
  })
}

const addAdministrator = (world: World, org: Org, user: User) =>
  world.memberships.insert({
    id: membershipId(org.id, user.id),
    zuid: user.id,
    zgid: org.id,
    userId: idIn(org.idPrefix, 'users'),
    profile: administratorName,
    role: 'CEO',
  })

/** Of a portal, an org or a user: no two of them have the same. */
export function unusedNumber(world: World): string {
  let number: string
  do number = world.ids.number('tenant', 10_000_000, 100_000_000)
  while (world.portals.has(number) || world.orgs.has(number) || world.users.has(number))
  return number
}

/** All prefixes have seven digits, so ids of orgs with different ones are different too. */
function unusedPrefix(world: World): string {
  let prefix: string
  do prefix = world.ids.number('org-prefix', 1_000_000, 9_000_000)
  while (world.orgs.findOne('prefix', prefix))
  return prefix
}

const redirectUris = ['http://localhost:3000/oauth/callback', '{emulator}/_emulator/callback']
const homepageUrl = 'http://localhost:3000'
const none = { homepageUrl: null, redirectUris: [], javascriptDomains: [] }

/** One client of each type, as the default fixture has them. */
const registrations: readonly Omit<Registration, 'ownerZuid'>[] = [
  { type: 'server', name: 'Connector', homepageUrl, redirectUris, javascriptDomains: [] },
  {
    type: 'javascript',
    name: 'Web App',
    homepageUrl,
    redirectUris,
    javascriptDomains: ['http://localhost:3000', '{emulator}'],
  },
  { type: 'mobile', name: 'Mobile', homepageUrl, redirectUris, javascriptDomains: [] },
  { ...none, type: 'device', name: 'Scanner', homepageUrl },
  { ...none, type: 'self', name: 'Self Client' },
]

/** Whether a portal was made here, and is none of the fixture's. */
export const isTenant = (world: World, portal: Portal): boolean => !world.fixture.portals.has(portal.id)

/** Takes a tenant away with all that came of it; its tokens are unknown from then on. */
export function deleteTenant(world: World, portal: Portal): void {
  const orgs = new Set(world.orgs.find('portal', portal.id).map(({ id }) => id))
  const users = usersOfNoOther(world, orgs)
  const clients = new Set([...users].flatMap(id => world.clients.find('owner', id).map(client => client.id)))

  forgetGrants(
    world,
    ({ clientId, zuid, zgid }) => clients.has(clientId) || users.has(zuid) || (zgid !== null && orgs.has(zgid)),
  )
  world.sessions.forget(({ zuid }) => users.has(zuid))
  world.handoffs.forget(({ zuid }) => users.has(zuid))
  world.authorizationRequests.forget(one => clients.has(one.clientId) || users.has(one.zuid ?? ''))
  world.deviceRequests.forget(({ clientId }) => clients.has(clientId))

  world.clients.forget(({ id }) => clients.has(id))
  world.memberships.forget(({ zgid }) => orgs.has(zgid))
  world.users.forget(({ id }) => users.has(id))
  world.orgs.forget(({ id }) => orgs.has(id))
  world.portals.forget(({ id }) => id === portal.id)
  for (const id of orgs) world.store.drop(`org/${id}/`)
  world.ids.forget(kind => orgs.has(kind.split('/')[1] ?? ''))
  world.outbox.forget(({ org }) => orgs.has(org))
  world.fileBytes.release()
}

/** The people of these orgs, those who were deleted there too, unless they belong to another org. */
function usersOfNoOther(world: World, orgs: ReadonlySet<string>): Set<string> {
  const users = new Set<string>()
  for (const id of orgs) {
    const { people } = world.orgData(world.orgs.get(id)!)
    for (const { zuid } of [...people.users(), ...people.deletedUsers()]) users.add(zuid)
  }
  for (const zuid of users) {
    if (world.memberships.find('zuid', zuid).some(({ zgid }) => !orgs.has(zgid))) users.delete(zuid)
  }
  return users
}

/** Codes, tokens and all else that hangs on a consent. */
function forgetGrants(world: World, isOver: (grant: Grant) => boolean): void {
  const grants = idsOf(world.grants, isOver)
  if (grants.size === 0) return
  const refreshTokens = idsOf(world.refreshTokens, ({ grantId }) => grants.has(grantId))
  const holders = new Set([...grants].map(id => world.grants.get(id)!).map(holderOf))
  world.limitLogs.forget(({ id }) => {
    const key = id.slice(id.indexOf('|') + 1)
    return holders.has(key) || refreshTokens.has(key)
  })
  world.accessTokens.forget(({ grantId }) => grants.has(grantId))
  world.enhancementTokens.forget(({ refreshToken }) => refreshTokens.has(refreshToken))
  world.refreshTokens.forget(({ id }) => refreshTokens.has(id))
  world.codes.forget(({ grantId }) => grants.has(grantId))
  world.sessionGrants.forget(({ grantId }) => grants.has(grantId))
  world.deviceRequests.forget(({ grantId }) => grants.has(grantId ?? ''))
  world.grants.forget(({ id }) => grants.has(id))
}

function idsOf<T extends Row>(table: Table<T>, isMeant: (row: T) => boolean): Set<string> {
  const ids = new Set<string>()
  table.each(row => {
    if (isMeant(row)) ids.add(row.id)
  })
  return ids
}

import { portalsOf } from '../../../world/people.ts'
import type { Client, Org, User } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import type { RunChoice } from './run.ts'

/** Who, with which app, for which org: as asked, and where that does not fit what shows most. */
export function readChoice(world: World, query: URLSearchParams): RunChoice | null {
  const users = usersWithOrgs(world)
  const asked = users.find(({ email }) => email === query.get('user'))
  for (const user of [asked, users.find(one => reachesSeveral(world, one)), ...users]) {
    const clients = user ? usableClients(world, user) : []
    const client = clients.find(({ id }) => id === query.get('client')) ?? clients[0]
    if (user && client) return { user, client, org: chooseOrg(world, user, query.get('org')) }
  }
  return null
}

export const usersWithOrgs = (world: World): User[] => world.users.all().filter(user => orgsOf(world, user).length > 0)

/** The clients with which a user can go through all the pages. */
export const usableClients = (world: World, { location }: User): Client[] =>
  world.clients
    .all()
    .filter(
      ({ type, redirectUris, locations }) =>
        type === 'server' && redirectUris.length > 0 && locations.includes(location),
    )

export const orgsOf = (world: World, user: User): Org[] => portalsOf(world, user).flatMap(({ orgs }) => orgs)

/** The org of that id, or one outside production, where the difference is easiest to see. */
export function chooseOrg(world: World, user: User, zgid: string | null): Org {
  const orgs = orgsOf(world, user)
  return orgs.find(({ id }) => id === zgid) ?? orgs.find(({ environment }) => environment === 'sandbox') ?? orgs[0]!
}

const reachesSeveral = (world: World, user: User): boolean =>
  new Set(orgsOf(world, user).map(({ environment }) => environment)).size > 1

/** Registered clients: how they come to be, change and go, and what then becomes of their credentials. */

import type { Location } from '../protocol/data-centers.ts'
import { endGrant } from './credentials.ts'
import type { Client, ClientType, Grant } from './schema.ts'
import type { World } from './world.ts'

/** What its owner says of a client. */
export interface ClientDetails {
  readonly name: string
  readonly homepageUrl: string | null
  readonly redirectUris: readonly string[]
  readonly javascriptDomains: readonly string[]
}

export interface Registration extends ClientDetails {
  readonly type: ClientType
  readonly ownerZuid: string
  /** In its owner's data center, unless told otherwise. */
  readonly locations?: readonly Location[]
}

/** A new client, with a secret of its own in each of its data centers. Works at once. */
export function registerClient(world: World, registration: Registration): Client {
  const { type, name, homepageUrl, redirectUris, javascriptDomains, ownerZuid } = registration
  const locations = registration.locations ?? [world.users.get(ownerZuid)!.location]
  return world.clients.insert({
    id: world.ids.clientId(type === 'device' ? '1004' : '1000'),
    type,
    name,
    homepageUrl,
    redirectUris,
    javascriptDomains,
    ownerZuid,
    locations,
    secrets: Object.fromEntries(locations.map(location => [location, world.ids.clientSecret()])),
  })
}

export const updateClient = (world: World, client: Client, details: ClientDetails): Client =>
  world.clients.put({ ...client, ...details })

/** The secret that counts in a data center. */
export const secretOf = ({ secrets }: Client, location: Location): string | undefined =>
  secrets[location] ?? secrets.all

/** Whether one secret serves all data centers. */
export const sharesSecret = ({ secrets }: Client): boolean => secrets.all !== undefined

/** The old secret stops working, in that data center or, where it is shared, in all. */
export const regenerateSecret = (world: World, client: Client, location: Location): Client =>
  world.clients.put({
    ...client,
    secrets: sharesSecret(client)
      ? { all: world.ids.clientSecret() }
      : { ...client.secrets, [location]: world.ids.clientSecret() },
  })

export interface DataCenterSettings {
  /** Where the client is enabled. */
  readonly locations: readonly Location[]
  /** Whether one secret is to serve them all. */
  readonly sameCredentials: boolean
}

/**
 * Enables and disables data centers. What the owner's own data center knows as the secret goes on there; the others come
 * to share it, or get one each. A data center that is enabled again has the secret it had.
 */
export function setDataCenters(world: World, client: Client, settings: DataCenterSettings): Client {
  const { locations, sameCredentials } = settings
  return world.clients.put({
    ...client,
    locations,
    secrets: sameCredentials ? sharedSecret(world, client) : separateSecrets(world, client, locations),
  })
}

const homeOf = (world: World, client: Client): Location => world.users.get(client.ownerZuid)!.location

const sharedSecret = (world: World, client: Client): Client['secrets'] => ({
  all: secretOf(client, homeOf(world, client)) ?? secretOf(client, client.locations[0]!) ?? world.ids.clientSecret(),
})

function separateSecrets(world: World, client: Client, locations: readonly Location[]): Client['secrets'] {
  const { all, ...secrets } = client.secrets
  if (all !== undefined) secrets[homeOf(world, client)] = all
  for (const location of locations) secrets[location] ??= world.ids.clientSecret()
  return secrets
}

/** Takes a client away. Its codes and tokens stop working, and nobody's consent for it counts any more. */
export function deleteClient(world: World, client: Client): void {
  const grants: Grant[] = []
  world.grants.each(grant => {
    if (grant.clientId === client.id) grants.push(grant)
  })
  for (const grant of grants) endGrant(world, grant)
  world.clients.delete(client.id)
}

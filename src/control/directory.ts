import type { Located } from '../http/locate.ts'
import { expandRedirectUri } from '../http/redirect-uri.ts'
import { dataCenters } from '../protocol/data-centers.ts'
import type { Client, Org, Portal, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import type { Directory, DirectoryClient, DirectoryOrg, DirectoryPortal, DirectoryUser } from './wire.ts'

/** Everything that a test needs to begin: addresses in the way the request came, portals, users, clients. */
export function toDirectoryResponse(world: World, located: Located): Directory {
  return {
    data_centers: Object.values(dataCenters).map(dc => ({
      location: dc.location,
      accounts: located.addressOf(dc.accounts),
      console: located.addressOf(dc.console),
      production: located.addressOf(dc.production),
      sandbox: located.addressOf(dc.sandbox),
      developer: located.addressOf(dc.developer),
      content: located.addressOf(dc.content),
    })),
    portals: world.portals.all().map(portal => toPortalResponse(world, portal)),
    users: world.users.all().map(user => toUserResponse(world, user)),
    clients: world.clients.all().map(client => toClientResponse(world, client, located)),
  }
}

const toPortalResponse = (world: World, { id, name, location }: Portal): DirectoryPortal => ({
  id,
  name,
  location,
  orgs: world.orgs.find('portal', id).map(toOrgResponse),
})

const toOrgResponse = ({ id, name, environment, domainName }: Org): DirectoryOrg => ({
  zgid: id,
  name,
  environment,
  domain_name: domainName,
})

function toUserResponse(world: World, user: User): DirectoryUser {
  const memberships = world.memberships.find('zuid', user.id)
  return {
    zuid: user.id,
    email: user.email,
    password: user.password,
    location: user.location,
    default_portal: user.defaultPortalId,
    portals: [...new Set(memberships.map(({ zgid }) => world.orgs.get(zgid)!.portalId))],
    orgs: memberships.map(({ zgid, profile, role }) => ({ zgid, profile, role })),
  }
}

export function toClientResponse(world: World, client: Client, located: Located): DirectoryClient {
  const secrets = Object.fromEntries(
    client.locations.map(location => [location, client.secrets[location] ?? client.secrets.all]),
  )
  return {
    client_id: client.id,
    client_secret: (client.secrets.all ?? secrets[client.locations[0]!])!,
    client_secrets: secrets,
    type: client.type,
    name: client.name,
    redirect_uris: client.redirectUris.map(uri => expandRedirectUri(uri, located.origin)),
    javascript_domains: client.javascriptDomains.map(uri => expandRedirectUri(uri, located.origin)),
    owner: world.users.get(client.ownerZuid)!.email,
    locations: client.locations,
  }
}

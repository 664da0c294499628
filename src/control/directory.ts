import type { Located } from '../http/locate.ts'
import { expandRedirectUri } from '../http/redirect-uri.ts'
import type { SchemaMaker } from '../http/validate.ts'
import { dataCenters, environments, locations } from '../protocol/data-centers.ts'
import type { Client, Org, Portal, User } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import type { Directory, DirectoryClient, DirectoryOrg, DirectoryPortal, DirectoryUser } from './wire.ts'

export const directorySchema: SchemaMaker<unknown> = z => {
  const org = z.strictObject({
    zgid: z.string(),
    name: z.string(),
    environment: z.enum(environments),
    domain_name: z.string(),
  })
  const membership = z.strictObject({ zgid: z.string(), profile: z.string(), role: z.string() })
  return z.strictObject({
    data_centers: z.array(
      z.strictObject({
        location: z.enum(locations),
        accounts: z.string(),
        console: z.string(),
        production: z.string(),
        sandbox: z.string(),
        developer: z.string(),
        content: z.string(),
      }),
    ),
    portals: z.array(
      z.strictObject({ id: z.string(), name: z.string(), location: z.enum(locations), orgs: z.array(org) }),
    ),
    users: z.array(
      z.strictObject({
        zuid: z.string(),
        email: z.string(),
        password: z.string(),
        location: z.enum(locations),
        default_portal: z.string().nullable(),
        portals: z.array(z.string()),
        orgs: z.array(membership),
      }),
    ),
    clients: z.array(clientAnswerSchema(z)),
  })
}

export const clientAnswerSchema: SchemaMaker<unknown> = z =>
  z.strictObject({
    client_id: z.string(),
    client_secret: z.string(),
    client_secrets: z.partialRecord(z.enum(locations), z.string()),
    type: z.enum(['server', 'javascript', 'mobile', 'device', 'self']),
    name: z.string(),
    redirect_uris: z.array(z.string()),
    javascript_domains: z.array(z.string()),
    owner: z.string(),
    locations: z.array(z.enum(locations)),
  })

/** Portals, users and clients of which a directory tells. */
export interface Listed {
  readonly portals: readonly Portal[]
  readonly users: readonly User[]
  readonly clients: readonly Client[]
}

/** Everything that a test needs to begin: addresses in the way the request came, portals, users, clients. */
export function toDirectoryResponse(world: World, located: Located, listed = everybody(world)): Directory {
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
    portals: listed.portals.map(portal => toPortalResponse(world, portal)),
    users: listed.users.map(user => toUserResponse(world, user)),
    clients: listed.clients.map(client => toClientResponse(world, client, located)),
  }
}

const everybody = ({ portals, users, clients }: World): Listed => ({
  portals: portals.all(),
  users: users.all(),
  clients: clients.all(),
})

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
  const memberships = world.memberships.find('zuid', user.id).filter(({ inactive }) => !inactive)
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

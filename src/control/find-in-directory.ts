/** Finders for tests, which would otherwise have to say of each thing that it is there. */

import type { Environment } from '../protocol/data-centers.ts'
import type { Directory, DirectoryClient, DirectoryOrg } from './wire.ts'

/** The first client of a type. @throws when there is none */
export function clientOf({ clients }: Pick<Directory, 'clients'>, type: DirectoryClient['type']): DirectoryClient {
  const client = clients.find(each => each.type === type)
  if (!client) throw new Error(`no client of type ${type} in this directory`)
  return client
}

/** The first org of an environment. @throws when there is none */
export function orgOf({ portals }: Pick<Directory, 'portals'>, environment: Environment): DirectoryOrg {
  const org = portals.flatMap(({ orgs }) => orgs).find(each => each.environment === environment)
  if (!org) throw new Error(`no ${environment} org in this directory`)
  return org
}

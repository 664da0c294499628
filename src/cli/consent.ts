/** What `token`, `code` and `env` share: who consents to what. */

import type { Directory, DirectoryClient } from '../control/wire.ts'
import { UsageError } from './options.ts'
import { type Connection, callControl } from './running.ts'

export const consentOptions = {
  client: { type: 'string' },
  user: { type: 'string' },
  org: { type: 'string' },
  scope: { type: 'string' },
  'access-type': { type: 'string' },
} as const

export const consentHelp = `  --client ID          the client, as \`GET /_emulator/directory\` lists them
  --user MAIL          who consents (the client's owner)
  --org ZGID           the org that the user chooses in the new flow
  --scope LIST         separated by commas, e.g. ZohoCRM.modules.ALL
  --access-type TYPE   offline, which brings a refresh token, or online (offline)`

type ConsentValues = Connection & { readonly [Name in keyof typeof consentOptions]?: string | undefined }

/** The body of `POST /codes` and `POST /tokens`. @throws UsageError when client or scope are missing */
export async function toConsentInput(values: ConsentValues): Promise<object> {
  const { client, org, scope, 'access-type': accessType } = values
  if (client === undefined) throw new UsageError('expected --client ID, see --help')
  if (scope === undefined) throw new UsageError('expected --scope LIST, see --help')
  return {
    client_id: client,
    user: values.user ?? (await ownerOf(values, client)),
    ...(org !== undefined && { org }),
    scope,
    ...(accessType !== undefined && { access_type: accessType }),
  }
}

async function ownerOf(to: Connection, id: string): Promise<string> {
  const { clients } = await callControl<Directory>(to, 'GET', '/directory')
  return findClient(clients, id).owner
}

/** @throws UsageError */
export function findClient(clients: readonly DirectoryClient[], id: string): DirectoryClient {
  const client = clients.find(({ client_id }) => client_id === id)
  if (!client) throw new UsageError(`--client ${id}: the emulator has no client of that id`)
  return client
}

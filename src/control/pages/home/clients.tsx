import type { Located } from '../../../http/locate.ts'
import { expandRedirectUri } from '../../../http/redirect-uri.ts'
import { CopyLine } from '../../../views/copyable.tsx'
import { Fact } from '../../../views/fact.tsx'
import { Name } from '../../../views/name.tsx'
import { Pager } from '../../../views/pager.tsx'
import { secretOf, sharesSecret } from '../../../world/clients.ts'
import type { Client, ClientType } from '../../../world/schema.ts'
import type { World } from '../../../world/world.ts'
import { partOf, withParam } from '../paging.ts'

const pageSize = 10

const typeWords: Readonly<Record<ClientType, string>> = {
  server: 'Server',
  javascript: 'JavaScript',
  mobile: 'Mobile',
  device: 'Device',
  self: 'Self client',
}

interface ClientsSectionProps {
  readonly world: World
  readonly located: Located
  readonly query: Readonly<Record<string, string>>
}

/** The apps that are registered, with all that one has to be told. */
export const ClientsSection = ({ world, located, query }: ClientsSectionProps) => {
  const { items, ...part } = partOf(world.clients.all(), query.clients, pageSize)
  return (
    <section class="block" aria-labelledby="clients">
      <h2 id="clients">Clients</h2>
      {part.total === 0 && <p>None yet. Add one in the API console, or by POST /_emulator/clients.</p>}
      <ul class="rows clients">
        {items.map((client, index) => (
          <ClientRow client={client} located={located} id={`client-${index}`} />
        ))}
      </ul>
      <Pager label="clients" {...part} href={page => `${withParam(query, 'clients', page)}#clients`} />
    </section>
  )
}

const ClientRow = ({ client, located, id }: { client: Client; located: Located; id: string }) => {
  const { name, type, locations, redirectUris } = client
  const secrets = sharesSecret(client)
    ? [{ where: '', secret: client.secrets.all! }]
    : locations.map(location => ({ where: ` ${location}`, secret: secretOf(client, location) ?? '' }))
  const [first, ...others] = secrets
  return (
    <li>
      <p class="row-title">
        <Name>{name}</Name> <span class="hint">{typeWords[type]}</span>
      </p>
      <dl class="facts">
        <Fact name="Client ID">
          <CopyLine id={`${id}-id`} what={`the id of ${name}`}>
            {client.id}
          </CopyLine>
        </Fact>
        {first && (
          <Fact name={`Client Secret${first.where}`}>
            <CopyLine id={`${id}-secret`} what={`the secret of ${name}`}>
              {first.secret}
            </CopyLine>
            {others.length > 0 && (
              <details>
                <summary>Other data centers</summary>
                <dl class="facts">
                  {others.map(({ where, secret }) => (
                    <Fact name={where}>
                      <code>{secret}</code>
                    </Fact>
                  ))}
                </dl>
              </details>
            )}
          </Fact>
        )}
        {redirectUris.length > 0 && (
          <Fact name="Redirect URIs">
            {redirectUris.map((uri, at) => (
              <CopyLine id={`${id}-uri-${at}`} what={`a redirect URI of ${name}`}>
                {expandRedirectUri(uri, located.origin)}
              </CopyLine>
            ))}
          </Fact>
        )}
        <Fact name="Data centers">{locations.join(', ')}</Fact>
      </dl>
    </li>
  )
}

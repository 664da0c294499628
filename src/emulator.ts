/** An emulator in the hands of a test: the control calls as methods. */

import type {
  ControlRefusal,
  Directory,
  DirectoryClient,
  DirectoryOrg,
  DirectoryUser,
  IssuedCode,
  IssuedTokens,
  RequestFilter,
  TenantInput,
} from './control/wire.ts'
import type { RequestRow } from './http/journal/show.ts'
import { readJson } from './world/fixtures.ts'
import type { World } from './world/world.ts'

/** For whom a code or tokens are issued. A client, user or org is an object of the directory, or its id (client id, e-mail, zgid). */
export interface ConsentRequest {
  readonly client: string | Pick<DirectoryClient, 'client_id' | 'owner'>
  /** The client's owner unless told otherwise. */
  readonly user?: string | Pick<DirectoryUser, 'email'>
  /** The one org that the user chooses in the new flow. */
  readonly org?: string | Pick<DirectoryOrg, 'zgid'>
  /** Separated by commas, e.g. `ZohoCRM.modules.ALL,ZohoCRM.org.READ`. */
  readonly scope: string
  /** `offline`, which brings a refresh token. */
  readonly accessType?: 'online' | 'offline'
}

export interface CodeRequest extends ConsentRequest {
  /** The exchange then has to name the same one; without it any registered one or none. */
  readonly redirectUri?: string
}

export interface Emulator {
  /** Base address in front of which a Zoho host is put, e.g. `http://localhost:8400`. */
  readonly url: string
  /** Where the same is served over TLS; null unless asked for. */
  readonly tlsPort: number | null
  /** Answers a request without a socket. */
  fetch(request: Request | string, init?: RequestInit): Promise<Response>
  /** Addresses, portals with their orgs, users and clients. */
  directory(): Promise<Directory>
  /** A portal with a user, orgs and clients of its own, which share nothing with others: one per test that runs in parallel. */
  createTenant(input?: TenantInput): Promise<Directory>
  /** Removes what `createTenant` made. */
  removeTenant(tenant: Pick<Directory, 'portals'>): Promise<void>
  /** An authorization code, as if the user had signed in, chosen the org and accepted. @throws with the control API's message */
  issueCode(request: CodeRequest): Promise<IssuedCode>
  /** Consent without a browser. @throws with the control API's message */
  issueTokens(request: ConsentRequest): Promise<IssuedTokens>
  /** Moves the world's clock, e.g. `61m`, `1h30m`, or milliseconds. */
  advanceClock(by: string | number): Promise<void>
  /** A shipped scenario by its name, a person's own as an object or by the path of its file. */
  useScenario(scenario: string | object): Promise<void>
  /** What was asked of the emulator, newest first. */
  requests(filter?: RequestFilter): Promise<readonly RequestRow[]>
  /** Back to the state that it was started with. */
  reset(): Promise<void>
  /** Whom clients of the forward proxy wanted to reach: connections to Zoho hosts, and how many to each other `HOST:PORT`. */
  connections(): { readonly zoho: number; readonly others: Readonly<Record<string, number>> }
  /** The world's time, epoch milliseconds. */
  now(): number
  close(): Promise<void>
}

interface Parts extends Pick<Emulator, 'url' | 'tlsPort' | 'fetch' | 'connections' | 'close'> {
  readonly world: World
  /** What control calls need. */
  readonly token: string | undefined
}

export function inHand({ world, url, tlsPort, fetch, connections, token, close }: Parts): Emulator {
  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`/_emulator${path}`, {
      method,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as T | ControlRefusal
    if (!response.ok) throw new Error(explain((answer as ControlRefusal).error))
    return answer as T
  }

  const moveBy = (ms: number): object =>
    ms >= 0 ? { advance: `${Math.round(ms)}ms` } : { set: new Date(world.clock.now() + ms).toISOString() }

  const directory = () => control<Directory>('GET', '/directory')

  const ownerOf = async (client: ConsentRequest['client']): Promise<string> => {
    if (typeof client !== 'string') return client.owner
    const found = (await directory()).clients.find(({ client_id }) => client_id === client)
    if (!found) throw new Error(`client_id: no client ${client}`)
    return found.owner
  }

  const toConsentInput = async ({ client, user, org, scope, accessType }: ConsentRequest): Promise<object> => ({
    client_id: typeof client === 'string' ? client : client.client_id,
    user: typeof user === 'object' ? user.email : (user ?? (await ownerOf(client))),
    ...(org !== undefined && { org: typeof org === 'string' ? org : org.zgid }),
    scope,
    ...(accessType && { access_type: accessType }),
  })

  return {
    url,
    tlsPort,
    fetch,
    connections,
    directory,
    createTenant: (input = {}) => control('POST', '/tenants', input),
    async removeTenant({ portals }) {
      for (const { id } of portals) await control('DELETE', `/tenants/${encodeURIComponent(id)}`)
    },
    async issueCode(request) {
      const { redirectUri } = request
      const input = {
        ...(await toConsentInput(request)),
        ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      }
      return control('POST', '/codes', input)
    },
    issueTokens: async request => control('POST', '/tokens', await toConsentInput(request)),
    async advanceClock(by) {
      await control('POST', '/clock', typeof by === 'string' ? { advance: by } : moveBy(by))
    },
    async useScenario(scenario) {
      await control('PUT', '/scenario', typeof scenario === 'string' ? toScenarioInput(scenario) : scenario)
    },
    async requests(filter = {}) {
      const asked = Object.entries(filter).filter(([, value]) => value !== undefined)
      const query = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))
      const { requests } = await control<{ requests: RequestRow[] }>('GET', `/requests?${query}`)
      return requests
    },
    async reset() {
      await control('POST', '/reset')
    },
    now: () => world.clock.now(),
    close,
  }
}

const toScenarioInput = (nameOrFile: string): object =>
  /^[\w-]+$/.test(nameOrFile) ? { name: nameOrFile } : (readJson(nameOrFile) as object)

const explain = ({ path, message }: ControlRefusal['error']): string => (path === '' ? message : `${path}: ${message}`)

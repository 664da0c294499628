/**
 * The public door: an emulator with a listener, or the same without one.
 *
 * @example
 * const zoho = await startEmulator({ port: 0, fixture: 'empty' })
 * await fetch(`${zoho.url}/_emulator/directory`)
 * await zoho.close()
 */

import { createApp } from './app.ts'
import type {
  ControlRefusal,
  Directory,
  DirectoryClient,
  DirectoryOrg,
  DirectoryUser,
  IssuedCode,
  IssuedTokens,
  RequestFilter,
  RequestRow,
  TenantInput,
} from './control/wire.ts'
import type { Location } from './protocol/data-centers.ts'
import { parseDuration } from './protocol/duration.ts'
import { listen } from './server.ts'
import { loadScenario } from './world/scenarios.ts'
import { createWorld } from './world/world.ts'

export type * from './control/wire.ts'
export type { Environment, Location } from './protocol/data-centers.ts'

/** As on the command line, in camelCase. */
export interface EmulatorOptions {
  /** 8400; 0 takes a free one. */
  readonly port?: number
  /** Bind address; 127.0.0.1. */
  readonly host?: string
  /** Names under which the emulator's own pages answer, besides localhost and loopback addresses. */
  readonly publicHost?: readonly string[]
  /** `default`, `empty`, `data-centers`, or the path of a file. */
  readonly fixture?: string
  /** Name of a scenario, or the path of a file. */
  readonly scenario?: string
  readonly seed?: string
  /** Data center that is meant where a request names none; `us`. */
  readonly location?: Location
  /** Needed by control calls when set. */
  readonly token?: string
  /** Believe `X-Forwarded-Host` and `X-Forwarded-Proto`. */
  readonly trustProxy?: boolean
  /** The emulator has the process to itself, as on the command line, and may replace the global Request and Response by faster ones. */
  readonly ownProcess?: boolean
}

/** For whom a code or tokens are issued. A client, user or org is an object of the directory, or its id (client id, e-mail, zgid). */
export interface ConsentRequest {
  readonly client: string | Pick<DirectoryClient, 'client_id'>
  readonly user: string | Pick<DirectoryUser, 'email'>
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
  useScenario(name: string): Promise<void>
  /** What was asked of the emulator, newest first. */
  requests(filter?: RequestFilter): Promise<readonly RequestRow[]>
  /** Back to the state that it was started with. */
  reset(): Promise<void>
  /** The world's time, epoch milliseconds. */
  now(): number
  close(): Promise<void>
}

/** An emulator that listens. @throws when the port is taken or fixture or scenario cannot be used */
export const startEmulator = (options: EmulatorOptions = {}): Promise<Emulator> => build(options, true)

/** An emulator without a listener; `fetch` reaches it. */
export const createEmulator = (options: EmulatorOptions = {}): Promise<Emulator> => build(options, false)

async function build(options: EmulatorOptions, listening: boolean): Promise<Emulator> {
  const world = await createWorld(options)
  const app = createApp(world, {
    publicHosts: options.publicHost ?? [],
    trustProxy: options.trustProxy ?? false,
    ...(options.token !== undefined && { token: options.token }),
  })
  const host = options.host ?? '127.0.0.1'
  const listener = listening
    ? await listen(app, { port: options.port ?? 8400, host, ownProcess: options.ownProcess ?? false })
    : undefined
  const url = listener ? `http://localhost:${listener.port}` : 'http://localhost'

  const fetch: Emulator['fetch'] = async (request, init) =>
    app.fetch(request instanceof Request ? request : new Request(new URL(request, url), init))

  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`/_emulator${path}`, {
      method,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(options.token !== undefined && { Authorization: `Bearer ${options.token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as T | ControlRefusal
    if (!response.ok) throw new Error(explain((answer as ControlRefusal).error))
    return answer as T
  }

  return {
    url,
    fetch,
    directory: () => control('GET', '/directory'),
    createTenant: (input = {}) => control('POST', '/tenants', input),
    async removeTenant({ portals }) {
      for (const { id } of portals) await control('DELETE', `/tenants/${encodeURIComponent(id)}`)
    },
    issueCode: request =>
      control('POST', '/codes', {
        ...toConsentInput(request),
        ...(request.redirectUri !== undefined && { redirect_uri: request.redirectUri }),
      }),
    issueTokens: request => control('POST', '/tokens', toConsentInput(request)),
    async advanceClock(by) {
      world.clock.advance(typeof by === 'number' ? by : parseDuration(by))
    },
    async useScenario(name) {
      world.useScenario(loadScenario(name))
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
    close: async () => listener?.close(),
  }
}

const toConsentInput = ({ client, user, org, scope, accessType }: ConsentRequest): object => ({
  client_id: typeof client === 'string' ? client : client.client_id,
  user: typeof user === 'string' ? user : user.email,
  ...(org !== undefined && { org: typeof org === 'string' ? org : org.zgid }),
  scope,
  ...(accessType && { access_type: accessType }),
})

const explain = ({ path, message }: ControlRefusal['error']): string => (path === '' ? message : `${path}: ${message}`)

/**
 * The public door: an emulator with a listener, or the same without one.
 *
 * @example
 * const zoho = await startEmulator({ port: 0, fixture: 'empty' })
 * await fetch(`${zoho.url}/_emulator/directory`)
 * await zoho.close()
 */

import { createApp } from './app.ts'
import type { Location } from './protocol/data-centers.ts'
import { parseDuration } from './protocol/duration.ts'
import { listen } from './server.ts'
import { loadScenario } from './world/scenarios.ts'
import { createWorld } from './world/world.ts'

/** As on the command line, in camelCase. */
export interface EmulatorOptions {
  /** 8400; 0 takes a free one. */
  readonly port?: number
  /** Bind address; 127.0.0.1. */
  readonly host?: string
  /** Names under which the emulator's own pages answer, besides localhost and loopback addresses. */
  readonly publicHost?: readonly string[]
  /** `default`, `empty`, `customized`, `data-centers`, or the path of a file. */
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

/** A client, user or org: an object of the directory, or its id (client id, e-mail, zgid). */
export interface TokenRequest {
  readonly client: string | { readonly client_id: string }
  readonly user: string | { readonly email: string }
  readonly org?: string | { readonly zgid: string }
  readonly scope: string
  readonly accessType?: 'online' | 'offline'
}

/** The answer of the token endpoint. */
export interface IssuedTokens {
  readonly access_token: string
  readonly refresh_token?: string
  readonly scope: string
  readonly api_domain: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
}

export interface Emulator {
  /** Base address in front of which a Zoho host is put, e.g. `http://localhost:8400`. */
  readonly url: string
  /** Answers a request without a socket. */
  fetch(request: Request | string, init?: RequestInit): Promise<Response>
  /** Consent without a browser. @throws with the control API's message */
  issueTokens(request: TokenRequest): Promise<IssuedTokens>
  /** Moves the world's clock, e.g. `61m`, `1h30m`, or milliseconds. */
  advanceClock(by: string | number): Promise<void>
  useScenario(name: string): Promise<void>
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

  return {
    url,
    fetch,
    async issueTokens({ client, user, org, scope, accessType }) {
      const body = {
        client_id: typeof client === 'string' ? client : client.client_id,
        user: typeof user === 'string' ? user : user.email,
        ...(org !== undefined && { org: typeof org === 'string' ? org : org.zgid }),
        scope,
        ...(accessType && { access_type: accessType }),
      }
      const headers: Record<string, string> = { 'Content-Type': 'application/json' }
      if (options.token !== undefined) headers.Authorization = `Bearer ${options.token}`
      const response = await fetch('/_emulator/tokens', { method: 'POST', headers, body: JSON.stringify(body) })
      const answer = (await response.json()) as IssuedTokens & { error?: { message: string; path: string } }
      if (answer.error) throw new Error(`${answer.error.path}: ${answer.error.message}`)
      return answer
    },
    async advanceClock(by) {
      world.clock.advance(typeof by === 'number' ? by : parseDuration(by))
    },
    async useScenario(name) {
      world.useScenario(loadScenario(name))
    },
    async reset() {
      world.reset()
    },
    now: () => world.clock.now(),
    async close() {
      app.journal.end()
      await listener?.close()
    },
  }
}

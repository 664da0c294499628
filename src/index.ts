/**
 * The public door: an emulator with a listener, or the same without one.
 *
 * @example
 * const zoho = await startEmulator({ port: 0, fixture: 'empty' })
 * await fetch(`${zoho.url}/_emulator/directory`)
 * await zoho.close()
 */

import { join } from 'node:path'
import { type App, createApp } from './app.ts'
import { type Emulator, inHand } from './emulator.ts'
import { createDateHeader } from './http/date-header.ts'
import { Connections } from './intercept/connections.ts'
import { dataFolder } from './intercept/data-folder.ts'
import type { Location } from './protocol/data-centers.ts'
import { type Listener, listen } from './server.ts'
import type { StateFile } from './world/state-file/index.ts'
import { createWorld, type World } from './world/world.ts'

export { clientOf, orgOf } from './control/find-in-directory.ts'
export type * from './control/wire.ts'
export type { CodeRequest, ConsentRequest, Emulator } from './emulator.ts'
export type { RequestRow } from './http/journal/show.ts'
export type { Environment, Location } from './protocol/data-centers.ts'

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
  /** Keeps the state in this file, and beside it a journal. */
  readonly data?: string
  readonly seed?: string
  /** Data center that is meant where a request names none; `us`. */
  readonly location?: Location
  /** Needed by control calls when set. */
  readonly token?: string
  /** Believe `X-Forwarded-Host` and `X-Forwarded-Proto`. */
  readonly trustProxy?: boolean
  /** Hosts to which notifications and other callbacks may go, besides this machine. */
  readonly allowCallbacks?: readonly string[]
  /** The longest state that `PUT /_emulator/snapshot` takes, in bytes; 1 GiB. */
  readonly maxSnapshot?: number
  /** Hosts that clients of the forward proxy may reach besides Zoho's, which are all served here. */
  readonly allow?: readonly string[]
  /** Serves the same over TLS on this port; 0 takes a free one. */
  readonly tlsPort?: number
  /** Keeps in this file how the clock differs from the real one, for programs that follow it. */
  readonly clockFile?: string
  /** The emulator has the process to itself, as on the command line, and may replace the global Request and Response by faster ones. */
  readonly ownProcess?: boolean
}

/** An emulator that listens. @throws when the port is taken or fixture or scenario cannot be used */
export const startEmulator = (options: EmulatorOptions = {}): Promise<Emulator> => build(options, true)

/** An emulator without a listener; `fetch` reaches it. */
export const createEmulator = (options: EmulatorOptions = {}): Promise<Emulator> => build(options, false)

async function build(options: EmulatorOptions, listening: boolean): Promise<Emulator> {
  const { world, stateFile } = await openWorld(options)
  const app = createApp(world, {
    ...(stateFile && { stateFile }),
    publicHosts: options.publicHost ?? [],
    trustProxy: options.trustProxy ?? false,
    allowCallbacks: options.allowCallbacks ?? [],
    ...(options.token !== undefined && { token: options.token }),
    ...(options.maxSnapshot !== undefined && { maxSnapshot: options.maxSnapshot }),
  })
  const host = options.host ?? '127.0.0.1'
  const date = createDateHeader(world.clock)
  const connections = new Connections()
  const tunnels = {
    allow: options.allow ?? [],
    connections,
    authority: async () => (await import('./intercept/authority.ts')).openAuthority(join(dataFolder(), 'ca')),
  }
  let listener: Listener | undefined
  try {
    if (listening) {
      const { port = 8400, ownProcess = false } = options
      const { clockFile, tlsPort } = options
      const listened = clockFile === undefined ? app : await followedBy(clockFile, app, world)
      listener = await listen(listened, { port, host, ownProcess, date, tunnels, tlsPort })
    }
  } catch (error) {
    await stateFile?.close()
    throw error
  }
  const url = listener ? `http://localhost:${listener.port}` : 'http://localhost'

  const fetch: Emulator['fetch'] = async (request, init) => {
    const response = await app.fetch(request instanceof Request ? request : new Request(new URL(request, url), init))
    response.headers.set('Date', date() ?? new Date().toUTCString())
    return response
  }

  return inHand({
    world,
    url,
    tlsPort: listener?.tlsPort ?? null,
    fetch,
    connections: () => ({ zoho: connections.zoho, others: Object.fromEntries(connections.others) }),
    token: options.token,
    async close() {
      app.close()
      await listener?.close()
      await stateFile?.close()
    },
  })
}

/** An app that has written down how its clock goes before it answers. */
async function followedBy(clockFile: string, app: App, { clock }: World): Promise<App> {
  const { keepClockFile } = await import('./intercept/clock-file.ts')
  const look = keepClockFile(clockFile, clock)
  return {
    ...app,
    async fetch(request, env) {
      const response = await app.fetch(request, env)
      look()
      return response
    },
  }
}

/** @throws FileProblem when fixture, scenario or state file cannot be used */
async function openWorld(options: EmulatorOptions): Promise<{ world: World; stateFile?: StateFile }> {
  if (options.data === undefined) return { world: await createWorld(options) }
  const { StateFile } = await import('./world/state-file/index.ts')
  const stateFile = await StateFile.open(options.data)
  try {
    const world = await createWorld(stateFile.worldOptions(options))
    await stateFile.attach(world)
    return { world, stateFile }
  } catch (error) {
    stateFile.abandon()
    throw error
  }
}

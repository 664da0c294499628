import { createServer as createHttpServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { AddressInfo, Server as NetServer, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { App } from './app.ts'
import { jsonResponse, reasonHeader } from './http/respond.ts'
import type { TunnelOptions, Tunnels } from './intercept/tunnels.ts'

export interface ListenOptions {
  readonly port: number
  readonly host: string
  /** Whether nobody else lives in this process: then the server may put its lighter Request and Response in place of the global ones. */
  readonly ownProcess?: boolean
  /** What the `Date` header says; null leaves it to the HTTP server, whose time is the real one. */
  readonly date?: () => string | null
  /** What the forward proxy may do. */
  readonly tunnels: TunnelOptions
  /** Where the same is served over TLS; nowhere without it. */
  readonly tlsPort?: number | undefined
}

export interface Listener {
  readonly port: number
  readonly tlsPort: number | null
  /** Takes no new requests, gives those under way some time, then ends their connections. */
  close(graceMs?: number): Promise<void>
}

/** @throws the server's error, e.g. EADDRINUSE */
export async function listen(
  app: App,
  { port, host, ownProcess = false, date = () => null, tunnels: options, tlsPort }: ListenOptions,
): Promise<Listener> {
  const answer = getRequestListener((request, { incoming }) => app.fetch(request, { incoming: incoming as never }), {
    overrideGlobalObjects: ownProcess,
    errorHandler: () => {
      const message = 'the request cannot be read'
      return jsonResponse(400, { error: { code: 'BAD_REQUEST', message, path: '' } }, reasonHeader(message))
    },
  })
  const server = createHttpServer({ ServerResponse: datedBy(date) }, (incoming, outgoing) => {
    // as a proxy is asked: with the whole address
    if (incoming.url!.charCodeAt(0) === slash) return void answer(incoming, outgoing)
    void tunnels().then(each => {
      if (!each.divert(incoming, outgoing)) void answer(incoming, outgoing)
    })
  })
  // who has said all that they have to say may still be waiting for the answer; Node knows this, but does not say so in its types
  Object.assign(server, { httpAllowHalfOpen: true })
  let loading: Promise<Tunnels> | undefined
  const tunnels = (): Promise<Tunnels> => {
    loading ??= import('./intercept/tunnels.ts').then(loaded => new loaded.Tunnels(server, options))
    return loading
  }
  server.on('connect', (request, socket, head) => void tunnels().then(each => each.take(request, socket, head)))

  const unused = trackUnused(server)
  await listening(server, port, host)
  const secure = tlsPort === undefined ? null : await listenSecurely(server, options, { port: tlsPort, host, unused })
  return {
    port: portOf(server),
    tlsPort: secure && portOf(secure),
    close: (graceMs = 5000) =>
      closeServers({ server, secure, unused, graceMs }, () => void loading?.then(each => each.close())),
  }
}

const slash = 0x2f

const portOf = (server: NetServer): number => (server.address() as AddressInfo).port

function listening(server: NetServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** A second door to the same server, for those who reach Zoho's names by a hosts file or another proxy. */
async function listenSecurely(
  server: Server,
  { authority }: TunnelOptions,
  { port, host, unused }: Pick<ListenOptions, 'port' | 'host'> & { readonly unused: Set<Socket> },
): Promise<NetServer> {
  try {
    const { createSecureServer } = await import('./intercept/secure-server.ts')
    const secure = await createSecureServer(await authority(), socket => server.emit('connection', socket))
    trackUnshaken(secure, unused)
    await listening(secure, port, host)
    return secure
  } catch (error) {
    await new Promise(resolve => server.close(resolve))
    throw error
  }
}

/** Answers whose `Date` is written with the rest of their head, so that an answer that moved the clock says the new time. */
function datedBy(date: () => string | null): typeof ServerResponse {
  return class<Request extends IncomingMessage> extends ServerResponse<Request> {
    override writeHead(...head: unknown[]): this {
      const text = date()
      if (text !== null) this.setHeader('Date', text)
      return super.writeHead(...(head as [number]))
    }
  }
}

/** The connections over which no request has come yet; clients open some to have them ready, and Node doesn't count them as idle. */
function trackUnused(server: Server): Set<Socket> {
  const unused = new Set<Socket>()
  server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return unused
}

/** The same for those over which client and server have not agreed on keys yet. */
function trackUnshaken(secure: NetServer, unused: Set<Socket>): void {
  const unshaken = new Map<string, Socket>()
  const endOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`
  const forget = (end: string) => {
    unused.delete(unshaken.get(end)!)
    unshaken.delete(end)
  }
  secure.on('connection', (socket: Socket) => {
    const end = endOf(socket)
    unshaken.set(end, socket)
    unused.add(socket)
    socket.once('close', () => forget(end))
  })
  secure.on('secureConnection', (socket: Socket) => forget(endOf(socket)))
}

const idleCheckMs = 20

interface Closing {
  readonly server: Server
  readonly secure: NetServer | null
  readonly unused: ReadonlySet<Socket>
  readonly graceMs: number
}

async function closeServers({ server, secure, unused, graceMs }: Closing, closeTunnels: () => void): Promise<void> {
  const closed = [server, ...(secure ? [secure] : [])].map(each => new Promise(resolve => each.close(resolve)))
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  // a connection whose last answer has just gone out would stay for its client's next request
  const idleTimer = setInterval(() => server.closeIdleConnections(), idleCheckMs)
  server.closeIdleConnections()
  for (const socket of unused) socket.destroy()
  closeTunnels()
  await Promise.all(closed)
  clearTimeout(timer)
  clearInterval(idleTimer)
}

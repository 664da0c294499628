import { createServer as createHttpServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { App } from './app.ts'
import { jsonResponse, reasonHeader } from './http/respond.ts'

export interface ListenOptions {
  readonly port: number
  readonly host: string
  /** Whether nobody else lives in this process: then the server may put its lighter Request and Response in place of the global ones. */
  readonly ownProcess?: boolean
  /** What the `Date` header says; null leaves it to the HTTP server, whose time is the real one. */
  readonly date?: () => string | null
}

export interface Listener {
  readonly port: number
  /** Takes no new requests, gives those under way some time, then ends their connections. */
  close(graceMs?: number): Promise<void>
}

/** @throws the server's error, e.g. EADDRINUSE */
export async function listen(
  app: App,
  { port, host, ownProcess = false, date = () => null }: ListenOptions,
): Promise<Listener> {
  const server = createHttpServer(
    { ServerResponse: datedBy(date) },
    getRequestListener((request, { incoming }) => app.fetch(request, { incoming: incoming as never }), {
      overrideGlobalObjects: ownProcess,
      errorHandler: () => {
        const message = 'the request cannot be read'
        return jsonResponse(400, { error: { code: 'BAD_REQUEST', message, path: '' } }, reasonHeader(message))
      },
    }),
  )
  const unused = trackUnused(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs = 5000) => closeServer(server, unused, graceMs),
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
function trackUnused(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>()
  server.on('connection', socket => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return unused
}

const idleCheckMs = 20

function closeServer(server: Server, unused: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    // a connection whose last answer has just gone out would stay for its client's next request
    const idleTimer = setInterval(() => server.closeIdleConnections(), idleCheckMs)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(idleTimer)
      resolve()
    })
    server.closeIdleConnections()
    for (const socket of unused) socket.destroy()
  })
}

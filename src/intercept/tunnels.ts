/**
 * The forward proxy on the emulator's own port. Connections to Zoho's hosts end here, in the emulator; others are refused, or
 * let through to hosts that were allowed, and counted. Nothing reaches a host of Zoho's from here, whatever was allowed.
 *
 *     CONNECT www.zohoapis.com:443   → a TLS server with a certificate of the local authority, and behind it the emulator
 *     CONNECT example.com:443        → 403
 *     GET http://example.com/        → 403
 */

import { type IncomingMessage, request as requestOutward, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { type Duplex, pipeline } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Authority } from './authority.ts'
import type { Connections } from './connections.ts'
import { isLoopback, isOfZoho } from './names.ts'
import { isVouched } from './zoho-domains.ts'

export interface TunnelOptions {
  /** Hosts that may be reached, with or without a port. */
  readonly allow: readonly string[]
  readonly connections: Connections
  /** Opened when it is first needed. */
  authority(): Promise<Authority>
}

interface Target {
  readonly host: string
  readonly port: number
  /** As it is counted. */
  readonly place: string
}

/** How long a client may take to say what it wants inside a tunnel. */
const helloMs = 10_000

export class Tunnels {
  readonly #server: Server
  readonly #options: TunnelOptions
  readonly #open = new Set<Duplex>()
  #isClosed = false

  constructor(server: Server, options: TunnelOptions) {
    this.#server = server
    this.#options = options
  }

  /** Answers a CONNECT. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#keep(socket)
    const target = readTarget(request.url ?? '', 443)
    const isQuiet = request.headers['x-zoho-emulator-tunnel'] === 'quiet'
    if (!target) refuse(socket, 400, 'expected HOST:PORT')
    else if (isOfZoho(target.host)) {
      this.#options.connections.noteZoho()
      void this.#serve(target, socket, head, isQuiet)
    } else if (this.#mayPass(target, request)) this.#pass(target, socket, head, isQuiet)
    else refuse(socket, 403, `${target.place} is no Zoho host; --allow ${target.host} lets it through`)
  }

  /**
   * Answers a request for another place than this one, e.g. `GET http://example.com/`.
   * @returns whether it was one
   */
  divert(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    const url = incoming.url ?? ''
    if (!URL.canParse(url)) return false
    const { hostname, host, port, protocol } = new URL(url)
    if (isOfZoho(hostname)) {
      this.#options.connections.noteZoho()
      return false
    }
    const number = Number(port || (protocol === 'https:' ? 443 : 80))
    // what names this listener itself is answered as if it were asked directly
    if (isLoopback(hostname) && number === incoming.socket.localPort) return false
    const mayPass = this.#mayPass({ host: hostname, port: number, place: `${hostname}:${number}` }, incoming)
    if (!mayPass || protocol !== 'http:') {
      const body = JSON.stringify({ error: { code: 'NOT_ALLOWED', message: `${host} is no Zoho host`, path: 'host' } })
      outgoing.writeHead(403, {
        'Content-Type': 'application/json',
        'x-zoho-emulator-reason': `${host} is no Zoho host`,
      })
      outgoing.end(body)
      return true
    }
    forward(incoming, outgoing, new URL(url))
    return true
  }

  /** Ends the tunnels, for an emulator that stops. */
  close(): void {
    this.#isClosed = true
    for (const socket of this.#open) socket.destroy()
  }

  #keep(socket: Duplex): void {
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
    // a client that goes away in the middle is nobody's problem
    socket.on('error', () => socket.destroy())
    if (this.#isClosed) socket.destroy()
  }

  /** Notes a place that is none of Zoho's, and finds out whether it may be reached. */
  #mayPass({ host, port, place }: Target, { socket }: IncomingMessage): boolean {
    const isNear = isLoopback(host)
    if (isNear) return isLoopback(socket.remoteAddress ?? '')
    this.#options.connections.noteOther(place)
    return this.#options.allow.some(allowed => allowed === host || allowed === `${host}:${port}`)
  }

  /** Hands what the client sends in the tunnel to the emulator's own server, over TLS or plain. */
  async #serve({ host }: Target, socket: Duplex, head: Buffer, isQuiet: boolean): Promise<void> {
    try {
      if (!isQuiet) socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      const first = head.length > 0 ? head : await firstBytes(socket)
      if (!first) return void socket.destroy()
      socket.unshift(first)
      // the first byte of a TLS record that opens a connection
      if (first[0] !== 0x16) {
        this.#server.emit('connection', socket)
        socket.resume()
        return
      }
      const authority = await this.#options.authority()
      const secure = new TLSSocket(socket as Socket, {
        isServer: true,
        ALPNProtocols: ['http/1.1'],
        SNICallback: (name, done) => {
          authority.contextFor(isVouched(name) ? name : host).then(
            context => done(null, context),
            error => done(error),
          )
        },
        // for clients that name no host
        secureContext: await authority.contextFor(isVouched(host) ? host : 'localhost'),
      })
      this.#keep(secure)
      this.#server.emit('connection', secure)
    } catch (error) {
      process.stderr.write(`zoho-emulator: ${host}: ${(error as Error).message}\n`)
      socket.destroy()
    }
  }

  #pass({ host, port }: Target, socket: Duplex, head: Buffer, isQuiet: boolean): void {
    const outward = connect(port, host.replace(/^\[|\]$/g, ''))
    this.#keep(outward)
    let isThrough = false
    outward.once('connect', () => {
      isThrough = true
      if (!isQuiet) socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      outward.write(head)
      outward.pipe(socket).pipe(outward)
    })
    outward.once('error', error => {
      if (!isThrough && !isQuiet) refuse(socket, 502, error.message)
    })
    // what was said last may still be on its way to the client
    outward.once('close', () => (socket.writableEnded ? socket.resume() : socket.destroy()))
    socket.once('close', () => outward.destroy())
  }
}

/** @returns null where nothing comes, as over the connections that some clients open to have them ready */
function firstBytes(socket: Duplex): Promise<Buffer | null> {
  return new Promise(resolve => {
    const end = (bytes: Buffer | null) => {
      clearTimeout(timer)
      socket.off('data', end).off('end', onNothing).off('close', onNothing)
      socket.pause()
      resolve(bytes)
    }
    const onNothing = () => end(null)
    const timer = setTimeout(onNothing, helloMs)
    socket.once('data', end).once('end', onNothing).once('close', onNothing)
  })
}

function readTarget(authority: string, usualPort: number): Target | null {
  const [, host, port = String(usualPort)] = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::(\d{1,5}))?$/i.exec(authority) ?? []
  if (!host || Number(port) > 65_535) return null
  const name = host.toLowerCase().replace(/\.$/, '')
  return { host: name, port: Number(port), place: `${name}:${port}` }
}

function refuse(socket: Duplex, status: 400 | 403 | 502, reason: string): void {
  const words = { 400: 'Bad Request', 403: 'Forbidden', 502: 'Bad Gateway' }[status]
  const line = reason.replace(/[^\x20-\x7e]/g, '?')
  socket.end(
    `HTTP/1.1 ${status} ${words}\r\nx-zoho-emulator-reason: ${line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  )
}

/** Sends a plain request on, as any proxy does. */
function forward(incoming: IncomingMessage, outgoing: ServerResponse, url: URL): void {
  const { 'proxy-connection': _, 'proxy-authorization': __, ...headers } = incoming.headers
  const outward = requestOutward(url, { method: incoming.method, headers }, answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    // an answer that breaks off breaks off here too
    pipeline(answer, outgoing, () => {})
  })
  outward.on('error', error => {
    if (outgoing.headersSent) return void outgoing.destroy()
    outgoing.writeHead(502, { 'x-zoho-emulator-reason': error.message.replace(/[^\x20-\x7e]/g, '?').slice(0, 200) })
    outgoing.end()
  })
  outgoing.once('close', () => outward.destroy())
  incoming.pipe(outward)
}

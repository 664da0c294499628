/**
 * Loaded with `--import` before a program: keeps the process on this machine, notes what it sends, and moves its clock.
 *
 * `globalThis.wire.strays` are the connections outside loopback that were tried, and refused.
 * `globalThis.wire.requests` are the requests of node's http and https in order, as
 * `{ method, url, authorization, modifiedSince }`.
 */

import { subscribe } from 'node:diagnostics_channel'
import net from 'node:net'

const wire = { strays: [], requests: [] }
globalThis.wire = wire

const isLoopback = host => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...parameters) {
  // net.connect hands over its normalized parameters as one array
  const [first, second] = Array.isArray(parameters[0]) ? parameters[0] : parameters
  const {
    path,
    host = 'localhost',
    port,
  } = typeof first === 'object' ? first : { port: first, host: typeof second === 'string' ? second : undefined }
  if (path || isLoopback(host)) return connect.apply(this, parameters)
  wire.strays.push(`${host}:${port}`)
  process.nextTick(() => this.destroy(new Error(`${host}:${port} is not on this machine`)))
  return this
}

subscribe('http.client.request.start', ({ request }) => {
  const { protocol, method, path } = request
  wire.requests.push({
    method,
    url: `${protocol}//${request.getHeader('host')}${path}`,
    authorization: request.getHeader('authorization') ?? null,
    modifiedSince: request.getHeader('if-modified-since') ?? null,
  })
})

const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0)
if (aheadMs > 0) {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      if (parts.length > 0) super(...parts)
      else super(RealDate.now() + aheadMs)
    }

    static now() {
      return RealDate.now() + aheadMs
    }
  }
}

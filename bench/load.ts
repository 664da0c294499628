/**
 * A small client for keep-alive connections over raw sockets: it has to cost less than the servers that it measures, which
 * `fetch` and `http.request` don't. Reads only what those servers send: HTTP/1.1 with a Content-Length.
 */

import { connect, type Socket } from 'node:net'

export interface Target {
  readonly port: number
  /** The bytes of one request, sent again and again. */
  readonly request: Buffer
  readonly status: number
}

export interface RequestParts {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export function buildRequest(port: number, { method, path, headers = {}, body }: RequestParts): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: localhost:${port}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}

export interface LoadOptions {
  readonly count: number
  readonly connections: number
  /** Whether the client keeps a core to itself, see `stayAwake`. */
  readonly awake: boolean
}

/** Sends the request that many times over that many connections. @returns requests per second */
export async function measureRate(target: Target, { count, connections, awake }: LoadOptions): Promise<number> {
  const remaining = { count }
  const lanes = Array.from({ length: connections }, () => new Lane(target, remaining))
  await Promise.all(lanes.map(lane => lane.connected))
  const start = process.hrtime.bigint()
  const stop = awake ? stayAwake() : null
  await Promise.all(lanes.map(lane => lane.run()))
  stop?.()
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  for (const lane of lanes) lane.close()
  return count / seconds
}

/**
 * Keeps the event loop turning. A client that sleeps between answers has to be woken by the server's write, which on a
 * virtual machine costs the server more than the answer itself, and only where the server is the slower of the two. Not for servers that need more than one core.
 */
function stayAwake(): () => void {
  let awake = true
  const turn = (): void => {
    if (awake) setImmediate(turn)
  }
  turn()
  return () => {
    awake = false
  }
}

const endOfHead = Buffer.from('\r\n\r\n')

/** One connection, one request at a time. */
class Lane {
  readonly connected: Promise<void>
  readonly #socket: Socket
  readonly #target: Target
  readonly #remaining: { count: number }
  #head: Buffer | null = null
  #bodyLeft = 0
  #finish: () => void = () => {}
  #fail: (error: Error) => void = () => {}

  constructor(target: Target, remaining: { count: number }) {
    this.#target = target
    this.#remaining = remaining
    this.#socket = connect({ port: target.port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', chunk => this.#read(chunk))
    this.connected = new Promise((resolve, reject) => {
      this.#fail = reject
      this.#socket.once('connect', resolve)
    })
    this.#socket.on('error', error => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the server closed a connection')))
  }

  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#finish = resolve
      this.#fail = reject
      this.#next()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #next(): void {
    if (this.#remaining.count-- > 0) this.#socket.write(this.#target.request)
    else this.#finish()
  }

  #read(chunk: Buffer): void {
    if (this.#bodyLeft > 0) {
      this.#bodyLeft -= chunk.length
    } else {
      const head = this.#head ? Buffer.concat([this.#head, chunk]) : chunk
      const end = head.indexOf(endOfHead)
      if (end === -1) {
        this.#head = head
        return
      }
      this.#head = null
      this.#bodyLeft = this.#bodyLength(head.toString('latin1', 0, end), head) - (head.length - end - endOfHead.length)
    }
    if (this.#bodyLeft === 0) this.#next()
  }

  #bodyLength(head: string, whole: Buffer): number {
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    if (Number(head.slice(9, 12)) !== this.#target.status || length === undefined) {
      this.#fail(new Error(`unexpected answer:\n${whole.toString()}`))
      return Number.NaN
    }
    return Number(length)
  }
}

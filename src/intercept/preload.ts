/**
 * Loaded first by Node programs that `exec` starts, and by theirs: what they connect to goes to the emulator, whatever library
 * does it, as most of them pass over the variables that name a proxy. Stands alone, since it ships as one file.
 *
 * Everything ends in `net.Socket.prototype.connect`; a TLS socket that connects by itself is first given a plain one, over
 * which the way to go can be said before the handshake.
 */

import childProcess, { ChildProcess } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'
import vm from 'node:vm'
import workerThreads, { Worker } from 'node:worker_threads'
import { isLoopback, isOfZoho } from './names.ts'

const [proxyHost = '127.0.0.1', proxyPort = '8400'] = (process.env.ZOHO_EMULATOR_PROXY ?? '').split(' ').filter(Boolean)
const allowed = new Set((process.env.ZOHO_EMULATOR_ALLOW ?? '').split(',').filter(Boolean))
const clockFile = process.env.ZOHO_EMULATOR_CLOCK_FILE
const refusedFile = process.env.ZOHO_EMULATOR_REFUSED_FILE

interface Place {
  readonly host: string
  readonly port: number
}

/** Where a call of `connect` wants to go; null for this machine, a pipe or a file. */
function placeOf(parameters: readonly unknown[]): Place | null {
  // net.connect hands over its normalized parameters as one list
  const [first, second] = (Array.isArray(parameters[0]) ? parameters[0] : parameters) as unknown[]
  const isOptions = typeof first === 'object' && first !== null
  const options = (isOptions ? first : { port: first, host: second }) as Record<string, unknown>
  if (options.path || options.port === undefined || options.socket) return null
  const named = typeof options.host === 'string' ? options.host.toLowerCase().replace(/\.$/, '') : ''
  const host = named || 'localhost'
  const number = Number(options.port)
  return isLoopback(host) || !Number.isInteger(number) ? null : { host, port: number }
}

const mayReach = ({ host, port: wanted }: Place): boolean =>
  isOfZoho(host) || allowed.has(host) || allowed.has(`${host}:${wanted}`)

const authorityOf = ({ host, port: wanted }: Place): string => `${net.isIPv6(host) ? `[${host}]` : host}:${wanted}`

const connect = net.Socket.prototype.connect as (this: net.Socket, ...parameters: unknown[]) => net.Socket

/** Connects to the emulator, and says first of all where the rest is to go. */
function connectThrough(socket: net.Socket, place: Place, parameters: readonly unknown[]): net.Socket {
  const authority = authorityOf(place)
  const preamble = `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nx-zoho-emulator-tunnel: quiet\r\n\r\n`
  socket.once('connect', () => socket.write(preamble))
  const listener = parameters.flat().findLast(each => typeof each === 'function')
  return connect.call(socket, { host: proxyHost, port: Number(proxyPort) }, ...(listener ? [listener] : []))
}

/** Fails as a connection does at which nobody listens, and notes for whoever started the program that it was wanted. */
function refuse(socket: net.Socket, place: Place): net.Socket {
  const authority = authorityOf(place)
  // at once, since the program may end in its next breath
  if (refusedFile) {
    try {
      appendFileSync(refusedFile, `${authority}\n`)
    } catch {
      // a program that outlasts `exec` is counted by nobody
    }
  }
  const error = new Error(`connect ECONNREFUSED ${authority}: zoho-emulator lets no connection leave this machine`)
  process.nextTick(() => socket.destroy(Object.assign(error, { code: 'ECONNREFUSED', syscall: 'connect' })))
  return socket
}

net.Socket.prototype.connect = function (this: net.Socket, ...parameters: unknown[]) {
  const place = placeOf(parameters)
  if (!place) return connect.apply(this, parameters)
  return mayReach(place) ? connectThrough(this, place, parameters) : refuse(this, place)
} as typeof net.Socket.prototype.connect

const connectSecurely = tls.connect as (...parameters: unknown[]) => tls.TLSSocket
tls.connect = ((...parameters: unknown[]) => {
  const [first, second] = parameters
  const options = Object.assign(
    typeof first === 'object' ? {} : { port: first },
    typeof second === 'string' && { host: second },
    ...parameters.filter(each => typeof each === 'object'),
  )
  const place = placeOf([options])
  if (!place) return connectSecurely(...parameters)
  const listener = parameters.find(each => typeof each === 'function')
  const servername = net.isIP(place.host) ? undefined : place.host
  const socket = net.connect({ host: place.host, port: place.port })
  const secure = connectSecurely({ servername, ...options, ...place, socket }, ...(listener ? [listener] : []))
  socket.on('error', error => secure.destroy(error))
  return secure
}) as typeof tls.connect

interface Spawning {
  readonly file: string
  envPairs?: string[]
}

const preloadOption = /--require="(?:[^"\\]|\\.)*preload\.cjs"/.exec(process.env.NODE_OPTIONS ?? '')?.[0]
const handedOn = /^(?:ZOHO_EMULATOR_\w+|NODE_EXTRA_CA_CERTS)$/

const { prototype } = ChildProcess as unknown as { prototype: { spawn(options: Spawning): number } }
const { spawn } = prototype
prototype.spawn = function (options) {
  // by its name Node is found where `exec` has put one that does the same
  if (options.file === process.execPath && options.envPairs) {
    const pairs = options.envPairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
    options.envPairs = Object.entries(withPreload(Object.fromEntries(pairs))).map(([name, value]) => `${name}=${value}`)
  }
  return spawn.call(this, options)
}

// those that wait for their program don't come by there
for (const name of ['spawnSync', 'execFileSync'] as const) {
  const original = childProcess[name] as (file: string, ...rest: unknown[]) => unknown
  childProcess[name] = ((file: string, ...rest: unknown[]) =>
    original(file, ...(file === process.execPath ? rest.map(withOwnEnvironment) : rest))) as never
}

workerThreads.Worker = class extends Worker {
  constructor(file: ConstructorParameters<typeof Worker>[0], options?: ConstructorParameters<typeof Worker>[1]) {
    super(file, withOwnEnvironment(options) as typeof options)
  }
}

syncBuiltinESMExports()

/** Options with an environment of their own, so that the preload is in it; anything else as it is. */
function withOwnEnvironment(options: unknown): unknown {
  const environment = (options as { env?: unknown } | null | undefined)?.env
  if (typeof environment !== 'object' || environment === null || Array.isArray(options)) return options
  return { ...(options as object), env: withPreload(environment as NodeJS.ProcessEnv) }
}

/** The environment of a Node program that was given one of its own. */
function withPreload(given: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  if (preloadOption === undefined) return { ...given }
  const handed = Object.entries(process.env).filter(([name]) => handedOn.test(name))
  const nodeOptions = given.NODE_OPTIONS ?? ''
  return {
    ...Object.fromEntries(handed),
    ...given,
    NODE_OPTIONS: nodeOptions.includes(preloadOption) ? nodeOptions : `${nodeOptions} ${preloadOption}`.trim(),
  }
}

/** How the emulator's clock differs from the real one. */
interface ClockState {
  readonly offsetMs: number
  readonly frozenAt: number | null
}

if (clockFile) followClock(clockFile)

function followClock(file: string): void {
  // a test may put others in their places
  const realNow = Date.now
  const sinceStart = performance.now.bind(performance)
  const lookAgainMs = 2
  let state: ClockState = { offsetMs: 0, frozenAt: null }
  let seenAt = Number.NEGATIVE_INFINITY
  const now = (): number => {
    const at = sinceStart()
    if (at - seenAt > lookAgainMs) {
      seenAt = at
      try {
        state = JSON.parse(readFileSync(file, 'utf8')) as ClockState
      } catch {
        // just being written, or gone with the emulator: it stays as it was
      }
    }
    return state.frozenAt ?? realNow() + state.offsetMs
  }
  globalThis.Date = following(Date, now)

  // test runners give each test file a global object of its own
  const { createContext } = vm
  vm.createContext = (...parameters) => {
    const context = createContext(...parameters)
    if (!Object.hasOwn(context, 'Date')) {
      const value = following(vm.runInContext('Date', context), now)
      Object.defineProperty(context, 'Date', { value, writable: true, configurable: true, enumerable: false })
    }
    return context
  }
  syncBuiltinESMExports()
}

/** A `Date` that takes the time from elsewhere, and is in every other way the one that was there. */
function following(RealDate: DateConstructor, now: () => number): DateConstructor {
  RealDate.now = now
  const date = new Proxy(RealDate, {
    construct: (target, parts, newTarget) => Reflect.construct(target, parts.length > 0 ? parts : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
  })
  RealDate.prototype.constructor = date
  return date
}

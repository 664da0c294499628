/**
 * Finds the Zoho host that a request is meant for, and the way in which it was named, since every address handed out
 * later has to follow that way: an official SDK that is told a real host leaves the emulator at its next call.
 */

import { isIPv4 } from 'node:net'
import {
  dataCenters,
  type Environment,
  findHost,
  isInZohoDomain,
  type Location,
  nearestHostNames,
  normalizeHostName,
  type Service,
  type ZohoHost,
} from '../protocol/data-centers.ts'

/** By first path segment or short form; by a name under `.localhost`; by the Host header or an absolute request target. */
export type Way = 'path' | 'localhost-name' | 'host'

export interface LocateOptions {
  /** Names under which the emulator's own pages answer, besides localhost and loopback addresses. */
  readonly publicHosts: ReadonlySet<string>
  /** Data center of the short forms. */
  readonly defaultLocation: Location
}

/** A request whose target is known. */
export class Located {
  readonly host: ZohoHost | null
  /** Path for the router: the room, then Zoho's path, e.g. `/accounts/oauth/v2/token`. */
  readonly routePath: string
  readonly way: Way
  /** Scheme, host and port as the client used them. */
  readonly origin: string

  /** @param path Zoho's own, or that of one of our pages */
  constructor(host: ZohoHost | null, path: string, way: Way, origin: string) {
    const room = host?.service ?? 'own'
    this.host = host
    // the router knows the root of a room without a slash
    this.routePath = path === '/' ? `/${room}` : `/${room}${path}`
    this.way = way
    this.origin = origin
  }

  get service(): Service | 'own' {
    return this.host?.service ?? 'own'
  }

  /** @throws when asked on the emulator's own pages, which lie in no data center */
  get location(): Location {
    if (!this.host) throw new Error('the emulator’s own pages lie in no data center')
    return this.host.location
  }

  get environment(): Environment | null {
    return this.host?.environment ?? null
  }

  /** The base address under which a Zoho host is reached in the way this request came in, without a trailing slash. */
  addressOf(hostName: string): string {
    if (this.way === 'path') return `${this.origin}/${hostName}`
    const { scheme, port } = splitOrigin(this.origin)
    if (this.way === 'localhost-name') return `${scheme}://${hostName}.localhost${port}`
    return port === '' ? `https://${hostName}` : `${scheme}://${hostName}${port}`
  }

  /** Zoho's own path, without the room in front. */
  get path(): string {
    const slash = this.routePath.indexOf('/', 1)
    return slash === -1 ? '/' : this.routePath.slice(slash)
  }
}

/** A request that names no host of ours: 421. */
export interface Misdirected {
  readonly misdirected: string
  readonly nearest: readonly string[]
}

export interface RequestTarget {
  readonly scheme: 'http' | 'https'
  /** Host and port as the client sent them. */
  readonly authority: string
  /** Path without query, as sent. */
  readonly path: string
  /** Without `?`; empty when there is none. */
  readonly query?: string
}

const accountsShortForm = /^\/(oauth\/|signin|logout(?:\/|$)|developerconsole)/

/** @returns null for a path that an own name doesn't have (404) */
export function locate(target: RequestTarget, options: LocateOptions): Located | Misdirected | null {
  const { name, port } = splitAuthority(target.authority)
  const origin = `${target.scheme}://${target.authority}`
  const path = target.path

  const named = findHost(name)
  if (named && isOwnPath(path)) return misdirected(name)
  if (named) return new Located(named, path, 'host', `${target.scheme}://${name}${port}`)
  if (isOwnName(name, options.publicHosts)) return locateOnOwnName(path, origin, options)
  if (name.endsWith('.localhost')) {
    const inner = name.slice(0, -'.localhost'.length)
    const host = findHost(inner)
    if (host && !isOwnPath(path)) return new Located(host, path, 'localhost-name', origin)
    return misdirected(inner)
  }
  return misdirected(name)
}

function locateOnOwnName(path: string, origin: string, options: LocateOptions): Located | Misdirected | null {
  if (path === '/' || isOwnPath(path)) {
    return new Located(null, path, 'path', origin)
  }
  const home = dataCenters[options.defaultLocation]
  if (accountsShortForm.test(path)) return new Located(findHost(home.accounts)!, path, 'path', origin)
  if (path.startsWith('/crm/')) return new Located(findHost(home.production)!, path, 'path', origin)

  const slash = path.indexOf('/', 1)
  const segment = normalizeHostName(slash === -1 ? path.slice(1) : path.slice(1, slash))
  const rest = slash === -1 ? '/' : path.slice(slash)
  const host = findHost(segment)
  if (host) return new Located(host, rest, 'path', origin)
  if (isInZohoDomain(segment) || rest.startsWith('/crm/') || rest.startsWith('/oauth/')) return misdirected(segment)
  return null
}

/** The control API and its pages answer on own names alone, so that no foreign page reaches them by rebinding a name. */
const isOwnPath = (path: string): boolean => path.startsWith('/_emulator/') || path === '/_emulator'

const misdirected = (name: string): Misdirected => ({ misdirected: name, nearest: nearestHostNames(name) })

/** localhost, any loopback address, and the names given with `--public-host`. */
export function isOwnName(name: string, publicHosts: ReadonlySet<string>): boolean {
  return name === 'localhost' || name === '[::1]' || (name.startsWith('127.') && isIPv4(name)) || publicHosts.has(name)
}

/** @returns the normalized name, and the port with its colon or nothing */
export function splitAuthority(authority: string): { name: string; port: string } {
  const colon = authority.lastIndexOf(':')
  const hasPort = colon !== -1 && !authority.endsWith(']')
  return {
    name: normalizeHostName(hasPort ? authority.slice(0, colon) : authority),
    port: hasPort ? authority.slice(colon) : '',
  }
}

function splitOrigin(origin: string): { scheme: string; port: string } {
  const [scheme, authority] = origin.split('://') as [string, string]
  return { scheme, port: splitAuthority(authority).port }
}

import { splitAuthority } from './locate.ts'

const defaultPorts = new Set([':80', ':443'])

/**
 * Whether an `Origin` header names the host and port of one of our own addresses. Schemes are not compared: behind a TLS
 * proxy a browser says https where our connection is plain. `null` is never ours.
 */
export function isOriginOf(origin: string, address: string): boolean {
  const sent = authorityOf(origin)
  return sent !== null && sent === authorityOf(address)
}

/** Host and port in one spelling, the usual ports left out as browsers do. */
function authorityOf(address: string): string | null {
  const authority = /^https?:\/\/([^/]+)/.exec(address)?.[1]
  if (!authority) return null
  const { name, port } = splitAuthority(authority)
  return defaultPorts.has(port) ? name : name + port
}

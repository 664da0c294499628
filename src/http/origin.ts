import { splitAuthority } from './locate.ts'

/**
 * Whether an `Origin` header names the host and port of one of our own addresses. Schemes are not compared: behind a TLS
 * proxy a browser says https where our connection is plain. `null` is never ours.
 */
export function isOriginOf(origin: string, address: string): boolean {
  const sent = /^https?:\/\/([^/]+)$/.exec(origin)?.[1]
  if (!sent) return false
  const { name, port } = splitAuthority(sent)
  return `${name}${port}` === new URL(address).host
}

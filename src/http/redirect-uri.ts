import type { Client } from '../world/schema.ts'
import { isOwnName, type Located, type LocateOptions, splitAuthority } from './locate.ts'

const callbackPath = '/_emulator/callback'
const ownCallback = `{emulator}${callbackPath}`

export interface OwnAddress {
  readonly located: Located
  readonly publicHosts: LocateOptions['publicHosts']
  /** The port on which the emulator listens, where it does. */
  readonly listeningPort: number | undefined
}

/**
 * Whether a redirect URI is registered: character for character, as the service compares them. The one exception is
 * the emulator's own callback page, registered as `{emulator}/_emulator/callback`, which matches under each of our names.
 */
export function isRegisteredRedirectUri(client: Client, uri: string, own: OwnAddress): boolean {
  if (client.redirectUris.includes(uri) && uri !== ownCallback) return true
  return client.redirectUris.includes(ownCallback) && isOwnCallback(uri, own)
}

/** Whether a URI is the emulator's own callback page under any of its names. */
export function isOwnCallback(uri: string, own: OwnAddress): boolean {
  const [, authority, path] = /^https?:\/\/([^/?#@\\]+)(\/.*)$/.exec(uri) ?? []
  return authority !== undefined && path === callbackPath && isOwnAuthority(authority, own)
}

/** Whether host and port are those under which the emulator is reached, by any of its names. */
export function isOwnAuthority(authority: string, { located, publicHosts, listeningPort }: OwnAddress): boolean {
  const { name, port } = splitAuthority(authority)
  const reachedBy = splitAuthority(located.origin.slice(located.origin.indexOf('//') + 2))
  return isOwnName(name, publicHosts) && (port === reachedBy.port || port === `:${listeningPort}`)
}

/** A registered URI as a client has to send it: the emulator's own callback under the address that is in use. */
export const expandRedirectUri = (uri: string, origin: string): string => uri.replace('{emulator}', origin)

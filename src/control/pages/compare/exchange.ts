import { isSecretParam } from '../../../http/journal/mask.ts'
import { findHost } from '../../../protocol/data-centers.ts'

/** One request and its answer as they are shown: secrets and ids of the moment masked. */
export interface Exchange {
  readonly method: string
  /** Zoho's host, or that of the app. */
  readonly host: string
  readonly path: string
  readonly sent: readonly Pair[]
  readonly status: number
  /** Where the browser is sent next, without its query. */
  readonly location: string | null
  readonly answer: readonly Pair[]
  /** Why it was refused. */
  readonly reason: string | null
}

export type Pair = readonly [name: string, value: string]

/** Which sign-in it is: no secret, but another each time. */
const ofTheMoment = 'request'

/** A secret shows its kind and how long it is, no more. */
export const hideSecret = (secret: string): string => `${/^1\d{3}\./.exec(secret)?.[0] ?? ''}…`

/** The pairs of a query or a form. A CRM error has a `code` too, which is none of these. */
export const maskPairs = (pairs: Iterable<readonly [string, string]>): Pair[] =>
  [...pairs].map(([name, value]) => [name, name === ofTheMoment || isSecretParam(name) ? hideSecret(value) : value])

/** What an exchange was with: Zoho's host in front of the path, whichever way the emulator is reached. */
export function placeOf(address: URL): { readonly host: string; readonly path: string } {
  const [, segment = '', rest = ''] = /^\/([^/]+)(.*)$/.exec(address.pathname) ?? []
  return findHost(segment) ? { host: segment, path: rest || '/' } : { host: address.host, path: address.pathname }
}

/** An address as it is shown, without its query. */
export function shownAddress(address: URL): string {
  const { host, path } = placeOf(address)
  return host + path
}

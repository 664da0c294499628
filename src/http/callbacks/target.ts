/** Where callbacks may go: to this machine, and to the hosts that whoever started the emulator named. */

import { lookup } from 'node:dns'
import { isIPv4, type LookupFunction } from 'node:net'

export interface Target {
  readonly url: URL
  /** How the address of its name is found; undefined leaves it to the system. */
  readonly lookup: LookupFunction | undefined
}

/** A callback that may not leave, however often it is tried. */
export class CallbackRefused extends Error {}

/**
 * @param allowed names in small letters
 * @throws CallbackRefused
 */
export function targetOf(address: string, allowed: ReadonlySet<string>): Target {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new CallbackRefused(`${address.slice(0, 100)} is no address of http or https`)
  }
  const name = nameIn(url)
  if (allowed.has(name)) return { url, lookup: undefined }
  if (isAddress(name) && !isLoopback(name)) throw foreign(name, name)
  return { url, lookup: lookUpLoopback }
}

/** The host without a port, brackets and a trailing dot. */
export const nameIn = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

const isAddress = (name: string): boolean => name.includes(':') || isIPv4(name)

const isLoopback = (address: string): boolean => address === '::1' || (isIPv4(address) && address.startsWith('127.'))

const foreign = (name: string, address: string): CallbackRefused =>
  new CallbackRefused(
    `${name === address ? name : `${name} is ${address}, which`} is not this machine; --allow-callbacks ${name} lets callbacks go there`,
  )

const loopback = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/** Looked at while connecting, so that a name cannot be one address here and another there. */
const lookUpLoopback: LookupFunction = (name, { family, hints }, callback) => {
  // it means this machine always, as do the names under it, which few systems resolve
  if (/(?:^|\.)localhost\.?$/.test(name)) {
    callback(null, loopback)
    return
  }
  lookup(name, { family: family === 4 || family === 6 ? family : 0, hints: hints ?? 0, all: true }, (error, found) => {
    const other = found?.find(({ address }) => !isLoopback(address))
    callback(error ?? (other ? foreign(name, other.address) : null), found)
  })
}

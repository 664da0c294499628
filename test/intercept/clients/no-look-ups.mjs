/** Loaded before an app: no name but those of this machine can be looked up, as on a machine without a network. */

import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isIP } from 'node:net'

const fail = name => Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
const lookup = dns.lookup
dns.lookup = (name, ...rest) => (isIP(name) || name === 'localhost' ? lookup(name, ...rest) : rest.at(-1)(fail(name)))
dns.promises.lookup = async name => {
  throw fail(name)
}
syncBuiltinESMExports()

import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { Authority } from './authority.ts'
import { isVouched } from './zoho-domains.ts'

/**
 * A TLS server that shows each client a certificate for the name that it asked for.
 * @param onConnection gets what clients send, decrypted
 */
export async function createSecureServer(
  authority: Authority,
  onConnection: (socket: TLSSocket) => void,
): Promise<Server> {
  const server = createServer({
    ALPNProtocols: ['http/1.1'],
    SNICallback: (name, done) => {
      const context = isVouched(name) ? authority.contextFor(name) : Promise.reject(new Error(`${name} is not served`))
      context.then(
        each => done(null, each),
        error => done(error),
      )
    },
  })
  // for clients that name no host, as those do that go to an address
  server.setSecureContext(await authority.certificateFor('127.0.0.1'))
  server.on('secureConnection', onConnection)
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}

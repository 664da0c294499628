import type { Located } from '../../../http/locate.ts'
import { expandRedirectUri } from '../../../http/redirect-uri.ts'
import { dataCenters, type Location } from '../../../protocol/data-centers.ts'
import type { Client } from '../../../world/schema.ts'

const scopes = 'ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.org.READ,ZohoCRM.users.READ'
const callbackPath = '/_emulator/callback'

/** Where a server client sends a browser to sign in; it comes back to our own callback page where the client has it registered. */
export function signInAddress(located: Located, client: Client, location: Location): string {
  const { origin } = located
  const registered = client.redirectUris.map(uri => expandRedirectUri(uri, origin))
  const own = `${origin}${callbackPath}`
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    scope: scopes,
    redirect_uri: registered.includes(own) ? own : (registered[0] ?? own),
    access_type: 'offline',
    prompt: 'consent',
    state: 'try-it',
  })
  return `${located.addressOf(dataCenters[location].accounts)}/oauth/v2/auth?${parameters}`
}

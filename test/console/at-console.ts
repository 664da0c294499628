/** What the console's tests do again and again: sign in there, register a client, read its credentials. */

import { admin, callback, type Harness } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

export const consoleUrl = ({ zoho }: Harness, path = '/', host = 'api-console.zoho.com'): string =>
  `${zoho.url}/${host}${path}`

/** A person who is signed in at the console. */
export async function atConsole(harness: Harness, email = admin): Promise<Visitor> {
  const visitor = await new Visitor(harness).open(consoleUrl(harness))
  return visitor.signIn(email)
}

/** Fields that every rule accepts. */
export const details: Readonly<Record<string, Record<string, string>>> = {
  server: { name: 'Shop', homepage_url: 'http://localhost:3000', redirect_uris: callback },
  mobile: { name: 'Shop on the go', homepage_url: 'http://localhost:3000', redirect_uris: callback },
  javascript: {
    name: 'Shop window',
    homepage_url: 'http://localhost:3000',
    redirect_uris: callback,
    javascript_domains: 'http://localhost:3000',
  },
  device: { name: 'Till', homepage_url: 'http://localhost:3000' },
}

export interface Credentials {
  readonly client_id: string
  readonly client_secret: string
}

/** Registers a client as the form does, with what the fields usually hold. */
export async function register(
  harness: Harness,
  visitor: Visitor,
  type: string,
  fields: Record<string, string> = {},
): Promise<Credentials> {
  await visitor.open(consoleUrl(harness, `/add/${type}`))
  await visitor.submit({ ...details[type], ...fields })
  return credentials(visitor)
}

/** The credentials that the Client Secret tab shows. */
export const credentials = (visitor: Visitor, location = 'us'): Credentials => ({
  client_id: shown(visitor, 'client-id'),
  client_secret: shown(visitor, `secret-${location}`),
})

/** What a box to copy from holds. */
export function shown({ html, url }: Visitor, testId: string): string {
  const [, inner] = new RegExp(`data-testid="${testId}">(.*?)</code>`, 's').exec(html) ?? []
  if (inner === undefined) throw new Error(`no ${testId} at ${url}`)
  return inner
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
}

import type { ClientType } from '../world/schema.ts'

/** A field that a client's owner fills in, by its name in the form. */
export type DetailField = 'name' | 'homepage_url' | 'redirect_uris' | 'javascript_domains'

interface ClientTypeWords {
  readonly label: string
  /** For whom it is. */
  readonly sentence: string
  readonly fields: readonly DetailField[]
}

/** The five types in the console's order and words. Source: https://www.zoho.com/accounts/protocol/oauth-setup.html */
export const clientTypes: Readonly<Record<ClientType, ClientTypeWords>> = {
  javascript: {
    label: 'Client-based Applications',
    sentence: 'Run in the browser alone, without a server of their own, and get an access token in the redirect.',
    fields: ['name', 'homepage_url', 'redirect_uris', 'javascript_domains'],
  },
  server: {
    label: 'Server-based Applications',
    sentence: 'Run on a web server, where a secret stays a secret, and redeem a code there.',
    fields: ['name', 'homepage_url', 'redirect_uris'],
  },
  mobile: {
    label: 'Mobile-based Applications',
    sentence: 'Installed on a phone or a desktop, and prove with PKCE that the code is theirs.',
    fields: ['name', 'homepage_url', 'redirect_uris'],
  },
  device: {
    label: 'Non-browser Applications',
    sentence: 'Devices without a browser, such as a TV or a printer; a person lets them in from elsewhere.',
    fields: ['name', 'homepage_url'],
  },
  self: {
    label: 'Self Client',
    sentence: 'Scripts of your own that reach your own data; their codes are made here. One for each account.',
    fields: [],
  },
}

export const isClientType = (text: string): text is ClientType => Object.hasOwn(clientTypes, text)

/**
 * The refusals of accounts: the one words of the token endpoint, and the pages of the authorization endpoint with heading and
 * line. Each carries a `reason` in our own words, which goes out in `x-zoho-emulator-reason`, never in the body.
 *
 * Sources: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html and captured answers.
 */

/** The words of the token endpoint; each goes out with HTTP 200 as `{"error":"…"}`. */
export const tokenErrors = [
  'invalid_client',
  'invalid_client_secret',
  'invalid_code',
  'invalid_redirect_uri',
  'invalid_scope',
  'invalid_soid',
  'missing_org_info',
  'access_denied',
  'general_error',
] as const

export type TokenErrorCode = (typeof tokenErrors)[number]

/** A refusal of the token endpoint. */
export class TokenError extends Error {
  readonly code: TokenErrorCode
  readonly reason: string
  /** The required parameter that was not sent, if that is why. */
  readonly leftOut: string | undefined

  constructor(code: TokenErrorCode, reason: string, leftOut?: string) {
    super(reason)
    this.code = code
    this.reason = reason
    this.leftOut = leftOut
  }
}

/** @example throw missingParameter('invalid_code', 'refresh_token') */
export const missingParameter = (code: TokenErrorCode, name: string): TokenError =>
  new TokenError(code, `${name} is missing`, name)

/** Pages of the authorization endpoint, shown while the redirect URI is not to be trusted. */
export const accountsPages = {
  invalidRedirectUri: {
    heading: 'Invalid Redirect Uri',
    line: 'Redirect URI passed does not match with the one configured',
  },
  invalidClient: { heading: 'Invalid Client', line: 'Client ID passed does not exist' },
  invalidScope: { heading: 'Invalid OAuth Scope', line: 'Scope does not exist' },
  other: { heading: 'Something went wrong', line: 'An error occurred while processing your request.' },
} as const

export type AccountsPageName = keyof typeof accountsPages

/** A refusal that a person sees as a page of the accounts host. */
export class AccountsPageError extends Error {
  readonly page: AccountsPageName
  readonly reason: string
  readonly status: 400 | 403 | 404 | 413

  constructor(page: AccountsPageName, reason: string, status: 400 | 403 | 404 | 413 = 400) {
    super(reason)
    this.page = page
    this.reason = reason
    this.status = status
  }
}

/**
 * Proof Key for Code Exchange (RFC 7636), as Zoho has it: S256 or plain, plain where no method is named.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/mobile-and-desktop-apps/get-authorization-code.html
 */

import { createHash } from 'node:crypto'
import { AccountsPageError } from '../protocol/accounts-errors.ts'
import type { CodeChallenge } from '../world/schema.ts'

const unreserved = /^[A-Za-z0-9\-._~]{43,128}$/

/** @throws AccountsPageError for a challenge that no verifier can match */
export function readChallenge(query: URLSearchParams): CodeChallenge | null {
  const value = query.get('code_challenge')
  const method = query.get('code_challenge_method') ?? 'plain'
  if (value === null) return null
  if (method !== 'plain' && method !== 'S256') {
    throw new AccountsPageError('other', 'code_challenge_method is neither S256 nor plain')
  }
  if (!unreserved.test(value))
    throw new AccountsPageError('other', 'code_challenge is not 43 to 128 unreserved characters')
  return { method, value }
}

export function isVerified({ method, value }: CodeChallenge, verifier: string | undefined): boolean {
  if (verifier === undefined || !unreserved.test(verifier)) return false
  return (method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier) === value
}

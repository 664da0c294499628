/**
 * The token endpoint's answer to too many requests, keys in the order of a captured answer.
 *
 * Source of the rule: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html
 */
export const throttleBody = {
  error_description: 'You have made too many requests continuously. Please try again after some time.',
  error: 'Access Denied',
  status: 'failure',
} as const

/** Too many requests in a window. */
export class ThrottleError extends Error {}

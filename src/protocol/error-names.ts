/** Finds an error of the catalogues by the name that a person gives it: a CRM error by its case or its code, one of accounts by its word. */

import {
  AccountsPageError,
  type AccountsPageName,
  accountsPages,
  TokenError,
  type TokenErrorCode,
  tokenErrors,
} from './accounts-errors.ts'
import { type CrmError, type CrmErrorName, crmError, crmErrors } from './crm-errors/index.ts'
import { getOrMake } from './get-or-make.ts'
import { ThrottleError, throttleBody } from './throttle.ts'

export type ErrorFamily = 'accounts' | 'crm'

/** The case with that code; of several the first. */
const caseOf = (code: string): CrmErrorName | undefined =>
  (Object.keys(crmErrors) as CrmErrorName[]).find(name => crmErrors[name].code === code)

const made = new Map<ErrorFamily, ReadonlySet<string>>()

/** All names of a family, for those who check or complete them. */
export const errorNames = (family: ErrorFamily): ReadonlySet<string> =>
  getOrMake(made, family, () => {
    if (family === 'accounts') return new Set([...tokenErrors, throttleBody.error, ...Object.keys(accountsPages)])
    return new Set([...Object.keys(crmErrors), ...Object.values(crmErrors).map(({ code }) => code)])
  })

/** The error of that name, ready to be thrown. @throws where the family has none */
export function makeError(
  family: ErrorFamily,
  name: string,
  reason: string,
): CrmError | TokenError | ThrottleError | AccountsPageError {
  if (!errorNames(family).has(name)) throw new Error(`the ${family} errors have no ${name}`)
  if (family === 'crm') {
    return crmError(Object.hasOwn(crmErrors, name) ? (name as CrmErrorName) : caseOf(name)!, undefined, { reason })
  }
  if (tokenErrors.includes(name as TokenErrorCode)) return new TokenError(name as TokenErrorCode, reason)
  if (name === throttleBody.error) return new ThrottleError(reason)
  return new AccountsPageError(name as AccountsPageName, reason)
}

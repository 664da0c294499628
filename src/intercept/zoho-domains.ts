/** Which names are Zoho's: those that are served here, and those that nothing may ever reach outward. */

import { zohoDomains } from '../protocol/data-centers.ts'

/** For which names the local authority may vouch. */
export const vouchedDomains: readonly string[] = [...zohoDomains, 'localhost']

/** Zoho's brands, whatever their domains end in, as a list of its own would never be complete. */
const brand = /(?:^|\.)zoho[a-z-]*\.[a-z]{2,}(?:\.[a-z]{2,})?$/

/** Whether a name is one of Zoho's, known here or not. */
export const isOfZoho = (name: string): boolean => brand.test(name.toLowerCase().replace(/\.$/, ''))

/** Whether the local authority may vouch for a name. */
export const isVouched = (name: string): boolean =>
  vouchedDomains.some(domain => name === domain || name.endsWith(`.${domain}`))

/** For which names certificates are made. */

import { zohoDomains } from '../protocol/data-centers.ts'

/** For which names the local authority may vouch. */
export const vouchedDomains: readonly string[] = [...zohoDomains, 'localhost']

/** Whether the local authority may vouch for a name. */
export const isVouched = (name: string): boolean =>
  vouchedDomains.some(domain => name === domain || name.endsWith(`.${domain}`))

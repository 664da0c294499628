/** The address that hears of the end of a bulk job. */

import { crmError } from '../../protocol/crm-errors/index.ts'

export interface JobCallback {
  readonly url: string
  readonly method: 'post'
}

const longest = 2000

/**
 * @param sent what stands in the body of a request; it may be left out
 * @throws CrmError
 */
export function readCallback(sent: unknown): JobCallback | null {
  if (sent === undefined || sent === null) return null
  const { url, method } = (typeof sent === 'object' ? sent : {}) as Readonly<Record<string, unknown>>
  if (typeof url !== 'string' || !isAddress(url)) throw crmError('invalidCallbackUrl')
  if (typeof method !== 'string' || method.toLowerCase() !== 'post') {
    throw crmError('invalidCallbackMethod', { supported_callback_methods: ['post'] })
  }
  return { url, method: 'post' }
}

const isAddress = (text: string): boolean =>
  text.length <= longest && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

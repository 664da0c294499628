/** An app in an org without records, and how what it says of answers usually looks. */

import { expect } from 'vitest'
import { everything, type Harness, listen } from '../../support/emulator.ts'
import { fixtureWith } from '../../support/fixture-file.ts'
import { type App, clientOf, createApp, grantFor, type RunOptions } from './app.ts'

const scope = [
  everything,
  'ZohoSearch.securesearch.READ',
  'ZohoCRM.coql.READ',
  'ZohoCRM.mass_update.ALL',
  'ZohoCRM.mass_delete.ALL',
  'ZohoCRM.bulk.ALL',
  'ZohoCRM.bulk.backup.ALL',
  'ZohoFiles.files.ALL',
  'ZohoCRM.share.ALL',
  'ZohoCRM.files.ALL',
  'ZohoCRM.send_mail.all.CREATE',
  'ZohoCRM.templates.email.READ',
].join()

/**
 * @param about what a fixture says of the org besides
 * @param org whose environment may be another than the sandbox
 */
export async function startApp(
  sdk: string,
  about: object = {},
  org: 'Acme QA' | 'Acme Dev' = 'Acme QA',
): Promise<{ harness: Harness; app: App; options: RunOptions }> {
  const harness = await listen({ fixture: fixtureWith(about, { org }) })
  const app = await createApp(harness, sdk, org === 'Acme Dev' ? { api: 'developer.zohoapis.com' } : {})
  const token = { ...clientOf(harness), ...(await grantFor(harness, org, { scope })) }
  return { harness, app, options: { token } }
}

export const id = expect.stringMatching(/^5731204\d{12}$/)
export const bigId = (of: unknown) => `BigInt ${of}`

export const done = (message: string, more: object = {}) =>
  expect.objectContaining({ type: 'SuccessResponse', code: 'SUCCESS', state: 'success', message, ...more })
export const refused = (code: string, message: string, details: object) => ({
  type: 'APIException',
  code,
  state: 'error',
  message,
  details,
})

export const found = (...content: unknown[]) => ({ status: 200, type: 'ResponseWrapper', content })
export const written = (status: number, ...content: unknown[]) => ({ status, type: 'ActionWrapper', content })
export const nothing = { status: 204, type: null }

export const page = (records: unknown[], more: object = {}) => ({
  status: 200,
  type: 'ResponseWrapper',
  content: { records, page: 1, perPage: 200, count: records.length, more: false, ...more },
})

/** What is said of a row that was written in any namespace. */
export const accepted = (message: string, details: unknown, type = 'SuccessResponse') => ({
  type,
  code: 'SUCCESS',
  message,
  details,
})

/** Details for which the SDKs have no name; the Node SDK leaves those out. */
export const unnamed = (sdk: string, details: object) => (sdk.includes('nodejs') ? {} : details)

/**
 * Fixtures for Vitest: `zoho`, an emulator that all tests of a worker share, and `tenant`, a portal of the test's own in
 * it, which is removed afterwards.
 *
 * @example
 * import { test } from 'zoho-emulator/vitest'
 *
 * test('lists leads', async ({ zoho, tenant, expect }) => {
 *   const { access_token, api_domain } = await zoho.issueTokens({
 *     client: clientOf(tenant, 'server'),
 *  *     org: orgOf(tenant, 'sandbox'),
 *     scope: 'ZohoCRM.modules.ALL',
 *   })
 * })
 */

import { test as base, type TestAPI } from 'vitest'
import { type Directory, type Emulator, type EmulatorOptions, startEmulator, type TenantInput } from './index.ts'

export interface ZohoFixtures {
  /** One emulator for each worker of Vitest, on a port of its own. */
  readonly zoho: Emulator
  /** What `tenant` is made with; `test.override({ tenantInput: { flow: 'legacy' } })` changes it for a file or a `describe` (Vitest 3: `test.scoped`). */
  readonly tenantInput: TenantInput
  /** A portal with a user, orgs and clients that no other test sees. */
  readonly tenant: Directory
}

/** `test` whose emulator is started with options, e.g. `testWith({ scenario: 'unlimited' })` at the top of a file. */
export const testWith = (options: EmulatorOptions): TestAPI<ZohoFixtures> =>
  base.extend<ZohoFixtures>({
    zoho: [
      // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs
      async ({}, use) => {
        const zoho = await startEmulator({ port: 0, ...options })
        await use(zoho)
        await zoho.close()
      },
      { scope: 'worker' },
    ],
    tenantInput: {},
    tenant: async ({ zoho, tenantInput }, use) => {
      const tenant = await zoho.createTenant(tenantInput)
      await use(tenant)
      await zoho.removeTenant(tenant)
    },
  }) as TestAPI<ZohoFixtures>

export const test: TestAPI<ZohoFixtures> = testWith({})

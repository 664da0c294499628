/** The fixtures for Vitest, used as a person would use them. */

import { afterAll, beforeAll, describe, expect } from 'vitest'
import { clientOf, createEmulator, type Directory, type Emulator, orgOf } from '../src/index.ts'
import { test, testWith } from '../src/vitest.ts'

// the control call is not there yet
const hasTenants = (await (await createEmulator()).fetch('/_emulator/tenants', { method: 'POST' })).status !== 404
const legacyTest = testWith({ scenario: 'legacy' })
const when = test.skipIf(!hasTenants)

const seen: { zoho: Emulator; tenant: Directory }[] = []

describe('tests of one worker', () => {
  when('get a tenant each …', async ({ zoho, tenant }) => {
    seen.push({ zoho, tenant })

    const { portals } = await zoho.directory()

    expect(tenant.portals).toHaveLength(1)
    expect(portals.map(({ id }) => id)).toContain(tenant.portals[0]!.id)
  })

  when('… of the same emulator, and the tenant of an earlier test is gone', async ({ zoho, tenant }) => {
    const before = seen[0]!

    const ids = (await zoho.directory()).portals.map(({ id }) => id)

    expect(zoho).toBe(before.zoho)
    expect(ids).toContain(tenant.portals[0]!.id)
    expect(ids).not.toContain(before.tenant.portals[0]!.id)
  })

  when.concurrent.for([1, 2, 3, 4])('see nothing of one another, side by side (%i)', async (_, { zoho, tenant }) => {
    const { access_token, api_domain } = await zoho.issueTokens({
      client: clientOf(tenant, 'server'),
      org: orgOf(tenant, 'production'),
      scope: 'ZohoCRM.modules.ALL',
    })
    const headers = { Authorization: `Zoho-oauthtoken ${access_token}` }
    const leads = `${api_domain}/crm/v8/Leads`

    await fetch(leads, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: [{ Last_Name: 'Lovelace', Company: 'Analytical Engines' }] }),
    })
    const answer = (await (await fetch(`${leads}?fields=Last_Name`, { headers })).json()) as { info: { count: number } }

    expect(answer.info.count).toBe(1)
  })
})

describe('a tenant', () => {
  test.override({ tenantInput: { name: 'Umbrella', location: 'eu', flow: 'legacy', sandboxes: 3 } })

  when('is made as the tests of a file or a describe ask for it', async ({ tenant }) => {
    const [portal] = tenant.portals

    expect(portal).toMatchObject({ name: 'Umbrella', location: 'eu' })
    expect(portal!.orgs.filter(({ environment }) => environment === 'sandbox')).toHaveLength(3)
  })
})

describe('an emulator with options of its own', () => {
  let other: Emulator | undefined

  legacyTest('is started with them', async ({ zoho }) => {
    other = zoho
    const { flow } = (await (await fetch(`${zoho.url}/_emulator/health`)).json()) as { flow: string }

    expect(flow).toBe('legacy')
  })

  test('leaves the usual one as it is', async ({ zoho }) => {
    const { flow } = (await (await fetch(`${zoho.url}/_emulator/health`)).json()) as { flow: string }

    expect(flow).toBe('org-specific')
    expect(zoho).not.toBe(other)
  })
})

describe('hooks', () => {
  let url = ''
  test.beforeAll(({ zoho }) => {
    url = zoho.url
  })

  test('may use the emulator too', async ({ zoho }) => {
    expect(zoho.url).toBe(url)
  })
})

beforeAll(() => expect(seen).toEqual([]))
afterAll(async () => {
  const [first] = seen
  // closed with the worker, not with the first test
  if (first) expect((await fetch(`${first.zoho.url}/_emulator/health`)).status).toBe(200)
})

import type { Hono } from 'hono'
import { describe, expect } from 'vitest'
import { clientOf, type Directory, type DirectoryOrg, type Emulator, orgOf } from 'zoho-emulator'
import { test } from 'zoho-emulator/vitest'
import { createApp } from '../src/app.ts'
import { scope } from '../src/zoho.ts'

const ada = { Last_Name: 'Lovelace', Company: 'Analytical Engines' }

describe('in the new flow', () => {
  test('a lead goes to the org that the person chose, and to no other', async ({ zoho, tenant }) => {
    const sandboxDesk = await connectedDesk(zoho, tenant, orgOf(tenant, 'sandbox'))
    const productionDesk = await connectedDesk(zoho, tenant, orgOf(tenant, 'production'))

    await addLead(sandboxDesk, ada)

    expect(await leadsOn(sandboxDesk)).toEqual([ada])
    expect(await leadsOn(productionDesk)).toEqual([])
  })

  test('a lead that the CRM refuses is not added', async ({ zoho, tenant }) => {
    const desk = await connectedDesk(zoho, tenant, orgOf(tenant, 'production'))

    const refused = await addLead(desk, { Company: 'Analytical Engines' })

    expect(await refused.json()).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
    expect(await leadsOn(desk)).toEqual([])
  })

  test('the desk still works when its access token has expired', async ({ zoho, tenant }) => {
    const desk = await connectedDesk(zoho, tenant, orgOf(tenant, 'production'))
    await addLead(desk, ada)

    await zoho.advanceClock('61m')

    expect(await leadsOn(desk)).toEqual([ada])
  })
})

describe('in the old flow', () => {
  test.override({ tenantInput: { flow: 'legacy' } })

  test('the person chooses no org, and the desk works in production', async ({ zoho, tenant }) => {
    const desk = await connectedDesk(zoho, tenant)

    await addLead(desk, ada)

    expect(await leadsOn(desk)).toEqual([ada])
  })

  test('the same token opens every environment', async ({ zoho, tenant }) => {
    const { access_token } = await zoho.issueTokens({ client: clientOf(tenant, 'server'), scope })

    for (const host of ['www.zohoapis.com', 'sandbox.zohoapis.com', 'developer.zohoapis.com']) {
      const answer = await fetch(`${zoho.url}/${host}/crm/v8/Leads?fields=Last_Name`, {
        headers: { Authorization: `Zoho-oauthtoken ${access_token}` },
      })
      expect(answer.status).toBe(204)
    }
  })
})

test('a person who refuses is told so', async ({ zoho, tenant }) => {
  const desk = deskOf(zoho, tenant)

  const answer = await comeBack(desk, { error: 'access_denied' })

  expect(await answer.text()).toBe('Zoho says: access_denied')
})

/** The app of a company, before anybody has signed in. */
function deskOf(zoho: Emulator, tenant: Directory): Hono {
  const client = clientOf(tenant, 'server')
  return createApp({
    accountsUrl: `${zoho.url}/accounts.zoho.com`,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    redirectUri: client.redirect_uris[0]!,
  })
}

/** The app after a person has signed in, chosen an org in the new flow, and accepted. */
async function connectedDesk(zoho: Emulator, tenant: Directory, org?: DirectoryOrg): Promise<Hono> {
  const desk = deskOf(zoho, tenant)
  const client = clientOf(tenant, 'server')
  const { code } = await zoho.issueCode({ client, org, scope, redirectUri: client.redirect_uris[0]! })
  await comeBack(desk, { code })
  return desk
}

/** Goes to Zoho as the app says, and comes back with what Zoho says. */
async function comeBack(desk: Hono, parameters: Record<string, string>): Promise<Response> {
  const away = new URL((await desk.request('/connect')).headers.get('location')!)
  const state = away.searchParams.get('state')!
  return desk.request(`/oauth/callback?${new URLSearchParams({ ...parameters, state })}`)
}

const addLead = async (desk: Hono, lead: object): Promise<Response> =>
  desk.request('/leads', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(lead),
  })

const leadsOn = async (desk: Hono): Promise<unknown> => (await desk.request('/leads')).json()

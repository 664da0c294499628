/** Gets tokens and writes records, as a client would. */

import type { LeadRecord, Seed } from './servers/seed.ts'

export interface Opened {
  /** Of the org's leads. */
  readonly leads: string
  readonly accessToken: string
  readonly refreshForm: string
}

const scope = 'ZohoCRM.modules.ALL,ZohoCRM.coql.READ,ZohoSearch.securesearch.READ'

/** Tokens for the first org of the first user, and that many leads in it. */
export async function fillLeads(port: number, count: number): Promise<Opened> {
  const base = `http://localhost:${port}`
  const directory = await readJson<{
    users: { email: string; location: string; orgs: { zgid: string }[] }[]
    clients: { client_id: string; client_secret: string; type: string; locations: string[] }[]
  }>(`${base}/_emulator/directory`)
  const user = directory.users.find(({ location }) => location === 'us')!
  const client = directory.clients.find(({ type, locations }) => type === 'server' && locations.includes('us'))!
  const tokens = await readJson<{ access_token: string; refresh_token: string }>(`${base}/_emulator/tokens`, {
    client_id: client.client_id,
    user: user.email,
    org: user.orgs[0]!.zgid,
    scope,
  })

  const leads = `${base}/www.zohoapis.com/crm/v8/Leads`
  const authorization = `Zoho-oauthtoken ${tokens.access_token}`
  for (let from = 0; from < count; from += 100) {
    const data = Array.from({ length: 100 }, (_, index) => newLead(from + index))
    await readJson(leads, { data }, authorization)
  }
  return {
    leads,
    accessToken: tokens.access_token,
    refreshForm: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: client.client_id,
      client_secret: client.client_secret,
      refresh_token: tokens.refresh_token,
    }).toString(),
  }
}

/** What the bare servers hold: a page of the emulator's leads and one more. */
export async function readSeed({ leads, accessToken }: Opened): Promise<Seed> {
  const authorization = `Zoho-oauthtoken ${accessToken}`
  const listed = await readJson<{ data: { id: string }[] }>(
    `${leads}?fields=Last_Name&per_page=200`,
    undefined,
    authorization,
  )
  const records: LeadRecord[] = []
  for (const { id } of listed.data) {
    const { data } = await readJson<{ data: LeadRecord[] }>(`${leads}/${id}`, undefined, authorization)
    records.push(data[0]!)
  }
  // one more than a page, as the emulator has more of them too
  records.push({ ...records[0]!, id: '1' })
  return { accessToken, records }
}

const leadSources = ['Trade Show', 'Cold Call', 'Partner', 'Web Download', 'Chat']

export const newLead = (index: number) => ({
  Last_Name: `Person ${index}`,
  First_Name: 'Some',
  Company: `Company ${index}`,
  Email: `person${index}@company${index}.example`,
  Phone: `+1 202 ${String(index).padStart(7, '0')}`,
  City: 'Springfield',
  Lead_Source: leadSources[index % leadSources.length],
  Annual_Revenue: 1000 + index,
})

async function readJson<T>(url: string, body?: object, authorization?: string): Promise<T> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(authorization && { Authorization: authorization }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`)
  return JSON.parse(text)
}

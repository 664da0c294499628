/** How an org with 100 000 leads answers, compared with one of a thousand, with a bare server and with the time it may take. */

import { compare, type Side, timeOne } from './compare.ts'
import { fillLeads, newLead, type Opened } from './fill.ts'
import type { RequestParts } from './load.ts'
import type { RunningServer } from './processes.ts'
import type { Seed } from './servers/seed.ts'
import type { Row } from './table.ts'

const leadsFilled = 100_000

const sortedSearch = '(Annual_Revenue:greater_than:20000)and(City:equals:Springfield)'
const groupedQuery =
  "select Owner.last_name, Lead_Source, COUNT(id), SUM(Annual_Revenue) from Leads where (Annual_Revenue > 1500 and City = 'Springfield') group by Owner.last_name, Lead_Source"

export async function compareManyRecords(
  { few, many, bare }: { few: RunningServer; many: RunningServer; bare: RunningServer },
  opened: Opened,
  seed: Seed,
): Promise<Row[]> {
  const { accessToken } = await fillLeads(many.port, leadsFilled)
  const sides = (path: string, count: number, more: Partial<RequestParts> = {}) => ({
    many: side(many, accessToken, path, count, more),
    few: side(few, opened.accessToken, path, count, more),
  })
  const id = await firstId(many, accessToken)
  const get = {
    ...sides(`/Leads/${id}`, 5000),
    few: side(few, opened.accessToken, `/Leads/${seed.records[0]!.id}`, 5000),
  }
  const create = sides('/Leads', 3000, {
    method: 'POST',
    body: JSON.stringify({ data: [newLead(0)] }),
  })
  const list = '/Leads?fields=Last_Name,Email,Company&per_page=200'
  const search = (query: string) => side(many, accessToken, `/Leads/search?${query}`, 5000)
  const criteria = encodeURIComponent(`(${sortedSearch})`)

  const [got] = await compare('get one of 100 000', 200, [get.many, get.few])
  const [byEmail] = await compare('search by e-mail', 200, [search('email=person77777@company77777.example'), get.many])
  const [byPhone] = await compare('search by phone', 200, [search('phone=%2B12020077777'), get.many])
  const [listed] = await compare('list 200 of 100 000', 200, [
    side(many, accessToken, list, 1000),
    {
      server: bare,
      request: { method: 'GET', path: `/crm/v8${list}`, headers: headers(seed.accessToken) },
      count: 1000,
    },
  ])
  const sorted = await timeOne(
    'criteria search, sorted',
    side(many, accessToken, `/Leads/search?criteria=${criteria}&sort_by=Modified_Time&per_page=200`, 50),
    15,
  )
  const grouped = await timeOne(
    'COQL, join and group',
    side(many, accessToken, '/coql', 20, { method: 'POST', body: JSON.stringify({ select_query: groupedQuery }) }),
    60,
  )
  const [created] = await compare('create in 100 000', 201, [create.many, create.few])
  return [
    { ...got!, against: 'of 1000', goal: { atLeast: 0.8 } },
    { ...byEmail!, against: 'get one', goal: { atLeast: 0.5 } },
    { ...byPhone!, against: 'get one', goal: { atLeast: 0.5 } },
    { ...listed!, goal: { atLeast: 0.5 } },
    sorted,
    grouped,
    { ...created!, against: 'in 1000', goal: { atLeast: 0.8 } },
  ]
}

const headers = (accessToken: string) => ({ Authorization: `Zoho-oauthtoken ${accessToken}` })

const side = (
  server: RunningServer,
  accessToken: string,
  path: string,
  count: number,
  more: Partial<RequestParts> = {},
): Side => ({
  server,
  request: { method: 'GET', path: `/www.zohoapis.com/crm/v8${path}`, headers: headers(accessToken), ...more },
  count,
})

async function firstId({ port }: RunningServer, accessToken: string): Promise<string> {
  const url = `http://localhost:${port}/www.zohoapis.com/crm/v8/Leads?fields=id&sort_order=asc&per_page=1`
  const response = await fetch(url, { headers: headers(accessToken) })
  return ((await response.json()) as { data: { id: string }[] }).data[0]!.id
}

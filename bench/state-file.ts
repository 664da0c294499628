/** What keeping a state file costs: creating records with `--data` against creating them without. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare, type Side } from './compare.ts'
import { fillLeads, newLead } from './fill.ts'
import { type RunningServer, startServer } from './processes.ts'
import type { Row } from './table.ts'

const leads = '/www.zohoapis.com/crm/v8/Leads'
const filled = 1000

export async function compareStateFile(script: string, options: readonly string[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'zoho-emulator-bench-'))
  const servers: RunningServer[] = []
  const side = async (more: readonly string[]) => {
    const server = await startServer(script, [...options, '--fixture', 'empty', ...more])
    servers.push(server)
    const { accessToken } = await fillLeads(server.port, filled)
    const headers = { Authorization: `Zoho-oauthtoken ${accessToken}`, 'Content-Type': 'application/json' }
    const create = (count: number): Side => ({
      server,
      count,
      request: { method: 'POST', path: leads, headers, body: JSON.stringify({ data: [newLead(0)] }) },
    })
    const list = (count: number): Side => ({
      server,
      count,
      request: { method: 'GET', path: `${leads}?fields=Last_Name,Email&per_page=20`, headers },
    })
    return { create, list }
  }
  try {
    const kept = await side(['--data', join(folder, 'state.json')])
    const forgotten = await side([])
    const [created] = await compare('create one record, kept', 201, [kept.create(3000), forgotten.create(3000)])
    const [listed] = await compare('list 20 records, kept', 200, [kept.list(3000), forgotten.list(3000)])
    return [
      { ...created!, against: 'without --data', goal: { atLeast: 0.8 } },
      { ...listed!, against: 'without --data', goal: { atLeast: 0.9 } },
    ]
  } finally {
    await Promise.all(servers.map(server => server.stop()))
    await rm(folder, { recursive: true })
  }
}

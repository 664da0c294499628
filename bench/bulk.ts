/**
 * `npx tsx bench/bulk.ts [rows]`: 200 000 rows through bulk writes and a bulk read of the built emulator, with the time that
 * the process works and the most memory that it has had by then. Memory is told on Linux only.
 */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import { newLead } from './fill.ts'
import { type RunningServer, startServer } from './processes.ts'

const emulatorScript = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const rowsPerFile = 25_000
const scope = 'ZohoCRM.modules.ALL,ZohoCRM.bulk.ALL,ZohoFiles.files.ALL'

const rows = Number(process.argv[2] ?? 200_000)
const server = await startServer(emulatorScript, [
  ...['--port', '0', '--quiet', '--scenario', 'unlimited', '--fixture', 'empty'],
])
try {
  await main(server)
} finally {
  await server.stop()
}

async function main({ port, pid }: RunningServer): Promise<void> {
  const base = `http://localhost:${port}`
  const api = `${base}/www.zohoapis.com/crm/bulk/v8`
  const { headers, zgid } = await openOrg(base)
  tell('start', pid)
  for (let from = 0; from < rows; from += rowsPerFile) {
    const count = Math.min(rowsPerFile, rows - from)
    const form = new FormData()
    form.append('file', new Blob([zipSync({ 'leads.csv': strToU8(tableOf(from, count)) }) as BlobPart]), 'leads.zip')
    const upload = { method: 'POST', headers: { ...headers, feature: 'bulk-write', 'X-CRM-ORG': zgid }, body: form }
    const uploaded = await ask(`${base}/content.zohoapis.com/crm/v8/upload`, upload)
    const resource = [{ type: 'data', module: { api_name: 'Leads' }, file_id: uploaded.details.file_id }]
    const { details } = await send(`${api}/write`, { operation: 'insert', resource })
    await passJob()
    const { resource: done } = await ask(`${api}/write/${details.id}`, { headers })
    if (done[0].file.added_count !== count) throw new Error(JSON.stringify(done))
    tell(`written ${from + count}`, pid)
  }
  for (const fields of [['Last_Name', 'Company', 'Email', 'Created_Time', 'Owner.last_name'], null]) {
    const query = { module: { api_name: 'Leads' }, fields }
    const { data } = await send(`${api}/read`, { query })
    const [{ details }] = data
    await passJob()
    const job = (await ask(`${api}/read/${details.id}`, { headers })).data[0]
    if (job.result.count !== rows) throw new Error(JSON.stringify(job))
    tell(`read ${fields ? `${fields.length} fields` : 'all fields'}`, pid)
    const response = await fetch(`${api}/read/${details.id}/result`, { headers })
    const { byteLength } = await response.arrayBuffer()
    tell(`downloaded ${(byteLength / 1e6).toFixed(1)} MB`, pid)
  }

  function send(url: string, body: object) {
    return ask(url, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  function passJob() {
    const body = JSON.stringify({ advance: '2s' })
    return ask(`${base}/_emulator/clock`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  }
}

async function openOrg(base: string) {
  const { users, clients } = await ask(`${base}/_emulator/directory`)
  const user = users.find((each: { location: string }) => each.location === 'us')
  const client = clients.find((each: { type: string }) => each.type === 'server')
  const zgid: string = user.orgs[0].zgid
  const body = JSON.stringify({ client_id: client.client_id, user: user.email, org: zgid, scope })
  const headers = { 'Content-Type': 'application/json' }
  const { access_token } = await ask(`${base}/_emulator/tokens`, { method: 'POST', headers, body })
  return { zgid, headers: { Authorization: `Zoho-oauthtoken ${access_token}` } }
}

function tableOf(from: number, count: number): string {
  const columns = Object.keys(newLead(0))
  const lines = Array.from({ length: count }, (_, at) => Object.values(newLead(from + at)).join())
  return `${columns.join()}\n${lines.join('\n')}\n`
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
async function ask(url: string, init: RequestInit = {}): Promise<any> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`)
  return JSON.parse(text)
}

function tell(what: string, pid: number): void {
  const status = tryRead(`/proc/${pid}/status`)
  const [, peak] = /VmHWM:\s+(\d+)/.exec(status) ?? []
  // user time in hundredths of a second
  const worked = Number(tryRead(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[11] ?? Number.NaN) / 100
  const memory = peak === undefined ? '' : `peak ${Math.round(Number(peak) / 1024)} MB`
  process.stdout.write(`${what.padEnd(22)} ${worked.toFixed(2).padStart(8)} s worked   ${memory}\n`)
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

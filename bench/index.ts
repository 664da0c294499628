/**
 * `npm run bench [-- --check]`: how the built emulator compares with the least that could do the same, as one table.
 *
 * Every row is measured in the same run, in rounds that take turns, since a machine's speed changes under way; the ratio is
 * the median over the rounds of one against the other. With `--check` a missed goal ends in exit code 1.
 */

import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildRequest, measureRate, type RequestParts } from './load.ts'
import { type RunningServer, startServer, timeOfBareNode, timeToReady } from './processes.ts'
import type { LeadRecord, Seed } from './servers/seed.ts'

const emulatorScript = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const mockServerScript = fileURLToPath(
  new URL('../node_modules/oauth2-mock-server/dist/oauth2-mock-server.mjs', import.meta.url),
)
const emulatorArguments = ['--port', '0', '--quiet', '--scenario', 'unlimited']
const connections = 16
const loadRounds = 9
const startRounds = 15
const recordsFilled = 1000

interface Row {
  readonly what: string
  readonly against: string
  readonly ours: string
  readonly theirs: string
  readonly ratio: number
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number }
}

interface Side {
  readonly server: RunningServer
  readonly request: RequestParts
  /** Requests a round: slow servers get fewer, so that rounds take about as long. */
  readonly count: number
}

async function main(): Promise<void> {
  if (!existsSync(emulatorScript)) throw new Error('dist/cli.js is missing: npm run build')
  const rows = [await compareStart()]
  const servers: RunningServer[] = []
  const folder = await mkdtemp(join(tmpdir(), 'zoho-emulator-bench-'))
  try {
    const started = async (script: string, args: readonly string[]) => {
      const server = await startServer(script, args)
      servers.push(server)
      return server
    }
    const emulator = await started(emulatorScript, emulatorArguments)
    const filled = await fill(emulator.port)
    const seedFile = join(folder, 'seed.json')
    await writeFile(seedFile, JSON.stringify(filled.seed))
    await bundleServers(folder)
    const bare = await started(join(folder, 'bare.mjs'), [seedFile])
    const hono = await started(join(folder, 'hono.mjs'), [seedFile])
    const mockServer = await started(mockServerScript, ['-a', '127.0.0.1', '-p', '0'])
    rows.push(...(await compareLoads({ emulator, bare, hono, mockServer }, filled)))
  } finally {
    await Promise.all(servers.map(server => server.stop()))
    await rm(folder, { recursive: true })
  }
  print(rows)
  if (process.argv.includes('--check') && rows.some(row => !isMet(row))) process.exitCode = 1
}

async function compareStart(): Promise<Row> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round <= startRounds; round++) {
    const started = await timeToReady(emulatorScript, emulatorArguments)
    const nothing = await timeOfBareNode()
    // the first fills the disk cache
    if (round === 0) continue
    ours.push(started)
    theirs.push(nothing)
  }
  return {
    what: 'start to ready',
    against: 'node -e 0',
    ours: `${median(ours).toFixed(0)} ms`,
    theirs: `${median(theirs).toFixed(0)} ms`,
    ratio: median(ours.map((time, round) => time / theirs[round]!)),
    goal: { atMost: 3 },
  }
}

interface Filled {
  readonly seed: Seed
  readonly refreshForm: string
}

/** Gets tokens and writes records, as a client would. */
async function fill(port: number): Promise<Filled> {
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
    scope: 'ZohoCRM.modules.ALL',
  })

  const leads = `${base}/www.zohoapis.com/crm/v8/Leads`
  const authorization = `Zoho-oauthtoken ${tokens.access_token}`
  for (let from = 0; from < recordsFilled; from += 100) {
    const data = Array.from({ length: 100 }, (_, index) => newLead(from + index))
    await readJson(leads, { data }, authorization)
  }
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
  return {
    seed: { accessToken: tokens.access_token, records },
    refreshForm: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: client.client_id,
      client_secret: client.client_secret,
      refresh_token: tokens.refresh_token,
    }).toString(),
  }
}

const newLead = (index: number) => ({
  Last_Name: `Person ${index}`,
  First_Name: 'Some',
  Company: `Company ${index}`,
  Email: `person${index}@company${index}.example`,
  Phone: '+1 202 555 0123',
  City: 'Springfield',
  Lead_Source: 'Trade Show',
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

/** Bundled rather than run by tsx, which wraps every closure to keep its name. */
async function bundleServers(folder: string): Promise<void> {
  const from = (name: string) => fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url))
  await build({
    entryPoints: [from('bare'), from('hono')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
  })
}

interface Servers {
  readonly emulator: RunningServer
  readonly bare: RunningServer
  readonly hono: RunningServer
  readonly mockServer: RunningServer
}

async function compareLoads({ emulator, bare, hono, mockServer }: Servers, filled: Filled): Promise<Row[]> {
  const { accessToken, records } = filled.seed
  const headers = { Authorization: `Zoho-oauthtoken ${accessToken}` }
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const refresh = (path: string): RequestParts => ({ method: 'POST', path, headers: form, body: filled.refreshForm })

  const leads = '/crm/v8/Leads'
  const getOne: RequestParts = { method: 'GET', path: `${leads}/${records[0]!.id}`, headers }
  const list: RequestParts = {
    method: 'GET',
    path: `${leads}?fields=Last_Name,Email,Company&per_page=200`,
    headers,
  }
  const create: RequestParts = {
    method: 'POST',
    path: leads,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ data: [newLead(0)] }),
  }
  const ours = (request: RequestParts, count: number): Side => ({
    server: emulator,
    request: { ...request, path: `/www.zohoapis.com${request.path}` },
    count,
  })
  const node = (request: RequestParts, count: number): Side => ({ server: bare, request, count })

  const [tokens] = await compare(
    'refresh a token',
    200,
    [
      { server: emulator, request: refresh('/accounts.zoho.com/oauth/v2/token'), count: 4000 },
      { server: mockServer, request: refresh('/token'), count: 200 },
    ],
    // the mock server signs on threads of its own
    { awake: false },
  )
  const oneRecord = await compare('get one record', 200, [
    ours(getOne, 5000),
    node(getOne, 5000),
    { server: hono, request: getOne, count: 5000 },
  ])
  const [listed] = await compare('list 200 records', 200, [ours(list, 1000), node(list, 1000)])
  const [created] = await compare('create one record', 201, [ours(create, 3000), node(create, 3000)])
  return [
    { ...tokens!, against: 'oauth2-mock-server', goal: { atLeast: 10 } },
    { ...oneRecord[0]!, goal: { atLeast: 0.4 } },
    { ...oneRecord[1]!, against: 'bare Hono' },
    listed!,
    created!,
  ]
}

/** The first against each of the others. */
async function compare(what: string, status: number, sides: readonly Side[], { awake = true } = {}): Promise<Row[]> {
  const rates: number[][] = sides.map(() => [])
  const measure = ({ server: { port }, request, count }: Side) =>
    measureRate({ port, request: buildRequest(port, request), status }, { count, connections, awake })
  // twice, as the optimizing compilers of the servers take a while
  for (const side of [...sides, ...sides]) await measure(side)
  for (let round = 0; round < loadRounds; round++) {
    for (const [at, side] of sides.entries()) rates[at]!.push(await measure(side))
  }
  const [ours, ...others] = rates as [number[], ...number[][]]
  return others.map(theirs => ({
    what,
    against: 'bare node:http',
    ours: `${median(ours).toFixed(0)}/s`,
    theirs: `${median(theirs).toFixed(0)}/s`,
    ratio: median(ours.map((rate, round) => rate / theirs[round]!)),
  }))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function isMet({ ratio, goal }: Row): boolean {
  if (!goal) return true
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost
}

function print(rows: readonly Row[]): void {
  const goalText = ({ goal }: Row) =>
    goal ? ('atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`) : ''
  const cells = [
    ['', 'emulator', '', 'against', 'ratio', 'goal', ''],
    ...rows.map(row => [
      row.what,
      row.ours,
      row.theirs,
      row.against,
      row.ratio.toFixed(2),
      goalText(row),
      row.goal ? (isMet(row) ? 'met' : 'missed') : '',
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map(line => line[column]!.length)))
  const rightAligned = [1, 2, 4]
  for (const line of cells) {
    const padded = line.map((cell, column) =>
      rightAligned.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    )
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`)
  }
}

await main()

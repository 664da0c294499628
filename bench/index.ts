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
import { compare, type Side } from './compare.ts'
import { fillLeads, newLead, type Opened, readSeed } from './fill.ts'
import { compareExec } from './intercept.ts'
import type { RequestParts } from './load.ts'
import { compareManyRecords } from './many-records.ts'
import { type RunningServer, startServer, timeOfBareNode, timeToReady } from './processes.ts'
import type { Seed } from './servers/seed.ts'
import { compareStates } from './state.ts'
import { compareStateFile } from './state-file.ts'
import { isMet, median, print, type Row } from './table.ts'

const emulatorScript = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const mockServerScript = fileURLToPath(
  new URL('../node_modules/oauth2-mock-server/dist/oauth2-mock-server.mjs', import.meta.url),
)
const emulatorArguments = ['--port', '0', '--quiet', '--scenario', 'unlimited']
const startRounds = 15
const recordsFilled = 1000

async function main(): Promise<void> {
  if (!existsSync(emulatorScript)) throw new Error('dist/cli.js is missing: npm run build')
  const rows = [await compareStart(), await compareExec(emulatorScript, emulatorArguments)]
  const servers: RunningServer[] = []
  const folder = await mkdtemp(join(tmpdir(), 'zoho-emulator-bench-'))
  try {
    const started = async (script: string, args: readonly string[]) => {
      const server = await startServer(script, args)
      servers.push(server)
      return server
    }
    const emulator = await started(emulatorScript, emulatorArguments)
    const opened = await fillLeads(emulator.port, recordsFilled)
    const seed = await readSeed(opened)
    const seedFile = join(folder, 'seed.json')
    await writeFile(seedFile, JSON.stringify(seed))
    await bundleServers(folder)
    const bare = await started(join(folder, 'bare.mjs'), [seedFile])
    const hono = await started(join(folder, 'hono.mjs'), [seedFile])
    const mockServer = await started(mockServerScript, ['-a', '127.0.0.1', '-p', '0'])
    rows.push(...(await compareLoads({ emulator, bare, hono, mockServer }, opened, seed)))
    const many = await started(emulatorScript, [...emulatorArguments, '--fixture', 'empty'])
    rows.push(...(await compareManyRecords({ few: emulator, many, bare }, opened, seed)))
    rows.push(...(await compareStateFile(emulatorScript, emulatorArguments)))
    rows.push(...(await compareStates()))
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

async function compareLoads(
  { emulator, bare, hono, mockServer }: Servers,
  { refreshForm }: Opened,
  { accessToken, records }: Seed,
): Promise<Row[]> {
  const headers = { Authorization: `Zoho-oauthtoken ${accessToken}` }
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const refresh = (path: string): RequestParts => ({ method: 'POST', path, headers: form, body: refreshForm })

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

await main()

/**
 * `npx tsx bench/journal.ts [--check]`: what the journal adds to a request. The same calls go, without a socket, through one
 * emulator that keeps its journal and one that notes nothing, in rounds that take turns; the difference is the median over the
 * rounds.
 */

import type { CheckName } from '../src/http/journal/checks.ts'
import { Exchange } from '../src/http/journal/exchange.ts'
import { Journal } from '../src/http/journal/journal.ts'
import { Reads } from '../src/http/journal/unread.ts'
import { createEmulator, type Emulator } from '../src/index.ts'
import { median } from './table.ts'

const rounds = 31
const callsPerRound = 1500
const mostMicroseconds = 10

interface Call {
  readonly what: string
  readonly request: () => Request
}

/** Notes nothing. */
class Unnoted extends Exchange {
  override check(_: CheckName, passed: boolean): boolean {
    return passed
  }
  override belongsTo(): void {}
  override leaveOut(): void {}
}

class UnnotedReads extends Reads {
  override header(): void {}
  override parameter(): void {}
}

/** An emulator that notes nothing while it answers, and keeps nothing. */
async function withoutJournal(): Promise<Emulator> {
  const { open } = Journal.prototype
  const emulator = await createEmulator({ scenario: 'unlimited' })
  let journal: Journal | undefined
  Journal.prototype.open = function (request, incoming) {
    journal = this
    return open.call(this, request, incoming)
  }
  await emulator.fetch('/crm/v8/org')
  Journal.prototype.open = open
  Object.assign(journal!, {
    open({ method, url }: Request) {
      const exchange = new Unnoted(method, url, [], 0, 0, 0)
      exchange.reads = new UnnotedReads(url)
      return exchange
    },
    close: (_: Exchange, response: Response) => response,
  })
  return emulator
}

async function callsOf(emulator: Emulator): Promise<Call[]> {
  const directory = (await (await emulator.fetch('/_emulator/directory')).json()) as {
    portals: { orgs: { zgid: string }[] }[]
    clients: { client_id: string }[]
  }
  const { access_token: token } = await emulator.issueTokens({
    client: directory.clients[0]!.client_id,
    user: 'admin@acme.example',
    org: directory.portals[0]!.orgs[0]!.zgid,
    scope: 'ZohoCRM.modules.ALL,ZohoCRM.org.ALL',
  })
  const headers = { Authorization: `Zoho-oauthtoken ${token}`, 'User-Agent': 'bench', Accept: '*/*' }
  const get = (path: string) => () => new Request(`http://localhost/www.zohoapis.com${path}`, { headers })
  const update = JSON.stringify({ data: [{ Last_Name: 'Bench', Company: 'Bench' }] })
  return [
    { what: 'org', request: get('/crm/v8/org') },
    { what: 'list of 10', request: get('/crm/v8/Leads?fields=Last_Name,Email&per_page=10') },
    {
      what: 'create',
      request: () =>
        new Request('http://localhost/www.zohoapis.com/crm/v8/Leads', {
          method: 'POST',
          headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': String(update.length) },
          body: update,
        }),
    },
    {
      what: 'refused',
      request: () => new Request('http://localhost/sandbox.zohoapis.com/crm/v8/Leads?fields=Email', { headers }),
    },
  ]
}

async function microsecondsOf(emulator: Emulator, { request }: Call): Promise<number> {
  const requests = Array.from({ length: callsPerRound }, request)
  // processor time, so that others on the machine count less
  const start = process.cpuUsage()
  for (const each of requests) await emulator.fetch(each)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / callsPerRound
}

const withIt = await createEmulator({ scenario: 'unlimited' })
const without = await withoutJournal()
const [ofWith, ofWithout] = [await callsOf(withIt), await callsOf(without)]
for (const [at, call] of ofWith.entries()) {
  const other = ofWithout[at]!
  for (let warm = 0; warm < 3; warm++) {
    await microsecondsOf(withIt, call)
    await microsecondsOf(without, other)
  }
  const times: [number, number][] = []
  for (let round = 0; round < rounds; round++) {
    const pair = [() => microsecondsOf(withIt, call), () => microsecondsOf(without, other)]
    // who goes first changes, as the second finds warmer caches
    if (round % 2 === 0) times.push([await pair[0]!(), await pair[1]!()])
    else times.push((await Promise.resolve([await pair[1]!(), await pair[0]!()])).reverse() as [number, number])
  }
  const difference = median(times.map(([a, b]) => a - b))
  const ratio = median(times.map(([a, b]) => a / b))
  const [a, b] = [median(times.map(([one]) => one)), median(times.map(([, one]) => one))]
  console.log(
    `${call.what.padEnd(12)} with ${a.toFixed(2)} µs  without ${b.toFixed(2)} µs  difference ${difference.toFixed(2)} µs  ratio ${ratio.toFixed(3)}`,
  )
  if (process.argv.includes('--check') && difference > mostMicroseconds) process.exitCode = 1
}

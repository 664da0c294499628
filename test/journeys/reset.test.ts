/** Whatever was done to an emulator, after a reset it is what a fresh process is. */

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { scenarioNames } from '../../src/world/scenarios.ts'
import { admin, callback, control, everything, type Harness, listen, start } from '../support/emulator.ts'
import { type Exchange, probe } from '../support/probe.ts'
import { Visitor } from '../support/visitor.ts'

let fresh: Exchange[]

beforeAll(async () => {
  const program = fileURLToPath(new URL('../support/probe.ts', import.meta.url))
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['--import', 'tsx', program], { maxBuffer: 256 * 1024 * 1024 })
  fresh = JSON.parse(stdout)
})

/** Compares one by one, since a difference in megabytes of text cannot be read. */
const expectFresh = (asked: readonly Exchange[]) => {
  for (const [index, exchange] of asked.entries()) expect(exchange, exchange.call).toEqual(fresh[index])
  expect(asked).toHaveLength(fresh.length)
}

/** An emulator in the hands of somebody who does this and that to it. */
class Hands {
  readonly #harness: Harness
  #token = 'none'
  readonly #records: string[] = []
  readonly #tenants: string[] = []

  constructor(harness: Harness) {
    this.#harness = harness
  }

  async do({ kind, number }: Deed): Promise<void> {
    await this.#deeds[kind]!(number)
  }

  readonly #deeds: Record<string, (number: number) => Promise<unknown>> = {
    freeze: () => this.#control('/clock', { freeze: true }),
    advance: number => this.#control('/clock', { advance: `${number}m` }),
    set: number => this.#control('/clock', { set: new Date(Date.UTC(2020 + (number % 20), 0)).toISOString() }),
    resume: () => this.#control('/clock', { resume: true }),
    scenario: number => this.#control('/scenario', { name: pick(scenarioNames(), number) }, 'PUT'),
    toggle: number => this.#control('/toggles', pick(toggles, number), 'PATCH'),
    tenant: async number => {
      const { json } = await this.#control('/tenants', { records: number % 4, sandboxes: number % 3 })
      const [portal] = json.portals
      this.#tenants.push(portal.id)
      const { json: issued } = await this.#control('/tokens', {
        client_id: json.clients[0].client_id,
        user: json.users[0].email,
        scope: everything,
        org: portal.orgs[0].zgid,
      })
      if (issued.access_token) this.#token = issued.access_token
      await this.#crm('GET', '/Contacts?fields=Email')
    },
    deleteTenant: () => this.#harness.send('DELETE', `/_emulator/tenants/${this.#tenants.pop()}`),
    records: number => {
      const org = pick(this.#harness.directory.portals[0]!.orgs, number)
      return this.#control(`/orgs/${org.zgid}/records`, { module: pick(modules, number), count: (number % 5) + 1 })
    },
    client: number =>
      this.#control('/clients', { type: pick(['server', 'self', 'device'], number), name: 'Another', owner: admin }),
    function: number => this.#control('/functions/greet', { output: number }, 'PUT'),
    tokens: async number => {
      const org = pick(['Acme', 'Acme QA', 'Globex'], number)
      const { zgid } = this.#harness.org(org)
      const { json } = await this.#control('/tokens', { ...this.#consent, scope, org: zgid })
      if (json.access_token) this.#token = json.access_token
    },
    exchange: async () => {
      const { org, client, exchange } = this.#harness
      const { json } = await this.#control('/codes', { ...this.#consent, scope: everything, org: org('Acme').zgid })
      const { client_id, client_secret } = client('server')
      const { json: issued } = await exchange({
        grant_type: 'authorization_code',
        code: json.code ?? 'none',
        client_id,
        client_secret,
        redirect_uri: callback,
      })
      if (!issued?.refresh_token) return
      const { refresh_token } = issued
      await exchange({ grant_type: 'refresh_token', refresh_token, client_id, client_secret })
    },
    create: async number => {
      const module = pick(modules, number)
      const { json } = await this.#crm('POST', `/${module}`, { data: [rows[module]] })
      if (module === 'Leads' && json?.data?.[0].details.id) this.#records.push(json.data[0].details.id)
    },
    update: number =>
      this.#crm('PUT', '/Leads', { data: [{ id: this.#records.at(-1) ?? '1', Last_Name: `Changed ${number}` }] }),
    delete: number => this.#crm('DELETE', `/Leads?ids=${this.#records.splice(number % 3, 1)[0] ?? '1'}`),
    deleteStarting: async number => {
      const module = pick(modules.slice(1), number)
      const { json } = await this.#crm('GET', `/${module}?fields=id&per_page=5`)
      const ids = (json?.data ?? []).map(({ id }: { id: string }) => id)
      await this.#crm('DELETE', `/${module}?ids=${ids.join()}`)
    },
    note: () => this.#crm('POST', `/Leads/${this.#records.at(-1) ?? '1'}/Notes`, { data: [{ Note_Content: 'Seen' }] }),
    massUpdate: () =>
      this.#crm('POST', '/Leads/actions/mass_update', { data: [{ City: 'Rome' }], ids: this.#records.slice(-2) }),
    module: number =>
      this.#crm('POST', '/settings/modules', {
        modules: [
          {
            singular_label: 'Boat',
            plural_label: 'Boats',
            api_name: pick(['Boats', 'Ships'], number),
            profiles: [{ id: `5725767000000026011` }],
            display_field: { field_label: 'Boat Name', data_type: 'text' },
          },
        ],
      }),
    field: number =>
      this.#crm('POST', `/settings/fields?module=${pick(modules, number)}`, {
        fields: [{ field_label: `Extra ${number % 3}`, data_type: pick(['text', 'integer', 'boolean'], number) }],
      }),
    sharing: async number => {
      const { json } = await this.#crm('GET', `/settings/modules/${pick(modules, number)}`)
      await this.#crm('PUT', '/settings/data_sharing', {
        data_sharing: [{ module: { id: json?.modules?.[0].id }, share_type: 'private' }],
      })
    },
    emptyBin: () => this.#crm('POST', '/settings/recycle_bin/actions/empty'),
    read: number => this.#crm('GET', `/${pick(modules, number)}?fields=id,Owner&sort_by=Modified_Time`),
    query: () =>
      this.#crm('POST', '/coql', { select_query: 'select Stage, COUNT(id) from Deals where id > 0 group by Stage' }),
    signIn: async () => {
      const visitor = await new Visitor(this.#harness).open('/accounts.zoho.com/signin')
      await visitor.signIn(admin)
    },
    device: () =>
      this.#harness.send('POST', '/accounts.zoho.com/oauth/v3/device/code', {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          client_id: this.#harness.client('device').client_id,
          grant_type: 'device_request',
          scope: 'ZohoCRM.org.READ',
        }).toString(),
      }),
    reset: () => this.#control('/reset', {}),
  }

  static readonly kinds = Object.keys(new Hands({} as Harness).#deeds)

  get #consent() {
    return { client_id: this.#harness.client('server').client_id, user: admin }
  }

  #control(path: string, body: object, method = 'POST') {
    return control(this.#harness.send, `/_emulator${path}`, body, method)
  }

  #crm(method: string, path: string, body?: object) {
    const init = { token: this.#token, ...(body && { body }) }
    return this.#harness.send(method, `/www.zohoapis.com/crm/v8${path}`, init)
  }
}

interface Deed {
  readonly kind: string
  readonly number: number
}

const scope = `${everything},ZohoCRM.coql.READ,ZohoCRM.mass_update.ALL`
const modules = ['Leads', 'Contacts', 'Accounts', 'Deals', 'Quotes', 'Tasks']
const toggles = [
  { job_step_ms: 0 },
  { refreshes_per_window: 1 },
  { wrong_org_error: 'NO_PERMISSION' },
  { access_token_lifetime_s: null },
  { scope_on_refresh: false },
]

const pick = <T>(choices: readonly T[], number: number): T => choices[number % choices.length]!

const rows: Record<string, object> = {
  Leads: { Last_Name: 'Lead', Company: 'Co' },
  Contacts: { Last_Name: 'Contact' },
  Accounts: { Account_Name: 'Account' },
  Deals: { Deal_Name: 'Deal', Stage: 'Qualification', Closing_Date: '2026-01-01', Pipeline: 'Standard (Standard)' },
  Quotes: { Subject: 'Quote', Quoted_Items: [] },
  Tasks: { Subject: 'Task' },
}

const deed: fc.Arbitrary<Deed> = fc.record({ kind: fc.constantFrom(...Hands.kinds), number: fc.nat(100) })

it('equals a fresh process after any sequence of calls and a reset', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async deeds => {
      const harness = await listen()
      const hands = new Hands(harness)
      for (const each of deeds) await hands.do(each)

      await harness.send('POST', '/_emulator/reset')

      expectFresh(await probe(asIfWithoutSocket(harness)))
    }),
    { numRuns: 25 },
  )
})

it('equals a fresh process after many resets too', async () => {
  const { zoho } = await start()

  for (let more = 0; more < 3; more++) {
    expectFresh(await probe(zoho))
    await zoho.reset()
  }
})

/** Addresses in answers tell how one came, so both have to come the same way. */
const asIfWithoutSocket = ({ zoho }: Harness): Pick<Harness['zoho'], 'fetch'> => ({
  fetch: (path, init) => zoho.fetch(new Request(new URL(String(path), 'http://localhost'), init)),
})

it('does all that it says it does', async () => {
  const harness = await listen()
  const refused: string[] = []
  const watched: Harness['send'] = async (method, path, options) => {
    const answer = await harness.send(method, path, options)
    if (answer.status >= 400) refused.push(`${answer.status} ${method} ${path} ${answer.text}`)
    return answer
  }
  const hands = new Hands({ ...harness, send: watched })
  const kinds = Hands.kinds.filter(kind => kind !== 'scenario')

  // what is deleted and changed has to be made before
  for (const kind of ['tokens', 'create', 'create', ...kinds]) await hands.do({ kind, number: 0 })

  expect(refused).toEqual([])
})

it('is told from a fresh process where something is left', async () => {
  const { zoho, tokens } = await start()
  await tokens({ org: 'Acme' })

  expect(() => expectFresh([])).toThrow()
  expect((await probe(zoho)).map(({ text }) => text)).not.toEqual(fresh.map(({ text }) => text))
})

it('gives out the tokens of a fresh process after a reset that came while nothing else was asked', async () => {
  const { zoho } = await start()

  await zoho.reset()

  expectFresh(await probe(zoho))
})

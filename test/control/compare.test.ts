/** Old and new: what the page shows is what a client gets, and the world stays as it is. */

import { describe, expect, it } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { agent, control, everything, type Harness, start } from '../support/emulator.ts'

const comparePath = '/_emulator/compare'
const [acme, qa, uat, dev, globex] = ['60021001', '60021002', '60021003', '60021004', '60031001'] as const

const read = async ({ send }: Harness, query: Record<string, string> = {}): Promise<string> => {
  const { status, text } = await send('GET', `${comparePath}?${new URLSearchParams(query)}`)
  if (status !== 200) throw new Error(`${status} ${text}`)
  return text
}

const textOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** What the two columns of a step say. */
function columnsOf(html: string, step: string): { says: string; old: string; new: string } {
  const [, inner] = new RegExp(`data-step="${step}">(.*?)(?=<li class="way|<section class="reach")`, 's').exec(html)!
  const [head, before, after] = inner!.split(/<section class="side"/)
  return { says: textOf(head!), old: textOf(`<section${before}`), new: textOf(`<section${after}`) }
}

interface ShownCell {
  readonly org: string
  readonly rule: 'old' | 'new'
  readonly state: string
  readonly status: number
  /** Host and path of the call, and what it was answered. */
  readonly title: string
}

const cellsOf = (html: string): ShownCell[] =>
  [...html.matchAll(/<tbody data-org="(\d+)">(.*?)<\/tbody>/gs)].flatMap(([, org, rows]) =>
    [...rows!.matchAll(/<tr data-rule="(old|new)">(.*?)<\/tr>/gs)].flatMap(([, rule, cells]) =>
      [...cells!.matchAll(/<td class="([\w-]+)" data-state="[\w-]+" data-status="(\d+)" title="([^"]*)"/g)].map(
        ([, state, status, title]) => ({
          org: org!,
          rule: rule as 'old' | 'new',
          state: state!,
          status: Number(status),
          title: title!.replaceAll('&amp;', '&'),
        }),
      ),
    ),
  )

const openedOrgs = (cells: readonly ShownCell[], rule: 'old' | 'new'): string[] => [
  ...new Set(cells.filter(cell => cell.rule === rule && cell.state === 'opened').map(({ org }) => org)),
]

/** What may stand in an address for each living token, as the page lists them: newest first. */
const marksOf = (html: string): string[] => [...html.matchAll(/token=([0-9a-f]{16})[^"]*"/g)].map(([, mark]) => mark!)

/** A world with one living token, born in a flow, and the page about its reach. */
async function steal(
  { scope = everything, org, born = 'org-specific' }: { scope?: string; org?: string; born?: string },
  options: EmulatorOptions = {},
) {
  const harness = await start(options)
  await harness.zoho.useScenario(born)
  const { access_token: token } = await harness.tokens({ scope, ...(org && { org }) })
  const [mark] = marksOf(await read(harness))
  const html = await read(harness, { token: mark! })
  return { ...harness, harness, token, mark: mark!, html, cells: cellsOf(html) }
}

/** What a direct call gets where a cell says that one was made. */
async function directCall({ send }: Harness, title: string, token: string) {
  const [, address] = /^GET (\S+): /.exec(title)!
  const { status, json } = await send('GET', `/${address}`, { token })
  return { address: address!, status, json }
}

describe('the same client through both flows', () => {
  it('chooses an org in the new flow only, and says where they part', async () => {
    const html = await read(await start())

    const org = columnsOf(html, 'org')
    expect(org.says).toContain('Different The old flow asks for no org.')
    expect(org.old).toContain('No such step')
    expect(org.new).toContain('Choose the org whose data Acme Connector may access')
    expect(org.new).toContain('Acme QA 60021002 Sandbox (chosen)')
    expect(org.new).toContain('POST accounts.zoho.com/oauth/v2/auth/org')
    expect(org.new).toContain('org 60021002')
  })

  it('shows that request and code are the same, and that consent and token answer are not', async () => {
    const html = await read(await start())

    expect(columnsOf(html, 'request').says).toContain('Same')
    expect(columnsOf(html, 'code').says).toContain('Same')
    const consent = columnsOf(html, 'consent')
    expect(consent.old).toContain('differs: Old flow: the token will work in every environment')
    expect(consent.new).toContain('differs: Acme QA Sandbox')
    const tokens = columnsOf(html, 'tokens')
    expect(tokens.old).toContain('api_domain differs: http://localhost/www.zohoapis.com')
    expect(tokens.new).toContain('api_domain differs: http://localhost/sandbox.zohoapis.com')
    expect(tokens.new).toContain('token_type Bearer')
  })

  it('opens one org per environment with the old token, and the chosen one with the new', async () => {
    const calls = columnsOf(await read(await start(), { org: dev }), 'calls')

    expect(calls.says).toContain('The old token opens 3 orgs, one per environment. The new one opens one org.')
    for (const name of ['Acme', 'Acme QA', 'Acme Dev']) expect(calls.old).toContain(`200 ${name} 6002`)
    expect(calls.new.match(/401 INVALID_TOKEN/g)).toHaveLength(2)
    expect(calls.new).toContain('200 Acme Dev 60021004')
  })

  it('says that the token answers look alike for an org in production', async () => {
    const html = await read(await start(), { org: acme })

    expect(columnsOf(html, 'tokens').says).toContain('Same The same keys and values.')
    expect(columnsOf(html, 'calls').says).toContain('Different')
  })

  it('runs with the user, client and org that one chooses, in the user’s data center', async () => {
    const html = await read(await start(), { user: 'admin@initech.example', org: '20041001' })

    expect(columnsOf(html, 'request').new).toContain('GET accounts.zoho.eu/oauth/v2/auth')
    expect(columnsOf(html, 'calls').new).toContain('200 Initech 20041001')
    expect(columnsOf(html, 'calls').old).toContain('developer.zohoapis.eu/crm/v8/org')
  })

  it('takes what shows most where the choice does not fit', async () => {
    const html = await read(await start(), { user: 'nobody@acme.example', client: '1000.NONE', org: '1' })

    expect(textOf(html)).toContain(
      'admin@acme.example signs in to Acme Connector ; in the new flow for Acme QA Sandbox',
    )
  })

  it('offers agents the orgs of which they are members', async () => {
    const html = await read(await start(), { user: agent, org: dev })

    const org = columnsOf(html, 'org').new
    expect(org).toContain('Acme QA 60021002 Sandbox (chosen)')
    expect(org).not.toContain('Acme Dev')
  })

  it('plays both flows whatever the scenario, with the toggles in force', async () => {
    const harness = await start({ scenario: 'legacy' })
    expect(columnsOf(await read(harness), 'calls').new).toContain('401 INVALID_TOKEN')

    await control(harness.send, '/_emulator/toggles', { wrong_org_error: 'NO_PERMISSION' }, 'PATCH')

    expect(columnsOf(await read(harness), 'calls').new).toContain('403 NO_PERMISSION')
  })

  it('lets the people of a tenant go through both flows, whatever the tenant’s own', async () => {
    const harness = await start()
    const { json } = await control(harness.send, '/_emulator/tenants', { flow: 'legacy' })

    const html = await read(harness, { user: json.users[0].email })

    expect(columnsOf(html, 'org').new).toContain('Choose the org')
    expect(columnsOf(html, 'calls').says).toContain('The new one opens one org.')
  })

  it('shows no secret', async () => {
    const harness = await start()

    const html = await read(harness)

    expect(html).not.toMatch(/1000\.[0-9a-f]{32}/)
    for (const secret of Object.values(harness.client('server').client_secrets)) expect(html).not.toContain(secret)
    expect(columnsOf(html, 'sign-in').old).toContain('password …')
  })

  it('says what is missing where nobody can sign in', async () => {
    const harness = await start()
    const { json } = await harness.send('GET', '/_emulator/snapshot')
    json.tables.clients = harness.directory.clients.map(({ client_id }) => ({ gone: client_id }))
    expect((await control(harness.send, '/_emulator/snapshot', json, 'PUT')).status).toBe(200)

    expect(textOf(await read(harness))).toContain('Nobody here can sign in to anything yet.')
  })
})

describe('the reach of a token', () => {
  it('says how to get a token where there is none', async () => {
    const html = await read(await start())

    expect(textOf(html)).toContain('No token works right now.')
    expect(html).toContain('href="http://localhost/"')
  })

  it.each([
    { born: 'legacy', rule: 'old', other: 'new', org: undefined, would: 'Acme QA' },
    { born: 'org-specific', rule: 'new', other: 'old', org: 'Acme UAT', would: undefined },
  ] as const)('shows in each cell what a direct call gets, for a token born under the $rule rule', async given => {
    const { born, rule, other, org, would } = given
    const { harness, token, cells } = await steal({ born, ...(org && { org }) })
    const beside = await start({ scenario: born === 'legacy' ? 'org-specific' : 'legacy' })
    const { access_token: twin } = await beside.tokens(would ? { org: would } : {})
    const owners = new Map<string, string>()
    const direct = new Map<string, { status: number; code: string | null }>()
    for (const cell of cells) {
      const [asked, with_] = cell.rule === rule ? [harness, token] : [beside, twin]
      const { address, status, json } = await directCall(asked, cell.title, with_)
      direct.set(`${cell.rule} ${address}`, { status, code: status < 300 ? null : json.code })
      if (json?.org) owners.set(`${cell.rule} ${address.split('/')[0]}`, json.org[0].zgid)
    }

    const wrong = cells.filter(cell => {
      const [, address] = /^GET (\S+): /.exec(cell.title)!
      const { status, code } = direct.get(`${cell.rule} ${address}`)!
      const owner = owners.get(`${cell.rule} ${address!.split('/')[0]}`)
      const state = status >= 300 ? 'refused' : owner === cell.org ? 'opened' : 'elsewhere'
      const answer = code === null ? `${status}` : `${status} ${code}`
      return cell.status !== status || cell.state !== state || !cell.title.endsWith(`: ${answer}`)
    })

    expect(wrong).toEqual([])
    expect(cells).toHaveLength(8 * 2 * 19)
    expect(cells.filter(cell => cell.rule === other)).toHaveLength(8 * 19)
  })

  it('is one org per environment for an old token, and one org for the new', async () => {
    const { cells, html } = await steal({ born: 'legacy' })

    expect(openedOrgs(cells, 'old')).toEqual([acme, qa, dev])
    expect(openedOrgs(cells, 'new')).toEqual([qa])
    expect(textOf(html)).toContain('Old rule the one it was born with opens 3 of 8 orgs')
  })

  it('is exactly one org for a bound token, and would have been three', async () => {
    const { cells, html } = await steal({ org: 'Acme UAT' })

    expect(openedOrgs(cells, 'new')).toEqual([uat])
    expect(openedOrgs(cells, 'old')).toEqual([acme, qa, dev])
    expect(textOf(html)).toContain('New rule the one it was born with opens 1 of 8 orgs')
  })

  it('keeps the rule that the token was born with when the scenario changes', async () => {
    const { harness, mark } = await steal({ org: 'Acme UAT' })

    await harness.zoho.useScenario('legacy')

    expect(openedOrgs(cellsOf(await read(harness, { token: mark })), 'new')).toEqual([uat])
  })

  it('lets one choose which org an old token would have been for', async () => {
    const { harness, mark } = await steal({ born: 'legacy' })

    const cells = cellsOf(await read(harness, { token: mark, would: globex }))

    expect(openedOrgs(cells, 'new')).toEqual([globex])
  })

  it('tells modules for which the token has no scope from those that are refused', async () => {
    const { cells } = await steal({ org: 'Acme QA', scope: 'ZohoCRM.modules.leads.READ,ZohoCRM.org.READ' })

    const own = cells.filter(cell => cell.rule === 'new' && cell.org === qa)
    expect(own.map(({ state }) => state)).toEqual(['opened', 'opened', ...Array(17).fill('not-asked')])
    const production = cells.filter(cell => cell.rule === 'new' && cell.org === acme)
    expect(new Set(production.map(({ state }) => state))).toEqual(new Set(['refused']))
  })

  it('knows the org by its records where the token may not read org info', async () => {
    const { cells } = await steal({ org: 'Acme QA', scope: 'ZohoCRM.modules.leads.READ' })

    const states = (org: string) =>
      cells.filter(cell => cell.rule === 'new' && cell.org === org).map(({ state }) => state)
    expect(states(qa).slice(0, 3)).toEqual(['not-asked', 'opened', 'not-asked'])
    expect(states(uat).slice(0, 3)).toEqual(['not-asked', 'elsewhere', 'not-asked'])
  })

  it('does not guess whose answer it was where there are neither org info nor records', async () => {
    const { cells } = await steal({ org: 'Acme QA', scope: 'ZohoCRM.modules.leads.READ' }, { fixture: 'empty' })

    const leads = cells.find(cell => cell.rule === 'new' && cell.org === qa && cell.title.includes('/Leads'))!
    expect([leads.state, leads.status]).toEqual(['unclear', 204])
  })

  it('shows a record kept from the user’s profile as refused', async () => {
    const { harness } = await steal({ org: 'Acme QA' })
    await harness.zoho.useScenario('legacy')
    await harness.tokens({ user: agent })
    const [mark] = marksOf(await read(harness))

    const cells = cellsOf(await read(harness, { token: mark! }))

    expect(openedOrgs(cells, 'old')).toEqual([acme, qa])
    const refused = cells.find(cell => cell.rule === 'old' && cell.org === dev)!
    expect([refused.state, refused.status]).toEqual(['refused', 401])
  })

  it('has the token neither in the page nor in its addresses', async () => {
    const { html, token, mark } = await steal({ org: 'Acme QA' })

    expect(html).not.toContain(token)
    expect(html).toContain(`${token.slice(0, 9)}…${token.slice(-4)}`)
    expect(token).not.toContain(mark)
  })

  it('lists only tokens that work, and says so of one that works no more', async () => {
    const { harness, mark } = await steal({ org: 'Acme QA' })

    await harness.zoho.advanceClock('61m')

    const text = textOf(await read(harness, { token: mark }))
    expect(text).toContain('That token works no more.')
    expect(text).toContain('No token works right now.')
  })

  it('turns the pages of many tokens and keeps what was chosen', async () => {
    const harness = await start()
    for (let made = 0; made < 23; made++) await harness.tokens({ org: 'Acme' })

    const first = await read(harness, { org: dev })
    const last = await read(harness, { org: dev, tokens: '3' })

    expect(textOf(first)).toContain('Page 1 of 3')
    expect([marksOf(first).length, marksOf(last).length]).toEqual([10, 3])
    expect(first).toContain(`${comparePath}?org=${dev}&amp;tokens=2#reach`)
  })
})

describe('the page', () => {
  it('changes nothing in the world', async () => {
    const { harness, mark } = await steal({ born: 'legacy' })
    const before = (await harness.send('GET', '/_emulator/snapshot')).text

    await read(harness, { token: mark })

    expect((await harness.send('GET', '/_emulator/snapshot')).text).toBe(before)
  })

  it('gives out no token that changes what comes next', async () => {
    const [seen, unseen] = [await start(), await start()]

    await read(seen)

    expect((await seen.tokens({ org: 'Acme' })).access_token).toBe((await unseen.tokens({ org: 'Acme' })).access_token)
  })

  it('is for those who have the token that the emulator was started with', async () => {
    const { send } = await start({ token: 'secret' })

    expect((await send('GET', comparePath)).status).toBe(401)
    expect((await send('GET', `${comparePath}?token=secret`)).status).toBe(303)
    expect((await send('GET', comparePath, { headers: { Cookie: 'zoho_emulator_token=secret' } })).status).toBe(200)
  })

  it('explains the rule in two sentences', async () => {
    const html = await read(await start())

    expect(html).toContain('<a href="#rule">')
    expect(textOf(html)).toContain('Since then a person picks one org in one environment while signing in')
  })
})

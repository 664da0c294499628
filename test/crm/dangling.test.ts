/**
 * Whatever is converted, merged, deleted and restored in whatever order: each lookup, link, note and contact role leads to a
 * record that is there or lies in the recycle bin, and nothing leads to one that was merged away.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standardModules } from '../../src/protocol/modules/index.ts'
import { type AtCrm, atCrm } from './at-crm.ts'

const runs = Number(process.env.DANGLING_RUNS ?? 40)

const kinds = ['Leads', 'Contacts', 'Accounts', 'Deals', 'Campaigns'] as const
type Kind = (typeof kinds)[number]

interface Row {
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: rows as they are kept
  readonly [field: string]: any
}

type Tables = ReadonlyMap<string, ReadonlyMap<string, Row>>

/** What an org keeps, by table. */
async function tablesOf({ send, org }: AtCrm): Promise<Tables> {
  const { json } = await send('GET', '/_emulator/snapshot')
  const prefix = `org/${org('Acme QA').zgid}/`
  const own = Object.entries(json.tables as Record<string, Row[]>).filter(([name]) => name.startsWith(prefix))
  return new Map(
    own.map(([name, rows]) => [
      name.slice(prefix.length),
      new Map(rows.filter(({ id }) => id !== undefined).map(row => [row.id, row])),
    ]),
  )
}

/** Everything that leads somewhere: from where, to which record of which module, and whether that has to be alive. */
function* references(tables: Tables): Iterable<readonly [from: string, module: string, id: string, alive: boolean]> {
  for (const { apiName, fields } of standardModules) {
    const binned = [...(tables.get('recycle-bin')?.values() ?? [])].flatMap(({ module, record }) =>
      module === apiName && record ? [record as Row] : [],
    )
    for (const row of [...(tables.get(`records/${apiName}`)?.values() ?? []), ...binned]) {
      for (const { apiName: field, lookup, modules, parent, rows } of fields) {
        const from = `${apiName} ${row.id} ${field}`
        if (lookup && row[field]) yield [from, lookup.module, row[field], false]
        if (modules && row[field]) yield [from, row.$se_module, row[field], parent === true && !binned.includes(row)]
        for (const { apiName: part, lookup: inner } of rows?.fields ?? []) {
          for (const item of row[field] ?? []) if (inner && item[part]) yield [from, inner.module, item[part], false]
        }
      }
      for (const { type, participant } of row.Participants ?? []) {
        const module = { contact: 'Contacts', lead: 'Leads' }[type as string]
        if (module) yield [`${apiName} ${row.id} participant`, module, participant, false]
      }
    }
  }
  for (const { id, sides } of tables.get('links')?.values() ?? []) {
    for (const side of sides) {
      const [module, record] = side.split(':')
      yield [`link ${id}`, module, record, false]
    }
  }
}

function problems(tables: Tables, merged: ReadonlySet<string>): string[] {
  const found: string[] = []
  const bin = tables.get('recycle-bin') ?? new Map<string, Row>()
  const binned = new Set<string>()
  for (const row of bin.values()) {
    if (row.record) binned.add(row.id)
    for (const each of row.belongings ?? []) binned.add(each.record.id)
  }
  for (const [from, module, id, alive] of references(tables)) {
    const isAlive = tables.get(`records/${module}`)?.has(id) ?? false
    if (!isAlive && (alive || !binned.has(id))) found.push(`${from} leads to ${module} ${id}, which is gone`)
    if (merged.has(id)) found.push(`${from} leads to ${module} ${id}, which was merged away`)
  }
  for (const { id, contactRole } of tables.get('links')?.values() ?? []) {
    const isNone = contactRole !== undefined && tables.get('settings/:module{Contacts}/roles')?.has(contactRole)
    if (isNone === false && contactRole === null) found.push(`link ${id} has the role ${contactRole}`)
  }
  for (const { id, record } of bin.values()) {
    const isBoth = record && [...kinds].some(kind => tables.get(`records/${kind}`)?.has(id))
    if (isBoth) found.push(`${id} is there and in the recycle bin`)
  }
  return found
}

type Step = readonly [action: string, one: number, other: number, third: number]

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom(
    ...['lead', 'lead', 'contact', 'account', 'deal', 'campaign', 'note', 'task', 'event', 'campaign link', 'role'],
    ...['convert', 'convert', 'convert', 'merge', 'merge', 'merge', 'delete', 'restore', 'restore'],
  ),
  fc.nat(1000),
  fc.nat(1000),
  fc.nat(1000),
)

const names = ['Roe', 'Doe', 'Poe']

async function play(steps: readonly Step[]): Promise<string[]> {
  const tested = await atCrm()
  const { call } = tested
  const made: Record<Kind, string[]> = { Leads: [], Contacts: [], Accounts: [], Deals: [], Campaigns: [] }
  const deleted: string[] = []
  const merged = new Set<string>()
  const roleId = (await call('GET', 'Contacts/roles')).json.contact_roles[0].id
  const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length]
  const named = (kind: Kind, n: number) => {
    const id = pick(made[kind], n)
    return id === undefined ? null : { id }
  }

  async function add(kind: Kind, row: object): Promise<void> {
    const { json } = await call('POST', kind, { data: [row] })
    if (json.data[0].code !== 'SUCCESS') return
    made[kind].push(json.data[0].details.id)
  }

  const actions: Record<string, (a: number, b: number, c: number) => Promise<unknown>> = {
    lead: (a, b) =>
      add('Leads', { Last_Name: pick(names, a), Company: pick(names, b), Email: `${pick(names, a)}@x.example` }),
    contact: (a, b, c) =>
      add('Contacts', {
        Last_Name: pick(names, a),
        Account_Name: named('Accounts', b),
        Reporting_To: named('Contacts', c),
      }),
    account: (a, b) => add('Accounts', { Account_Name: pick(names, a), Parent_Account: named('Accounts', b) }),
    deal: (a, b, c) =>
      add('Deals', {
        Deal_Name: 'D',
        Stage: 'Qualification',
        Account_Name: named('Accounts', a),
        Contact_Name: named('Contacts', b),
        Campaign_Source: named('Campaigns', c),
      }),
    campaign: () => add('Campaigns', { Campaign_Name: 'C' }),
    note: (a, b) => {
      const kind = kinds[a % 4]!
      const id = pick(made[kind], b)
      return call('POST', `${kind}/${id}/Notes`, { data: [{ Note_Content: 'N' }] })
    },
    task: (a, b, c) => {
      const kind = (['Leads', 'Accounts', 'Deals'] as const)[a % 3]!
      const row = { Subject: 'T', What_Id: named(kind, b), $se_module: kind, Who_Id: named('Contacts', c) }
      return call('POST', 'Tasks', { data: [row] })
    },
    event: (a, b) => {
      const [kind, type] = a % 2 ? (['Leads', 'lead'] as const) : (['Contacts', 'contact'] as const)
      const row = {
        Event_Title: 'E',
        Start_DateTime: '2030-01-01T10:00:00+00:00',
        End_DateTime: '2030-01-01T11:00:00+00:00',
        Meeting_Venue__s: 'Online',
        Participants: [{ type, participant: pick(made[kind], b) }],
      }
      return call('POST', 'Events', { data: [row] })
    },
    'campaign link': (a, b, c) => {
      const kind = a % 2 ? 'Leads' : 'Contacts'
      return call('PUT', `${kind}/${pick(made[kind], b)}/Campaigns/${pick(made.Campaigns, c)}`, { data: [{}] })
    },
    role: (a, b) =>
      call('PUT', `Deals/${pick(made.Deals, a)}/Contact_Roles/${pick(made.Contacts, b)}`, {
        data: [{ Contact_Role: { id: roleId } }],
      }),
    async convert(a, b, c) {
      const deal = {
        Deal_Name: 'D',
        Stage: 'Qualification',
        Closing_Date: '2030-01-01',
        Pipeline: 'Standard (Standard)',
      }
      const row = {
        overwrite: b % 2 === 0,
        add_to_existing_record: b % 3 > 0,
        ...(b % 5 === 0 && { Contacts: named('Contacts', c) }),
        ...(b % 7 === 0 && { Accounts: named('Accounts', c) }),
        ...(c % 2 && { Deals: { ...deal, Contact_Role: roleId } }),
      }
      const { json } = await call('POST', `Leads/${pick(made.Leads, a)}/actions/convert`, { data: [row] })
      const { Contacts: contact, Accounts: account, Deals: made_ } = json?.data?.[0].details ?? {}
      for (const [kind, one] of Object.entries({ Contacts: contact, Accounts: account, Deals: made_ })) {
        const ids = made[kind as Kind]
        if (one?.id && !ids.includes(one.id)) ids.push(one.id)
      }
    },
    async merge(a, b, c) {
      const kind = kinds[a % 4]!
      const [master, one, two] = [pick(made[kind], b), pick(made[kind], c), pick(made[kind], b + c + 1)]
      const children = [{ id: one, _fields: [{ api_name: 'Description' }] }, ...(a % 3 ? [{ id: two }] : [])]
      const { status } = await call('POST', `${kind}/${master}/actions/merge`, { merge: [{ data: children }] })
      if (status === 201) for (const { id } of children) merged.add(id!)
      if (status === 201) for (const { id } of children) deleted.push(id!)
    },
    async delete(a, b) {
      const kind = pick(kinds, a)!
      const id = pick(made[kind], b)
      const { status } = await call('DELETE', `${kind}/${id}`)
      if (status === 200) deleted.push(id!)
    },
    async restore(a) {
      const id = pick(deleted, a)
      const { status } = await call('POST', 'settings/recycle_bin/actions/restore', { recycle_bin: [{ id }] })
      // it may be named again then
      if (status === 200) merged.delete(id!)
    },
  }

  const found: string[] = []
  for (const [action, a, b, c] of steps) {
    await actions[action]!(a, b, c)
    found.push(...problems(await tablesOf(tested), merged).map(problem => `after ${action}: ${problem}`))
    if (found.length > 0) break
  }
  return found
}

describe('conversions, merges, deletions and restorations', { timeout: 600_000 }, () => {
  it('leave nothing that leads nowhere', async () => {
    const steps = fc.array(step, { minLength: 25, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        expect(await play(all)).toEqual([])
      }),
      { numRuns: runs, ...(process.env.DANGLING_RUNS ? {} : { seed: 7 }) },
    )
  })
})

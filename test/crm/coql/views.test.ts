/** `from Leads#<view>`: what a custom view lets through, and of that what the query asks for. */

import { describe, expect, it } from 'vitest'
import { agent } from '../../support/emulator.ts'
import { type AtViews, atViews } from '../at-views.ts'

const everything = 'where id is not null'

async function coql(
  { call, view }: AtViews,
  text: (from: string) => string,
  module: string,
  name: string,
  user?: string,
) {
  const { id } = await view(module, name, user)
  const { status, json, text: body } = await call('POST', 'coql', { select_query: text(`${module}#${id}`) }, user)
  if (status === 204) return []
  if (status !== 200) throw new Error(body)
  return json.data
}

const names = (rows: { Last_Name: string }[]) => rows.map(row => row.Last_Name)

const leads = [
  { Last_Name: 'A', Company: 'C', Lead_Status: 'Junk Lead', City: 'Rome' },
  { Last_Name: 'B', Company: 'C', Lead_Status: 'Contacted', City: 'Rome' },
  { Last_Name: 'C', Company: 'C', Lead_Status: 'Junk Lead', City: 'Paris' },
]

describe('a query of a view', () => {
  it('has the records that both let through', async () => {
    const at = await atViews()
    await at.insert('Leads', ...leads)

    const junk = await coql(at, from => `select Last_Name from ${from} ${everything}`, 'Leads', 'Junk Leads')
    const inRome = await coql(at, from => `select Last_Name from ${from} where City = 'Rome'`, 'Leads', 'Junk Leads')
    const first = await coql(at, from => `select Last_Name from ${from} ${everything} limit 1`, 'Leads', 'Junk Leads')

    expect([names(junk), names(inRome), names(first)]).toEqual([['A', 'C'], ['A'], ['A']])
  })

  it('keeps out a record that the query names by id', async () => {
    const at = await atViews()
    const ids = await at.insert('Leads', ...leads)

    const named = (id: string) => (from: string) => `select Last_Name from ${from} where id = '${id}'`

    expect(names(await coql(at, named(ids[0]!), 'Leads', 'Junk Leads'))).toEqual(['A'])
    expect(await coql(at, named(ids[1]!), 'Leads', 'Junk Leads')).toEqual([])
  })

  it('groups and counts no others', async () => {
    const at = await atViews()
    await at.insert('Leads', ...leads)

    const counted = await coql(
      at,
      from => `select City, COUNT(id) from ${from} ${everything} group by City order by City`,
      'Leads',
      'Junk Leads',
    )

    expect(counted).toEqual([
      { City: 'Paris', 'COUNT(id)': 1 },
      { City: 'Rome', 'COUNT(id)': 1 },
    ])
  })

  it('follows changes, deletions and the day', async () => {
    const at = await atViews()
    await at.setClock('2026-04-01T19:00:00Z')
    const [first, second] = await at.insert('Leads', ...leads)
    const today = () => coql(at, from => `select Last_Name from ${from} ${everything}`, 'Leads', "Today's Leads")
    const junk = () => coql(at, from => `select Last_Name from ${from} ${everything}`, 'Leads', 'Junk Leads')
    expect(names(await today())).toEqual(['A', 'B', 'C'])

    await at.call('DELETE', `Leads/${first}`)
    await at.call('PUT', 'Leads', { data: [{ id: second, Lead_Status: 'Junk Lead' }] })

    expect(names(await today())).toEqual(['B', 'C'])
    expect(names(await junk())).toEqual(['B', 'C'])
    await at.setClock('2026-04-02T19:00:00Z')
    expect(await today()).toEqual([])
  })

  it('knows who asks', async () => {
    const at = await atViews()
    await at.insert('Leads', leads[0]!)

    const mine = (user?: string) =>
      coql(at, from => `select Last_Name from ${from} ${everything}`, 'Leads', 'My Leads', user)

    expect(names(await mine())).toEqual(['A'])
    expect(await mine(agent)).toEqual([])
  })

  it('is refused for a view of another module or another user', async () => {
    const at = await atViews({ views: [{ module: 'Leads', name: 'Private', access_type: 'only_to_me' }] })
    const [ofDeals, foreign] = [await at.view('Deals', 'All Deals'), await at.view('Leads', 'Private')]

    for (const [{ id }, user] of [[ofDeals], [foreign, agent]] as const) {
      const { status, json } = await at.call(
        'POST',
        'coql',
        { select_query: `select id from Leads#${id} ${everything}` },
        user,
      )
      expect([status, json]).toEqual([
        400,
        { code: 'INVALID_QUERY', details: { cvid: id }, message: 'invalid query formed', status: 'error' },
      ])
    }
  })
})

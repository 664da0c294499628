import { describe, expect, it } from 'vitest'
import { idOf } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const path = 'settings/user_groups'

async function withGroup() {
  const tested = await staff()
  const [ceo, manager] = (await tested.as('admin', 'GET', 'settings/roles')).json.roles.map(
    ({ id }: { id: string }) => id,
  )
  const [boss, agent, peer] = [await tested.idOf('boss'), await tested.idOf('agent'), await tested.idOf('peer')]
  const sources = [
    { type: 'users', source: { id: agent } },
    { type: 'roles', source: { id: ceo }, subordinates: false },
  ]
  const created = await tested.as('admin', 'POST', path, { user_groups: [{ name: 'All', description: 'A', sources }] })
  return { ...tested, ceo, manager, boss, agent, peer, sources, created, id: idOf(created, 'user_groups') }
}

describe('user groups', () => {
  it('are written, read back, listed, changed and deleted', async () => {
    const { as, created, id, agent, ceo } = await withGroup()

    const { user_groups: found, info } = (await as('admin', 'GET', `${path}/${id}`)).json
    const [one] = found
    const list = (await as('admin', 'GET', path)).json
    const changed = await as('admin', 'PUT', `${path}/${id}`, { user_groups: [{ name: 'Some' }] })
    const several = await as('admin', 'PUT', path, { user_groups: [{ id, description: null }, { id: '1' }] })
    const named = await as('admin', 'GET', `${path}?name=Some&include=sources`)
    const other = await as('admin', 'GET', `${path}?name=All`)
    const deleted = await as('admin', 'DELETE', `${path}/${id}`)
    const gone = await as('admin', 'GET', `${path}/${id}`)

    expect([created.status, created.json.user_groups[0].message]).toEqual([201, 'User group created successfully'])
    expect(one).toMatchObject({
      name: 'All',
      description: 'A',
      sources_count: { territories: 0, roles: 1, groups: 0, users: { active: 1, inactive: 0, deleted: 0 } },
      sources: [
        { source: { name: 'agent Example', id: agent }, type: 'users' },
        { source: { name: 'CEO', id: ceo }, type: 'roles', subordinates: false },
      ],
    })
    expect(info).toEqual({ per_page: 200, count: 1, page: 1, more_records: false })
    expect(list.user_groups[0]).not.toHaveProperty('sources')
    expect(list.info).toEqual({ per_page: 200, count: 1, page: 1, more_records: false })
    expect([changed.status, several.status]).toEqual([200, 207])
    expect(named.json.user_groups[0]).toMatchObject({ name: 'Some', description: null, sources: [{}, {}] })
    expect(other.status).toBe(204)
    expect(deleted.json.user_groups[0].message).toBe('User group deleted successfully')
    expect(gone.status).toBe(204)
  })

  it('have the users that they name and those of their roles', async () => {
    const { as, id, ceo, peer, agent } = await withGroup()
    const count = async () =>
      (await as('admin', 'GET', `${path}/actions/associated_users_count`)).json.associated_users_count[0].count
    const groupsOf = async (user: string) => (await as('admin', 'GET', `users/${user}/actions/associated_groups`)).json

    const before = await count()
    const [ofAgent, ofPeer] = [await groupsOf(agent), await groupsOf(peer)]
    const sources = [{ type: 'roles', source: { id: ceo }, subordinates: true }]
    await as('admin', 'PUT', `${path}/${id}`, { user_groups: [{ sources }] })

    // admin and boss are CEOs
    expect([before, await count()]).toEqual([3, 4])
    expect(ofAgent.user_groups[0]).toMatchObject({ name: 'All', id })
    expect(ofPeer).toBeUndefined()
    expect((await groupsOf(peer)).info.count).toBe(1)
  })

  it('tell their sources', async () => {
    const { as, id } = await withGroup()

    const all = await as('admin', 'GET', `${path}/${id}/sources`)
    const roles = await as('admin', 'GET', `${path}/${id}/sources?type=roles`)
    const odd = await as('admin', 'GET', `${path}/${id}/sources?type=odd`)
    const counted = await as('admin', 'GET', `${path}/${id}/actions/sources_count`)
    const none = await as('admin', 'GET', `${path}/1/sources`)
    const associations = await as('admin', 'GET', `${path}/${id}/actions/associations`)

    expect(all.json.info.count).toBe(2)
    expect(roles.json.sources).toHaveLength(1)
    expect([odd.status, odd.json.code]).toEqual([400, 'PATTERN_NOT_MATCHED'])
    expect(counted.json.sources_count[0].roles).toBe(1)
    expect([none.status, none.json.message]).toEqual([400, 'The provided group ID is invalid.'])
    expect(associations.status).toBe(204)
  })

  it.each([
    ['no name', { name: undefined }, 'MANDATORY_NOT_FOUND', 'name'],
    ['a name that is there', { name: 'all' }, 'DUPLICATE_DATA', 'name'],
    ['no sources', { sources: [] }, 'MANDATORY_NOT_FOUND', 'sources'],
    ['sources that are none', { sources: 'x' }, 'INVALID_DATA', 'sources'],
    ['a stranger', { sources: [{ type: 'users', source: { id: '1' } }] }, 'INVALID_DATA', 'id'],
    ['a role that is a user', { sources: [{ type: 'roles', source: { id: '{agent}' } }] }, 'INVALID_DATA', 'id'],
    ['a source of no type', { sources: [{ source: { id: '1' } }] }, 'MANDATORY_NOT_FOUND', 'type'],
    ['another type', { sources: [{ type: 'odd', source: { id: '1' } }] }, 'INVALID_DATA', 'type'],
    ['territories', { sources: [{ type: 'territories', source: { id: '1' } }] }, 'NOT_EMULATED', 'type'],
  ])('are refused with %s', async (_, change, code, api_name) => {
    const { as, agent, sources } = await withGroup()
    const row = JSON.parse(JSON.stringify({ name: 'New', sources, ...change }).replace('{agent}', agent))

    const { status, json } = await as('admin', 'POST', path, { user_groups: [row] })

    expect([status, json.user_groups[0].code, json.user_groups[0].details.api_name]).toEqual([400, code, api_name])
  })

  it('are for those who manage them', async () => {
    const { as, id } = await withGroup()

    for (const [method, each] of [
      ['GET', path],
      ['POST', path],
      ['DELETE', `${path}/${id}`],
    ] as const) {
      const { status, json } = await as('agent', method, each, method === 'POST' ? {} : undefined)
      expect([status, json]).toEqual([403, denied('Manage_Groups')])
    }
  })
})

describe('unavailability', () => {
  const away = 'settings/users_unavailability'
  const period = { from: '2026-02-18T19:00:00+05:30', to: '2026-02-18T20:00:00+05:30', comments: 'Away' }

  async function withAbsence() {
    const tested = await withGroup()
    const mine = { ...period, user: { id: tested.agent } }
    const created = await tested.as('agent', 'POST', away, { users_unavailability: [mine] })
    return { ...tested, mine, created, absence: idOf(created, 'users_unavailability') }
  }

  it('is written, read back, changed and deleted', async () => {
    const { as, created, absence, agent } = await withAbsence()

    const one = await as('agent', 'GET', `${away}/${absence}?include_inner_details=user.zuid`)
    const changed = await as('agent', 'PUT', `${away}/${absence}`, {
      users_unavailability: [{ comments: 'Back soon' }],
    })
    const list = await as('admin', 'GET', away)
    const deleted = await as('agent', 'DELETE', `${away}/${absence}`)
    const gone = await as('admin', 'GET', away)

    expect([created.status, created.json.users_unavailability[0].message]).toEqual([
      201,
      'Unavailability Hours saved successfully',
    ])
    expect(one.json.users_unavailability[0]).toEqual({
      comments: 'Away',
      from: '2026-02-18T05:30:00-08:00',
      to: '2026-02-18T06:30:00-08:00',
      user: { name: 'agent Example', id: agent, zuid: expect.any(String) },
      all_day: false,
      title: null,
      id: absence,
    })
    expect([changed.status, deleted.status, gone.status]).toEqual([200, 200, 204])
    expect(list.json.users_unavailability[0]).toMatchObject({ comments: 'Back soon', user: { id: agent } })
    expect(list.json.info.count).toBe(1)
  })

  it('is one’s own business, and an administrator’s', async () => {
    const { as, absence, peer, mine } = await withAbsence()

    const seen = await as('peer', 'GET', away)
    const read = await as('peer', 'GET', `${away}/${absence}`)
    const changed = await as('peer', 'PUT', `${away}/${absence}`, { users_unavailability: [{ comments: 'x' }] })
    const deleted = await as('peer', 'DELETE', `${away}/${absence}`)
    const given = await as('agent', 'POST', away, { users_unavailability: [{ ...mine, user: { id: peer } }] })
    const admins = await as('admin', 'POST', away, { users_unavailability: [{ ...mine, user: { id: peer } }] })

    expect(seen.status).toBe(204)
    for (const { status, json } of [read, changed, deleted]) expect([status, json.code]).toEqual([400, 'INVALID_DATA'])
    expect(given.status).toBe(400)
    expect(admins.status).toBe(201)
  })

  it('is found by role and group', async () => {
    const { as, id, manager, ceo } = await withAbsence()
    const found = async (query: string) => (await as('admin', 'GET', `${away}?${query}`)).json?.info.count ?? 0

    expect(await found(`role_ids=${manager}`)).toBe(1)
    expect(await found(`role_ids=${ceo}`)).toBe(0)
    expect(await found(`group_ids=${id}`)).toBe(1)
    expect((await as('admin', 'GET', `${away}?role_ids=x`)).json.details).toEqual({ param_name: 'role_ids', index: 0 })
    expect((await as('admin', 'GET', `${away}?filters={}`)).json.code).toBe('NOT_EMULATED')
  })

  it.each([
    ['no end', { to: undefined }, 'MANDATORY_NOT_FOUND', 'to'],
    ['an end before its beginning', { to: period.from }, 'INVALID_DATA', 'to'],
    ['a day for a moment', { from: '2026-02-18' }, 'INVALID_DATA', 'from'],
    ['nobody', { user: null }, 'MANDATORY_NOT_FOUND', 'user'],
    ['a stranger', { user: { id: '1' } }, 'INVALID_DATA', 'user'],
    ['too many words', { comments: 'x'.repeat(251) }, 'INVALID_DATA', 'comments'],
  ])('is refused with %s', async (_, change, code, api_name) => {
    const { as, mine } = await withAbsence()

    const { status, json } = await as('admin', 'POST', away, { users_unavailability: [{ ...mine, ...change }] })
    const [row] = json.users_unavailability

    expect([status, row.code, row.details.api_name]).toEqual([400, code, api_name])
  })
})

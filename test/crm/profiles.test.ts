import { describe, expect, it } from 'vitest'
import { everything } from '../support/emulator.ts'
import { idOf } from './at-crm.ts'
import { denied, lead, type Person, type Staff, staff } from './staff.ts'

const path = 'settings/profiles'

interface Listed {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly parent_permissions: string[] | null
}

const profileNamed = async ({ as }: Staff, name: string): Promise<string> => {
  const { json } = await as('admin', 'GET', path)
  return json.profiles.find((profile: { name: string }) => profile.name === name).id
}

/** A clone of the standard profile, which the agent has. */
async function withSales() {
  const tested = await staff({}, {}, `${everything},ZohoCRM.mass_update.ALL`)
  const standard = await profileNamed(tested, 'Standard')
  const created = await tested.as('admin', 'POST', `${path}/${standard}/actions/clone`, {
    profiles: [{ name: 'Sales', description: 'Sells' }],
  })
  const id = idOf(created, 'profiles')
  const give = async (person: Person, profile = id) =>
    tested.as('admin', 'PUT', `users/${await tested.idOf(person)}`, { users: [{ profile: { id: profile } }] })
  await give('agent')
  const listed = async (): Promise<Listed[]> =>
    (await tested.as('admin', 'GET', `${path}/${id}`)).json.profiles[0].permissions_details
  const change = async (...switches: [name: string, enabled: boolean][]) => {
    const all = await listed()
    const permissions_details = switches.map(([name, enabled]) => ({
      id: all.find(each => each.name === `Crm_Implied_${name}`)!.id,
      enabled,
    }))
    return tested.as('admin', 'PUT', `${path}/${id}`, { profiles: [{ permissions_details }] })
  }
  return { ...tested, standard, created, id, give, listed, change }
}

describe('profiles', () => {
  it('are cloned, read back, listed, renamed and deleted', async () => {
    const tested = await withSales()
    const { as, id, created, standard } = tested

    const one = (await as('agent', 'GET', `${path}/${id}`)).json.profiles[0]
    const renamed = await as('admin', 'PUT', `${path}/${id}`, { profiles: [{ name: 'Selling' }] })
    const list = (await as('admin', 'GET', path)).json
    const me = (await as('agent', 'GET', 'users?type=CurrentUser')).json.users[0]
    const deleted = await as('admin', 'DELETE', `${path}/${id}?transfer_to=${standard}`)
    const gone = await as('admin', 'GET', `${path}/${id}`)
    const moved = (await as('agent', 'GET', 'users?type=CurrentUser')).json.users[0]

    expect([created.status, created.json.profiles[0].message]).toEqual([201, 'profile created successfully'])
    expect(one).toMatchObject({ name: 'Sales', description: 'Sells', custom: true, type: 'normal_profile', id })
    expect(one.permissions_details[0]).toEqual({
      display_label: 'View',
      module: 'Leads',
      name: 'Crm_Implied_View_Leads',
      customizable: true,
      id: expect.any(String),
      enabled: true,
      parent_permissions: null,
    })
    const listed = new Set(one.permissions_details.map((each: Listed) => each.id))
    const named = one.sections.flatMap((section: { categories: { permissions_details: string[] }[] }) =>
      section.categories.flatMap(each => each.permissions_details),
    )
    expect(listed.size).toBe(one.permissions_details.length)
    expect(new Set(named)).toEqual(listed)
    expect(renamed.json.profiles[0].message).toBe('profile updated successfully')
    expect(list.profiles.map(({ name }: { name: string }) => name)).toEqual(['Administrator', 'Standard', 'Selling'])
    expect(list.info).toEqual({ page: 1, per_page: 200, count: 3, more_records: false, license_limit: 25 })
    expect(me.profile).toEqual({ id, name: 'Selling' })
    expect(deleted.json).toEqual({ code: 'SUCCESS', details: { id }, message: 'Profile deleted', status: 'success' })
    expect(gone.status).toBe(204)
    expect(moved.profile).toEqual({ id: standard, name: 'Standard' })
  })

  it('count at once: what is switched off is refused', async () => {
    const tested = await withSales()
    const { as, change } = tested
    const id = await tested.insert('agent', 'Leads', lead('One'))

    await change(['Edit_Leads', false], ['View_Deals', false])
    const edited = await as('agent', 'PUT', `Leads/${id}`, { data: [lead('Two')] })
    const peers = await as('peer', 'PUT', `Leads/${id}`, { data: [lead('Two')] })
    const deals = await as('agent', 'POST', 'Deals', { data: [{ Deal_Name: 'D', Stage: 'Qualification' }] })
    await change(['Edit_Leads', true])
    const again = await as('agent', 'PUT', `Leads/${id}`, { data: [lead('Two')] })

    expect([edited.status, edited.json]).toEqual([403, denied('Edit_Leads')])
    expect(peers.status).toBe(200)
    expect([deals.status, deals.json]).toEqual([403, denied('Create_Deals')])
    expect(again.status).toBe(200)
  })

  it('count at once: what is switched on is permitted, in that module alone', async () => {
    const tested = await withSales()
    const { as, change } = tested
    const id = await tested.insert('agent', 'Leads', lead('One'))
    const update = { data: [{ Last_Name: 'Two' }], ids: [id] }
    const role = {
      roles: [{ name: 'New', reporting_to: { id: (await as('admin', 'GET', 'settings/roles')).json.roles[0].id } }],
    }

    const before = await as('agent', 'POST', 'Leads/actions/mass_update', update)
    const roles = await as('agent', 'POST', 'settings/roles', role)
    await change(['Mass_Update_Leads', true], ['Manage_Roles', true])
    const after = await as('agent', 'POST', 'Leads/actions/mass_update', update)
    const elsewhere = await as('agent', 'POST', 'Contacts/actions/mass_update', update)
    const allowed = await as('agent', 'POST', 'settings/roles', role)

    expect([before.status, before.json]).toEqual([403, denied('Mass_Update_Leads')])
    expect([roles.status, roles.json]).toEqual([403, denied('Manage_Roles')])
    expect(after.status).toBe(200)
    expect(elsewhere.json).toEqual(denied('Mass_Update_Contacts'))
    expect(allowed.status).toBe(201)
  })

  it('lose with a permission what hangs on it, and get nothing that hangs on one they lack', async () => {
    const { listed, change } = await withSales()
    const enabled = async () => {
      const all = await listed()
      return all.filter(({ name, enabled }) => enabled && name.endsWith('_Leads')).map(({ name }) => name)
    }

    await change(['View_Leads', false])
    const after = await enabled()
    const child = await change(['Edit_Leads', true])
    const both = await change(['Edit_Leads', true], ['View_Leads', true])

    expect(after).toEqual([])
    expect(child.json.profiles[0]).toMatchObject({
      code: 'INVALID_DATA',
      message: 'Child permission can not be enabled, since its parent permission is disabled',
      details: { json_path: '$.profiles[0].permissions_details[0].id' },
    })
    expect(both.status).toBe(200)
    expect(await enabled()).toEqual(['Crm_Implied_View_Leads', 'Crm_Implied_Edit_Leads'])
  })

  it.each([
    ['no name', {}, 'MANDATORY_NOT_FOUND', 'name'],
    ['a name that another has', { name: 'STANDARD' }, 'DUPLICATE_DATA', 'name'],
    ['a name with other characters', { name: 'A&B' }, 'INVALID_DATA', 'name'],
    ['a name too long', { name: 'x'.repeat(51) }, 'INVALID_DATA', 'name'],
    ['a list as name', { name: [] }, 'INVALID_DATA', 'name'],
    ['a description too long', { name: 'N', description: 'x'.repeat(251) }, 'INVALID_DATA', 'description'],
  ])('are not cloned with %s', async (_, row, code, api_name) => {
    const { as, standard } = await withSales()

    const { status, json } = await as('admin', 'POST', `${path}/${standard}/actions/clone`, { profiles: [row] })

    expect([status, json.profiles[0].code, json.profiles[0].details.api_name]).toEqual([400, code, api_name])
  })

  it.each([
    ['a permission that is none', [{ id: '1', enabled: true }], 'Invalid permission ID'],
    ['permissions that are no list', { id: '1' }, 'invalid data'],
    ['a permission that says nothing', [{}], 'required field not found'],
  ])('are not changed with %s', async (_, permissions_details, message) => {
    const { as, id } = await withSales()

    const { status, json } = await as('admin', 'PUT', `${path}/${id}`, { profiles: [{ permissions_details }] })

    expect([status, json.profiles[0].message]).toEqual([400, message])
  })

  it('of Zoho stay as they are', async () => {
    const { as, standard, id } = await withSales()
    const row = { profiles: [{ name: 'Other' }] }

    const answers = [
      await as('admin', 'PUT', `${path}/${standard}`, row),
      await as('admin', 'DELETE', `${path}/${standard}?transfer_to=${id}`),
      await as('admin', 'DELETE', `${path}/${id}`),
      await as('admin', 'DELETE', `${path}/${id}?transfer_to=1`),
      await as('admin', 'PUT', `${path}/1`, row),
      await as('admin', 'PUT', `${path}/abc`, row),
    ]

    expect(answers.map(({ status, json }) => [status, json.code, json.details])).toEqual([
      [400, 'NOT_ALLOWED', { resource_path_index: 2 }],
      [400, 'NOT_ALLOWED', { resource_path_index: 2 }],
      [400, 'MANDATORY_NOT_FOUND', { param: 'transfer_to' }],
      [400, 'INVALID_DATA', { id: '1' }],
      [400, 'INVALID_DATA', { resource_path_index: 2 }],
      [400, 'INVALID_DATA', { resource_path_index: 2 }],
    ])
  })

  it('are no more than the edition has', async () => {
    const { as, standard } = await withSales()
    const clone = (name: string) => as('admin', 'POST', `${path}/${standard}/actions/clone`, { profiles: [{ name }] })

    for (let at = 4; at <= 25; at++) expect((await clone(`P${at}`)).status).toBe(201)
    const { status, json } = await clone('P26')

    expect([status, json.profiles[0].code, json.profiles[0].details]).toEqual([
      400,
      'LICENSE_LIMIT_EXCEEDED',
      { limit: 25 },
    ])
  })

  it('are written by those who may', async () => {
    const { as, id, standard } = await withSales()

    const answers = [
      await as('agent', 'POST', `${path}/${standard}/actions/clone`, { profiles: [{ name: 'X' }] }),
      await as('agent', 'PUT', `${path}/${id}`, { profiles: [{ name: 'X' }] }),
      await as('agent', 'DELETE', `${path}/${id}?transfer_to=${standard}`),
    ]

    for (const { status, json } of answers) expect([status, json]).toEqual([403, denied('Manage_Profiles')])
  })

  it('give nobody what who writes them may not do', async () => {
    const profiles = [{ name: 'Steward', manage_profiles: true, modules: { Leads: ['view'] } }]
    const tested = await staff({ profiles }, { boss: 'Steward' })
    const own = await profileNamed(tested, 'Steward')
    const { permissions_details: listed } = (await tested.as('boss', 'GET', `${path}/${own}`)).json.profiles[0]
    const change = async (name: string, enabled: boolean) => {
      const { id } = listed.find((each: Listed) => each.name === `Crm_Implied_${name}`)
      const answer = await tested.as('boss', 'PUT', `${path}/${own}`, {
        profiles: [{ permissions_details: [{ id, enabled }] }],
      })
      return [answer.status, answer.json.profiles[0].code]
    }

    expect(await change('Manage_Users', true)).toEqual([400, 'NOT_ALLOWED'])
    expect(await change('Edit_Leads', true)).toEqual([400, 'NOT_ALLOWED'])
    expect(await change('Edit_Deals', true)).toEqual([200, 'SUCCESS'])
    expect(await change('Delete_Deals', false)).toEqual([200, 'SUCCESS'])
  })

  it('are no way to become an administrator', async () => {
    const profiles = [{ name: 'Steward', manage_profiles: true }, { name: 'Spare' }]
    const tested = await staff({ profiles }, { boss: 'Steward', agent: 'Spare' })
    const [top, own, spare] = [
      await profileNamed(tested, 'Administrator'),
      await profileNamed(tested, 'Steward'),
      await profileNamed(tested, 'Spare'),
    ]
    const remove = async (id: string, heir: string) => {
      const { status, json } = await tested.as('boss', 'DELETE', `${path}/${id}?transfer_to=${heir}`)
      return [status, json.code]
    }

    expect(await remove(own, top)).toEqual([400, 'INVALID_REQUEST'])
    expect(await remove(own, spare)).toEqual([400, 'INVALID_REQUEST'])
    expect(await remove(spare, top)).toEqual([400, 'AUTHORIZATION_FAILED'])
    expect(await remove(spare, own)).toEqual([200, 'SUCCESS'])
  })

  it('are listed by type', async () => {
    const { as } = await withSales()

    expect((await as('admin', 'GET', `${path}?type=normal_profile&per_page=1`)).json.info.more_records).toBe(true)
    expect((await as('admin', 'GET', `${path}?type=portal_profile`)).status).toBe(204)
    expect((await as('admin', 'GET', `${path}?type=odd`)).json.details).toEqual({ param_name: 'type' })
    expect((await as('admin', 'GET', `${path}?include_types=Odd`)).status).toBe(400)
  })
})

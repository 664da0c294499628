import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { atCrm, idOf } from './at-crm.ts'
import { denied, idsOf, lead, type Person, type Staff, staff } from './staff.ts'

const root = 'sharing_rules'
const path = 'settings/data_sharing/rules'

interface Ruled extends Staff {
  readonly roles: { readonly CEO: string; readonly Manager: string }
  rule(more?: object, module?: string): Promise<Awaited<ReturnType<Staff['as']>>>
}

/** Private leads; everybody but admin has the standard profile, boss is CEO, agent and peer are managers. */
async function withRoles(org: object = { sharing: { Leads: 'private' } }): Promise<Ruled> {
  const tested = await staff(org)
  const { users } = (await tested.as('admin', 'GET', 'users?type=AllUsers')).json
  const roleOf = (name: string) => users.find(({ role }: { role: { name: string } }) => role.name === name).role.id
  const roles = { CEO: roleOf('CEO'), Manager: roleOf('Manager') }
  return {
    ...tested,
    roles,
    rule: (more = {}, module = 'Leads') =>
      tested.as('admin', 'POST', `${path}?module=${module}`, { [root]: [{ ...ownerBased(roles), ...more }] }),
  }
}

const role = (id: string, subordinates = false) => ({ type: 'roles', resource: { id }, subordinates })

const ownerBased = ({ CEO, Manager }: Ruled['roles']) => ({
  name: 'Of the boss',
  type: 'Record_Owner_Based',
  permission_type: 'read',
  superiors_allowed: false,
  shared_from: role(CEO),
  shared_to: role(Manager),
})

const inCity = (value: string) => ({
  name: `In ${value}`,
  type: 'Criteria_Based',
  shared_from: null,
  criteria: { field: { api_name: 'City' }, comparator: 'equal', value },
})

const sees = async ({ as, query }: Ruled, person: Person, id: string): Promise<boolean[]> => [
  (await as(person, 'GET', `Leads/${id}`)).status === 200,
  idsOf(await as(person, 'GET', 'Leads?fields=id')).includes(id),
  idsOf(await as(person, 'GET', 'Leads/search?criteria=(Company:equals:C)')).includes(id),
  idsOf(await query(person, 'select id from Leads where Company is not null')).includes(id),
]

const change = (tested: Ruled, person: Person, id: string) =>
  tested.as(person, 'PUT', `Leads/${id}`, { data: [{ City: 'X' }] })

const [yes, no] = [Array(4).fill(true), Array(4).fill(false)]

describe('sharing rules', () => {
  it('are written, read back, listed, changed and deleted', async () => {
    const { as, rule, roles } = await withRoles()

    const made = await rule()
    const id = idOf(made, root)
    const one = await as('admin', 'GET', `${path}/${id}`)
    const all = await as('admin', 'GET', `${path}?module=Leads`)
    const others = await as('admin', 'GET', `${path}?module=Deals`)
    const changed = await as('admin', 'PUT', `${path}/${id}?module=Leads`, {
      [root]: [{ permission_type: 'read_write_delete' }],
    })
    const inList = await as('admin', 'PUT', `${path}?module=Leads`, { [root]: [{ id, name: 'Renamed' }] })
    const after = await as('admin', 'GET', `${path}/${id}`)
    const deleted = await as('admin', 'DELETE', `${path}/${id}?module=Leads`)
    const gone = await as('admin', 'GET', `${path}/${id}`)

    expect({ status: made.status, message: made.json[root][0].message }).toEqual({
      status: 201,
      message: 'sharing rule is created successfully',
    })
    expect(one.json[root]).toEqual([
      {
        name: 'Of the boss',
        module: { api_name: 'Leads', name: 'Leads', id: expect.any(String) },
        type: 'Record_Owner_Based',
        permission_type: 'read',
        superiors_allowed: false,
        shared_from: { resource: { name: 'CEO', id: roles.CEO }, subordinates: false, type: 'roles' },
        shared_to: { resource: { name: 'Manager', id: roles.Manager }, subordinates: false, type: 'roles' },
        status: 'active',
        id,
        criteria: null,
        match_limit_exceeded: false,
      },
    ])
    expect(all.json[root][0]).not.toHaveProperty('criteria')
    expect(all.json.info).toEqual({ per_page: 200, count: 1, page: 1, more_records: false })
    expect(others.status).toBe(204)
    for (const { json } of [changed, inList]) expect(json[root][0].message).toBe('sharing rule is updated successfully')
    expect(after.json[root][0]).toMatchObject({ name: 'Renamed', permission_type: 'read_write_delete' })
    expect(deleted.json[root][0]).toMatchObject({ message: 'Sharing Rule deleted', details: { id } })
    expect({ status: gone.status, ...gone.json }).toMatchObject({
      code: 'INVALID_DATA',
      message: 'the given sharing rule id seems invalid.',
      details: { resource_path_index: 3 },
    })
  })

  it('share what belongs to some with others', async () => {
    const tested = await withRoles()
    const id = await tested.insert('boss', 'Leads', lead('Of the boss'))
    const own = await tested.insert('peer', 'Leads', lead('Of a peer'))
    const before = await sees(tested, 'agent', id)

    await tested.rule()
    const read = await tested.as('agent', 'GET', `Leads/${id}`)
    const written = await change(tested, 'agent', id)

    expect(before).toEqual(no)
    expect(await sees(tested, 'agent', id)).toEqual(yes)
    expect(await sees(tested, 'agent', own)).toEqual(no)
    expect(read.json.data[0]).toMatchObject({ $editable: false, $sharing_permission: 'read_only' })
    expect(written.json.data[0]).toMatchObject(denied('Edit_Leads'))
  })

  it('share records that meet criteria, and no longer once they do not', async () => {
    const tested = await withRoles()
    const id = await tested.insert('peer', 'Leads', lead('A', { City: 'Chennai' }))
    const other = await tested.insert('peer', 'Leads', lead('B', { City: 'Rome' }))

    await tested.rule(inCity('Chennai'))
    const within = [await sees(tested, 'agent', id), await sees(tested, 'agent', other)]
    await change(tested, 'peer', id)

    expect(within).toEqual([yes, no])
    expect(await sees(tested, 'agent', id)).toEqual(no)
  })

  it('let people change and delete as far as they say', async () => {
    const tested = await withRoles()
    const insert = () => tested.insert('boss', 'Leads', lead('A'))
    const remove = (id: string) => tested.as('agent', 'DELETE', `Leads/${id}`)
    const id = idOf(await tested.rule({ permission_type: 'read_write' }), root)
    const first = await insert()

    const changed = await change(tested, 'agent', first)
    const kept = await remove(first)
    await tested.as('admin', 'PUT', `${path}/${id}?module=Leads`, {
      [root]: [{ permission_type: 'read_write_delete' }],
    })
    const deleted = await remove(first)

    expect(changed.json.data[0].code).toBe('SUCCESS')
    expect(kept.json.data[0]).toMatchObject(denied('Delete_Leads'))
    expect(deleted.json.data[0].code).toBe('SUCCESS')
  })

  it('reach superiors and subordinates only where they say so', async () => {
    const tested = await withRoles()
    const { roles, rule, as } = tested
    const id = await tested.insert('admin', 'Leads', lead('A', { City: 'Rome' }))
    const both = { ...inCity('Rome'), shared_to: role(roles.CEO) }
    const rules = idOf(await rule(both), root)
    const without = await sees(tested, 'agent', id)

    await as('admin', 'PUT', `${path}/${rules}?module=Leads`, { [root]: [{ shared_to: role(roles.CEO, true) }] })

    expect(without).toEqual(no)
    expect(await sees(tested, 'agent', id)).toEqual(yes)
  })

  it('share with groups, and from groups', async () => {
    const tested = await withRoles()
    const { as, rule } = tested
    const group = async (name: string, person: Person) => {
      const sources = [{ type: 'users', source: { id: await tested.idOf(person) } }]
      const made = await as('admin', 'POST', 'settings/user_groups', { user_groups: [{ name, sources }] })
      return { type: 'groups', resource: { id: idOf(made, 'user_groups') } }
    }
    const [from, to] = [await group('Administrators', 'admin'), await group('Agents', 'agent')]
    const junior = { name: 'Junior', reporting_to: { id: tested.roles.Manager }, share_with_peers: false }
    const made = await as('admin', 'POST', 'settings/roles', { roles: [junior] })
    await as('admin', 'PUT', `users/${await tested.idOf('agent')}`, { users: [{ role: { id: idOf(made, 'roles') } }] })
    const id = await tested.insert('admin', 'Leads', lead('A'))
    const ruleId = idOf(await rule({ shared_from: from, shared_to: to }), root)
    const seen = async () => [await sees(tested, 'agent', id), await sees(tested, 'peer', id)]

    const without = await seen()
    await as('admin', 'PUT', `${path}/${ruleId}?module=Leads`, { [root]: [{ superiors_allowed: true }] })
    const withSuperiors = await seen()
    const [shown] = (await as('admin', 'GET', `${path}/${ruleId}`)).json[root]
    const associated = await as('admin', 'GET', `settings/user_groups/${to.resource.id}/actions/associations`)
    await as('admin', 'DELETE', `settings/user_groups/${to.resource.id}`)

    expect(without).toEqual([yes, no])
    expect(withSuperiors).toEqual([yes, yes])
    expect(shown.shared_to).toEqual({
      type: 'groups',
      resource: { name: 'Agents', ...to.resource },
      subordinates: false,
    })
    expect(associated.json.associations).toMatchObject([
      { resource: { id: ruleId }, detail: { module: { api_name: 'Leads' } } },
    ])
    expect(await seen()).toEqual([no, no])
  })

  it('share with everybody, and from everybody', async () => {
    const tested = await withRoles()
    const id = await tested.insert('peer', 'Leads', lead('A'))

    await tested.rule({ shared_from: { type: 'all_users' }, shared_to: { type: 'all_users' } })

    expect(await sees(tested, 'agent', id)).toEqual(yes)
    expect((await change(tested, 'agent', id)).status).toBe(400)
  })

  it('hold for deleted records too', async () => {
    const tested = await withRoles()
    const id = await tested.insert('peer', 'Leads', lead('A', { City: 'Rome' }))
    await tested.rule(inCity('Rome'))
    await tested.as('peer', 'DELETE', `Leads/${id}`)

    expect(idsOf(await tested.as('agent', 'GET', 'Leads/deleted'))).toEqual([id])
  })

  it('are switched off and on', async () => {
    const tested = await withRoles()
    const { as, rule } = tested
    const id = await tested.insert('boss', 'Leads', lead('A'))
    const switchRule = async (method: string) => as('admin', method, `${path}/${ruleId}/actions/activate?module=Leads`)
    const ruleId = idOf(await rule(), root)

    const again = await switchRule('PUT')
    const off = await switchRule('DELETE')
    const offAgain = await switchRule('DELETE')
    const unseen = await sees(tested, 'agent', id)
    const on = await switchRule('PUT')

    expect(again.json).toMatchObject({ code: 'ID_ALREADY_ACTIVE', details: { resource_path_index: 3 } })
    expect(off.json[root][0].message).toBe('sharing rule is deactivated successfully')
    expect(offAgain.json.code).toBe('ID_ALREADY_DEACTIVATED')
    expect(unseen).toEqual(no)
    expect(on.json[root][0].message).toBe('sharing rule is activated successfully')
    expect(await sees(tested, 'agent', id)).toEqual(yes)
  })

  it.each<[string, object, string, string]>([
    ['no name', { name: undefined }, 'MANDATORY_NOT_FOUND', 'name'],
    ['no word on superiors', { superiors_allowed: undefined }, 'MANDATORY_NOT_FOUND', 'superiors_allowed'],
    ['a type that is none', { type: 'Mine' }, 'INVALID_DATA', 'type'],
    ['a permission that is none', { permission_type: 'write' }, 'INVALID_DATA', 'permission_type'],
    ['nobody to share with', { shared_to: undefined }, 'MANDATORY_NOT_FOUND', 'shared_to'],
    ['nobody to share from', { shared_from: null }, 'DEPENDENT_FIELD_MISSING', 'shared_from'],
    ['a role that is none', { shared_to: role('12345') }, 'DEPENDENT_FIELD_MISMATCH', 'id'],
    ['roles without any', { shared_to: { type: 'roles' } }, 'DEPENDENT_FIELD_MISSING', 'resource'],
    [
      'a group that is none',
      { shared_to: { type: 'groups', resource: { id: '1' } } },
      'DEPENDENT_FIELD_MISMATCH',
      'id',
    ],
    ['no criteria', { type: 'Criteria_Based' }, 'DEPENDENT_FIELD_MISSING', 'criteria'],
    ['criteria about nothing', { ...inCity('X'), criteria: {} }, 'MANDATORY_NOT_FOUND', 'field'],
    ['a status', { status: 'inactive' }, 'NOT_ALLOWED', 'status'],
  ])('are refused with %s', async (_, more, code, key) => {
    const { as, rule } = await withRoles()

    const { status, json } = await rule(more)

    expect({ status, code: json[root][0].code, key: json[root][0].details.api_name }).toEqual({
      status: 400,
      code,
      key,
    })
    expect((await as('admin', 'GET', path)).status).toBe(204)
  })

  it('have names of their own in a module, and come one by one', async () => {
    const { as, rule, roles } = await withRoles()
    await rule()

    const twice = await rule({ name: 'of the BOSS' })
    const elsewhere = await rule({}, 'Deals')
    const two = await as('admin', 'POST', `${path}?module=Leads`, { [root]: [ownerBased(roles), ownerBased(roles)] })

    expect(twice.json[root][0]).toMatchObject({ code: 'DUPLICATE_DATA', details: { api_name: 'name' } })
    expect(elsewhere.status).toBe(201)
    expect(two.json).toMatchObject({ code: 'INVALID_DATA', details: { maximum_length: 1 } })
  })

  it('are searched and counted', async () => {
    const { as, rule } = await withRoles()
    await rule()
    await rule(inCity('Rome'))
    await rule({ permission_type: 'read_write' }, 'Deals')
    const search = async (group: object[], module = '') => {
      const filters = [{ group_operator: 'and', group }]
      const { json } = await as('admin', 'POST', `${path}/search${module}`, { filters })
      return json?.[root].map(({ name }: { name: string }) => name) ?? []
    }
    const by = (api_name: string, comparator: string, value: unknown) => ({ field: { api_name }, comparator, value })

    const summary = await as('admin', 'GET', `${path}/actions/summary`)
    const filters = [by('permission_type', 'equal', 'read_write')]
    const some = await as('admin', 'POST', `${path}/actions/summary`, { filters })
    const none = await as('admin', 'POST', `${path}/search`, { filters: [by('name', 'equal', 'x')] })

    expect(await search([by('name', 'like', 'ROME')])).toEqual(['In Rome'])
    expect(await search([by('shared_from.type', 'equal', `\${EMPTY}`)])).toEqual(['In Rome'])
    expect(await search([by('status', 'equal', 'active')], '?module=Deals')).toEqual(['Of the boss'])
    expect(await search([by('status', 'equal', 'inactive')])).toEqual([])
    expect(summary.json.sharing_rules_summary[0]).toMatchObject({
      module: { api_name: 'Leads' },
      rule_computation_status: false,
      rule_count: 2,
    })
    expect(some.json.sharing_rules_summary).toMatchObject([{ module: { api_name: 'Deals' }, rule_count: 1 }])
    expect(none.json).toMatchObject({
      code: 'INVALID_DATA',
      details: { api_name: 'comparator', supported_values: ['like'] },
    })
  })

  it('are run anew, which the settings tell until it is done', async () => {
    const { as, rule, send } = await withRoles()
    await control(send, '/_emulator/clock', { freeze: true })
    const run = () => as('admin', 'POST', `${path}/actions/run?module=Leads`)
    const isRunning = async () =>
      (await as('admin', 'GET', 'settings/data_sharing')).json.data_sharing.find(
        ({ module }: { module: { api_name: string } }) => module.api_name === 'Leads',
      ).rule_computation_running

    const nothing = await run()
    await rule()
    const started = await run()
    const meanwhile = await isRunning()
    await control(send, '/_emulator/clock', { advance: '5s' })

    expect(nothing.status).toBe(204)
    expect(started.json[root][0]).toMatchObject({ code: 'SCHEDULED', status: 'success' })
    expect([meanwhile, await isRunning()]).toEqual([true, false])
  })

  it('are for those who manage data sharing, for v8 and for their own scopes', async () => {
    const { as } = await withRoles()
    const { call } = await atCrm({ scope: 'ZohoCRM.modules.ALL' })

    expect((await as('agent', 'GET', path)).json).toEqual(denied('Manage_Data_Sharing'))
    expect((await as('agent', 'POST', `${path}?module=Leads`, {})).json).toEqual(denied('Manage_Data_Sharing'))
    expect((await as('admin', 'GET', `v7/${path}`)).json.code).toBe('API_NOT_SUPPORTED')
    expect((await as('admin', 'POST', path, {})).json.code).toBe('REQUIRED_PARAM_MISSING')
    expect((await call('GET', path)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

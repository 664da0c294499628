/** Locked records and what locks them. */

import { describe, expect, it } from 'vitest'
import { allScopes, idOf } from './at-crm.ts'
import { denied, lead, type Person, type Staff, staff } from './staff.ts'

const path = 'settings/record_locking_configurations'
const root = 'record_locking_configurations'

const configure = ({ as }: Staff, configuration: object, module = 'Leads') =>
  as('admin', 'POST', `${path}?module=${module}`, { [root]: [configuration] })

const lock = ({ as }: Staff, id: string, person: Person = 'admin', module = 'Leads') =>
  as(person, 'POST', `${module}/${id}/Locking_Information__s`, { data: [{ Locked_Reason__s: 'In review' }] })

const profileIds = async (tested: Staff): Promise<Record<string, string>> => {
  const { users } = (await tested.as('admin', 'GET', 'users')).json
  return Object.fromEntries(
    users.map(({ profile }: { profile: { name: string; id: string } }) => [profile.name, profile.id]),
  )
}

const refused = (more: object = {}) => ({
  code: 'RECORD_LOCKED',
  details: { action: 'record_locking', ...more },
  message: expect.stringContaining('as the record is locked.'),
  status: 'error',
})

async function withLocked(configuration: object = { lock_type: 'manual' }) {
  const tested = await staff()
  const configured = await configure(tested, configuration)
  const id = await tested.insert('admin', 'Leads', lead('Locked'))
  const locked = await lock(tested, id)
  return { tested, id, configured, locked, lockId: locked.json.data?.[0].details.id as string }
}

describe('a locked record', () => {
  it('was locked, and is unlocked, by those whose profile permits to change it', async () => {
    const profiles = [{ name: 'Reader', modules: { Leads: ['view'] } }]
    const tested = await staff({ profiles }, { agent: 'Reader' })
    await configure(tested, { lock_type: 'manual' })
    const id = await tested.insert('admin', 'Leads', lead('Locked'))

    const refused = await lock(tested, id, 'agent')
    const lockId = (await lock(tested, id)).json.data[0].details.id
    const kept = await tested.as('agent', 'DELETE', `Leads/${id}/Locking_Information__s/${lockId}`)

    expect(refused.json).toEqual(denied('Edit_Leads'))
    expect(kept.json).toEqual(denied('Edit_Leads'))
    expect((await tested.as('agent', 'GET', `Leads/${id}/Locking_Information__s/${lockId}`)).status).toBe(200)
  })

  it('refuses changes, says so, and is open again when unlocked', async () => {
    const { tested, id, locked, lockId } = await withLocked()
    const read = await tested.as('agent', 'GET', `Leads/${id}`)
    const changed = await tested.as('agent', 'PUT', `Leads/${id}`, { data: [{ City: 'Graz' }] })
    const old = await tested.as('agent', 'PUT', 'v2/Leads', { data: [{ id, City: 'Graz' }] })
    const upserted = await tested.as('admin', 'POST', 'Leads/upsert', {
      data: [{ id, ...lead('Locked'), City: 'Graz' }],
    })
    const information = await tested.as('agent', 'GET', `Leads/${id}/Locking_Information__s`)
    const one = await tested.as('agent', 'GET', `Leads/${id}/Locking_Information__s/${lockId}?fields=Locked_Reason__s`)
    const told = await tested.as('admin', 'PUT', `Leads/${id}/Locking_Information__s/${lockId}`, {
      data: [{ Locked_Reason__s: 'Still' }],
    })
    const found = await tested.query('agent', "select Locked__s from Leads where Locked__s = 'true'")
    const unlocked = await tested.as('admin', 'DELETE', `Leads/${id}/Locking_Information__s/${lockId}`)
    const none = await tested.as('admin', 'GET', `Leads/${id}/Locking_Information__s`)
    const again = await tested.as('agent', 'PUT', `Leads/${id}`, { data: [{ City: 'Graz' }] })
    const after = await tested.as('agent', 'GET', `Leads/${id}`)

    expect(locked.status).toBe(201)
    expect(locked.json.data[0]).toMatchObject({ code: 'SUCCESS', message: 'record added', details: { id: lockId } })
    expect(read.json.data[0]).toMatchObject({ Locked__s: true, $locked_for_me: true })
    expect(changed.status).toBe(400)
    expect(changed.json.data[0]).toEqual(refused({ api_name: 'id', json_path: '$.data[0].id' }))
    expect(old.json.data[0]).toEqual(refused({ api_name: 'id' }))
    expect(upserted.json.data[0].code).toBe('RECORD_LOCKED')
    expect(information.json).toEqual({
      data: [
        {
          Locked_By__s: { name: 'admin Example', id: expect.any(String) },
          $field_states: null,
          Record_Locking_Rule_Id__s: null,
          Locked_For__s: { module: { api_name: 'Leads', id: expect.any(String) }, name: expect.any(String), id },
          Locked_Reason__s: 'In review',
          Record_Locking_Configuration_Id__s: expect.any(String),
          $editable: true,
          id: lockId,
          $sharing_permission: 'full_access',
          Lock_Source__s: 'Manual',
          Locked_Time__s: expect.any(String),
          Feature_Type__s: 'record_locking',
          $zia_visions: null,
        },
      ],
      info: { per_page: 200, count: 1, page: 1, more_records: false },
    })
    expect(one.json.data).toEqual([{ Locked_Reason__s: 'In review', id: lockId }])
    expect(told.json.data[0]).toMatchObject({ message: 'relation updated' })
    expect(found.json.data).toHaveLength(1)
    expect(unlocked.json.data[0]).toMatchObject({ message: 'relation removed' })
    expect(none.status).toBe(204)
    expect(again.json.data[0].code).toBe('SUCCESS')
    expect(after.json.data[0]).toMatchObject({ Locked__s: false, $locked_for_me: false })
  })

  it('refuses deletion and tags only where the configuration says so', async () => {
    const open = await withLocked()
    const tagged = await open.tested.as('agent', 'POST', `Leads/${open.id}/actions/add_tags`, { tags: [{ name: 'x' }] })
    const deleted = await open.tested.as('agent', 'DELETE', `Leads/${open.id}`)

    const shut = await withLocked({ lock_type: 'manual', restricted_actions: ['update', 'delete', 'tags'] })
    const untagged = await shut.tested.as('agent', 'POST', 'Leads/actions/add_tags', {
      tags: [{ name: 'x' }],
      ids: [shut.id],
    })
    const kept = await shut.tested.as('agent', 'DELETE', `Leads/${shut.id}`)

    expect([tagged, deleted].map(({ json }) => json.data[0].code)).toEqual(['SUCCESS', 'SUCCESS'])
    expect(untagged.json).toMatchObject({ data: [refused({ id: shut.id })], success_count: '0', locked_count: '1' })
    expect(kept.json.data[0]).toEqual(refused({ id: shut.id }))
  })

  it('lets excluded profiles and excluded fields through', async () => {
    const tested = await staff()
    const { Administrator } = await profileIds(tested)
    const configured = await configure(tested, {
      lock_type: 'manual',
      locked_for: 'all_profiles_except_excluded_profiles',
      lock_excluded_profiles: [{ id: Administrator }],
      excluded_fields: [{ api_name: 'City' }],
    })
    const id = await tested.insert('admin', 'Leads', lead('Locked'))
    await lock(tested, id)
    const change = async (person: Person, field: string) =>
      (await tested.as(person, 'PUT', `Leads/${id}`, { data: [{ [field]: 'X' }] })).json.data[0].code
    const mine = await tested.as('admin', 'GET', `Leads/${id}`)

    expect(configured.json[root][0].code).toBe('SUCCESS')
    expect(await change('admin', 'Street')).toBe('SUCCESS')
    expect(await change('agent', 'City')).toBe('SUCCESS')
    expect(await change('agent', 'Street')).toBe('RECORD_LOCKED')
    expect(mine.json.data[0]).toMatchObject({ Locked__s: true, $locked_for_me: false })
  })

  it('hands its lock neither to a copy nor through the recycle bin', async () => {
    const { tested, id } = await withLocked()
    const copy = await tested.as('admin', 'POST', `Leads/${id}/actions/clone`, { data: [{}] })
    await tested.as('admin', 'DELETE', `Leads/${id}`)
    await tested.as('admin', 'POST', `settings/recycle_bin/${id}/actions/restore`)
    const change = async (each: string) =>
      (await tested.as('agent', 'PUT', `Leads/${each}`, { data: [{ City: 'X' }] })).json.data[0].code

    expect(await change(idOf(copy))).toBe('SUCCESS')
    expect(await change(id)).toBe('SUCCESS')
  })

  it('is not locked twice, nor without a reason or a configuration', async () => {
    const { tested, id } = await withLocked()
    const twice = await lock(tested, id)
    const other = await tested.insert('admin', 'Leads', lead('Other'))
    const silent = await tested.as('admin', 'POST', `Leads/${other}/Locking_Information__s`, { data: [{}] })
    const contact = await tested.insert('admin', 'Contacts', { Last_Name: 'C' })
    const without = await lock(tested, contact, 'admin', 'Contacts')
    const gone = await lock(tested, '123')
    const wrong = await tested.as('admin', 'DELETE', `Leads/${id}/Locking_Information__s/123`)

    expect([twice.status, twice.json.message]).toEqual([403, 'record is already locked'])
    expect(silent.json.data[0]).toMatchObject({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'Locked_Reason__s' },
    })
    expect(without.json).toMatchObject({ code: 'NOT_ALLOWED', details: { resource_path_index: 2 } })
    expect(gone.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } })
    expect(wrong.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 3 } })
  })

  it('needs a scope for locks beside that of the module', async () => {
    const tested = await staff({}, {}, 'ZohoCRM.modules.Leads.ALL,ZohoCRM.settings.ALL,ZohoCRM.users.READ')
    await configure(tested, { lock_type: 'manual' })
    const id = await tested.insert('admin', 'Leads', lead('A'))

    expect((await lock(tested, id)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('cannot be locked by who does not see or may not change it', async () => {
    const tested = await staff({ sharing: { Leads: 'private', Contacts: 'public_read_only' } })
    await configure(tested, { lock_type: 'manual' })
    await configure(tested, { lock_type: 'manual' }, 'Contacts')
    const hidden = await tested.insert('admin', 'Leads', lead('A'))
    const readable = await tested.insert('admin', 'Contacts', { Last_Name: 'C' })

    expect((await lock(tested, hidden, 'agent')).json.code).toBe('INVALID_DATA')
    expect((await lock(tested, readable, 'agent', 'Contacts')).json.data[0].code).toBe('NO_PERMISSION')
  })
})

const rule = (value: string, more: object = {}) => ({
  name: `In ${value}`,
  criteria: { field: { api_name: 'City' }, comparator: 'equal', value },
  ...more,
})

describe('locking rules', () => {
  it('lock records as they match, and those that are there where that is wished', async () => {
    const tested = await staff()
    const [old, older] = [
      await tested.insert('admin', 'Leads', lead('Old', { City: 'Graz' })),
      await tested.insert('admin', 'Leads', lead('Older', { City: 'Linz' })),
    ]
    await configure(tested, {
      lock_type: 'automatic',
      locking_rules: [rule('Graz', { lock_existing_records: true }), rule('Linz')],
    })
    const fresh = await tested.insert('admin', 'Leads', lead('New', { City: 'Linz' }))
    const isLocked = async (id: string) => (await tested.as('admin', 'GET', `Leads/${id}`)).json.data[0].Locked__s
    const states = [await isLocked(old), await isLocked(older), await isLocked(fresh)]
    const byHand = await lock(tested, older)
    const { data } = (await tested.as('admin', 'GET', `Leads/${fresh}/Locking_Information__s`)).json
    const unlocked = await tested.as('admin', 'DELETE', `Leads/${fresh}/Locking_Information__s/${data[0].id}`)

    expect(states).toEqual([true, false, true])
    expect([byHand.status, byHand.json.message]).toEqual([403, expect.stringContaining('only automatic locking')])
    expect(data[0]).toMatchObject({ Lock_Source__s: 'Automatic', Locked_By__s: null, $editable: false })
    expect(unlocked.status).toBe(403)
  })

  it('let go of a record that matches no more', async () => {
    const tested = await staff()
    const { Administrator } = await profileIds(tested)
    await configure(tested, {
      lock_type: 'both',
      locked_for: 'all_profiles_except_excluded_profiles',
      lock_excluded_profiles: [{ id: Administrator }],
      locking_rules: [rule('Graz')],
    })
    const id = await tested.insert('admin', 'Leads', lead('A', { City: 'Graz' }))
    const before = await tested.as('agent', 'PUT', `Leads/${id}`, { data: [{ City: 'X' }] })
    await tested.as('admin', 'PUT', `Leads/${id}`, { data: [{ City: 'X' }] })
    const after = await tested.as('agent', 'PUT', `Leads/${id}`, { data: [{ City: 'Y' }] })

    expect([before, after].map(({ json }) => json.data[0].code)).toEqual(['RECORD_LOCKED', 'SUCCESS'])
  })
})

describe('locking configurations', () => {
  it('are created, read, changed and deleted, with the locks that they allowed', async () => {
    const { tested, id, configured } = await withLocked({
      lock_type: 'both',
      excluded_fields: [{ api_name: 'City' }],
      locking_rules: [rule('Graz')],
    })
    const configuration = idOf(configured, root)
    const listed = await tested.as('admin', 'GET', `${path}?module=Leads`)
    const byId = await tested.as('admin', 'GET', `${path}/${configuration}?module=Leads`)
    const [{ id: ruleId }] = listed.json[root][0].locking_rules
    const changed = await tested.as('admin', 'PUT', `${path}/${configuration}?module=Leads`, {
      [root]: [{ locking_rules: [{ id: ruleId, _delete: true }, rule('Linz')] }],
    })
    const several = await tested.as('admin', 'PUT', `${path}?module=Leads`, {
      [root]: [{ id: configuration, restricted_actions: ['update', 'change_owner'] }],
    })
    const after = await tested.as('admin', 'GET', `${path}?module=Leads`)
    const other = await tested.as('admin', 'GET', `${path}?module=Contacts`)
    const deleted = await tested.as('admin', 'DELETE', `${path}/${configuration}?module=Leads`)
    const none = await tested.as('admin', 'GET', `${path}?module=Leads`)
    const open = await tested.as('agent', 'GET', `Leads/${id}`)

    expect(configured.status).toBe(201)
    expect(configured.json[root][0]).toMatchObject({ message: 'record locking configuration created successfully' })
    expect(listed.json[root]).toEqual([
      {
        created_time: expect.any(String),
        lock_type: 'both',
        locked_for: 'all_profiles',
        restricted_actions: ['update'],
        excluded_fields: [{ api_name: 'City', id: expect.any(String) }],
        feature_type: 'record_locking',
        locking_rules: [{ id: ruleId, lock_existing_records: false, ...rule('Graz') }],
        restricted_communications: [],
        restricted_custom_buttons: [],
        lock_excluded_profiles: [],
        lock_for_portal_users: true,
        created_by: { name: 'admin Example', id: expect.any(String) },
        modified_time: expect.any(String),
        modified_by: { name: 'admin Example', id: expect.any(String) },
        system_defined: false,
        id: configuration,
      },
    ])
    expect(byId.json).toEqual(listed.json)
    expect([changed, several].map(({ status }) => status)).toEqual([200, 200])
    expect(after.json[root][0]).toMatchObject({
      locking_rules: [{ name: 'In Linz' }],
      restricted_actions: ['update', 'change_owner'],
    })
    expect(other.status).toBe(204)
    expect(deleted.json[root][0].code).toBe('SUCCESS')
    expect(none.status).toBe(204)
    expect(open.json.data[0]).toMatchObject({ Locked__s: false, $locked_for_me: false })
  })

  it.each([
    ['no lock_type', {}, 'MANDATORY_NOT_FOUND', { api_name: 'lock_type' }],
    [
      'a lock_type that is none',
      { lock_type: 'x' },
      'INVALID_DATA',
      { supported_values: ['manual', 'automatic', 'both'] },
    ],
    ['rules that are missing', { lock_type: 'automatic' }, 'DEPENDENT_FIELD_MISSING', { api_name: 'locking_rules' }],
    [
      'profiles that are missing',
      { lock_type: 'manual', locked_for: 'all_profiles_except_excluded_profiles' },
      'DEPENDENT_FIELD_MISSING',
      { api_name: 'lock_excluded_profiles' },
    ],
    ['an unknown action', { lock_type: 'manual', restricted_actions: ['update', 'x'] }, 'INVALID_DATA', {}],
    [
      'an unknown profile',
      { lock_type: 'manual', lock_excluded_profiles: [{ id: '1' }] },
      'INVALID_DATA',
      { api_name: 'id' },
    ],
    [
      'an unknown field',
      { lock_type: 'manual', excluded_fields: [{ api_name: 'X' }] },
      'INVALID_DATA',
      { api_name: 'api_name' },
    ],
    ['a field of nothing', { lock_type: 'manual', excluded_fields: [{}] }, 'EXPECTED_FIELD_MISSING', {}],
    ['tags as a field', { lock_type: 'manual', excluded_fields: [{ api_name: 'Tag' }] }, 'NOT_SUPPORTED', {}],
    ['a rule without criteria', { lock_type: 'both', locking_rules: [{ name: 'x' }] }, 'MANDATORY_NOT_FOUND', {}],
    [
      'criteria that name no field',
      {
        lock_type: 'both',
        locking_rules: [{ name: 'x', criteria: { field: { api_name: 'X' }, comparator: 'equal', value: 1 } }],
      },
      'INVALID_DATA',
      {},
    ],
    [
      'six rules',
      { lock_type: 'both', locking_rules: Array.from({ length: 6 }, (_, at) => rule(`${at}`)) },
      'LIMIT_EXCEEDED',
      { limit: 5 },
    ],
    ['another feature', { lock_type: 'manual', feature_type: 'x' }, 'INVALID_DATA', { api_name: 'feature_type' }],
    ['a button', { lock_type: 'manual', restricted_custom_buttons: [{ id: '1' }] }, 'INVALID_DATA', { api_name: 'id' }],
  ])('are refused with %s', async (_, configuration, code, details) => {
    const tested = await staff()
    const { status, json } = await configure(tested, configuration)

    expect(status).toBe(400)
    expect(json[root][0]).toMatchObject({ code, details })
    expect((await tested.as('admin', 'GET', `${path}?module=Leads`)).status).toBe(204)
  })

  it('are one for each module, of modules that can be locked, by those who may customize', async () => {
    const tested = await staff()
    await configure(tested, { lock_type: 'manual' })
    const second = await configure(tested, { lock_type: 'manual' })
    const calls = await configure(tested, { lock_type: 'manual' }, 'Calls')
    const none = await tested.as('admin', 'GET', path)
    const agent = await tested.as('agent', 'POST', `${path}?module=Deals`, { [root]: [{ lock_type: 'manual' }] })

    expect(second.json[root][0].code).toBe('DUPLICATE_DATA')
    expect(calls.json).toMatchObject({ code: 'NOT_SUPPORTED', details: { param_name: 'module' } })
    expect(none.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'module' } })
    expect(agent.status).toBe(403)
    expect((await tested.as('admin', 'GET', `v3/${path}?module=Leads`)).json.code).toBe('API_NOT_SUPPORTED')
  })

  it('need the scope of each operation', async () => {
    const tested = await staff({}, {}, `${allScopes.replace('ZohoCRM.settings.ALL', `ZohoCRM.settings.${root}.READ`)}`)

    expect((await tested.as('admin', 'GET', `${path}?module=Leads`)).status).toBe(204)
    expect((await configure(tested, { lock_type: 'manual' })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('what becomes of several records at once', () => {
  const refusedRow = (id: string) => refused({ id })

  it('is refused where a locked one would be converted', async () => {
    const { tested, id } = await withLocked({ lock_type: 'manual', restricted_actions: ['update', 'convert'] })
    const converted = await tested.as('admin', 'POST', `Leads/${id}/actions/convert`, { data: [{}] })
    const after = await tested.as('admin', 'GET', `Leads/${id}`)

    expect(converted.json.data[0]).toEqual(refusedRow(id))
    expect(after.json.data[0].Converted__s).toBe(false)
  })

  it('is refused where a locked contact would be changed by a conversion, and nothing is made', async () => {
    const tested = await staff()
    await configure(tested, { lock_type: 'manual' }, 'Contacts')
    const contact = await tested.insert('admin', 'Contacts', { Last_Name: 'There' })
    await lock(tested, contact, 'admin', 'Contacts')
    const id = await tested.insert('admin', 'Leads', lead('Open'))
    const converted = await tested.as('admin', 'POST', `Leads/${id}/actions/convert`, {
      data: [{ overwrite: true, Contacts: { id: contact } }],
    })
    const accounts = await tested.as('admin', 'GET', 'Accounts?fields=id')

    expect(converted.json.data[0]).toEqual(refusedRow(contact))
    expect(accounts.status).toBe(204)
  })

  it('is refused where locked quotes would be converted', async () => {
    const tested = await staff()
    await configure(tested, { lock_type: 'manual', restricted_actions: ['update', 'convert'] }, 'Quotes')
    const product = await tested.insert('admin', 'Products', { Product_Name: 'P' })
    const account = await tested.insert('admin', 'Accounts', { Account_Name: 'A' })
    const quote = await tested.insert('admin', 'Quotes', {
      Subject: 'Q',
      Account_Name: { id: account },
      Quoted_Items: [{ Product_Name: { id: product }, Quantity: 1 }],
    })
    const convert = () =>
      tested.as('admin', 'POST', `Quotes/${quote}/actions/convert`, {
        data: [{ convert_to: [{ module: { api_name: 'Invoices' } }] }],
      })
    await lock(tested, quote, 'admin', 'Quotes')

    expect((await convert()).json.data[0]).toEqual(refusedRow(quote))
  })

  it('is refused where a locked one would take over from others, or would go', async () => {
    const { tested, id } = await withLocked({ lock_type: 'manual', restricted_actions: ['update', 'delete'] })
    const other = await tested.insert('admin', 'Leads', lead('Other'))
    const merge = (master: string, child: string) =>
      tested.as('admin', 'POST', `Leads/${master}/actions/merge`, {
        merge: [{ data: [{ id: child, _fields: [{ api_name: 'Company' }] }] }],
      })
    const [taking, going] = [await merge(id, other), await merge(other, id)]
    const listed = await tested.as('admin', 'GET', 'Leads?fields=id')

    expect([taking.json.merge[0], going.json.merge[0]]).toEqual([refusedRow(id), refusedRow(id)])
    expect(listed.json.data).toHaveLength(2)
  })
})

/** Contact roles of an org, and the roles that contacts play in deals. */

import { describe, expect, it } from 'vitest'
import { atCrm, idOf } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const names = (json: { contact_roles: { name: string }[] }) => json.contact_roles.map(({ name }) => name)
const deal = (name: string, more: object = {}) => ({ Deal_Name: name, Stage: 'Qualification', ...more })

describe('contact roles', () => {
  it('are listed in their order, in any letter case of the module', async () => {
    const { call } = await atCrm()

    const upper = await call('GET', 'Contacts/roles')
    const lower = await call('GET', 'contacts/roles')

    expect(upper.status).toBe(200)
    expect(names(upper.json)).toContain('Decision Maker')
    expect(upper.json.contact_roles[0]).toEqual({
      name: 'Developer/Evaluator',
      sequence_number: 1,
      id: expect.stringMatching(/^\d{19}$/),
    })
    expect(lower.json).toEqual(upper.json)
  })

  it('are made, read, changed, moved and deleted', async () => {
    const { call } = await atCrm()

    const made = await call('POST', 'Contacts/roles', { contact_roles: [{ name: 'Lawyer', sequence_number: 1 }] })
    const id = idOf(made, 'contact_roles')
    const read = await call('GET', `Contacts/roles/${id}`)
    const changed = await call('PUT', `Contacts/roles/${id}`, { contact_roles: [{ name: 'Counsel' }] })
    const moved = await call('PUT', 'Contacts/roles', { contact_roles: [{ id, sequence_number: 90 }] })
    const listed = await call('GET', 'Contacts/roles')
    const deleted = await call('DELETE', `Contacts/roles/${id}`)
    const gone = await call('GET', `Contacts/roles/${id}`)

    expect(made.status).toBe(200)
    expect(made.json.contact_roles).toEqual([
      { code: 'SUCCESS', details: { id }, message: 'Contact role created successfully.', status: 'success' },
    ])
    expect(read.json).toEqual({ contact_roles: [{ name: 'Lawyer', sequence_number: 1, id }] })
    expect(changed.json.contact_roles[0].message).toBe('Contact role updated successfully.')
    expect(moved.status).toBe(200)
    expect(names(listed.json).at(-1)).toBe('Counsel')
    expect(deleted.json.contact_roles[0].message).toBe('Contact role deleted successfully.')
    expect(gone.status).toBe(204)
  })

  it.each([
    [{ sequence_number: 1 }, 'MANDATORY_NOT_FOUND', { api_name: 'name', json_path: '$.contact_roles[0].name' }],
    [{ name: 'X' }, 'MANDATORY_NOT_FOUND', { api_name: 'sequence_number' }],
    [{ name: 7, sequence_number: 1 }, 'INVALID_DATA', { expected_data_type: 'string', api_name: 'name' }],
    [{ name: 'x'.repeat(51), sequence_number: 1 }, 'INVALID_DATA', { maximum_length: 50 }],
    [{ name: 'purchasing', sequence_number: 1 }, 'DUPLICATE_DATA', { api_name: 'name' }],
    [{ name: 'X', sequence_number: [] }, 'INVALID_DATA', { api_name: 'sequence_number' }],
    [null, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
  ])('are not made of %j', async (row, code, details) => {
    const { call } = await atCrm()

    const { status, json } = await call('POST', 'Contacts/roles', { contact_roles: [row] })

    expect(status).toBe(400)
    expect(json.contact_roles[0]).toMatchObject({ code, details })
  })

  it('cannot all be deleted', async () => {
    const { call } = await atCrm()
    const { json } = await call('GET', 'Contacts/roles')
    const ids = json.contact_roles.map(({ id }: { id: string }) => id)

    const { status, json: deleted } = await call('DELETE', `Contacts/roles?ids=${ids.join()}`)

    expect(status).toBe(207)
    expect(deleted.contact_roles.at(-1)).toEqual({
      code: 'LOWER_LIMIT_REACHED',
      details: { limit: 1, id: ids.at(-1) },
      message: 'Lower limit reached',
      status: 'error',
    })
  })

  it('need a scope of contacts, and a profile that may change contacts', async () => {
    const { call } = await atCrm({ scope: 'ZohoCRM.modules.Contacts.READ' })
    const { as } = await staff({ profiles: [{ name: 'Standard', modules: { Contacts: ['view'] } }] })
    const body = { contact_roles: [{ name: 'X', sequence_number: 1 }] }

    expect((await call('GET', 'Contacts/roles')).status).toBe(200)
    expect((await call('POST', 'Contacts/roles', body)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await as('agent', 'GET', 'Contacts/roles')).status).toBe(200)
    expect((await as('agent', 'POST', 'Contacts/roles', body)).json).toEqual(denied('Edit_Contacts'))
  })

  it('are each org’s own', async () => {
    const here = await atCrm()
    const { json } = await here.call('GET', 'Contacts/roles')
    const there = await atCrm({ org: 'Acme UAT' })

    const answer = await there.call('GET', `Contacts/roles/${json.contact_roles[0].id}`)

    expect(answer.status).toBe(204)
  })
})

async function withDeal() {
  const tested = await atCrm()
  const [dealId] = await tested.insert('Deals', deal('D'))
  const [ann, bob] = await tested.insert('Contacts', { Last_Name: 'Ann' }, { Last_Name: 'Bob' })
  const { json } = await tested.call('GET', 'Contacts/roles')
  const [first, second] = json.contact_roles as { id: string; name: string }[]
  return { ...tested, dealId: dealId!, ann: ann!, bob: bob!, first: first!, second: second! }
}

describe('the contacts of a deal', () => {
  it('are added, changed, listed with their roles and removed', async () => {
    const { call, dealId, ann, bob, first, second } = await withDeal()
    const path = `Deals/${dealId}/Contact_Roles`

    const added = await call('PUT', path, {
      data: [
        { id: ann, Contact_Role: { id: first.id } },
        { id: bob, Contact_Role: { id: first.id, name: first.name } },
      ],
    })
    const changed = await call('PUT', `${path}/${bob}`, { data: [{ Contact_Role: { id: second.id } }] })
    const listed = await call('GET', `${path}?fields=Last_Name,Contact_Role&sort_order=asc`)
    const one = await call('GET', `${path}/${ann}?fields=Contact_Role`)
    const removed = await call('DELETE', `${path}/${ann}`)
    const others = await call('DELETE', `${path}?ids=${bob},${ann}`)
    const none = await call('GET', `${path}?fields=Last_Name`)

    expect(added.status).toBe(200)
    expect(added.json.data.map(({ message }: { message: string }) => message)).toEqual([
      'relation added',
      'relation added',
    ])
    expect(changed.json.data).toEqual([
      { code: 'SUCCESS', details: { id: bob }, message: 'relation updated', status: 'success' },
    ])
    expect(listed.json.data).toEqual([
      { Last_Name: 'Ann', Contact_Role: { name: first.name, id: first.id }, id: ann },
      { Last_Name: 'Bob', Contact_Role: { name: second.name, id: second.id }, id: bob },
    ])
    expect(listed.json.info).toMatchObject({ count: 2, more_records: false })
    expect(one.json.data).toEqual([{ Contact_Role: { name: first.name, id: first.id }, id: ann }])
    expect(removed.json.data[0]).toMatchObject({ details: { id: ann }, message: 'relation removed' })
    expect(others.status).toBe(207)
    expect(none.status).toBe(204)
  })

  it('lose a role that is deleted, and stay', async () => {
    const { call, dealId, ann, first } = await withDeal()
    await call('PUT', `Deals/${dealId}/Contact_Roles/${ann}`, { data: [{ Contact_Role: { id: first.id } }] })

    await call('DELETE', `Contacts/roles/${first.id}`)
    const { json } = await call('GET', `Deals/${dealId}/Contact_Roles?fields=Contact_Role`)

    expect(json.data).toEqual([{ Contact_Role: null, id: ann }])
  })

  it.each([
    ['no role', { id: 'ann' }, 'MANDATORY_NOT_FOUND', '$.data[0].Contact_Role'],
    ['a role without an id', { id: 'ann', Contact_Role: { name: 'Purchasing' } }, 'MANDATORY_NOT_FOUND', '.id'],
    ['a role that is none', { id: 'ann', Contact_Role: { id: '7' } }, 'INVALID_DATA', '$.data[0].Contact_Role.id'],
    ['a role that is a text', { id: 'ann', Contact_Role: 'Purchasing' }, 'INVALID_DATA', 'Contact_Role'],
    ['no contact', { Contact_Role: { id: '7' } }, 'MANDATORY_NOT_FOUND', '$.data[0].id'],
    ['a contact that is none', { id: '7', Contact_Role: { id: '7' } }, 'INVALID_DATA', '$.data[0].id'],
  ])('are refused with %s', async (_, row, code, path) => {
    const { call, dealId, ann } = await withDeal()
    const sent = 'id' in row && row.id === 'ann' ? { ...row, id: ann } : row

    const { status, json } = await call('PUT', `Deals/${dealId}/Contact_Roles`, { data: [sent] })

    expect(status).toBe(400)
    expect(json.data[0].code).toBe(code)
    expect(json.data[0].details.json_path).toContain(path)
  })

  it('are refused for deals that are not there and modules that have none', async () => {
    const { call, ann } = await withDeal()

    const absent = await call('GET', 'Deals/7/Contact_Roles?fields=Last_Name')
    const others = await call('GET', `Contacts/${ann}/Contact_Roles?fields=Last_Name`)

    expect([absent.status, absent.json]).toEqual([
      400,
      {
        code: 'INVALID_DATA',
        details: { resource_path_index: 1 },
        message: 'the related id given seems to be invalid',
        status: 'error',
      },
    ])
    expect(others.json.message).toBe('the relation name given seems to be invalid')
  })

  it('need scopes of both modules', async () => {
    const { call, dealId } = await withDeal()
    const { call: asDeals } = await atCrm({ scope: 'ZohoCRM.modules.Deals.ALL' })

    expect((await call('GET', `Deals/${dealId}/Contact_Roles?fields=id`)).status).toBe(204)
    expect((await asDeals('GET', `Deals/${dealId}/Contact_Roles?fields=id`)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('are left to those who may see the contact and change the deal', async () => {
    const tested = await staff({ sharing: { Contacts: 'private', Deals: 'public_read_only' } })
    const dealId = await tested.insert('admin', 'Deals', deal('D'))
    const own = await tested.insert('agent', 'Deals', deal('E'))
    const hidden = await tested.insert('admin', 'Contacts', { Last_Name: 'Hidden' })
    const role = (await tested.as('admin', 'GET', 'Contacts/roles')).json.contact_roles[0]
    const body = { data: [{ Contact_Role: { id: role.id } }] }
    await tested.as('admin', 'PUT', `Deals/${dealId}/Contact_Roles/${hidden}`, body)

    const seen = await tested.as('agent', 'GET', `Deals/${dealId}/Contact_Roles?fields=Last_Name`)
    const given = await tested.as('agent', 'PUT', `Deals/${own}/Contact_Roles/${hidden}`, body)
    const taken = await tested.as('agent', 'DELETE', `Deals/${dealId}/Contact_Roles/${hidden}`)

    expect(seen.status).toBe(204)
    expect(given.json.data[0].code).toBe('INVALID_DATA')
    expect(taken.json.data[0]).toEqual(denied('Edit_Deals'))
  })
})

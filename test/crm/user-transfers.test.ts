import { describe, expect, it } from 'vitest'
import { agent, control, everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, lead } from './at-crm.ts'
import { staff } from './staff.ts'

const scope = `${everything},ZohoCRM.change_owner.ALL`

interface Handover extends AtCrm {
  readonly ada: string
  readonly ben: string
}

/** Acme's production org: Ada is the primary contact, Ben a standard user below her. */
async function handover(): Promise<Handover> {
  const crm = await atCrm({ org: 'Acme', scope })
  await control(crm.send, '/_emulator/clock', { freeze: true })
  const [ada, ben] = (await crm.call('GET', 'users')).json.users.map(({ id }: { id: string }) => id)
  return { ...crm, ada, ben }
}

const ownersOf = async ({ call }: AtCrm, module: string, fields = 'Owner') => {
  const { json } = await call('GET', `${module}?fields=${fields}&sort_by=id&sort_order=asc`)
  return json.data.map(({ Owner }: { Owner: { id: string } }) => Owner.id)
}

const body = (root: string, to: string | undefined, more: object = {}) => ({
  [root]: [{ transfer: { records: true, assignment: true, criteria: false, id: to }, ...more }],
})

describe('transfer', () => {
  it('gives the open records of a user to another, once its job has run', async () => {
    const crm = await handover()
    const Owner = { id: crm.ben }
    await crm.insert('Leads', lead('A', { Owner }), lead('B'))
    await crm.insert(
      'Deals',
      { Deal_Name: 'Open', Stage: 'Qualification', Owner },
      { Deal_Name: 'Won', Stage: 'Closed Won', Owner },
    )

    const scheduled = await crm.call('POST', `users/${crm.ben}/actions/transfer`, body('transfer', crm.ada))
    const [row] = scheduled.json.transfer
    const status = async () => (await crm.call('GET', `users/actions/transfer?job_id=${row.details.job_id}`)).json
    const before = await status()
    const untouched = await ownersOf(crm, 'Leads')
    await crm.zoho.advanceClock('30m')
    const after = await status()

    expect(scheduled.status).toBe(200)
    expect(row).toEqual({
      code: 'SCHEDULED',
      details: { job_id: expect.any(String) },
      message: 'transfer of data is successfully scheduled',
      status: 'success',
    })
    expect([before, after]).toEqual([{ transfer: [{ status: 'scheduled' }] }, { transfer: [{ status: 'completed' }] }])
    expect(untouched).toEqual([crm.ben, crm.ada])
    expect(await ownersOf(crm, 'Leads')).toEqual([crm.ada, crm.ada])
    expect(await ownersOf(crm, 'Deals')).toEqual([crm.ada, crm.ben])
    expect((await crm.call('GET', `users/${crm.ben}`)).json.users[0].status).toBe('active')
  })

  it('leaves the records where they are if nothing else was asked', async () => {
    const crm = await handover()
    await crm.insert('Leads', lead('A', { Owner: { id: crm.ben } }))

    const moved = { transfer: [{ move_subordinate: { id: crm.ada } }] }
    expect((await crm.call('POST', `users/${crm.ben}/actions/transfer`, moved)).status).toBe(200)
    await crm.zoho.advanceClock('30m')

    expect(await ownersOf(crm, 'Leads')).toEqual([crm.ben])
  })

  it('is for those below', async () => {
    const tested = await staff({}, {}, scope)
    const [boss, peer] = [await tested.idOf('boss'), await tested.idOf('peer')]
    const ask = (person: 'agent' | 'boss', user: string) =>
      tested.as(person, 'POST', `users/${user}/actions/transfer`, body('transfer', boss))

    const peers = await ask('agent', peer)
    const below = await ask('boss', peer)

    expect([peers.status, peers.json.code]).toEqual([400, 'NOT_ALLOWED'])
    expect(below.json.transfer[0].code).toBe('SCHEDULED')
  })

  it.each([
    ['nothing', {}, 'EXPECTED_FIELD_MISSING', 'expected_data'],
    ['nobody', { transfer: { records: true } }, 'MANDATORY_NOT_FOUND', 'parent_api_name'],
    ['a stranger', { transfer: { id: '1' } }, 'INVALID_DATA', 'owner_status'],
    ['a text', { transfer: 'x' }, 'INVALID_DATA', 'expected_data_type'],
    ['records that are a text', { transfer: { id: '{ada}', records: 'x' } }, 'INVALID_DATA', 'expected_data_type'],
    ['a stranger above', { move_subordinate: { id: '1' } }, 'INVALID_DATA', 'owner_status'],
  ])('is refused to %s', async (_, row, code, detail) => {
    const crm = await handover()
    const sent = JSON.parse(JSON.stringify({ transfer: [row] }).replace('{ada}', crm.ada))

    const { status, json } = await crm.call('POST', `users/${crm.ben}/actions/transfer`, sent)

    expect([status, json.transfer[0].code]).toEqual([400, code])
    expect(json.transfer[0].details).toHaveProperty(detail)
  })

  it('runs ten times at once and no more', async () => {
    const crm = await handover()
    const ask = () => crm.call('POST', `users/${crm.ben}/actions/transfer`, body('transfer', crm.ada))
    for (let at = 0; at < 10; at++) expect((await ask()).status).toBe(200)

    const { status, json } = await ask()

    expect([status, json.code, json.details]).toEqual([400, 'CONCURRENT_JOB_LIMIT_EXCEEDED', { limit: '10' }])
  })
})

describe('transfer and delete', () => {
  it('takes the user away at once, and their records follow', async () => {
    const crm = await handover()
    const { access_token: token } = await crm.tokens({ org: 'Acme', user: agent, scope })
    await crm.insert('Leads', lead('A', { Owner: { id: crm.ben } }))

    const { status, json } = await crm.call(
      'POST',
      `users/${crm.ben}/actions/transfer_and_delete`,
      body('transfer_and_delete', crm.ada),
    )
    const refused = await crm.send('GET', '/www.zohoapis.com/crm/v8/users', { token })
    const user = (await crm.call('GET', `users/${crm.ben}`)).json.users[0]
    await crm.zoho.advanceClock('30m')
    const { job_id } = json.transfer_and_delete[0].details
    const done = await crm.call('GET', `users/actions/transfer_and_delete?job_id=${job_id}`)

    expect([status, json.transfer_and_delete[0].message]).toEqual([200, 'User is deleted successfully'])
    expect([refused.status, user.status]).toEqual([401, 'deleted'])
    expect(done.json).toEqual({ transfer_and_delete: [{ status: 'completed' }] })
    expect(await ownersOf(crm, 'Leads')).toEqual([crm.ada])
  })

  it('names the user in the body too', async () => {
    const crm = await handover()

    const { json } = await crm.call(
      'POST',
      'users/actions/transfer_and_delete',
      body('transfer_and_delete', crm.ada, { id: crm.ben }),
    )
    const again = await crm.call(
      'POST',
      `users/${crm.ben}/actions/transfer_and_delete`,
      body('transfer_and_delete', crm.ada),
    )

    expect(json.transfer_and_delete[0].details).toEqual({ job_id: expect.any(String), id: crm.ben })
    expect([again.status, again.json.details]).toEqual([400, { resource_path_index: 1, owner_status: 'deleted' }])
  })

  it('is for the primary contact, and not for themselves', async () => {
    const crm = await handover()
    const tested = await staff({}, {}, scope)
    const { access_token: token } = await crm.tokens({ org: 'Acme', user: agent, scope })
    const path = `users/${crm.ada}/actions/transfer_and_delete`

    const self = await crm.call('POST', path, body('transfer_and_delete', crm.ben))
    const other = await crm.send('POST', `/www.zohoapis.com/crm/v8/${path}`, {
      token,
      body: body('transfer_and_delete', crm.ben),
    })
    const sandbox = await tested.as(
      'admin',
      'POST',
      `users/${await tested.idOf('peer')}/actions/transfer_and_delete`,
      body('transfer_and_delete', await tested.idOf('boss')),
    )

    expect([self.status, self.json.message]).toEqual([400, 'Super Admin cannot be Deleted.'])
    expect([other.status, other.json.message]).toEqual([403, 'Only super admin has permission to delete users'])
    expect(sandbox.json.transfer_and_delete[0].message).toBe('You cannot delete user in a sandbox org')
  })

  it('is asked for by its job, of that kind', async () => {
    const crm = await handover()
    const transfer = await crm.call('POST', `users/${crm.ben}/actions/transfer`, body('transfer', crm.ada))
    const { job_id } = transfer.json.transfer[0].details

    const none = await crm.call('GET', 'users/actions/transfer_and_delete')
    const other = await crm.call('GET', `users/actions/transfer_and_delete?job_id=${job_id}`)

    expect([none.status, none.json.code]).toEqual([400, 'REQUIRED_PARAM_MISSING'])
    expect(other.status).toBe(204)
  })
})

describe('validate before transfer', () => {
  it('says where a user stands', async () => {
    const crm = await handover()

    const ben = await crm.call('GET', `users/${crm.ben}/actions/validate_before_transfer`)
    const ada = await crm.call('GET', `users/${crm.ada}/actions/validate_before_transfer`)
    const none = await crm.call('GET', 'users/1/actions/validate_before_transfer')

    expect(ben.json.validate_before_transfer).toEqual([
      { id: crm.ben, name: 'Ben Okafor', assignment: false, criteria: false, subordinates: false, alert: false },
    ])
    expect([ada.status, ada.json.message]).toEqual([403, 'Super Admin cannot be validated.'])
    expect([none.status, none.json.details]).toEqual([400, { resource_path_index: 1 }])
  })
})

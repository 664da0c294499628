import { describe, expect, it } from 'vitest'
import { type Answer, control, everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, lead } from './at-crm.ts'

const scope = `${everything},ZohoSearch.securesearch.READ`

interface Crm extends AtCrm {
  count(query?: Record<string, string>, path?: string): Promise<Answer>
}

async function crm(options: Parameters<typeof atCrm>[0] = {}): Promise<Crm> {
  const tested = await atCrm({ scope, ...options })
  const count: Crm['count'] = (query = {}, path = 'Leads') =>
    tested.call('GET', `${path}/actions/count?${new URLSearchParams(query)}`)
  return { ...tested, count }
}

describe('a count', () => {
  it('of a module follows what is written and deleted', async () => {
    const tested = await crm()
    const none = await tested.count()
    const [first] = await tested.insert('Leads', lead('A'), lead('B'), lead('C'))
    const three = await tested.count()

    await tested.call('DELETE', `Leads/${first}`)
    const two = await tested.count()

    expect([none.status, none.json]).toEqual([200, { count: 0 }])
    expect(three.json).toEqual({ count: 3 })
    expect(two.json).toEqual({ count: 2 })
  })

  it('agrees with the list of the records that an org starts with', async () => {
    const tested = await crm({ fixture: 'default' })
    const { json: list } = await tested.call('GET', 'Contacts?fields=id')

    const { json } = await tested.count({}, 'contacts')

    expect(json.count).toBe(list.info.count)
    expect(json.count).toBeGreaterThan(0)
  })

  it.each([
    [{ criteria: '(City:equals:Graz)' }, 2],
    [{ criteria: '((City:equals:Graz)and(Last_Name:equals:A))' }, 1],
    [{ email: 'A@x.example' }, 1],
    [{ phone: '555 1' }, 1],
    [{ word: 'graz' }, 2],
    [{ word: 'nobody' }, 0],
    [{ word: 'graz', converted: 'true' }, 0],
    [{ word: 'graz', converted: 'both' }, 2],
    [{ word: 'graz', approved: 'false' }, 0],
    [{ converted: 'false' }, 3],
    [{ converted: 'both' }, 3],
    [{ converted: 'true' }, 0],
    [{ approved: 'false' }, 0],
  ])('%o counts %i', async (query, expected) => {
    const tested = await crm()
    await tested.insert(
      'Leads',
      lead('A', { City: 'Graz', Email: 'a@x.example' }),
      lead('B', { City: 'Graz', Phone: '5551' }),
      lead('C', { City: 'Linz' }),
    )

    const got = await tested.count(query)

    expect([got.status, got.json]).toEqual([200, { count: expected }])
  })

  it('counts beyond the pages of a search', async () => {
    const tested = await crm()
    for (let page = 0; page < 3; page++) {
      await tested.insert('Leads', ...Array.from({ length: 100 }, (_, at) => lead(`N${page}-${at}`, { City: 'Graz' })))
    }

    const { json } = await tested.count({ criteria: '(City:equals:Graz)' })

    expect(json).toEqual({ count: 300 })
  })

  it('takes a custom view or a search, not both', async () => {
    const { count } = await crm()

    const { status, json } = await count({ cvid: '7', word: 'graz', email: 'a@x.example' })

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 'AMBIGUITY_DURING_PROCESSING',
      details: { ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'email' }, { param_name: 'word' }] },
      message: 'Please use either Cvid or Search Params. Combination of both the params is not allowed',
      status: 'error',
    })
  })

  it('refuses what a search would refuse', async () => {
    const { count } = await crm()

    const word = await count({ word: 'x' })
    const criteria = await count({ criteria: '(Nonsense:equals:1)' })
    const converted = await count({ converted: 'perhaps' })
    const module = await count({}, 'Nothings')
    const view = await count({ cvid: '7' })

    expect(word.json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'word' } })
    expect([criteria.status, criteria.json.code]).toEqual([400, 'INVALID_QUERY'])
    expect(converted.json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'converted' } })
    expect(module.json).toMatchObject({ code: 'INVALID_MODULE', details: { resource_path_index: 0 } })
    expect(view.json).toMatchObject({ code: 'INVALID_DATA', details: { param_name: 'cvid' } })
  })

  it('can be posted', async () => {
    const tested = await crm()
    await tested.insert('Leads', lead('A', { City: 'Graz' }), lead('B'))

    const { status, json } = await tested.call('POST', 'Leads/actions/count?word=graz')

    expect([status, json]).toEqual([200, { count: 1 }])
  })

  it('came with v2.1', async () => {
    const { call } = await crm()

    const old = await call('GET', 'v2/Leads/actions/count')
    const first = await call('GET', 'v2.1/Leads/actions/count')

    expect([old.status, old.json]).toEqual([
      400,
      {
        code: 'API_NOT_SUPPORTED',
        details: { supported_version: 'v2.1' },
        message: 'api not supported in this version',
        status: 'error',
      },
    ])
    expect([first.status, first.json]).toEqual([200, { count: 0 }])
  })

  it.each([
    ['ZohoCRM.modules.leads.READ,ZohoSearch.securesearch.READ', 200],
    ['ZohoCRM.modules.ALL', 401],
    ['ZohoCRM.modules.contacts.READ,ZohoSearch.securesearch.READ', 401],
  ])('with the scopes %s is answered with %i', async (granted, expected) => {
    const { count } = await crm({ scope: granted })

    expect((await count()).status).toBe(expected)
  })

  it('needs the scope of the module alone where securesearch_required is false', async () => {
    const { count, send } = await crm({ scope: 'ZohoCRM.modules.ALL' })
    await control(send, '/_emulator/toggles', { securesearch_required: false }, 'PATCH')

    expect((await count()).status).toBe(200)
  })
})

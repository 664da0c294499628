import { describe, expect, it } from 'vitest'
import { everything } from '../support/emulator.ts'
import { atCrm, idOf } from './at-crm.ts'
import { staff } from './staff.ts'

const scope = `${everything},ZohoCRM.features.READ,ZohoCRM.apis.READ,ZohoCRM.mass_update.ALL`

describe('taxes', () => {
  const path = 'org/taxes'

  it('are written, read back, changed and deleted, and products choose among them', async () => {
    const { call } = await atCrm()
    const choices = async () => {
      const { fields } = (await call('GET', 'settings/fields?module=Products')).json
      const field = fields.find(({ api_name }: { api_name: string }) => api_name === 'Tax')
      return field.pick_list_values.map(({ actual_value }: { actual_value: string }) => actual_value)
    }

    const start = (await call('GET', path)).json.taxes
    const created = await call('POST', path, { taxes: [{ name: 'GST', value: 18.5 }] })
    const id = idOf(created, 'taxes')
    const one = await call('GET', `${path}/${id}`)
    const offered = await choices()
    await call('PUT', path, { taxes: [{ id, value: 12 }] })
    const changed = (await call('GET', `${path}/${id}`)).json.taxes[0]
    await call('DELETE', `${path}?ids=${id},${start[0].id}`)
    const left = (await call('GET', path)).json.taxes

    expect(start.map(({ name }: { name: string }) => name)).toEqual(['Vat', 'Sales Tax'])
    expect(created.status).toBe(201)
    expect(one.json.taxes).toEqual([{ display_label: 'GST', name: 'GST', value: 18.5, id }])
    expect(offered).toEqual(['Vat', 'Sales Tax', 'GST'])
    expect(changed.value).toBe(12)
    expect(left.map(({ name }: { name: string }) => name)).toEqual(['Sales Tax'])
    expect(await choices()).toEqual(['Sales Tax'])
  })

  it.each([
    ['no name', { name: null }, 'MANDATORY_NOT_FOUND', 'name'],
    ['a name that is there', { name: 'VAT' }, 'DUPLICATE_DATA', 'name'],
    ['more than all', { value: 101 }, 'INVALID_DATA', 'value'],
    ['a value in words', { value: 'ten' }, 'INVALID_DATA', 'value'],
  ])('are refused with %s', async (_, change, code, api_name) => {
    const { call } = await atCrm()

    const { status, json } = await call('POST', path, { taxes: [{ name: 'GST', value: 1, ...change }] })

    expect([status, json.taxes[0].code, json.taxes[0].details.api_name]).toEqual([400, code, api_name])
  })

  it('are written by those who may customize', async () => {
    const tested = await staff()

    expect((await tested.as('agent', 'POST', path, { taxes: [{ name: 'GST', value: 1 }] })).status).toBe(403)
    expect((await tested.as('agent', 'GET', path)).status).toBe(200)
  })
})

describe('features', () => {
  it('say what the org may have, and what it has', async () => {
    const { call } = await atCrm({ org: 'Acme', scope })

    const all = (await call('GET', '__features')).json
    const one = (await call('GET', '__features/user_licenses')).json.__features[0]
    const named = (await call('GET', '__features?api_names=profiles,odd')).json.__features
    const paged = (await call('GET', '__features?per_page=1')).json.info

    expect(all.info).toEqual({ per_page: 200, count: all.__features.length, page: 1, more_records: false })
    expect(one).toEqual({
      components: null,
      api_name: 'user_licenses',
      parent_feature: null,
      module_supported: false,
      details: { available_count: { total: 8 }, used_count: { total: 2 }, limits: { edition_limit: 10, total: 10 } },
      feature_label: 'UserLicenses',
    })
    expect(named.map(({ api_name }: { api_name: string }) => api_name)).toEqual(['profiles'])
    expect(paged.more_records).toBe(true)
  })

  it('refuse a module that is none, and know no feature of that name', async () => {
    const { call } = await atCrm({ scope })

    expect((await call('GET', '__features?module=Odd')).json.code).toBe('INVALID_MODULE')
    expect((await call('GET', '__features?module=Leads')).status).toBe(204)
    expect((await call('GET', '__features/odd')).status).toBe(204)
  })

  it('need their scope', async () => {
    const { call } = await atCrm()

    expect((await call('GET', '__features')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await call('GET', '__apis')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('the list of calls', () => {
  interface Listed {
    readonly path: string
    readonly operation_types: { readonly method: string; readonly oauth_scope: string }[]
  }

  const listed = async (filter?: object): Promise<Listed[]> => {
    const { call } = await atCrm({ scope })
    const query = filter ? `?filters=${encodeURIComponent(JSON.stringify(filter))}` : ''
    return (await call('GET', `__apis${query}`)).json?.__apis ?? []
  }

  it('names paths, methods and scopes, for each module', async () => {
    const all = await listed()

    expect(all).toContainEqual({
      path: '/crm/v8/settings/roles',
      operation_types: [
        { method: 'GET', oauth_scope: 'ZohoCRM.settings.roles.READ', max_credits: 1, min_credits: 1 },
        { method: 'POST', oauth_scope: 'ZohoCRM.settings.roles.CREATE', max_credits: 1, min_credits: 1 },
        { method: 'PUT', oauth_scope: 'ZohoCRM.settings.roles.UPDATE', max_credits: 1, min_credits: 1 },
      ],
    })
    const lead = all.find(({ path }) => path === '/crm/v8/Leads/{{id}}')
    expect(lead?.operation_types.map(({ method, oauth_scope }) => `${method} ${oauth_scope}`)).toContain(
      'GET ZohoCRM.modules.Leads.READ',
    )
    expect(all.some(({ path }) => path.includes(':'))).toBe(false)
  })

  it('leaves out what the version lacks', async () => {
    const { call } = await atCrm({ scope })
    const pathsOf = async (version: string) =>
      (await call('GET', `${version}/__apis`)).json.__apis.map(({ path }: Listed) =>
        path.replace(`/crm/${version}`, ''),
      )

    const [old, current] = [await pathsOf('v2'), await pathsOf('v8')]

    expect(current).toEqual(expect.arrayContaining(['/Leads/{{id}}/actions/merge', '/settings/recycle_bin', '/Leads']))
    expect(old).toContain('/Leads')
    for (const path of ['/Leads/{{id}}/actions/merge', '/settings/recycle_bin']) expect(old).not.toContain(path)
  })

  it('is narrowed by module, method and scope', async () => {
    const of = (api_name: string, value: string) => listed({ field: { api_name }, comparator: 'equals', value })

    const [module, method, scoped] = [
      await of('module', 'Leads'),
      await of('operation_types.method', 'DELETE'),
      await of('operation_types.oauth_scope', 'settings.roles'),
    ]

    expect(module.length).toBeGreaterThan(3)
    for (const { path } of module) expect(path).toContain('/Leads')
    for (const { operation_types } of method) expect(operation_types.map(each => each.method)).toEqual(['DELETE'])
    expect(scoped.map(({ path }) => path)).toEqual(['/crm/v8/settings/roles', '/crm/v8/settings/roles/{{id}}'])
  })

  it.each(['x', '[]', 'null', '{"field":{"api_name":"odd"},"comparator":"equals","value":"x"}'])(
    'refuses the filter %s',
    async filters => {
      const { call } = await atCrm({ scope })

      const { status, json } = await call('GET', `__apis?filters=${encodeURIComponent(filters)}`)

      expect([status, json.details]).toEqual([400, { param_name: 'filters' }])
    },
  )
})

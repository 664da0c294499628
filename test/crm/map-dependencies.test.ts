import { describe, expect, it } from 'vitest'
import { type AtCrm, atCrm, idOf } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const root = 'map_dependency'

interface Field {
  readonly id: string
  readonly api_name: string
  readonly pick_list_values: { id: string; display_value: string; maps?: unknown }[]
}

interface Dependent extends AtCrm {
  readonly path: string
  readonly source: Field
  readonly status: Field
  readonly rating: Field
  /** What makes the status depend on the source: with its second value go the second and third of the status. */
  readonly dependency: { parent: object; child: object; pick_list_values: object[] }
  on(method: string, id?: string, row?: object): ReturnType<AtCrm['call']>
}

async function onLeads(more?: Parameters<typeof atCrm>[0]): Promise<Dependent> {
  const crm = await atCrm(more)
  const { fields } = (await crm.call('GET', 'settings/fields?module=Leads')).json
  const field = (name: string): Field => fields.find((each: Field) => each.api_name === name)
  const [source, status, rating] = [field('Lead_Source'), field('Lead_Status'), field('Rating')]
  const layout = (await crm.call('GET', 'settings/layouts?module=Leads')).json.layouts[0].id
  const path = `settings/layouts/${layout}/map_dependency`
  const [, first, second] = status.pick_list_values
  return {
    ...crm,
    path,
    source,
    status,
    rating,
    dependency: {
      parent: { id: source.id, api_name: source.api_name },
      child: { id: status.id },
      pick_list_values: [{ id: source.pick_list_values[1]!.id, maps: [{ id: first!.id }, { id: second!.id }] }],
    },
    on: (method, id, row) => crm.call(method, `${path}${id ? `/${id}` : ''}?module=Leads`, row && { [root]: [row] }),
  }
}

describe('dependencies of pick lists', () => {
  it('are written, read back, listed, changed and deleted', async () => {
    const { on, dependency, source, status } = await onLeads()
    const [, first, second] = status.pick_list_values
    const parent = source.pick_list_values[1]!

    const made = await on('POST', undefined, dependency)
    const id = idOf(made, root)
    const one = await on('GET', id)
    const all = await on('GET')
    const maps = [{ id: first!.id, _delete: null }]
    const changed = await on('PUT', id, { ...dependency, pick_list_values: [{ id: parent.id, maps }] })
    const after = await on('GET', id)
    const deleted = await on('DELETE', id)

    expect({ status: made.status, message: made.json[root][0].message }).toEqual({
      status: 201,
      message: 'map dependency created',
    })
    const shown = ({ id: value, display_value }: { id: string; display_value: string }) => ({
      display_value,
      actual_value: display_value,
      id: value,
    })
    expect(one.json[root]).toEqual([
      {
        parent: { api_name: 'Lead_Source', id: source.id },
        internal: false,
        sub_module: null,
        active: true,
        id,
        source: 1,
        category: 0,
        pick_list_values: [{ ...shown(parent), maps: [shown(first!), shown(second!)] }],
        child: { api_name: 'Lead_Status', id: status.id },
      },
    ])
    expect(all.json[root][0]).not.toHaveProperty('pick_list_values')
    expect(all.json.info).toEqual({ per_page: 200, count: 1, page: 1, more_records: false })
    expect(changed.json[root][0]).toMatchObject({ code: 'SUCCESS', message: 'map dependency updated' })
    expect(after.json[root][0].pick_list_values[0].maps).toEqual([shown(second!)])
    expect(deleted.json[root][0]).toMatchObject({ message: 'map dependency deleted', details: { id } })
    expect((await on('GET')).status).toBe(204)
    expect((await on('PUT', id, dependency)).json).toMatchObject({ details: { resource_path_index: 4 } })
  })

  it('stand in the layout, beside the values of the first', async () => {
    const { call, on, dependency, source, status } = await onLeads()
    const before = new Date(0).toISOString()
    await on('POST', undefined, dependency)

    const { json } = await call('GET', 'settings/layouts?module=Leads', undefined, { 'If-Modified-Since': before })
    const fields: Field[] = json.layouts[0].sections.flatMap(({ fields: each }: { fields: Field[] }) => each)
    const [none, value] = fields.find(({ id }) => id === source.id)!.pick_list_values

    expect(none!.maps).toEqual([])
    expect(value!.maps).toEqual([
      {
        api_name: 'Lead_Status',
        pick_list_values: status.pick_list_values.slice(1, 3).map(({ id }) => expect.objectContaining({ id })),
      },
    ])
  })

  it.each<[string, (each: Dependent) => object, string, string]>([
    ['no parent', () => ({ parent: undefined }), 'MANDATORY_NOT_FOUND', 'parent'],
    ['a parent that is none', () => ({ parent: { id: '1' } }), 'INVALID_DATA', 'parent.id'],
    [
      'a parent of another name',
      ({ source }) => ({ parent: { id: source.id, api_name: 'Rating' } }),
      'AMBIGUITY_DURING_PROCESSING',
      '',
    ],
    [
      'a name that is none',
      ({ source }) => ({ parent: { id: source.id, api_name: 'Nope' } }),
      'INVALID_DATA',
      'parent.api_name',
    ],
    ['itself', ({ source }) => ({ child: { id: source.id }, pick_list_values: [] }), 'INVALID_DATA', 'child.id'],
    ['no values', () => ({ pick_list_values: undefined }), 'MANDATORY_NOT_FOUND', 'pick_list_values'],
    [
      'no maps',
      ({ source }) => ({ pick_list_values: [{ id: source.pick_list_values[1]!.id }] }),
      'MANDATORY_NOT_FOUND',
      'pick_list_values[0].maps',
    ],
    [
      'a value that is none',
      () => ({ pick_list_values: [{ id: '1', maps: [] }] }),
      'INVALID_DATA',
      'pick_list_values[0].id',
    ],
    [
      'a value of the child that is none',
      ({ source }) => ({ pick_list_values: [{ id: source.pick_list_values[1]!.id, maps: [{ id: '1' }] }] }),
      'INVALID_DATA',
      'pick_list_values[0].maps[0].id',
    ],
  ])('are refused with %s', async (_, more, code, place) => {
    const tested = await onLeads()

    const { status, json } = await tested.on('POST', undefined, { ...tested.dependency, ...more(tested) })

    expect({ status, code: json[root][0].code }).toEqual({ status: 400, code })
    if (place) expect(json[root][0].details.json_path).toBe(`$.map_dependency[0].${place}`)
    expect((await tested.on('GET')).status).toBe(204)
  })

  it('are there once, and go round in no circle', async () => {
    const { on, dependency, source, status, rating } = await onLeads()
    const id = idOf(await on('POST', undefined, dependency), root)
    const pair = (parent: Field, child: Field) => ({
      parent: { id: parent.id },
      child: { id: child.id },
      pick_list_values: [],
    })
    await on('POST', undefined, pair(status, rating))

    const again = await on('POST', undefined, dependency)
    const back = await on('POST', undefined, pair(rating, source))

    expect(again.json[root][0]).toMatchObject({
      code: 'MAPPING_ALREADY_EXISTS',
      details: { id, dependency: [{ id: source.id, json_path: '$.map_dependency[0].parent.id' }, { id: status.id }] },
    })
    expect(back.json[root][0]).toMatchObject({
      code: 'NOT_ALLOWED',
      details: { json_path: '$.map_dependency[0].child.id' },
    })
  })

  it('are those of a layout of the module', async () => {
    const { call, path, dependency } = await onLeads()
    const ask = (place: string) => call('GET', place)

    expect((await ask(path)).json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'module' } })
    expect((await ask(`${path}?module=Nope`)).json.code).toBe('INVALID_MODULE')
    expect((await ask(`${path}?module=Contacts`)).json).toMatchObject({
      message: 'Invalid Layout Id',
      details: { resource_path_index: 2 },
    })
    const two = { [root]: [dependency, dependency] }
    expect((await call('POST', `${path}?module=Leads`, two)).json).toMatchObject({
      code: 'INVALID_DATA',
      details: { maximum_length: 1 },
    })
  })

  it('are for those who may customize, and for their own scopes', async () => {
    const { as } = await staff()
    const { on } = await onLeads({ scope: 'ZohoCRM.settings.layouts.READ,ZohoCRM.settings.fields.READ' })
    const layout = (await as('agent', 'GET', 'settings/layouts?module=Leads')).json.layouts[0].id

    const refused = await as('agent', 'POST', `settings/layouts/${layout}/map_dependency?module=Leads`, {})

    expect(refused.json).toEqual(denied('Customize_Zoho_CRM'))
    expect((await on('GET')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

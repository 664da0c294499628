import { describe, expect, it } from 'vitest'
import { type AtCrm, atCrm, idOf } from './at-crm.ts'

const generalGroup = async ({ call }: AtCrm): Promise<{ id: string }> => {
  const { json } = await call('GET', 'settings/variable_groups')
  return { id: json.variable_groups[0].id }
}

const path = 'settings/variables'

async function withVariable(more: object = {}) {
  const crm = await atCrm()
  const group = await generalGroup(crm)
  const variable = { name: 'Rate', api_name: 'Rate', type: 'integer', value: '7', variable_group: group, ...more }
  const created = await crm.call('POST', path, { variables: [variable] })
  return { ...crm, created, variable }
}

describe('variables', () => {
  it('are written, read back by id and by name, changed and deleted', async () => {
    const { call, created } = await withVariable()
    const id = idOf(created, 'variables')

    const byId = await call('GET', `${path}/${id}`)
    const byName = await call('GET', `${path}/Rate`)
    const changed = await call('PUT', `${path}/${id}`, { variables: [{ value: 8, description: 'In percent' }] })
    const after = await call('GET', path)
    const deleted = await call('DELETE', `${path}?ids=${id}`)
    const gone = await call('GET', path)

    expect(created.status).toBe(201)
    expect(created.json.variables[0]).toMatchObject({ code: 'SUCCESS', message: 'variable created successfully' })
    expect(byId.json).toEqual(byName.json)
    expect(byId.json.variables[0]).toEqual({
      api_name: 'Rate',
      name: 'Rate',
      description: null,
      source: 'crm',
      type: 'integer',
      variable_group: { api_name: 'General', name: 'General', id: expect.any(String) },
      read_only: false,
      value: '7',
      id,
    })
    expect(changed.status).toBe(200)
    expect(after.json.variables).toMatchObject([{ value: 8, name: 'Rate', description: 'In percent' }])
    expect(deleted.status).toBe(200)
    expect(gone.status).toBe(204)
  })

  it.each([
    ['a name that another has', { api_name: 'Other', name: 'rate' }, 'DUPLICATE_DATA', 'name'],
    ['a name that is missing', { api_name: 'Other', name: undefined }, 'MANDATORY_NOT_FOUND', 'name'],
    ['an API name with blanks', { api_name: 'O ther', name: 'Other' }, 'INVALID_DATA', 'api_name'],
    ['a type that is none', { api_name: 'O', name: 'O', type: 'colour' }, 'INVALID_DATA', 'type'],
    ['a value of another type', { api_name: 'O', name: 'O', value: 'seven' }, 'INVALID_DATA', 'value'],
    [
      'a group that is none',
      { api_name: 'O', name: 'O', variable_group: { id: '1' } },
      'INVALID_DATA',
      'variable_group',
    ],
  ])('refuse %s', async (_, more, code, key) => {
    const { call, variable } = await withVariable()

    const { status, json } = await call('POST', path, { variables: [{ ...variable, ...more }] })

    expect(status).toBe(400)
    expect(json.variables[0]).toMatchObject({ code, details: { api_name: key, json_path: `$.variables[0].${key}` } })
    expect((await call('GET', path)).json.variables).toHaveLength(1)
  })

  it('keep their type', async () => {
    const { call, created } = await withVariable()

    const { json } = await call('PUT', `${path}/${idOf(created, 'variables')}`, { variables: [{ type: 'text' }] })

    expect(json.variables[0]).toMatchObject({ code: 'NOT_ALLOWED', details: { api_name: 'type' } })
  })

  it('write those rows of a request that are right', async () => {
    const { call, variable } = await withVariable()
    const second = { ...variable, name: 'Second', api_name: 'Second' }

    const { status, json } = await call('POST', path, { variables: [second, { ...second, api_name: 'Third' }] })

    expect(status).toBe(207)
    expect(json.variables.map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'DUPLICATE_DATA'])
  })

  it('are listed by group', async () => {
    const { call } = await withVariable()

    expect((await call('GET', `${path}?group=General`)).json.variables).toHaveLength(1)
    expect((await call('GET', `${path}?group=Other`)).status).toBe(204)
  })

  it.each(['GET', 'PUT', 'DELETE'])('refuse %s of an id that is none', async method => {
    const { call } = await withVariable()

    const body = method === 'PUT' ? { variables: [{ value: 1 }] } : undefined
    const { status, json } = await call(method, `${path}/12345`, body)

    if (method === 'GET') expect(status).toBe(204)
    else expect({ status, details: json.details }).toEqual({ status: 400, details: { resource_path_index: 2 } })
  })
})

describe('variable groups', () => {
  it('are renamed', async () => {
    const crm = await atCrm()
    const { id } = await generalGroup(crm)

    const { status } = await crm.call('PUT', `settings/variable_groups/${id}`, {
      variable_groups: [{ display_label: 'All', name: 'All' }],
    })

    expect(status).toBe(200)
    expect((await crm.call('GET', `settings/variable_groups/${id}`)).json.variable_groups).toEqual([
      { display_label: 'All', api_name: 'General', name: 'All', description: null, source: 'crm', id },
    ])
  })
})

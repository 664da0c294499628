/** Tags of modules and of records. */

import { describe, expect, it } from 'vitest'
import { type AtCrm, allScopes, atCrm, idOf, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const path = 'settings/tags?module=Leads'

interface TagRow {
  name: string
  id: string
  color_code: string | null
}

const create = (crm: AtCrm, ...tags: object[]) => crm.call('POST', path, { tags })
const list = async ({ call }: AtCrm, query = ''): Promise<TagRow[]> => (await call('GET', `${path}${query}`)).json.tags
const tagIds = async (crm: AtCrm): Promise<Record<string, string>> =>
  Object.fromEntries((await list(crm)).map(({ name, id }) => [name, id]))
const tagsOf = async ({ call }: AtCrm, id: string, version = 'v8'): Promise<TagRow[]> =>
  (await call('GET', `${version}/Leads/${id}`)).json.data[0].Tag
const namesOf = async (crm: AtCrm, id: string) => (await tagsOf(crm, id)).map(({ name }) => name)

describe('tags of a module', () => {
  it('are created, listed, renamed, given a colour and deleted', async () => {
    const crm = await atCrm()
    const empty = await crm.call('GET', path)
    const created = await create(crm, { name: 'Hot', color_code: '#57B1FD' }, { name: 'Cold' })
    const id = idOf(created, 'tags')
    const listed = await crm.call('GET', path)
    const changed = await crm.call('PUT', `settings/tags/${id}?module=Leads`, { tags: [{ name: 'Warm' }] })
    const painted = await crm.call('PUT', path, { tags: [{ id, name: 'Warm', color_code: null }] })
    const other = await crm.call('GET', 'settings/tags?module=Contacts')
    const deleted = await crm.call('DELETE', `settings/tags/${id}`)

    expect(empty.json).toEqual({ tags: [], info: { count: 0, allowed_count: 500 } })
    expect(created.status).toBe(201)
    expect(created.json.tags[0]).toEqual({
      code: 'SUCCESS',
      details: {
        created_time: expect.any(String),
        modified_time: expect.any(String),
        name: 'Hot',
        modified_by: { name: expect.any(String), id: expect.any(String) },
        id,
        created_by: { name: expect.any(String), id: expect.any(String) },
        color_code: '#57B1FD',
      },
      message: 'tags created successfully',
      status: 'success',
    })
    expect(listed.json.tags.map(({ name, color_code }: TagRow) => [name, color_code])).toEqual([
      ['Hot', '#57B1FD'],
      ['Cold', null],
    ])
    expect(listed.json.info).toEqual({ count: 2, allowed_count: 500 })
    expect(changed.json.tags[0]).toMatchObject({
      message: 'tags updated successfully',
      details: { name: 'Warm', color_code: '#57B1FD' },
    })
    expect(painted.json.tags[0].details.color_code).toBeNull()
    expect(other.json.tags).toEqual([])
    expect(deleted.json.tags).toEqual([
      { code: 'SUCCESS', details: { id }, message: 'tags deleted successfully', status: 'success' },
    ])
    expect((await list(crm)).map(({ name }) => name)).toEqual(['Cold'])
  })

  it('have no colour in versions that knew none', async () => {
    const crm = await atCrm()
    await create(crm, { name: 'Hot', color_code: '#57B1FD' })
    const [tag] = (await crm.call('GET', `v2/${path}`)).json.tags

    expect(tag).toMatchObject({ name: 'Hot' })
    expect(tag).not.toHaveProperty('color_code')
  })

  it.each([
    ['no name', {}, 'MANDATORY_NOT_FOUND', { api_name: 'name', json_path: '$.tags[0].name' }],
    ['a name of 26 letters', { name: 'x'.repeat(26) }, 'INVALID_DATA', { maximum_length: 25 }],
    ['a name that is a number', { name: 5 }, 'INVALID_DATA', { expected_data_type: 'string' }],
    ['a colour that is none', { name: 'N', color_code: '#GGGGGG' }, 'INVALID_DATA', { api_name: 'color_code' }],
    ['a colour too long', { name: 'N', color_code: '#57B1FD0' }, 'INVALID_DATA', { maximum_length: 7 }],
    ['a name in use', { name: 'hOT' }, 'DUPLICATE_DATA', { api_name: 'name', id: expect.any(String) }],
    ['no object', 'Hot', 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
  ])('are refused with %s', async (_, tag, code, details) => {
    const crm = await atCrm()
    await create(crm, { name: 'Hot' })
    const { status, json } = await crm.call('POST', path, { tags: [tag] })

    expect(status).toBe(400)
    expect(json.tags[0]).toMatchObject({ code, details })
    expect(await list(crm)).toHaveLength(1)
  })

  it.each([
    ['GET', 'settings/tags', 'REQUIRED_PARAM_MISSING', { param: 'module' }],
    ['GET', 'settings/tags?module=Nothing', 'INVALID_MODULE', {}],
    ['GET', 'settings/tags?module=Notes', 'INVALID_MODULE', {}],
    ['POST', 'settings/tags', 'REQUIRED_PARAM_MISSING', { param: 'module' }],
    ['DELETE', 'settings/tags/123', 'INVALID_DATA', { id: '123' }],
    ['GET', 'settings/tags/123/actions/records_count', 'REQUIRED_PARAM_MISSING', { param_name: 'module' }],
    ['POST', 'settings/tags/abc/actions/merge', 'INVALID_DATA', { id: 'abc' }],
  ])('refuse %s %s', async (method, target, code, details) => {
    const { call } = await atCrm()
    const { status, json } = await call(method, target, method === 'POST' ? { tags: [{ name: 'T' }] } : undefined)

    expect(status).toBe(400)
    expect(json).toMatchObject({ code, details })
  })

  it('need the scope of each operation', async () => {
    const { call } = await atCrm({ scope: 'ZohoCRM.settings.tags.READ' })

    expect((await call('GET', path)).status).toBe(200)
    expect((await call('POST', path, { tags: [{ name: 'x' }] })).json.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await call('DELETE', 'settings/tags/1')).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })

  it('are those of one org', async () => {
    const sandbox = await atCrm()
    const id = idOf(await create(sandbox, { name: 'Hot' }), 'tags')
    const host = '/www.zohoapis.com/crm/v8'
    const { access_token: token } = await sandbox.tokens({ org: 'Acme', scope: allScopes })
    const listed = await sandbox.send('GET', `${host}/${path}`, { token })
    const deleted = await sandbox.send('DELETE', `${host}/settings/tags/${id}`, { token })

    expect(listed.json.tags).toEqual([])
    expect(deleted.json).toMatchObject({ code: 'INVALID_DATA', message: 'tags not found' })
  })

  it('end at five hundred', async () => {
    const crm = await atCrm()
    for (let at = 0; at < 5; at++) {
      await create(crm, ...Array.from({ length: 100 }, (_, index) => ({ name: `t${at}-${index}` })))
    }
    const one = await create(crm, { name: 'one more' })
    const withRecord = await crm.call('POST', 'Leads', { data: [lead('A', { Tag: [{ name: 'another' }] })] })

    const full = { code: 'LICENSE_LIMIT_EXCEEDED', message: 'tags edition limit exceeded' }
    expect(one.json.tags[0]).toMatchObject(full)
    expect(withRecord.json.data[0]).toMatchObject(full)
  })
})

describe('tags of records', () => {
  it('come into being with the record that names them, and are shown with id and colour', async () => {
    const crm = await atCrm()
    await create(crm, { name: 'Hot', color_code: '#57B1FD' })
    const [id] = await crm.insert('Leads', lead('A', { Tag: [{ name: 'hot' }, { name: 'New' }] }))
    const ids = await tagIds(crm)

    expect(await tagsOf(crm, id!)).toEqual([
      { name: 'Hot', id: ids.Hot, color_code: '#57B1FD' },
      { name: 'New', id: ids.New, color_code: null },
    ])
    expect(await tagsOf(crm, id!, 'v2')).toEqual([
      { name: 'Hot', id: ids.Hot },
      { name: 'New', id: ids.New },
    ])
  })

  it('are none where the record was refused', async () => {
    const crm = await atCrm()
    await crm.call('POST', 'Leads', { data: [{ Tag: [{ name: 'Hot' }], Company: 'C' }] })

    expect(await list(crm)).toEqual([])
  })

  it('may be named by their ids', async () => {
    const crm = await atCrm()
    const id = idOf(await create(crm, { name: 'Hot' }), 'tags')
    const [record] = await crm.insert('Leads', lead('A', { Tag: [{ id, name: 'Whatever' }] }))
    const unknown = await crm.call('POST', 'Contacts', { data: [{ Last_Name: 'A', Tag: [{ id }] }] })

    expect(await namesOf(crm, record!)).toEqual(['Hot'])
    expect(unknown.json.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.data[0].Tag[0].id' } })
  })

  it.each([
    ['eleven', Array.from({ length: 11 }, (_, at) => ({ name: `t${at}` })), { maximum_length: 10 }],
    ['one that is too long', [{ name: 'x'.repeat(26) }], { maximum_length: 25 }],
  ])('are refused where there are %s', async (_, Tag, details) => {
    const { call } = await atCrm()
    const { json } = await call('POST', 'Leads', { data: [lead('A', { Tag })] })

    expect(json.data[0]).toMatchObject({ code: 'INVALID_DATA', details })
  })

  it('follow a tag that is renamed, merged or deleted, in the recycle bin too', async () => {
    const crm = await atCrm()
    const [a, b, binned] = await crm.insert(
      'Leads',
      lead('A', { Tag: [{ name: 'Hot' }, { name: 'New' }] }),
      lead('B', { Tag: [{ name: 'New' }] }),
      lead('C', { Tag: [{ name: 'Hot' }] }),
    )
    await crm.call('DELETE', `Leads/${binned}`)
    const ids = await tagIds(crm)
    await crm.call('PUT', `settings/tags/${ids.Hot}?module=Leads`, { tags: [{ name: 'Warm' }] })
    const found = await crm.call('POST', 'coql', { select_query: "select Tag from Leads where Tag = 'New;Warm'" })
    const renamed = await namesOf(crm, a!)
    const merged = await crm.call('POST', `settings/tags/${ids.New}/actions/merge`, {
      tags: [{ conflict_id: ids.Hot }],
    })
    const count = await crm.call('GET', `settings/tags/${ids.New}/actions/records_count?module=Leads`)
    const afterMerge = [await namesOf(crm, a!), await namesOf(crm, b!)]
    await crm.call('POST', `settings/recycle_bin/${binned}/actions/restore`)
    const restored = await namesOf(crm, binned!)
    await crm.call('DELETE', `settings/tags/${ids.New}`)

    expect(renamed).toEqual(['Warm', 'New'])
    expect(found.json.data).toMatchObject([{ id: a }])
    expect(merged.json.tags[0]).toMatchObject({ message: 'tags merged successfully', details: { id: ids.New } })
    expect(afterMerge).toEqual([['New'], ['New']])
    expect(count.json).toEqual({ count: '2' })
    expect(restored).toEqual(['New'])
    expect([await namesOf(crm, a!), await list(crm)]).toEqual([[], []])
  })

  it('are counted on records that the caller may see', async () => {
    const { as, insert } = await staff({ sharing: { Leads: 'private' } })
    await insert('admin', 'Leads', lead('A', { Tag: [{ name: 'Hot' }] }))
    await insert('agent', 'Leads', lead('B', { Tag: [{ name: 'Hot' }] }))
    const { id } = (await as('agent', 'GET', 'settings/tags?module=Leads')).json.tags[0]
    const count = async (person: 'admin' | 'agent') =>
      (await as(person, 'GET', `settings/tags/${id}/actions/records_count?module=Leads`)).json.count

    expect([await count('admin'), await count('agent')]).toEqual(['2', '1'])
  })

  it('are found by queries and custom views, by name or by id', async () => {
    const crm = await atCrm({ scope: `${allScopes},ZohoCRM.mass_update.ALL` })
    const [a, b] = await crm.insert('Leads', lead('A', { Tag: [{ name: 'Hot' }] }), lead('B'))
    const { Hot } = await tagIds(crm)
    const queried = await crm.call('POST', 'coql', { select_query: "select Tag from Leads where Tag = 'hot'" })
    const updated = await crm.call('POST', 'Leads/actions/mass_update', {
      data: [{ City: 'Graz' }],
      criteria: [{ field: { api_name: 'Tag' }, comparator: 'equal', value: { id: Hot } }],
    })

    expect(queried.json.data).toEqual([{ id: a, Tag: [{ name: 'Hot', id: Hot, color_code: null }] }])
    expect(updated.json.data[0]).toMatchObject({ code: 'SUCCESS' })
    await crm.zoho.advanceClock('10m')
    const cities = (await crm.call('GET', 'Leads?fields=City')).json.data
    expect(cities).toEqual([
      { City: null, id: b },
      { City: 'Graz', id: a },
    ])
  })
})

describe('adding and removing tags', () => {
  it('tags one record and several, over those that are there or beside them', async () => {
    const crm = await atCrm()
    const ids = await crm.insert('Leads', lead('A'), lead('B', { Tag: [{ name: 'Old' }] }))
    const tags = [{ name: 'Hot', color_code: '#57B1FD' }, { name: 'New' }]
    const several = await crm.call('POST', 'Leads/actions/add_tags', { tags, ids })
    const one = await crm.call('POST', `Leads/${ids[1]}/actions/add_tags`, {
      tags: [{ name: 'Only' }],
      over_write: true,
    })
    const removed = await crm.call('POST', 'Leads/actions/remove_tags', {
      tags: [{ name: 'hot' }],
      ids: JSON.stringify(ids),
    })
    const known = await tagIds(crm)

    expect(several.status).toBe(200)
    expect(several.json).toEqual({
      data: [
        {
          code: 'SUCCESS',
          details: {
            id: ids[0],
            tags: [
              { name: 'Hot', id: known.Hot, color_code: '#57B1FD' },
              { name: 'New', id: known.New, color_code: null },
            ],
          },
          message: 'tags updated successfully',
          status: 'success',
        },
        expect.objectContaining({ code: 'SUCCESS' }),
      ],
      wf_scheduler: false,
      success_count: '2',
      locked_count: '0',
    })
    expect(several.json.data[1].details.tags.map(({ name }: TagRow) => name)).toEqual(['Old', 'Hot', 'New'])
    expect(one.json.data[0].details.tags.map(({ name }: TagRow) => name)).toEqual(['Only'])
    expect(removed.json.success_count).toBe('2')
    expect([await namesOf(crm, ids[0]!), await namesOf(crm, ids[1]!)]).toEqual([['New'], ['Only']])
  })

  it('adds no eleventh', async () => {
    const crm = await atCrm()
    const Tag = Array.from({ length: 9 }, (_, at) => ({ name: `t${at}` }))
    const [id] = await crm.insert('Leads', lead('A', { Tag }))
    const { json } = await crm.call('POST', `Leads/${id}/actions/add_tags`, { tags: [{ name: 'x' }, { name: 'y' }] })

    expect(json.data[0].details.tags).toHaveLength(10)
    expect(json.data[0].details.not_added_tags).toEqual([{ name: 'y' }])
    expect((await list(crm)).map(({ name }) => name)).not.toContain('y')
  })

  it('takes names from the query in v2 and v2.1', async () => {
    const crm = await atCrm()
    const ids = await crm.insert('Leads', lead('A'), lead('B'))
    const added = await crm.call('POST', `v2/Leads/actions/add_tags?ids=${ids.join()}&tag_names=Hot,New`)
    await crm.call('POST', `v2.1/Leads/${ids[0]}/actions/add_tags?tag_names=Only&over_write=true`)
    await crm.call('POST', `v2/Leads/${ids[1]}/actions/remove_tags?tag_names=Hot`)
    const without = await crm.call('POST', `v2/Leads/actions/add_tags?ids=${ids.join()}`)

    expect(added.json.data[0].details.tags).toEqual([
      { name: 'Hot', id: expect.any(String) },
      { name: 'New', id: expect.any(String) },
    ])
    expect([await namesOf(crm, ids[0]!), await namesOf(crm, ids[1]!)]).toEqual([['Only'], ['New']])
    expect(without.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'tag_names' } })
  })

  it.each([
    ['no tags', {}, { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'tags' } }],
    ['tags that are no list', { tags: 'x' }, { code: 'INVALID_DATA', details: { expected_data_type: 'jsonarray' } }],
    [
      'eleven',
      { tags: Array.from({ length: 11 }, () => ({ name: 'x' })) },
      { code: 'INVALID_DATA', details: { maximum_length: 10 } },
    ],
    ['a tag without a name', { tags: [{}] }, { code: 'EXPECTED_FIELD_MISSING' }],
    ['a long name', { tags: [{ name: 'x'.repeat(26) }] }, { tags: [{ details: { maximum_length: 25 } }] }],
    ['an unknown id', { tags: [{ id: '1' }] }, { tags: [{ code: 'INVALID_DATA', message: 'tags not found' }] }],
    ['a wrong over_write', { tags: [{ name: 'x' }], over_write: 'yes' }, { details: { api_name: 'over_write' } }],
    ['ids that are none', { tags: [{ name: 'x' }], ids: {} }, { details: { api_name: 'ids' } }],
    ['no ids', { tags: [{ name: 'x' }], ids: [] }, { code: 'MANDATORY_NOT_FOUND' }],
    [
      'an id of nothing',
      { tags: [{ name: 'x' }], ids: ['5', null] },
      { code: 'INVALID_DATA', details: { expected_data_type: 'bigint' } },
    ],
  ])('refuses %s', async (_, more, refusal) => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('A'))
    const { status, json } = await crm.call('POST', 'Leads/actions/add_tags', { ids: [id], ...more })

    expect(status).toBe(400)
    expect(json).toMatchObject(refusal)
    expect(await list(crm)).toEqual([])
  })

  it('refuses records that are not there, and modules without tags', async () => {
    const crm = await atCrm()
    const [id] = await crm.insert('Leads', lead('A'))
    const tags = [{ name: 'x' }]
    const mixed = await crm.call('POST', 'Leads/actions/add_tags', { tags, ids: ['123', id] })
    const gone = await crm.call('POST', 'Leads/123/actions/add_tags', { tags })
    const notes = await crm.call('POST', 'Notes/actions/add_tags', { tags, ids: ['1'] })

    expect(mixed.json.data.map(({ code }: { code: string }) => code)).toEqual(['INVALID_DATA', 'SUCCESS'])
    expect(mixed.json.success_count).toBe('1')
    expect(gone.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } })
    expect(notes.json).toMatchObject({ code: 'INVALID_MODULE' })
  })

  it('opens to the scopes that Zoho names', async () => {
    const statuses = async (scope: string) => {
      const { call } = await atCrm({ scope })
      const body = { tags: [{ name: 'x' }] }
      const answers = [
        await call('POST', 'Leads/1/actions/add_tags', body),
        await call('POST', 'Leads/1/actions/remove_tags', body),
      ]
      return answers.map(({ status }) => status)
    }

    expect(await statuses('ZohoCRM.modules.Leads.WRITE')).toEqual([400, 400])
    expect(await statuses('ZohoCRM.modules.Leads.CREATE')).toEqual([400, 401])
    expect(await statuses('ZohoCRM.modules.Contacts.ALL')).toEqual([401, 401])
    expect(await statuses('ZohoCRM.settings.tags.ALL')).toEqual([401, 401])
  })

  it('leaves alone what a user may not edit', async () => {
    const tested = await staff({ sharing: { Leads: 'public_read_only', Contacts: 'private' } })
    const id = await tested.insert('admin', 'Leads', lead('A'))
    const hidden = await tested.insert('admin', 'Contacts', { Last_Name: 'B' })
    const body = { tags: [{ name: 'x' }] }
    const read = await tested.as('agent', 'POST', `Leads/${id}/actions/add_tags`, body)
    const unseen = await tested.as('agent', 'POST', `Contacts/${hidden}/actions/add_tags`, body)

    expect(read.json.data[0]).toMatchObject({ code: 'FAILURE' })
    expect(unseen.json).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } })
  })

  it('needs the permission to edit', async () => {
    const tested = await staff({ profiles: [{ name: 'Readers', modules: { Leads: ['view'] } }] }, { agent: 'Readers' })
    const id = await tested.insert('admin', 'Leads', lead('A'))
    const record = await tested.as('agent', 'POST', `Leads/${id}/actions/add_tags`, { tags: [{ name: 'x' }] })
    const setting = await tested.as('agent', 'POST', path, { tags: [{ name: 'x' }] })

    expect([record.json, setting.json]).toEqual([denied('Edit_Leads'), denied('Edit_Leads')])
    expect([record.status, setting.status]).toEqual([403, 403])
  })
})

describe('mass deletion of tags', () => {
  it('is a job that takes them from the records', async () => {
    const crm = await atCrm()
    await crm.zoho.advanceClock('1s')
    const [record] = await crm.insert('Leads', lead('A', { Tag: [{ name: 'Hot' }, { name: 'New' }] }))
    const ids = await tagIds(crm)
    const module = { api_name: 'Leads', id: (await crm.call('GET', 'settings/modules/Leads')).json.modules[0].id }
    const scheduled = await crm.call('POST', 'settings/tags/actions/mass_delete', {
      mass_delete: [{ module, tags: [{ id: ids.Hot }] }],
    })
    const { job_id } = scheduled.json.details
    const before = await crm.call('GET', `settings/tags/actions/mass_delete?job_id=${job_id}`)
    await crm.zoho.advanceClock('10m')
    const after = await crm.call('GET', `settings/tags/actions/mass_delete?job_id=${job_id}`)

    expect(scheduled.status).toBe(202)
    expect(scheduled.json).toMatchObject({ code: 'SCHEDULED', status: 'success' })
    expect(before.json.mass_delete[0].status).toMatch(/SCHEDULED|RUNNING/)
    expect(after.json.mass_delete).toEqual([
      {
        job_id,
        status: 'COMPLETED',
        created_time: expect.any(String),
        total_count: 1,
        failed_count: 0,
        deleted_count: 1,
      },
    ])
    expect(await namesOf(crm, record!)).toEqual(['New'])
  })

  it('is refused where a tag is not the module’s', async () => {
    const crm = await atCrm()
    const id = idOf(await create(crm, { name: 'Hot' }), 'tags')
    const modules: { api_name: string; id: string }[] = (await crm.call('GET', 'settings/modules')).json.modules
    const moduleOf = (name: string) => {
      const { api_name, id: moduleId } = modules.find(each => each.api_name === name)!
      return { api_name, id: moduleId }
    }
    const remove = async (mass_delete: unknown) =>
      (await crm.call('POST', 'settings/tags/actions/mass_delete', { mass_delete })).json
    const ambiguous = { ...moduleOf('Leads'), id: moduleOf('Contacts').id }

    expect(await remove([{ module: moduleOf('Contacts'), tags: [{ id }] }])).toMatchObject({
      message: 'one of the tags seems not found.',
      details: { json_path: '$.mass_delete[0].tags[0].id' },
    })
    expect(await remove([{ module: moduleOf('Leads'), tags: [{ id: '1' }] }])).toMatchObject({
      message: 'tags not found',
    })
    expect(await remove([{ module: ambiguous, tags: [{ id }] }])).toMatchObject({ code: 'AMBIGUITY_DURING_PROCESSING' })
    expect(await remove([])).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'mass_delete' } })
    expect(await remove(undefined)).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
    expect((await crm.call('GET', 'settings/tags/actions/mass_delete?job_id=1')).json).toEqual({
      mass_delete: [
        { code: 'INVALID_DATA', details: { job_id: '1' }, message: 'job details not found', status: 'error' },
      ],
    })
  })
})

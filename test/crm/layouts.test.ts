import { describe, expect, it } from 'vitest'
import { loadFixture } from '../../src/world/fixtures.ts'
import { type Answer, everything } from '../support/emulator.ts'
import { fixtureWith } from '../support/fixture-file.ts'
import { type AtCrm, atCrm } from './at-crm.ts'

interface Crm extends AtCrm {
  layouts(module?: string): Promise<WireLayout[]>
  field(apiName: string, module?: string): Promise<WireField>
}

interface WireField {
  readonly id: string
  readonly api_name: string
  readonly type: string
  readonly [key: string]: unknown
}

interface WireSection {
  readonly id: string
  readonly api_name: string
  readonly display_label: string
  readonly fields: readonly WireField[]
  readonly [key: string]: unknown
}

interface WireLayout {
  readonly id: string
  readonly name: string
  readonly sections: readonly WireSection[]
  readonly profiles: readonly { readonly id: string; readonly name: string }[]
  readonly [key: string]: unknown
}

async function crm({ fixture = 'empty', scope = everything } = {}): Promise<Crm> {
  const tested = await atCrm({ fixture, org: 'Acme', scope })
  const { call } = tested
  return {
    ...tested,
    layouts: async (module = 'Leads') => (await call('GET', `settings/layouts?module=${module}`)).json.layouts,
    field: async (apiName, module = 'Leads') => {
      const { json } = await call('GET', `settings/fields?module=${module}&type=all`)
      return json.fields.find(({ api_name }: WireField) => api_name === apiName)
    },
  }
}

/** A fixture whose production org has those layouts. */
const withLayouts = (layouts: object, more: object = {}): string => fixtureWith({ layouts, ...more }, { org: 'Acme' })

const partner = (more: object = {}) => ({
  name: 'Partner',
  sections: [{ name: 'Who', fields: ['Last_Name', 'Company', 'Owner'] }],
  ...more,
})

const patch = ({ call }: Crm, layout: { id: string }, changes: object, module = 'Leads') =>
  call('PATCH', `settings/layouts/${layout.id}?module=${module}`, { layouts: [changes] })

const namesOf = (section: WireSection | undefined): string[] => section!.fields.map(({ api_name }) => api_name)

const rowOf = ({ json }: Answer) => json.layouts[0]

/** The section that tells of the record itself. */
const mainOf = (layout: WireLayout | undefined): WireSection =>
  layout!.sections.find(section => namesOf(section).includes('Owner'))!

describe('a layout', () => {
  it('is renamed, and loses its business card', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()

    const renamed = await patch(tested, layout!, { name: 'Desk', show_business_card: false })

    const [read] = await tested.layouts()
    expect(renamed.status).toBe(200)
    expect(renamed.json).toEqual({
      layouts: [{ code: 'SUCCESS', details: { id: layout!.id }, message: 'layout updated', status: 'success' }],
    })
    expect(read).toMatchObject({
      name: 'Desk',
      display_label: 'Desk',
      api_name: 'Standard',
      show_business_card: false,
      modified_by: { id: expect.any(String) },
    })
  })

  it('gets a section at its place, whose label is changed afterwards', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const added = { display_label: 'Visits', sequence_number: 2, column_count: 1, tab_traversal: 'top_to_bottom' }

    await patch(tested, layout!, { sections: [added] })
    const [first, visits] = (await tested.layouts())[0]!.sections
    await patch(tested, layout!, { sections: [{ id: visits!.id, display_label: 'Calls 2' }] })

    expect(first!.display_label).toBe(layout!.sections[0]!.display_label)
    expect(visits).toMatchObject({ ...added, api_name: 'Visits', generated_type: 'custom', fields: [] })
    expect((await tested.layouts())[0]!.sections[1]).toMatchObject({ id: visits!.id, display_label: 'Calls 2' })
  })

  it('moves a section', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const labels = layout!.sections.map(section => section.display_label)

    await patch(tested, layout!, { sections: [{ id: layout!.sections[0]!.id, sequence_number: 2 }] })

    const moved = (await tested.layouts())[0]!.sections.map(section => section.display_label)
    expect(moved).toEqual([labels[1], labels[0], ...labels.slice(2)])
  })

  it('takes a field from one section into another, to the place that is asked for', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const main = mainOf(layout)
    const target = layout!.sections.find(section => namesOf(section).includes('Street'))!
    const website = await tested.field('Website')

    await patch(tested, layout!, {
      sections: [{ id: target.id, fields: [{ id: website.id, sequence_number: 2 }] }],
    })

    const [read] = await tested.layouts()
    const to = read!.sections.find(({ id }) => id === target.id)!
    expect(namesOf(mainOf(read))).toEqual(namesOf(main).filter(name => name !== 'Website'))
    expect(namesOf(to)).toEqual([namesOf(target)[0], 'Website', ...namesOf(target).slice(1)])
    expect(to.fields[1]).toMatchObject({ sequence_number: 2, section_id: read!.sections.indexOf(to) + 1 })
  })

  it('orders the fields of a section', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const section = mainOf(layout)
    const last = section.fields.at(-1)!

    await patch(tested, layout!, { sections: [{ id: section.id, fields: [{ id: last.id, sequence_number: 1 }] }] })

    expect(namesOf(mainOf((await tested.layouts())[0]))).toEqual([last.api_name, ...namesOf(section).slice(0, -1)])
  })

  it('lets a field go, which is unused until it is put back', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const section = mainOf(layout)
    const website = await tested.field('Website')
    const listed = async (type: string) => {
      const { json } = await tested.call('GET', `settings/fields?module=Leads${type}`)
      return json.fields.map(({ api_name }: WireField) => api_name)
    }

    const removal = { id: website.id, _delete: { permanent: false } }
    await patch(tested, layout!, { sections: [{ id: section.id, fields: [removal] }] })
    const unused = await tested.field('Website')
    const lists = [
      await listed(''),
      await listed('&type=used'),
      await listed('&type=unused'),
      await listed('&type=all'),
    ]
    await patch(tested, layout!, { sections: [{ id: section.id, fields: [{ id: website.id }] }] })

    expect(unused).toMatchObject({ type: 'unused', _type: 'unused', layout_associations: [] })
    expect(lists.map(names => names.includes('Website'))).toEqual([false, false, true, true])
    expect(lists[2]).toEqual(['Website'])
    expect(await tested.field('Website')).toMatchObject({ type: 'used', layout_associations: [{ id: layout!.id }] })
    expect(namesOf(mainOf((await tested.layouts())[0])).at(-1)).toBe('Website')
  })

  it('still takes the values of a field that it lost', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const section = mainOf(layout)
    const website = await tested.field('Website')
    const removal = { id: website.id, _delete: { permanent: false } }
    await patch(tested, layout!, { sections: [{ id: section.id, fields: [removal] }] })

    const { json } = await tested.call('POST', 'Leads', {
      data: [{ Last_Name: 'L', Company: 'C', Website: 'https://x.example' }],
    })

    const lead = await tested.call('GET', `Leads/${json.data[0].details.id}`)
    expect(lead.json.data[0].Website).toBe('https://x.example')
  })

  it('lets a section of its own go, whose fields are unused then', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const website = await tested.field('Website')
    await patch(tested, layout!, { sections: [{ display_label: 'Net', fields: [{ id: website.id }] }] })
    const net = (await tested.layouts())[0]!.sections.at(-1)!

    const removed = await patch(tested, layout!, { sections: [{ id: net.id, _delete: { permanent: true } }] })

    const [read] = await tested.layouts()
    expect(namesOf(net)).toEqual(['Website'])
    expect(removed.status).toBe(200)
    expect(read!.sections.map(({ id }) => id)).not.toContain(net.id)
    expect((await tested.field('Website')).type).toBe('unused')
  })

  it('lets a section go that is named by its API name', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    await patch(tested, layout!, { sections: [{ display_label: 'To go' }] })

    await patch(tested, layout!, { sections: [{ api_name: 'To_go', _delete: null }] })

    expect((await tested.layouts())[0]!.sections).toHaveLength(layout!.sections.length)
  })

  it('is changed among others in one request, each row by its id', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner()] }) })
    const [standard, own] = await tested.layouts()

    const { status, json } = await tested.call('PATCH', 'settings/layouts?module=Leads', {
      layouts: [
        { id: standard!.id, name: 'One' },
        { id: own!.id, name: 'Two' },
        { id: '1', name: 'Three' },
      ],
    })

    expect(status).toBe(207)
    expect(json.layouts.map(({ code }: { code: string }) => code)).toEqual(['SUCCESS', 'SUCCESS', 'INVALID_DATA'])
    expect((await tested.layouts()).map(({ name }) => name)).toEqual(['One', 'Two'])
  })

  it('has changed metadata for whoever asks since when', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const headers = { 'If-Modified-Since': new Date(tested.zoho.now()).toISOString() }
    const before = await tested.call('GET', 'settings/layouts?module=Leads', undefined, headers)
    await tested.zoho.advanceClock('1m')

    await patch(tested, layout!, { name: 'Desk' })

    const after = await tested.call('GET', 'settings/layouts?module=Leads', undefined, headers)
    expect([before.status, after.status]).toEqual([304, 200])
  })

  it('is as the fixture has it after a reset', async () => {
    const tested = await crm()
    const before = await tested.layouts()
    await patch(tested, before[0]!, { name: 'Desk', sections: [{ display_label: 'Net' }] })

    await tested.zoho.reset()
    const { access_token: token } = await tested.tokens({ org: 'Acme' })
    const after = await tested.send('GET', '/www.zohoapis.com/crm/v8/settings/layouts?module=Leads', { token })

    expect(after.json.layouts).toEqual(before)
  })
})

describe('a change of a layout is refused', () => {
  const section = (changes: object) => async (tested: Crm) => {
    const [layout] = await tested.layouts()
    return { sections: [{ id: mainOf(layout).id, ...changes }] }
  }

  const fieldChange = (apiName: string, changes: object) => async (tested: Crm) => {
    const [layout] = await tested.layouts()
    return {
      sections: [{ id: mainOf(layout).id, fields: [{ id: (await tested.field(apiName)).id, ...changes }] }],
    }
  }

  const at = (path: string) => ({ api_name: path.split('.').at(-1), json_path: `$.layouts[0].${path}` })

  it.each<[string, (tested: Crm) => Promise<object>, string, object, string]>([
    [
      'an unknown section',
      async () => ({ sections: [{ id: '1' }] }),
      'INVALID_DATA',
      at('sections[0].id'),
      'the id given seems to be invalid',
    ],
    [
      'an unknown field',
      section({ fields: [{ id: '1' }] }),
      'INVALID_DATA',
      at('sections[0].fields[0].id'),
      'the id given seems to be invalid',
    ],
    [
      'a tab order that is no text',
      section({ tab_traversal: 2 }),
      'INVALID_DATA',
      { expected_data_type: 'text', ...at('sections[0].tab_traversal') },
      'invalid data',
    ],
    [
      'an unknown tab order',
      section({ tab_traversal: 'up' }),
      'INVALID_DATA',
      { supported_values: ['left_to_right', 'top_to_bottom'] },
      'invalid data',
    ],
    ['three columns', section({ column_count: 3 }), 'INVALID_DATA', { range: { from: 1, to: 2 } }, 'invalid data'],
    [
      'a section without id and label',
      async () => ({ sections: [{ column_count: 1 }] }),
      'EXPECTED_FIELD_MISSING',
      { expected_fields: [at('sections[0].id'), at('sections[0].display_label')] },
      'should contain either id or display_label',
    ],
    [
      'the deletion of no section',
      async () => ({ sections: [{ _delete: { permanent: true } }] }),
      'DEPENDENT_FIELD_MISSING',
      { dependee: at('sections[0]._delete'), ...at('sections[0].api_name') },
      'section id or api_name is missing',
    ],
    [
      'a field without id and label',
      section({ fields: [{ sequence_number: 1 }] }),
      'EXPECTED_FIELD_MISSING',
      { expected_fields: [at('sections[0].fields[0].id'), at('sections[0].fields[0].field_label')] },
      'should contain either id or field_label',
    ],
    [
      'the label of another section',
      async () => ({ sections: [{ display_label: 'lead INFORMATION', name: 'lead INFORMATION' }] }),
      'DUPLICATE_DATA',
      at('sections[0].display_label'),
      'duplicate data',
    ],
    [
      'a label with other signs',
      section({ display_label: 'a/b' }),
      'INVALID_DATA',
      at('sections[0].display_label'),
      'invalid data',
    ],
    [
      'a long label',
      section({ display_label: 'x'.repeat(51) }),
      'INVALID_DATA',
      { maximum_length: 50 },
      'invalid data',
    ],
    [
      'a field of lookups',
      fieldChange('Website', { association_details: { related_field: { id: '1' } } }),
      'FEATURE_NOT_SUPPORTED',
      at('sections[0].fields[0].association_details'),
      'Your License does not support this feature',
    ],
    [
      'the removal of a mandatory field',
      fieldChange('Last_Name', { _delete: { permanent: false } }),
      'NOT_ALLOWED',
      at('sections[0].fields[0]._delete'),
      'not allowed',
    ],
    [
      'the end of a standard field',
      fieldChange('Website', { _delete: { permanent: true } }),
      'NOT_ALLOWED',
      at('sections[0].fields[0]._delete'),
      'not allowed',
    ],
    [
      'the removal of a field from another section',
      fieldChange('Street', { _delete: { permanent: false } }),
      'INVALID_DATA',
      at('sections[0].fields[0].id'),
      'the id given seems to be invalid',
    ],
    [
      'a field that no page shows',
      fieldChange('Last_Activity_Time', {}),
      'NOT_ALLOWED',
      at('sections[0].fields[0].id'),
      'not allowed',
    ],
    [
      'a mirror field',
      fieldChange('Website', { element_type: 'mirror_field' }),
      'NOT_EMULATED',
      at('sections[0].fields[0].element_type'),
      'a mirror field is not emulated',
    ],
    [
      'the end of a section of Zoho’s',
      section({ _delete: { permanent: true } }),
      'NOT_ALLOWED',
      at('sections[0]._delete'),
      'not allowed',
    ],
    [
      'six sections',
      async () => ({ sections: 'abcdef'.split('').map(name => ({ display_label: name })) }),
      'INVALID_DATA',
      { maximum_length: 5, ...at('sections') },
      'invalid data',
    ],
    [
      'six fields',
      section({ fields: Array(6).fill({ id: '1' }) }),
      'LIMIT_EXCEEDED',
      { limit: 5, limit_due_to: [at('sections[0].fields')] },
      'limit exceeded',
    ],
    [
      'sections in no list',
      async () => ({ sections: {} }),
      'INVALID_DATA',
      { expected_data_type: 'jsonarray', ...at('sections') },
      'invalid data',
    ],
    ['an empty name', async () => ({ name: '' }), 'MANDATORY_NOT_FOUND', at('name'), 'required field not found'],
    [
      'an unknown profile',
      async () => ({ profiles: [{ id: '1' }] }),
      'INVALID_DATA',
      at('profiles[0].id'),
      'the id given seems to be invalid',
    ],
  ])('for %s', async (_what, makeChanges, code, details, message) => {
    const tested = await crm()
    const before = await tested.layouts()

    const refused = await patch(tested, before[0]!, await makeChanges(tested))

    expect(refused.status).toBe(400)
    expect(rowOf(refused)).toMatchObject({ code, details, message, status: 'error' })
    expect(await tested.layouts()).toEqual(before)
  })

  it('as a whole where one of its sections is wrong', async () => {
    const tested = await crm()
    const before = await tested.layouts()

    await patch(tested, before[0]!, { name: 'Desk', sections: [{ display_label: 'Net' }, { id: '1' }] })

    expect(await tested.layouts()).toEqual(before)
  })

  it('where the last profile would be without a layout', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const [one, other] = layout!.profiles

    const single = await patch(tested, layout!, { profiles: [{ id: one!.id, _delete: true }] })
    const all = await patch(tested, layout!, {
      profiles: [one, other].map(profile => ({ id: profile!.id, _delete: true })),
    })

    expect(rowOf(single)).toMatchObject({
      code: 'NOT_ALLOWED',
      details: { json_path: '$.layouts[0].profiles[0].id' },
      message: 'Profile must have at least one active layout associated to it.',
    })
    expect(rowOf(all)).toMatchObject({ code: 'NOT_ALLOWED', details: { json_path: '$.layouts[0].profiles' } })
  })

  it('without a module, with a wrong one, and for an unknown layout', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const body = { layouts: [{ name: 'Desk' }] }

    const answers = [
      await tested.call('PATCH', `settings/layouts/${layout!.id}`, body),
      await tested.call('PATCH', `settings/layouts/${layout!.id}?module=Nothing`, body),
      await tested.call('PATCH', 'settings/layouts/1?module=Leads', body),
      await tested.call('PATCH', 'settings/layouts/x?module=Leads', body),
    ]

    expect(answers.map(({ status, json }) => [status, json.code, json.details])).toEqual([
      [400, 'REQUIRED_PARAM_MISSING', { param_name: 'module' }],
      [400, 'INVALID_MODULE', { param_name: 'module' }],
      [400, 'INVALID_DATA', { resource_path_index: 2 }],
      [400, 'INVALID_DATA', { param_name: 'id', expected_data_type: 'int64' }],
    ])
    expect(answers[2]!.json.message).toBe('No layout found with given id')
  })

  it('for bodies that are none, and for two layouts at once', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const path = `settings/layouts/${layout!.id}?module=Leads`

    const answers = [
      await tested.call('PATCH', path, 'no json'),
      await tested.call('PATCH', path, {}),
      await tested.call('PATCH', path, { layouts: [1] }),
      await tested.call('PATCH', path, { layouts: [{ name: 'a' }, { name: 'b' }] }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400])
    expect(answers[1]!.json).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'layouts' } })
    expect(answers[3]!.json).toMatchObject({
      code: 'INVALID_DATA',
      details: { maximum_length: 1, api_name: 'layouts', json_path: '$.layouts' },
    })
  })

  it('in versions that only read layouts, and to tokens that may only read', async () => {
    const tested = await crm()
    const [layout] = await tested.layouts()
    const reader = await tested.tokens({ org: 'Acme', scope: 'ZohoCRM.settings.layouts.READ' })

    const older = await tested.call('PATCH', `v5/settings/layouts/${layout!.id}?module=Leads`, {})
    const narrow = await tested.send('PATCH', `/www.zohoapis.com/crm/v8/settings/layouts/${layout!.id}?module=Leads`, {
      token: reader.access_token,
      body: { layouts: [{ name: 'Desk' }] },
    })

    expect(older.json).toMatchObject({ code: 'API_NOT_SUPPORTED', details: { supported_version: 6 } })
    expect(narrow.json).toMatchObject({ code: 'OAUTH_SCOPE_MISMATCH' })
  })
})

describe('a layout is read', () => {
  it('with the fields of quick creation, of business cards, or none', async () => {
    const { call } = await crm()
    const fieldsIn = async (query: string): Promise<string[]> => {
      const { json } = await call('GET', `settings/layouts?module=Leads&${query}`)
      return json.layouts[0].sections.flatMap(namesOf)
    }

    expect(await fieldsIn('mode=quick_create')).toEqual(expect.arrayContaining(['Last_Name']))
    expect(await fieldsIn('mode=quick_create')).not.toContain('Website')
    expect(await fieldsIn('mode=business_card')).toHaveLength(5)
    expect(await fieldsIn('mode=all')).toEqual(await fieldsIn(''))
    expect(await fieldsIn('include_element_types=mirror_field')).toEqual([])
  })

  it('with how many profiles use it', async () => {
    const { call } = await crm()

    const { json } = await call('GET', 'settings/layouts?module=Leads&include=total_profiles')

    expect(json.layouts[0].total_profiles).toBe(json.layouts[0].profiles.length)
  })

  it.each(['layouts?module=Leads&mode', 'layouts?module=Leads&include', 'fields?module=Leads&type'])(
    'not with a wrong %s',
    async query => {
      const { call } = await crm()

      const { status, json } = await call('GET', `settings/${query}=everything`)

      expect(status).toBe(400)
      expect(json).toMatchObject({ code: 'PATTERN_NOT_MATCHED', details: { param_name: query.split('&')[1] } })
    },
  )
})

describe('a second layout', () => {
  it('comes from the fixture, with the sections that it says', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner()] }) })

    const [standard, own] = await tested.layouts()
    const byId = await tested.call('GET', `settings/layouts/${own!.id}?module=Leads`)

    expect(standard).toMatchObject({ generated_type: 'system', actions_allowed: { delete: false, deactivate: false } })
    expect(own).toMatchObject({
      name: 'Partner',
      generated_type: 'custom',
      status: 'active',
      actions_allowed: { delete: true, deactivate: true },
    })
    expect(own!.sections.map(section => [section.display_label, namesOf(section)])).toEqual([
      ['Who', ['Last_Name', 'Company', 'Owner']],
    ])
    expect(byId.json.layouts).toEqual([own])
    expect((await tested.field('Website')).layout_associations).toEqual([
      { api_name: 'Standard', name: 'Standard', id: standard!.id },
    ])
    expect((await tested.field('Last_Name')).layout_associations).toHaveLength(2)
  })

  it('holds custom fields too', async () => {
    const fields = { Leads: [{ field_label: 'Budget', data_type: 'currency' }] }
    const sections = [{ name: 'Who', fields: ['Last_Name', 'Company', 'Budget'] }]
    const tested = await crm({ fixture: withLayouts({ Leads: [partner({ sections })] }, { fields }) })

    const [standard, own] = await tested.layouts()

    expect(namesOf(mainOf(standard)).at(-1)).toBe('Budget')
    expect(namesOf(own!.sections[0])).toEqual(['Last_Name', 'Company', 'Budget'])
  })

  it('is not called like a word of the system, or like another one', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner(), partner({ name: 'Fair' })] }) })
    const own = (await tested.layouts())[1]!

    const system = await patch(tested, own, { name: 'standard' })
    const taken = await patch(tested, own, { name: 'fair' })

    expect(rowOf(system)).toMatchObject({ code: 'INVALID_DATA', message: 'System keyword not allowed in layout label' })
    expect(rowOf(taken)).toMatchObject({ code: 'DUPLICATE_DATA', details: { api_name: 'name' } })
  })

  it('lets a profile go that has another layout, and hands it on when it is taken out of use', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner()] }) })
    const [standard, own] = await tested.layouts()
    const [administrator, user] = own!.profiles
    await patch(tested, standard!, { profiles: [{ id: user!.id, _delete: true }] })
    const [narrowed] = await tested.layouts()

    const path = `settings/layouts/${own!.id}/actions/activate?module=Leads`
    const gone = await tested.call('DELETE', `${path}&transfer_to=${standard!.id}`)

    const [wide, inactive] = await tested.layouts()
    expect(narrowed!.profiles.map(({ id }) => id)).toEqual([administrator!.id])
    expect(rowOf(gone)).toMatchObject({ code: 'SUCCESS', details: { id: own!.id }, message: 'layout deactivated' })
    expect(inactive).toMatchObject({ status: 'inactive', visible: false, actions_allowed: { deactivate: false } })
    expect(wide!.profiles.map(({ id }) => id)).toEqual([administrator!.id, user!.id])
  })

  it('comes into use again, for the profiles that the call names', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner({ active: false })] }) })
    const own = (await tested.layouts())[1]!
    const [, user] = own.profiles

    const { status, json } = await tested.call('POST', `settings/layouts/${own.id}/actions/activate?module=Leads`, {
      layouts: [{ id: own.id, profiles: [{ id: user!.id, _delete: true }] }],
    })

    const read = (await tested.layouts())[1]!
    expect(status).toBe(200)
    expect(json.layouts[0]).toMatchObject({ code: 'SUCCESS', message: 'layout activated' })
    expect(read.status).toBe('active')
    expect(read.profiles.map(({ name }) => name)).toEqual(['Administrator'])
  })

  it('is deleted, which hands its profiles on', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner()] }) })
    const [standard, own] = await tested.layouts()

    const deleted = await tested.call('DELETE', `settings/layouts/${own!.id}?module=Leads&transfer_to=${standard!.id}`)

    expect(deleted.json).toEqual({
      layouts: [{ code: 'SUCCESS', details: { id: own!.id }, message: 'layout deleted', status: 'success' }],
    })
    expect((await tested.layouts()).map(({ id }) => id)).toEqual([standard!.id])
    expect((await tested.field('Website')).type).toBe('used')
  })

  it('is deleted without another one when nobody uses it', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner({ active: false })] }) })
    const own = (await tested.layouts())[1]!

    const deleted = await tested.call('DELETE', `settings/layouts/${own.id}?module=Leads`)

    expect(deleted.status).toBe(200)
    expect(await tested.layouts()).toHaveLength(1)
  })

  it('is deleted only with a good place for what it has', async () => {
    const layouts = { Leads: [partner(), partner({ name: 'Old', active: false })] }
    const tested = await crm({ fixture: withLayouts(layouts) })
    const [, own, old] = await tested.layouts()
    const remove = (query: string) => tested.call('DELETE', `settings/layouts/${own!.id}?module=Leads${query}`)

    const answers = [
      await remove(''),
      await remove('&transfer_to=1'),
      await remove(`&transfer_to=${own!.id}`),
      await remove(`&transfer_to=${old!.id}`),
    ]

    expect(answers.map(({ status, json }) => [status, json.code, json.details.param_name, json.message])).toEqual([
      [400, 'REQUIRED_PARAM_MISSING', 'transfer_to', 'One of the expected parameter is missing'],
      [400, 'INVALID_DATA', 'transfer_to', 'Transfer To Layout Id is Invalid'],
      [400, 'INVALID_DATA', 'transfer_to', 'Transfer To Layout Id is Invalid'],
      [400, 'NOT_ALLOWED', 'transfer_to', 'Cannot transfer to the deactivated layout'],
    ])
    expect(await tested.layouts()).toHaveLength(3)
  })

  it('is taken out of use only once, and only with another one in its place', async () => {
    const layouts = { Leads: [partner(), partner({ name: 'Old', active: false })] }
    const tested = await crm({ fixture: withLayouts(layouts) })
    const [standard, own, old] = await tested.layouts()
    const deactivate = (layout: WireLayout, query = '') =>
      tested.call('DELETE', `settings/layouts/${layout.id}/actions/activate?module=Leads${query}`)

    const answers = [
      await deactivate(old!, `&transfer_to=${standard!.id}`),
      await deactivate(own!),
      await deactivate(own!, '&transfer_to=1'),
      await deactivate(own!, `&transfer_to=${own!.id}`),
      await deactivate(own!, `&transfer_to=${old!.id}`),
    ]

    expect(answers.map(({ status, json }) => [status, json.code, json.message])).toEqual([
      [400, 'ALREADY_DEACTIVATED', 'Cannot deactivate already deactive layout'],
      [400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing'],
      [400, 'INVALID_DATA', 'Transfer To Layout Id is Invalid'],
      [400, 'NOT_ALLOWED', 'Cannot transfer to the deactivated layout'],
      [400, 'NOT_ALLOWED', 'Cannot transfer to the deactivated layout'],
    ])
  })

  it('comes into use only once, and not as the fifth', async () => {
    const names = ['A', 'B', 'C']
    const layouts = { Leads: [...names.map(name => partner({ name })), partner({ active: false })] }
    const tested = await crm({ fixture: withLayouts(layouts) })
    const all = await tested.layouts()
    const activate = (layout: WireLayout, row: object = { id: layout.id }) =>
      tested.call('POST', `settings/layouts/${layout.id}/actions/activate?module=Leads`, { layouts: [row] })

    const again = await activate(all[1]!)
    const fifth = await activate(all[4]!)
    const other = await activate(all[4]!, { id: all[1]!.id })
    const nobody = await activate(all[4]!, {})

    expect(again.json).toMatchObject({ code: 'ALREADY_ACTIVATED', details: { resource_path_index: 2 } })
    expect(rowOf(fifth)).toMatchObject({ code: 'CANNOT_PROCESS', message: expect.stringContaining('4 layouts') })
    expect(rowOf(other)).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.layouts[0].id' } })
    expect(rowOf(nobody)).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
  })
})

describe('the standard layout', () => {
  it('is neither deleted nor taken out of use', async () => {
    const tested = await crm({ fixture: withLayouts({ Leads: [partner()] }) })
    const [standard, own] = await tested.layouts()
    const query = `?module=Leads&transfer_to=${own!.id}`

    const deleted = await tested.call('DELETE', `settings/layouts/${standard!.id}${query}`)
    const deactivated = await tested.call('DELETE', `settings/layouts/${standard!.id}/actions/activate${query}`)

    expect([deleted.status, deactivated.status]).toEqual([400, 400])
    expect(rowOf(deleted)).toMatchObject({ code: 'NOT_ALLOWED', details: { action: 'delete', id: standard!.id } })
    expect(rowOf(deactivated)).toMatchObject({ code: 'NOT_ALLOWED', details: { action: 'deactivate' } })
    expect(await tested.layouts()).toEqual([standard, own])
  })
})

describe('a layout of deals', () => {
  const fair = { name: 'Fair', sections: [{ name: 'Deal', fields: ['Deal_Name', 'Stage', 'Pipeline'] }] }

  it('has a pipeline of its own, whose deals go over to another one when it is deleted', async () => {
    const tested = await crm({ fixture: withLayouts({ Deals: [fair] }) })
    const [standard, own] = await tested.layouts('Deals')
    const pipelineOf = async (layout: WireLayout) =>
      (await tested.call('GET', `settings/pipeline?layout_id=${layout.id}`)).json.pipeline[0]
    const target = await pipelineOf(standard!)
    const { json } = await tested.call('POST', 'Deals', {
      data: [{ Deal_Name: 'D', Pipeline: 'Standard (Fair)', Stage: 'Qualification', Amount: 200 }],
    })
    const remove = (query: string) =>
      tested.call('DELETE', `settings/layouts/${own!.id}?module=Deals&transfer_to=${standard!.id}${query}`)

    const refusals = [
      await remove(''),
      await remove(`&pipeline=${target.id}`),
      await remove(`&pipeline=${(await pipelineOf(own!)).id}&stage=${target.maps[1].id}`),
      await remove(`&pipeline=${target.id}&stage=1`),
    ]
    const deleted = await remove(`&pipeline=${target.id}&stage=${target.maps[1].id}`)

    const deal = await tested.call('GET', `Deals/${json.data[0].details.id}`)
    expect(refusals.map(({ json: refused }) => [refused.code, refused.details.param_name])).toEqual([
      ['DEPENDENT_PARAM_MISSING', 'pipeline'],
      ['DEPENDENT_PARAM_MISSING', 'stage'],
      ['INVALID_DATA', 'pipeline'],
      ['INVALID_DATA', 'stage'],
    ])
    expect(deleted.status).toBe(200)
    expect(deal.json.data[0]).toMatchObject({
      Pipeline: 'Standard (Standard)',
      Stage: target.maps[1].actual_value,
      Probability: 20,
      Expected_Revenue: 40,
    })
    expect((await tested.call('GET', `settings/pipeline?layout_id=${own!.id}`)).status).toBe(400)
  })
})

describe('a fixture is refused', () => {
  it.each<[string, object, string]>([
    ['of an unknown module', { Nothing: [partner()] }, 'layouts.Nothing: no module Nothing'],
    [
      'with an unknown field',
      { Leads: [partner({ sections: [{ name: 'A', fields: ['Nothing'] }] })] },
      'fields.0: Leads has no field Nothing',
    ],
    [
      'with a field twice',
      { Leads: [partner({ sections: [{ name: 'A', fields: ['Last_Name', 'Last_Name'] }] })] },
      'fields.1: Last_Name stands twice',
    ],
    [
      'without a mandatory field',
      { Leads: [partner({ sections: [{ name: 'A', fields: ['Company'] }] })] },
      'sections: expected the mandatory field Last_Name',
    ],
    [
      'called like another',
      { Leads: [partner({ name: 'standard' })] },
      'layouts.Leads.0.name: Leads has a layout standard',
    ],
  ])('with a layout %s', async (_what, layouts, message) => {
    await expect(loadFixture(withLayouts(layouts))).rejects.toThrow(message)
  })
})

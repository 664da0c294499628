import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { listener } from '../support/listener.ts'
import { type AtCrm, atCrm, idOf, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const path = 'settings/automation'
const module = { api_name: 'Leads' }
const ofLeads = (name: string, more: object = {}) => ({ name, module, ...more })

type Kind = 'field_updates' | 'webhooks' | 'tasks' | 'workflow_rules'

/** Stands for what a lead says. */
const said = (field: string) => `\${!Leads.${field}}`

const samples = {
  field_updates: ofLeads('Rate', { field: { api_name: 'Rating' }, value: 'Active', type: 'static' }),
  webhooks: ofLeads('Call', {
    url: 'http://127.0.0.1:9/hook',
    http_method: 'POST',
    body: { type: 'raw', format: 'JSON', raw_data_content: `{"id":"${said('Id')}","name":"${said('Last_Name')}"}` },
    url_parameters: { module_parameters: [{ name: 'city', value: said('City') }] },
  }),
  tasks: ofLeads('Follow up', {
    field_mappings: [
      { field: { api_name: 'Subject' }, type: 'merge_field', value: `Call ${said('Last_Name')}` },
      { field: { api_name: 'Priority' }, type: 'static', value: 'High' },
    ],
  }),
}

interface Automated extends AtCrm {
  make(kind: Kind, row: object): Promise<string>
  /** A rule of leads that does these things. */
  rule(actions: { type: string; id: string }[], more?: object, condition?: object): ReturnType<AtCrm['call']>
}

async function automated(more?: Parameters<typeof atCrm>[0]): Promise<Automated> {
  const crm = await atCrm(more)
  return {
    ...crm,
    async make(kind, row) {
      const answer = await crm.call('POST', `${path}/${kind}`, { [kind]: [row] })
      if (answer.status !== 201) throw new Error(answer.text)
      return idOf(answer, kind)
    },
    rule: (actions, changes = {}, condition = {}) =>
      crm.call('POST', `${path}/workflow_rules`, {
        workflow_rules: [
          ofLeads('Rule', {
            execute_when: { type: 'create', details: { trigger_module: module } },
            conditions: [{ sequence_number: 1, criteria_details: null, instant_actions: { actions }, ...condition }],
            ...changes,
          }),
        ],
      }),
  }
}

const inCity = (value: string) => ({
  criteria_details: { criteria: { field: { api_name: 'City' }, comparator: 'equal', value } },
})

describe.each(['field_updates', 'webhooks', 'tasks'] as const)('%s', kind => {
  it('are written, read back, listed, changed and deleted', async () => {
    const { call, make } = await automated()

    const id = await make(kind, samples[kind])
    const one = await call('GET', `${path}/${kind}/${id}`)
    const all = await call('GET', `${path}/${kind}?module=Leads`)
    const others = await call('GET', `${path}/${kind}?module=Deals`)
    const changed = await call('PUT', `${path}/${kind}/${id}`, { [kind]: [{ name: 'Renamed' }] })
    const after = await call('GET', `${path}/${kind}/${id}`)
    const deleted = await call('DELETE', `${path}/${kind}?ids=${id}`)

    expect(one.json[kind][0]).toMatchObject({
      name: samples[kind].name,
      module: { api_name: 'Leads', id: expect.any(String) },
      associated: false,
      feature_type: 'workflow',
      created_by: { id: expect.any(String) },
      id,
    })
    expect(all.json[kind]).toHaveLength(1)
    expect(others.status).toBe(204)
    expect(changed.status).toBe(200)
    expect(after.json[kind][0]).toMatchObject({ name: 'Renamed' })
    expect(deleted.json[kind][0]).toMatchObject({ code: 'SUCCESS', details: { id } })
    expect((await call('GET', `${path}/${kind}/${id}`)).status).toBe(204)
    expect((await call('DELETE', `${path}/${kind}/${id}`)).json.details).toEqual({ resource_path_index: 3 })
  })

  it('have names of their own, and stay as long as a rule needs them', async () => {
    const { call, make, rule } = await automated()
    const id = await make(kind, samples[kind])
    await rule([{ type: kind, id }])

    const twice = await call('POST', `${path}/${kind}`, { [kind]: [samples[kind]] })
    const kept = await call('DELETE', `${path}/${kind}/${id}`)

    expect(twice.json[kind][0]).toMatchObject({ code: 'DUPLICATE_DATA', details: { api_name: 'name' } })
    expect(kept.json[kind][0]).toMatchObject({ code: 'NOT_ALLOWED', details: { id } })
    expect((await call('GET', `${path}/${kind}/${id}`)).json[kind][0].associated).toBe(true)
  })

  it('are for v8, those who manage workflows, and their own scopes', async () => {
    const { as } = await staff({ profiles: [{ name: 'Customizer', customize: true }] }, { peer: 'Customizer' })
    const { call } = await atCrm({ scope: 'ZohoCRM.settings.workflow_rules.ALL' })

    for (const person of ['agent', 'peer'] as const) {
      expect((await as(person, 'POST', `${path}/${kind}`, {})).json).toEqual(denied('Manage_Workflow'))
      expect((await as(person, 'GET', `${path}/${kind}`)).json).toEqual(denied('Manage_Workflow'))
      expect((await as(person, 'GET', `${path}/${kind}/1`)).json).toEqual(denied('Manage_Workflow'))
    }
    expect((await as('admin', 'GET', `v7/${path}/${kind}`)).json.code).toBe('API_NOT_SUPPORTED')
    expect((await call('GET', `${path}/${kind}`)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('actions', () => {
  it.each<[string, Kind, object, string]>([
    ['a module that is none', 'field_updates', { module: { api_name: 'Nope' } }, 'INVALID_MODULE'],
    ['a field that is none', 'field_updates', { field: { api_name: 'Nope' } }, 'INVALID_DATA'],
    ['no value', 'field_updates', { value: undefined }, 'MANDATORY_NOT_FOUND'],
    ['a value that the field has not', 'field_updates', { value: 'Best' }, 'DEPENDENT_MISMATCH'],
    ['a field that nobody writes', 'field_updates', { field: { api_name: 'Created_Time' } }, 'NOT_ALLOWED'],
    ['word of a new owner where there is none', 'field_updates', { notify: true }, 'NOT_ALLOWED'],
    ['an address that is none', 'webhooks', { url: 'here' }, 'INVALID_DATA'],
    ['a method that is none', 'webhooks', { http_method: 'SEND' }, 'INVALID_DATA'],
    ['a method that nobody sends', 'webhooks', { http_method: 'GET' }, 'NOT_EMULATED'],
    ['half a parameter', 'webhooks', { headers: { custom_parameters: [{ name: 'x' }] } }, 'MANDATORY_NOT_FOUND'],
    ['a form', 'webhooks', { body: { type: 'form_data' } }, 'NOT_EMULATED'],
    ['no subject', 'tasks', { field_mappings: [] }, 'REQUIRED_DATA_NOT_FOUND'],
    [
      'a value that the task cannot have',
      'tasks',
      { field_mappings: [{ field: { api_name: 'Due_Date' }, type: 'static', value: 'soon' }] },
      'DEPENDENT_MISMATCH',
    ],
  ])('are refused with %s', async (_, kind, more, code) => {
    const { call } = await automated()

    const { status, json } = await call('POST', `${path}/${kind}`, {
      [kind]: [{ ...samples[kind as keyof typeof samples], ...more }],
    })

    expect({ status, code: json[kind][0].code }).toEqual({ status: 400, code })
    expect((await call('GET', `${path}/${kind}`)).status).toBe(204)
  })

  it('tell which modules webhooks are of', async () => {
    const { call, make } = await automated()
    await make('webhooks', samples.webhooks)

    const { json } = await call('GET', `${path}/webhooks/actions/associated_modules`)

    expect(json.associated_modules).toEqual([{ api_name: 'Leads', id: expect.any(String) }])
  })
})

describe('workflow rules', () => {
  it('are written, read back, listed, changed and deleted', async () => {
    const { call, make, rule } = await automated()
    const action = await make('field_updates', samples.field_updates)

    const made = await rule([{ type: 'field_updates', id: action }], {}, inCity('Rome'))
    const id = idOf(made, 'workflow_rules')
    const one = await call('GET', `${path}/workflow_rules/${id}`)
    const all = await call('GET', `${path}/workflow_rules?module=Leads`)
    const off = await call('PUT', `${path}/workflow_rules/${id}`, { workflow_rules: [{ status: { active: false } }] })
    const after = await call('GET', `${path}/workflow_rules/${id}`)
    const deleted = await call('DELETE', `${path}/workflow_rules/${id}`)

    expect(made.status).toBe(201)
    expect(one.json.workflow_rules[0]).toMatchObject({
      name: 'Rule',
      execute_when: { type: 'create', details: { trigger_module: { api_name: 'Leads' } } },
      status: { active: true },
      last_executed_time: null,
      conditions: [
        {
          sequence_number: 1,
          instant_actions: { actions: [{ type: 'field_updates', id: action, name: 'Rate' }] },
          criteria_details: { criteria: { comparator: 'equal', value: 'Rome' } },
          id: expect.any(String),
        },
      ],
    })
    expect(all.json.workflow_rules[0]).not.toHaveProperty('conditions')
    expect(off.status).toBe(200)
    expect(after.json.workflow_rules[0]).toMatchObject({
      status: { active: false },
      conditions: [{ sequence_number: 1 }],
    })
    expect(deleted.json.workflow_rules[0].message).toBe('Workflow Rule deleted successfully')
    expect((await call('GET', `${path}/workflow_rules`)).status).toBe(204)
  })

  it('write fields of records that meet their criteria', async () => {
    const { call, make, rule, insert } = await automated()
    const action = await make('field_updates', samples.field_updates)
    await rule([{ type: 'field_updates', id: action }], {}, inCity('Rome'))

    const [met, other] = await insert('Leads', lead('A', { City: 'Rome' }), lead('B'))
    const { json: left } = await call('POST', 'Leads', { data: [lead('C', { City: 'Rome' })], trigger: [] })
    const rating = async (id: string) => (await call('GET', `Leads/${id}`)).json.data[0].Rating

    expect(await rating(met!)).toBe('Active')
    expect(await rating(other!)).toBeNull()
    expect(await rating(left.data[0].details.id)).toBeNull()
  })

  it('run on changes when a record comes to meet the criteria, or each time', async () => {
    const { call, make, rule, insert } = await automated()
    const action = await make('tasks', samples.tasks)
    const execute_when = (repeat: boolean) => ({ type: 'edit', details: { repeat } })
    const made = await rule([{ type: 'tasks', id: action }], { execute_when: execute_when(false) }, inCity('Rome'))
    const [id] = await insert('Leads', lead('A'))
    const change = (row: object) => call('PUT', `Leads/${id}`, { data: [row] })
    const tasks = async () => (await call('GET', 'Tasks?fields=Subject,Priority,What_Id')).json?.data ?? []

    await change({ City: 'Rome' })
    await change({ Company: 'D' })
    const once = await tasks()
    await call('PUT', `${path}/workflow_rules/${idOf(made, 'workflow_rules')}`, {
      workflow_rules: [{ execute_when: execute_when(true) }],
    })
    await change({ Company: 'E' })

    expect(once).toMatchObject([{ Subject: 'Call A', Priority: 'High', What_Id: { id } }])
    expect(await tasks()).toHaveLength(2)
  })

  it('call webhooks with what the record says', async () => {
    const { make, rule, insert, call } = await automated()
    const ear = await listener()
    const action = await make('webhooks', { ...samples.webhooks, url: `${ear.url}/hook` })
    await rule([{ type: 'webhooks', id: action }])

    const [id] = await insert('Leads', lead('A "quoted"', { City: 'Rome' }))

    const [received] = await ear.until(1)
    const { data_usage: usage, info } = (await call('GET', `${path}/webhooks/actions/usage_reports?group_by=date`)).json
    const unsaid = await call('GET', `${path}/webhooks/actions/usage_reports`)
    expect(usage).toEqual([
      {
        count: 1,
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        resource: { id: action, name: 'Call' },
        type: 'webhooks',
      },
    ])
    expect(info).toEqual({ count: 1, max_limit: 2500, more_records: false, page: 1, per_page: 200 })
    expect(unsaid.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'group_by' } })
    expect(received).toMatchObject({ method: 'POST', path: '/hook?city=Rome', body: { id, name: 'A "quoted"' } })
  })

  it('take the first condition that is met', async () => {
    const { call, make, rule, insert } = await automated()
    const first = await make('field_updates', samples.field_updates)
    const second = await make('field_updates', { ...samples.field_updates, name: 'Other', value: 'Acquired' })
    const condition = (sequence_number: number, id: string, more: object = {}) => ({
      sequence_number,
      instant_actions: { actions: [{ type: 'field_updates', id }] },
      ...more,
    })
    await rule([], { conditions: [condition(2, second), condition(1, first, inCity('Rome'))] })

    const [met, other] = await insert('Leads', lead('A', { City: 'Rome' }), lead('B'))
    const rating = async (id: string) => (await call('GET', `Leads/${id}`)).json.data[0].Rating

    expect([await rating(met!), await rating(other!)]).toEqual(['Active', 'Acquired'])
  })

  it('count how often they ran', async () => {
    const { call, make, rule, insert, send } = await automated()
    await control(send, '/_emulator/clock', { set: '2026-05-07T10:00:00Z' })
    const action = await make('field_updates', samples.field_updates)
    const id = idOf(await rule([{ type: 'field_updates', id: action }]), 'workflow_rules')
    await insert('Leads', lead('A'), lead('B'))
    const usage = (query: string) => call('GET', `${path}/workflow_rules/${id}/actions/usage${query}`)

    const day = await usage('?executed_from=2026-05-07T00:00:00Z&executed_till=2026-05-08T00:00:00Z')
    const before = await usage('?executed_from=2026-05-05T00:00:00Z&executed_till=2026-05-06T00:00:00Z')

    expect(day.json.workflow_rules[0]).toMatchObject({
      trigger_count: 2,
      conditions: [{ usage_count: 2, instant_actions: { actions: [{ success_count: 2, failure_count: 0 }] } }],
    })
    expect(before.json.workflow_rules[0].trigger_count).toBe(0)
    expect((await usage('')).json).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'executed_from' },
    })
    expect((await usage('?executed_from=now&executed_till=now')).json.code).toBe('INVALID_DATA')
    expect((await call('GET', `${path}/workflow_rules/${id}`)).json.workflow_rules[0].last_executed_time).not.toBeNull()
  })

  it('are counted and put in order', async () => {
    const { call, make, rule, insert } = await automated()
    const first = await make('field_updates', samples.field_updates)
    const second = await make('field_updates', { ...samples.field_updates, name: 'Other', value: 'Acquired' })
    const a = idOf(await rule([{ type: 'field_updates', id: first }], { name: 'A' }), 'workflow_rules')
    const b = idOf(await rule([{ type: 'field_updates', id: second }], { name: 'B' }), 'workflow_rules')
    const reorder = (...rules: object[]) =>
      call('PUT', `${path}/workflow_rules/actions/reorder?module=Leads`, { reorder: { workflow_rules: rules } })
    const rating = async () => {
      const [id] = await insert('Leads', lead('X'))
      return (await call('GET', `Leads/${id}`)).json.data[0].Rating
    }

    const last = await rating()
    const moved = await reorder({ id: b, module_specific_sequence: 1 })
    const wrong = await reorder({ id: '12345', module_specific_sequence: 1 })
    const counts = await call('GET', `${path}/workflow_rules/actions/rules_count`)
    const perModule = await call('GET', `${path}/workflow_rules/actions/module_specific_count`)
    const actions = await call('GET', `${path}/workflow_rules/actions/actions_count?ids=${a}`)

    expect([last, await rating()]).toEqual(['Acquired', 'Active'])
    expect(moved.json.reorder[0]).toMatchObject({ code: 'SUCCESS', details: { id: b } })
    expect(wrong.json.reorder[0]).toMatchObject({ code: 'INVALID_DATA', message: 'Invalid process id' })
    expect(counts.json.rules_count).toMatchObject({ total_rules_configured: 2, active_rules_configured: 2 })
    expect(perModule.json.module_specific_count).toMatchObject([
      { module: { api_name: 'Leads' }, total_rules_configured: 2 },
    ])
    expect(actions.json.workflow_rules).toMatchObject([
      { id: a, conditions: [{ instant_actions: { actions_count: [{ type: 'field_updates', value: 1 }] } }] },
    ])
  })

  it.each<[string, object, object, string]>([
    ['no trigger', { execute_when: undefined }, {}, 'MANDATORY_NOT_FOUND'],
    ['a trigger that nobody pulls', { execute_when: { type: 'date_or_datetime' } }, {}, 'NOT_EMULATED'],
    [
      'the trigger of another module',
      { execute_when: { type: 'create', details: { trigger_module: { api_name: 'Deals' } } } },
      {},
      'INVALID_MODULE',
    ],
    ['nothing to do', {}, { instant_actions: { actions: [] } }, 'MANDATORY_NOT_FOUND'],
    [
      'something that is none',
      {},
      { instant_actions: { actions: [{ type: 'webhooks', id: '12345' }] } },
      'INVALID_DATA',
    ],
    [
      'something that nobody does',
      {},
      { instant_actions: { actions: [{ type: 'functions', id: '1' }] } },
      'NOT_EMULATED',
    ],
    ['something later', {}, { scheduled_actions: [{ actions: [] }] }, 'NOT_EMULATED'],
    ['criteria about nothing', {}, { criteria_details: { criteria: {} } }, 'MANDATORY_NOT_FOUND'],
  ])('are refused with %s', async (_, more, condition, code) => {
    const { call, make, rule } = await automated()
    const action = await make('field_updates', samples.field_updates)

    const { status, json } = await rule([{ type: 'field_updates', id: action }], more, condition)

    expect({ status, code: json.workflow_rules[0].code }).toEqual({ status: 400, code })
    expect((await call('GET', `${path}/workflow_rules`)).status).toBe(204)
  })

  it('are read and written by those who manage workflows', async () => {
    const { as } = await staff({ profiles: [{ name: 'Automator', manage_workflow: true }] }, { peer: 'Automator' })
    const rules = `${path}/workflow_rules`
    const reads = [rules, `${rules}/1`, `${rules}/1/actions/usage`].concat(
      ['actions_count', 'module_specific_count', 'rules_count'].map(each => `${rules}/actions/${each}`),
    )

    for (const each of reads) expect((await as('agent', 'GET', each)).json).toEqual(denied('Manage_Workflow'))
    for (const [method, each] of [
      ['POST', rules],
      ['PUT', `${rules}/actions/reorder`],
      ['DELETE', `${rules}/1`],
    ]) {
      expect((await as('agent', method!, each!, {})).json).toEqual(denied('Manage_Workflow'))
    }
    expect((await as('peer', 'GET', rules)).status).toBe(204)
    expect((await as('peer', 'GET', `${rules}/actions/rules_count`)).status).toBe(200)
  })

  it('of other modules do not use these actions', async () => {
    const { make, rule } = await automated()
    const action = await make('field_updates', samples.field_updates)

    const { json } = await rule([{ type: 'field_updates', id: action }], {
      module: { api_name: 'Deals' },
      execute_when: { type: 'create' },
    })

    expect(json.workflow_rules[0]).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'id' } })
  })
})

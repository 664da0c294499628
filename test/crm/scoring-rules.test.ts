import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf, lead } from './at-crm.ts'
import { denied, staff } from './staff.ts'

const path = 'settings/automation/scoring_rules'
const root = 'scoring_rules'
const inCity = (value: string) => ({ field: { api_name: 'City' }, comparator: 'equal', value })
const scored = (score: number, city: string) => ({ score, criteria: inCity(city) })

interface Scored extends AtCrm {
  sample(more?: object): object
  make(more?: object): ReturnType<AtCrm['call']>
  /** The scores of all records, by the names of these. */
  scores(): Promise<Record<string, number>>
  add(name: string, city: string): Promise<string>
}

async function atScoring(): Promise<Scored> {
  const crm = await atCrm()
  const layout = (await crm.call('GET', 'settings/layouts?module=Leads')).json.layouts[0].id
  const sample = (more: object = {}) => ({
    name: 'Near',
    module: { api_name: 'Leads' },
    layout: { id: layout },
    field_rules: [scored(10, 'Berlin'), scored(-4, 'Paris')],
    ...more,
  })
  return {
    ...crm,
    sample,
    make: more => crm.call('POST', path, { [root]: [sample(more)] }),
    add: async (name, City) => (await crm.insert('Leads', { ...lead(name), City }))[0]!,
    async scores() {
      const { json } = await crm.call('GET', 'Entity_Scores__s?fields=Entity,Score')
      const rows = (json?.data ?? []) as { Entity: { name: string }; Score: number }[]
      return Object.fromEntries(rows.map(({ Entity, Score }) => [Entity.name, Score]))
    },
  }
}

describe('scoring rules', () => {
  it('are made, read, changed and deleted', async () => {
    const { call, make } = await atScoring()

    const made = await make({ description: 'By city' })
    const id = idOf(made, root)
    const [before] = (await call('GET', `${path}/${id}`)).json[root]
    const [first, second] = before.field_rules
    const change = { field_rules: [{ id: first.id, score: 20 }, { id: second.id, _delete: null }, scored(5, 'Rome')] }
    const changed = await call('PUT', `${path}/${id}`, { [root]: [change] })
    const [after] = (await call('GET', `${path}?module=Leads&active=true&name=Near`)).json[root]
    const deleted = await call('DELETE', `${path}/${id}`)

    expect([made.status, changed.status, deleted.status]).toEqual([201, 200, 200])
    expect(before).toMatchObject({ name: 'Near', description: 'By city', active: true, signal_rules: [] })
    expect(before.module).toMatchObject({ api_name: 'Leads' })
    expect(after.field_rules).toEqual([
      { id: first.id, ...scored(20, 'Berlin') },
      { id: expect.stringMatching(/^\d+$/), ...scored(5, 'Rome') },
    ])
    expect((await call('GET', path)).status).toBe(204)
  })

  it.each([
    ['a layout of another module', { layout: { id: '1' } }, 'INVALID_DATA', '$.scoring_rules[0].layout.id'],
    ['no points', { field_rules: [] }, 'EXPECTED_FIELD_MISSING', undefined],
    ['a long name', { name: 'N'.repeat(26) }, 'INVALID_DATA', '$.scoring_rules[0].name'],
    [
      'too many points',
      { field_rules: [scored(1001, 'Berlin')] },
      'INVALID_DATA',
      '$.scoring_rules[0].field_rules[0].score',
    ],
    ['points for nothing', { field_rules: [{ score: 1 }] }, 'MANDATORY_NOT_FOUND', undefined],
    ['signals', { signal_rules: [{ score: 1 }] }, 'NOT_EMULATED', undefined],
  ])('are refused with %s', async (_, more, code, place) => {
    const { make } = await atScoring()

    const { status, json } = await make(more)

    const [refused] = json[root] ?? [json]
    expect(status).toBeGreaterThanOrEqual(400)
    expect(refused.code).toBe(code)
    if (place) expect(refused.details.json_path).toBe(place)
  })

  it('are ten of a layout at most, five of them active', async () => {
    const { call, make } = await atScoring()
    const ids: string[] = []
    for (let number = 0; number < 5; number++) ids.push(idOf(await make({ name: `Rule ${number}` }), root))

    const sixthActive = await make({ name: 'Sixth' })
    const sixth = idOf(await make({ name: 'Sixth', active: false }), root)
    const activated = await call('PUT', `${path}/${sixth}/actions/activate`)
    const deactivated = await call('DELETE', `${path}/${ids[0]}/actions/activate`)
    const activatedThen = await call('PUT', `${path}/${sixth}/actions/activate`)
    for (let number = 6; number < 10; number++) await make({ name: `Rule ${number}`, active: false })
    const cloned = await call('POST', `${path}/${ids[0]}/actions/clone`)

    expect(sixthActive.json[root][0].code).toBe('ACTIVE_STATE_LIMIT_EXCEEDED')
    expect(activated.json[root][0].code).toBe('ACTIVE_STATE_LIMIT_EXCEEDED')
    expect(deactivated.json[root][0].code).toBe('SUCCESS')
    expect(activatedThen.json[root][0].code).toBe('SUCCESS')
    expect(cloned.json[root][0].code).toBe('LIMIT_EXCEEDED')
  })

  it('are cloned under another name', async () => {
    const { call, make } = await atScoring()
    const id = idOf(await make(), root)

    const cloned = await call('POST', `${path}/${id}/actions/clone`)
    const [copy] = (await call('GET', `${path}/${idOf(cloned, root)}`)).json[root]

    expect(copy.name).toBe('Near - 1')
    expect(copy.field_rules.map(({ score }: { score: number }) => score)).toEqual([10, -4])
  })

  it('are for those who may customize, and need their scope', async () => {
    const { as } = await staff()
    const { call } = await atCrm({ scope: 'ZohoCRM.settings.fields.ALL' })

    expect((await as('agent', 'POST', path, { [root]: [{ name: 'Near' }] })).json).toEqual(denied('Customize_Zoho_CRM'))
    expect((await call('GET', path)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('scores', () => {
  it('follow what records say', async () => {
    const { call, make, add, scores } = await atScoring()
    await make()

    const one = await add('One', 'Berlin')
    const two = await add('Two', 'Paris')
    const before = await scores()
    await call('PUT', `Leads/${one}`, { data: [{ City: 'Rome' }] })
    await call('DELETE', `Leads/${two}`)

    expect(before).toEqual({ One: 10, Two: -4 })
    expect(await scores()).toEqual({ One: 0 })
  })

  it('of earlier records are worked out when the rules are run, once at a time', async () => {
    const { call, make, add, scores, send } = await atScoring()
    await control(send, '/_emulator/clock', { freeze: true })
    await add('One', 'Berlin')
    const id = idOf(await make(), root)
    const run = () => call('PUT', 'Leads/actions/run_scoring_rules', { [root]: [{ id }] })

    const started = await run()
    const [again, before] = [await run(), await scores()]
    await control(send, '/_emulator/clock', { advance: '5s' })

    expect(started.json[root][0].code).toBe('SUCCESS')
    expect(again.json.code).toBe('ALREADY_SCHEDULED')
    expect(before).toEqual({})
    expect(await scores()).toEqual({ One: 10 })
  })

  it('are run for a layout too, and refused for no rule', async () => {
    const { call, make, sample } = await atScoring()
    const { layout } = sample() as { layout: object }
    const run = (body: object) => call('PUT', 'Leads/actions/run_scoring_rules', body)

    expect((await run({ layout })).json.code).toBe('INVALID_DATA')
    expect((await run({ [root]: [{ id: '1' }] })).json.code).toBe('INVALID_DATA')
    expect((await run({})).json.code).toBe('EXPECTED_FIELD_MISSING')
    await make()
    expect((await run({ layout })).json[root][0].code).toBe('SUCCESS')
  })

  it('are read one by one, with the fields that are asked for', async () => {
    const { call, make, add } = await atScoring()
    const rule = idOf(await make(), root)
    const record = await add('One', 'Paris')
    const fields = 'Entity,Scoring_Rule,Positive_Score,Negative_Score'

    const [{ id }] = (await call('GET', 'Entity_Scores__s?fields=Score')).json.data
    const { json } = await call('GET', `Entity_Scores__s/${id}?fields=${fields}`)

    expect(json.data).toEqual([
      {
        id,
        Entity: { name: 'One', id: record, module: { api_name: 'Leads', id: expect.any(String) } },
        Scoring_Rule: { name: 'Near', id: rule },
        Positive_Score: 0,
        Negative_Score: -4,
      },
    ])
    expect((await call('GET', 'Entity_Scores__s')).json.code).toBe('REQUIRED_PARAM_MISSING')
    expect((await call('GET', `Entity_Scores__s/${record}?fields=Score`)).status).toBe(204)
  })

  it('of records that the caller does not see are not shown', async () => {
    const { as, insert } = await staff({ sharing: { Leads: 'private' } })
    const layout = (await as('admin', 'GET', 'settings/layouts?module=Leads')).json.layouts[0].id
    const rule = {
      name: 'Near',
      module: { api_name: 'Leads' },
      layout: { id: layout },
      field_rules: [scored(1, 'Rome')],
    }
    await as('admin', 'POST', path, { [root]: [rule] })
    await insert('boss', 'Leads', { ...lead('One'), City: 'Rome' })

    expect((await as('boss', 'GET', 'Entity_Scores__s?fields=Score')).json.data).toHaveLength(1)
    expect((await as('peer', 'GET', 'Entity_Scores__s?fields=Score')).status).toBe(204)
  })
})

describe('assignment rules and cadences', () => {
  it.each(['assignment_rules?module=Leads', 'assignment_rules/1111?module=Leads', 'cadences'])(
    'are none: %s',
    async what => {
      const { call } = await atCrm()

      expect((await call('GET', `settings/automation/${what}`)).status).toBe(204)
    },
  )

  it.each(['enrol_in_cadences', 'unenrol_from_cadences'])('cannot be named: %s', async action => {
    const { call } = await atCrm()

    const unknown = await call('POST', `Leads/actions/${action}`, { cadences_ids: ['1'], ids: ['2'] })
    const missing = await call('POST', `Leads/actions/${action}`, { ids: ['2'] })

    expect(unknown.json).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'cadences_ids' } })
    expect(missing.json).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'cadences_ids' } })
  })
})

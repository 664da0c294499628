import { describe, expect, it } from 'vitest'
import { type Answer, everything } from '../support/emulator.ts'
import { type AtCrm, atCrm, idOf } from './at-crm.ts'

interface WireStage {
  readonly id: string
  readonly display_value: string
  readonly actual_value: string
  readonly sequence_number: number
}

interface WirePipeline {
  readonly id: string
  readonly display_value: string
  readonly actual_value: string
  readonly default: boolean
  readonly maps: readonly WireStage[]
}

interface Crm extends AtCrm {
  readonly layoutId: string
  /** A call of a pipeline path with the layout; `below` is what stands behind `settings/pipeline`. */
  write(method: string, below: string, row: object | readonly object[], root?: string): Promise<Answer>
  pipelines(): Promise<WirePipeline[]>
  /** Adds a pipeline with stages of these names. */
  add(name: string, stages: readonly string[], more?: object): Promise<WirePipeline>
  stage(name: string): Promise<string>
  insertDeal(deal: object): Promise<Answer>
  deal(id: string): Promise<Record<string, unknown>>
}

async function crm({ scope = everything } = {}): Promise<Crm> {
  const tested = await atCrm({ org: 'Acme', scope })
  const { call } = tested
  const layoutId = (await call('GET', 'settings/layouts?module=Deals')).json.layouts[0].id
  const write: Crm['write'] = (method, below, row, root = 'pipeline') =>
    call(method, `settings/pipeline${below}?layout_id=${layoutId}`, { [root]: Array.isArray(row) ? row : [row] })
  const pipelines = async () => (await call('GET', `settings/pipeline?layout_id=${layoutId}`)).json.pipeline
  const stage = async (name: string) => {
    const { json } = await call('GET', 'settings/fields?module=Deals')
    const field = json.fields.find(({ api_name }: { api_name: string }) => api_name === 'Stage')
    return field.pick_list_values.find(({ actual_value }: WireStage) => actual_value === name).id
  }
  return {
    ...tested,
    layoutId,
    write,
    pipelines,
    stage,
    add: async (name, stages, more = {}) => {
      const maps = await Promise.all(stages.map(async each => ({ id: await stage(each) })))
      await write('POST', '', { display_value: name, maps, ...more })
      return (await pipelines()).find(({ actual_value }: WirePipeline) => actual_value === name)!
    },
    insertDeal: deal => call('POST', 'Deals', { data: [{ Deal_Name: 'D', ...deal }] }),
    deal: async id => (await call('GET', `Deals/${id}`)).json.data[0],
  }
}

const stagesOf = ({ maps }: WirePipeline): string[] => maps.map(({ actual_value }) => actual_value)
const rowOf = ({ json }: Answer, root = 'pipeline') => json[root][0]
const at = (path: string, root = 'pipeline') => ({
  api_name: path.split('.').at(-1),
  json_path: `$.${root}[0].${path}`,
})

describe('a pipeline', () => {
  it('is added with stages in their order, and is a value of the field', async () => {
    const tested = await crm()
    const maps = [
      { id: await tested.stage('Closed Won'), sequence_number: 2 },
      { id: await tested.stage('Qualification'), sequence_number: 1 },
    ]

    const added = await tested.write('POST', '', { display_value: 'Renewals', maps })

    const id = rowOf(added).details.id
    const [standard, renewals] = await tested.pipelines()
    const byId = await tested.call('GET', `settings/pipeline/${id}?layout_id=${tested.layoutId}`)
    const { fields } = (await tested.call('GET', 'settings/fields?module=Deals')).json
    const field = fields.find(({ api_name }: { api_name: string }) => api_name === 'Pipeline')
    expect(added.status).toBe(201)
    expect(rowOf(added)).toMatchObject({ code: 'SUCCESS', message: 'Pipeline created successfully' })
    expect(standard).toMatchObject({ actual_value: 'Standard (Standard)', default: true })
    expect(renewals).toMatchObject({ id, display_value: 'Renewals', actual_value: 'Renewals', default: false })
    expect(stagesOf(renewals!)).toEqual(['Qualification', 'Closed Won'])
    expect(byId.json.pipeline).toEqual([renewals])
    expect(field.pick_list_values.map(({ actual_value, id }: WireStage) => [actual_value, id]).slice(1)).toEqual([
      ['Standard (Standard)', standard!.id],
      ['Renewals', id],
    ])
  })

  it('takes over as the default, which new deals get', async () => {
    const tested = await crm()
    await tested.add('Renewals', ['Qualification'], { default: true })

    const deal = await tested.insertDeal({ Stage: 'Qualification' })

    expect((await tested.pipelines()).map(pipeline => pipeline.default)).toEqual([false, true])
    expect(await tested.deal(idOf(deal))).toMatchObject({ Pipeline: 'Renewals' })
  })

  it('stays the default until another one takes over', async () => {
    const tested = await crm()
    const [standard] = await tested.pipelines()
    const renewals = await tested.add('Renewals', ['Qualification'])

    await tested.write('PATCH', `/${standard!.id}`, { default: false })
    const still = await tested.pipelines()
    await tested.write('PATCH', `/${renewals.id}`, { default: true })

    expect(still.map(pipeline => pipeline.default)).toEqual([true, false])
    expect((await tested.pipelines()).map(pipeline => pipeline.default)).toEqual([false, true])
  })

  it.each([
    ['PUT', true],
    ['PUT', false],
    ['PATCH', true],
    ['PATCH', false],
  ])('is renamed by %s, its id in the path: %s; records keep its first name', async (method, inPath) => {
    const tested = await crm()
    const [standard] = await tested.pipelines()
    const row = { display_value: 'Sales', ...(!inPath && { id: standard!.id }) }

    const renamed = await tested.write(method, inPath ? `/${standard!.id}` : '', row)

    const deal = await tested.insertDeal({ Stage: 'Qualification' })
    expect(renamed.status).toBe(200)
    expect(rowOf(renamed)).toEqual({
      code: 'SUCCESS',
      details: { id: standard!.id },
      message: 'Pipeline updated',
      status: 'success',
    })
    expect(await tested.pipelines()).toMatchObject([{ display_value: 'Sales', actual_value: 'Standard (Standard)' }])
    expect(await tested.deal(idOf(deal))).toMatchObject({ Pipeline: 'Standard (Standard)' })
  })

  it('gets stages, loses some and has them moved; the others stay', async () => {
    const tested = await crm()
    const { id } = await tested.add('Renewals', ['Qualification', 'Needs Analysis', 'Closed Won'])

    await tested.write('PUT', `/${id}`, {
      display_value: 'Renewals',
      maps: [
        { id: await tested.stage('Closed Lost') },
        { id: await tested.stage('Closed Won'), sequence_number: 1 },
        { id: await tested.stage('Needs Analysis'), _delete: { permanent: null } },
      ],
    })

    expect(stagesOf((await tested.pipelines())[1]!)).toEqual(['Closed Won', 'Qualification', 'Closed Lost'])
  })

  it.each(['PUT', 'PATCH'])('is deleted by %s when nothing needs it', async method => {
    const tested = await crm()
    const { id } = await tested.add('Renewals', ['Qualification'])

    const deleted = await tested.write(method, `/${id}`, { _delete: { permanent: null } })

    expect(deleted.status).toBe(200)
    expect((await tested.pipelines()).map(pipeline => pipeline.actual_value)).toEqual(['Standard (Standard)'])
  })

  it('has changed metadata for whoever asks since when', async () => {
    const tested = await crm()
    const headers = { 'If-Modified-Since': new Date(tested.zoho.now()).toISOString() }
    await tested.zoho.advanceClock('1m')

    await tested.add('Renewals', ['Qualification'])

    const { status } = await tested.call('GET', 'settings/fields?module=Deals', undefined, headers)
    expect(status).toBe(200)
  })

  it('is written in older versions too, but not in v2', async () => {
    const tested = await crm()
    const path = `settings/pipeline?layout_id=${tested.layoutId}`
    const body = { pipeline: [{ display_value: 'R', maps: [{ id: await tested.stage('Qualification') }] }] }

    const old = await tested.call('POST', `v2/${path}`, body)
    const newer = await tested.call('POST', `v3/${path}`, body)
    const again = await tested.call('POST', `v3/${path}`, body)

    expect(old.json).toMatchObject({ code: 'API_NOT_SUPPORTED', details: { supported_version: 'v2.1' } })
    expect([newer.status, again.status]).toEqual([201, 400])
  })

  it('is written only with the scope for it', async () => {
    const tested = await crm()
    const { access_token: token } = await tested.tokens({
      org: 'Acme',
      scope: 'ZohoCRM.settings.pipeline.READ,ZohoCRM.settings.pipeline.UPDATE',
    })
    const send = (method: string, below: string) =>
      tested.send(method, `/www.zohoapis.com/crm/v8/settings/pipeline${below}?layout_id=${tested.layoutId}`, {
        token,
        body: {},
      })

    const codes = [await send('POST', ''), await send('POST', '/actions/transfer'), await send('PATCH', '')]

    expect(codes.map(({ json }) => json.code)).toEqual([
      'OAUTH_SCOPE_MISMATCH',
      'OAUTH_SCOPE_MISMATCH',
      'MANDATORY_NOT_FOUND',
    ])
  })

  it('is as it was after a reset', async () => {
    const tested = await crm()
    const before = await tested.pipelines()
    await tested.add('Renewals', ['Qualification'], { default: true })

    await tested.zoho.reset()
    const { access_token: token } = await tested.tokens({ org: 'Acme' })
    const path = `/www.zohoapis.com/crm/v8/settings/pipeline?layout_id=${tested.layoutId}`

    expect((await tested.send('GET', path, { token })).json.pipeline).toEqual(before)
  })
})

describe('a pipeline is refused', () => {
  it.each<[string, object, string, object, string]>([
    [
      'without a name',
      { maps: [{ id: '{stage}' }] },
      'MANDATORY_NOT_FOUND',
      at('display_value'),
      'required field not found',
    ],
    ['without stages', { display_value: 'R' }, 'MANDATORY_NOT_FOUND', at('maps'), 'required field not found'],
    ['with no stage', { display_value: 'R', maps: [] }, 'INVALID_DATA', {}, 'No mapping found '],
    [
      'with a stage without id',
      { display_value: 'R', maps: [{ sequence_number: 1 }] },
      'MANDATORY_NOT_FOUND',
      at('maps[0].id'),
      'required field not found',
    ],
    [
      'with an unknown stage',
      { display_value: 'R', maps: [{ id: '1' }] },
      'INVALID_DATA',
      at('maps[0].id'),
      'Invalid child option id',
    ],
    [
      'with a stage twice',
      { display_value: 'R', maps: [{ id: '{stage}' }, { id: '{stage}' }] },
      'DUPLICATE_DATA',
      at('maps[1].id'),
      'duplicate data',
    ],
    [
      'with the name of another',
      { display_value: 'standard (STANDARD)', maps: [{ id: '{stage}' }] },
      'DUPLICATE_DATA',
      at('display_value'),
      'Duplicate pipeline label found',
    ],
    [
      'with a long name',
      { display_value: 'x'.repeat(121), maps: [{ id: '{stage}' }] },
      'INVALID_DATA',
      { maximum_length: 120 },
      'invalid data',
    ],
    [
      'with a default that is no boolean',
      { display_value: 'R', default: 'yes', maps: [{ id: '{stage}' }] },
      'INVALID_DATA',
      { expected_data_type: 'boolean' },
      'invalid data',
    ],
  ])('%s', async (_what, row, code, details, message) => {
    const tested = await crm()
    const stage = await tested.stage('Qualification')

    const refused = await tested.write('POST', '', JSON.parse(JSON.stringify(row).replaceAll('{stage}', stage)))

    expect(refused.status).toBe(400)
    expect(rowOf(refused)).toMatchObject({ code, details, message, status: 'error' })
    expect(await tested.pipelines()).toHaveLength(1)
  })

  it('without a layout, or with an unknown one', async () => {
    const tested = await crm()
    const [standard] = await tested.pipelines()
    const calls = [
      ['GET', ''],
      ['GET', `/${standard!.id}`],
      ['POST', ''],
      ['PUT', ''],
      ['PATCH', `/${standard!.id}`],
      ['POST', '/actions/transfer'],
    ]

    for (const [method, below] of calls) {
      const missing = await tested.call(method!, `settings/pipeline${below}`, method === 'GET' ? undefined : {})
      const wrong = await tested.call(
        method!,
        `settings/pipeline${below}?layout_id=1`,
        method === 'GET' ? undefined : {},
      )
      expect(missing.json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'layout_id' } })
      expect(wrong.json).toEqual({
        code: 'INVALID_DATA',
        details: { param_name: 'layout_id' },
        message: 'Invalid layoutid',
        status: 'error',
      })
    }
  })

  it('as one of two, and where the body is none', async () => {
    const tested = await crm()
    const path = `settings/pipeline?layout_id=${tested.layoutId}`

    const two = await tested.write('POST', '', [{ display_value: 'A' }, { display_value: 'B' }])
    const none = await tested.call('POST', path, 'no json')
    const empty = await tested.call('POST', path, { pipeline: [] })

    expect(two.json).toMatchObject({
      code: 'INVALID_DATA',
      details: { maximum_length: 1, api_name: 'pipeline', json_path: '$.pipeline' },
    })
    expect([none.status, empty.status]).toEqual([400, 400])
  })

  it('where the one to change is unknown', async () => {
    const tested = await crm()

    const inPath = await tested.write('PUT', '/1', { display_value: 'R' })
    const inBody = await tested.write('PUT', '', { id: '12', display_value: 'R' })
    const nowhere = await tested.write('PATCH', '', { display_value: 'R' })
    const read = await tested.call('GET', `settings/pipeline/1?layout_id=${tested.layoutId}`)

    const notFound = {
      code: 'INVALID_DATA',
      details: { resource_path_index: 2 },
      message: 'invalid pick_list_values id',
    }
    expect(inPath.json).toMatchObject(notFound)
    expect(read.json).toMatchObject(notFound)
    expect(rowOf(inBody)).toMatchObject({ code: 'INVALID_DATA', details: { id: '12' } })
    expect(rowOf(nowhere)).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: at('id') })
  })

  it('as a change that PUT leaves without a name, that empties it or takes another’s name', async () => {
    const tested = await crm()
    const { id } = await tested.add('Renewals', ['Qualification'])
    const stage = await tested.stage('Qualification')
    const absent = await tested.stage('Closed Won')

    const answers = [
      await tested.write('PUT', `/${id}`, { default: false }),
      await tested.write('PATCH', `/${id}`, { display_value: '' }),
      await tested.write('PATCH', `/${id}`, { display_value: 'Standard (Standard)' }),
      await tested.write('PATCH', `/${id}`, { maps: [{ id: stage, _delete: { permanent: null } }] }),
      await tested.write('PATCH', `/${id}`, { maps: [{ id: absent, _delete: { permanent: null } }] }),
      await tested.write('PATCH', `/${id}`, { display_value: 'New', maps: [{ id: '1' }] }),
    ]

    expect(answers.map(answer => [answer.status, rowOf(answer).code, rowOf(answer).details.json_path])).toEqual([
      [400, 'MANDATORY_NOT_FOUND', '$.pipeline[0].display_value'],
      [400, 'MANDATORY_NOT_FOUND', '$.pipeline[0].display_value'],
      [400, 'DUPLICATE_DATA', '$.pipeline[0].display_value'],
      [400, 'CANNOT_DELETE', '$.pipeline[0].maps[0].id'],
      [400, 'INVALID_DATA', undefined],
      [400, 'INVALID_DATA', '$.pipeline[0].maps[0].id'],
    ])
    expect(rowOf(answers[3]!).message).toBe('Cannot delete the last stage associated with the pipeline')
    expect((await tested.pipelines())[1]).toMatchObject({ display_value: 'Renewals', maps: [{ id: stage }] })
  })

  it('to be deleted while it is the default or deals are in it', async () => {
    const tested = await crm()
    const [standard] = await tested.pipelines()
    const { id } = await tested.add('Renewals', ['Qualification'])
    await tested.insertDeal({ Pipeline: 'Renewals', Stage: 'Qualification' })

    const usual = await tested.write('PATCH', `/${standard!.id}`, { _delete: { permanent: null } })
    const used = await tested.write('PATCH', `/${id}`, { _delete: { permanent: null } })

    expect([rowOf(usual).code, rowOf(used).code]).toEqual(['CANNOT_DELETE', 'CANNOT_DELETE'])
    expect(await tested.pipelines()).toHaveLength(2)
  })
})

describe('a transfer', () => {
  const transfer = (tested: Crm, row: object) => tested.write('POST', '/actions/transfer', row, 'transfer_pipeline')

  it('moves the deals stage by stage and deletes the pipeline', async () => {
    const tested = await crm()
    const [standard] = await tested.pipelines()
    const renewals = await tested.add('Renewals', ['Qualification', 'Needs Analysis', 'Closed Won'])
    const stay = await tested.insertDeal({ Stage: 'Negotiation/Review' })
    const ids = []
    for (const Stage of ['Qualification', 'Needs Analysis', 'Closed Won']) {
      ids.push(idOf(await tested.insertDeal({ Pipeline: 'Renewals', Stage, Amount: 100 })))
    }
    await tested.zoho.advanceClock('1m')

    const done = await transfer(tested, {
      pipeline: { from: renewals.id, to: standard!.id },
      stages: [
        { from: await tested.stage('Qualification'), to: await tested.stage('Value Proposition') },
        { from: await tested.stage('Needs Analysis'), to: await tested.stage('Closed Lost') },
      ],
    })

    const deals = await Promise.all(ids.map(id => tested.deal(id)))
    expect(done.status).toBe(200)
    expect(rowOf(done, 'transfer_pipeline')).toMatchObject({
      code: 'SUCCESS',
      details: { job_id: expect.stringMatching(/^\d+$/) },
      message: 'transfer pipeline scheduled successfully',
    })
    expect(deals.map(deal => [deal.Pipeline, deal.Stage, deal.Probability, deal.Expected_Revenue])).toEqual([
      ['Standard (Standard)', 'Value Proposition', 40, 40],
      ['Standard (Standard)', 'Closed Lost', 0, 0],
      ['Standard (Standard)', 'Closed Won', 100, 100],
    ])
    expect(deals[0]!.Modified_Time).not.toBe(deals[0]!.Created_Time)
    expect((await tested.deal(idOf(stay))).Stage).toBe('Negotiation/Review')
    expect((await tested.pipelines()).map(({ id }) => id)).toEqual([standard!.id])
  })

  it('makes the other pipeline the default when it deletes the default', async () => {
    const tested = await crm()
    const [standard] = await tested.pipelines()
    const renewals = await tested.add('Renewals', ['Qualification'])
    const stage = await tested.stage('Qualification')

    await transfer(tested, {
      pipeline: { from: standard!.id, to: renewals.id },
      stages: [{ from: stage, to: stage }],
    })

    expect(await tested.pipelines()).toMatchObject([{ id: renewals.id, default: true }])
  })

  it.each<[string, object, string, object, string]>([
    [
      'without pipelines',
      { stages: [] },
      'MANDATORY_NOT_FOUND',
      at('pipeline', 'transfer_pipeline'),
      'required field not found',
    ],
    [
      'from an unknown pipeline',
      { pipeline: { from: '1', to: '{to}' } },
      'INVALID_DATA',
      at('pipeline[0].from', 'transfer_pipeline'),
      'Invalid from id',
    ],
    [
      'to an unknown pipeline',
      { pipeline: { from: '{from}', to: '1' } },
      'INVALID_DATA',
      at('pipeline[0].to', 'transfer_pipeline'),
      'Invalid to id',
    ],
    [
      'to itself',
      { pipeline: { from: '{from}', to: '{from}' } },
      'INVALID_DATA',
      at('pipeline[0].to', 'transfer_pipeline'),
      'Both from_id and to_id cannot be same ',
    ],
    [
      'without stages',
      { pipeline: { from: '{from}', to: '{to}' } },
      'MANDATORY_NOT_FOUND',
      at('stages', 'transfer_pipeline'),
      'Required field not found',
    ],
    [
      'from a stage that is not there',
      { pipeline: { from: '{from}', to: '{to}' }, stages: [{ from: '{won}', to: '{won}' }] },
      'INVALID_DATA',
      at('stages[0].from', 'transfer_pipeline'),
      'Invalid from id',
    ],
    [
      'to a stage that is not there',
      { pipeline: { from: '{from}', to: '{to}' }, stages: [{ from: '{first}', to: '1' }] },
      'INVALID_DATA',
      at('stages[0].to', 'transfer_pipeline'),
      'Invalid to id',
    ],
    [
      'of a stage twice',
      {
        pipeline: { from: '{from}', to: '{to}' },
        stages: [
          { from: '{first}', to: '{won}' },
          { from: '{first}', to: '{won}' },
        ],
      },
      'ALREADY_USED',
      {
        exists_in: { json_path: '$.transfer_pipeline[0].stages[0].from' },
        ...at('stages[1].from', 'transfer_pipeline'),
      },
      'from id is mapped more than once',
    ],
  ])('is refused %s', async (_what, row, code, details, message) => {
    const tested = await crm()
    const from = await tested.add('Renewals', ['Qualification', 'Needs Analysis'])
    const values: Record<string, string> = {
      from: from.id,
      to: (await tested.pipelines())[0]!.id,
      first: await tested.stage('Qualification'),
      won: await tested.stage('Closed Won'),
    }
    const filled = JSON.stringify(row).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)

    const refused = await transfer(tested, JSON.parse(filled))

    expect(refused.status).toBe(400)
    expect(rowOf(refused, 'transfer_pipeline')).toMatchObject({ code, details, message, status: 'error' })
    expect(await tested.pipelines()).toHaveLength(2)
  })

  it('is refused where deals are in a stage that it says nothing of and that the other pipeline lacks', async () => {
    const tested = await crm()
    const from = await tested.add('Renewals', ['Qualification', 'Needs Analysis'])
    const to = await tested.add('Repairs', ['Qualification'])
    const deal = await tested.insertDeal({ Pipeline: 'Renewals', Stage: 'Needs Analysis' })
    const stage = await tested.stage('Qualification')

    const refused = await transfer(tested, {
      pipeline: { from: from.id, to: to.id },
      stages: [{ from: stage, to: stage }],
    })

    expect(rowOf(refused, 'transfer_pipeline')).toMatchObject({ code: 'MANDATORY_NOT_FOUND' })
    expect(await tested.deal(idOf(deal))).toMatchObject({ Pipeline: 'Renewals', Stage: 'Needs Analysis' })
  })
})

describe('a deal', () => {
  const mismatch = {
    code: 'MAPPING_MISMATCH',
    details: { mapped_field: 'Pipeline', api_name: 'Stage', json_path: '$.data[0].Stage' },
    message: "Pipeline doesn't contain the Stage",
    status: 'error',
  }

  it('is refused a stage that its pipeline lacks', async () => {
    const tested = await crm()
    await tested.add('Renewals', ['Qualification'])

    const refused = await tested.insertDeal({ Pipeline: 'Renewals', Stage: 'Closed Won' })

    expect(refused.status).toBe(400)
    expect(refused.json.data).toEqual([mismatch])
    expect((await tested.call('GET', 'Deals?fields=Stage')).status).toBe(204)
  })

  it('is refused a pipeline that is not there, be it the label of a renamed one', async () => {
    const tested = await crm()
    const [standard] = await tested.pipelines()
    await tested.write('PATCH', `/${standard!.id}`, { display_value: 'Sales' })

    const refused = await tested.insertDeal({ Pipeline: 'Sales', Stage: 'Qualification' })

    expect(refused.json.data).toEqual([mismatch])
  })

  it('is refused a stage or pipeline later on that doesn’t go with the other', async () => {
    const tested = await crm()
    await tested.add('Renewals', ['Qualification'])
    const renewal = idOf(await tested.insertDeal({ Pipeline: 'Renewals', Stage: 'Qualification' }))
    const won = idOf(await tested.insertDeal({ Stage: 'Closed Won' }))

    const stage = await tested.call('PUT', `Deals/${renewal}`, { data: [{ Stage: 'Closed Won' }] })
    const pipeline = await tested.call('PUT', `Deals/${won}`, { data: [{ Pipeline: 'Renewals' }] })
    const both = await tested.call('PUT', `Deals/${won}`, { data: [{ Pipeline: 'Renewals', Stage: 'Qualification' }] })

    expect([stage.json.data[0], pipeline.json.data[0]]).toEqual([mismatch, mismatch])
    expect(both.json.data[0].code).toBe('SUCCESS')
    expect(await tested.deal(renewal)).toMatchObject({ Stage: 'Qualification' })
  })

  it('takes a stage that nobody knows where no pipeline is named, as other unknown values', async () => {
    const tested = await crm()

    const alone = await tested.insertDeal({ Stage: 'Handshake' })
    const named = await tested.insertDeal({ Stage: 'Handshake', Pipeline: 'Standard (Standard)' })

    expect([alone.status, named.status]).toEqual([201, 400])
  })

  it('has the probability of its stage, unless it is sent', async () => {
    const tested = await crm()
    const probabilityOf = async (answer: Answer) => (await tested.deal(idOf(answer))).Probability

    const won = await tested.insertDeal({ Stage: 'Closed Won' })
    const lost = await tested.insertDeal({ Stage: 'Closed Lost' })
    const sent = await tested.insertDeal({ Stage: 'Qualification', Probability: 33 })

    expect([await probabilityOf(won), await probabilityOf(lost), await probabilityOf(sent)]).toEqual([100, 0, 33])
  })

  it('gets the probability of another stage with it, but keeps it while the stage stays', async () => {
    const tested = await crm()
    const id = idOf(await tested.insertDeal({ Stage: 'Qualification', Probability: 33, Amount: 1000 }))

    await tested.call('PUT', `Deals/${id}`, { data: [{ Stage: 'Qualification', Next_Step: 'call' }] })
    const kept = await tested.deal(id)
    await tested.call('PUT', `Deals/${id}`, { data: [{ Stage: 'Negotiation/Review' }] })

    expect(kept).toMatchObject({ Probability: 33, Expected_Revenue: 330 })
    expect(await tested.deal(id)).toMatchObject({ Probability: 90, Expected_Revenue: 900 })
  })

  it('is cloned with the stage that it has, and refused another one that doesn’t fit', async () => {
    const tested = await crm()
    await tested.add('Renewals', ['Qualification'])
    const id = idOf(await tested.insertDeal({ Pipeline: 'Renewals', Stage: 'Qualification', Probability: 33 }))

    const clone = await tested.call('POST', `Deals/${id}/actions/clone`, { data: [{ Deal_Name: 'Copy' }] })
    const refused = await tested.call('POST', `Deals/${id}/actions/clone`, { data: [{ Stage: 'Closed Won' }] })

    expect(await tested.deal(idOf(clone))).toMatchObject({ Pipeline: 'Renewals', Probability: 33 })
    expect(refused.json.data[0]).toMatchObject({ code: 'MAPPING_MISMATCH' })
  })
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how formulas name fields
/** Fields that are computed: what they say, how they are found and described, and which expressions are refused. */

import { describe, expect, it } from 'vitest'
import { recompute } from '../../src/crm/records/formulas.ts'
import type { ReturnType } from '../../src/protocol/formula/index.ts'
import type { FieldRow } from '../../src/world/customization.ts'
import type { RecordRow } from '../../src/world/record-row.ts'
import { createWorld } from '../../src/world/world.ts'
import { fixtureWith } from '../support/fixture-file.ts'
import { atCoql, queryScope } from './coql/at-coql.ts'

const formula = (api_name: string, return_type: ReturnType, expression: string, more: object = {}) => ({
  field_label: api_name.replaceAll('_', ' '),
  api_name,
  data_type: 'formula',
  formula: { return_type, expression },
  ...more,
})

const dealFields = [
  formula('Verdict', 'text', "If(${Net_Amount} >= 90, 'good', Concat('lost ', Tostring(${Probability}), '%'))"),
  formula('Net_Amount', 'currency', '${Deals.Amount} / 1.1'),
  formula('Share', 'double', '${Amount} * ${Probability} / 100', { decimal_place: 4 }),
  formula('Is_Large', 'boolean', '${Amount} > 150'),
  formula('Follow_Up', 'date', "Adddate(${Closing Date}, 1, 'MONTH')"),
  formula('Saved_At', 'datetime', 'Now()'),
  formula('Weighted', 'currency', '${Expected_Revenue} + 1'),
]

const scope = `${queryScope},ZohoSearch.securesearch.READ`

/** @param more about the org: its fields and modules */
const crm = async (more: object = { fields: { Deals: dealFields } }, records: 'none' | 'generated' = 'none') => {
  const at = await atCoql({ fixture: fixtureWith(more, { records }), scope })
  const one = async (id: string, module = 'Deals') => (await at.call('GET', `v8/${module}/${id}`)).json.data[0]
  return { ...at, one }
}

const deal = (Deal_Name: string, Amount: number | null, more: object = {}) => ({
  Deal_Name,
  Amount,
  Probability: 50,
  Stage: 'Qualification',
  Closing_Date: '2026-01-31',
  ...more,
})

async function deals() {
  const at = await crm()
  const ids = await at.insert('Deals', deal('Small', 55), deal('Large', 200), deal('Unknown', null))
  return { ...at, ids: ids as [string, string, string] }
}

describe('a formula field', () => {
  it('is computed when a record is created', async () => {
    const { one, ids } = await deals()

    expect(await one(ids[0])).toMatchObject({
      Net_Amount: 50,
      Share: 27.5,
      Verdict: 'lost 50%',
      Is_Large: false,
      Follow_Up: '2026-02-28',
      Saved_At: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/),
      Weighted: 28.5,
    })
  })

  it('is computed anew when the record changes, whatever the client sends for it', async () => {
    const { call, one, ids } = await deals()

    await call('PUT', `v8/Deals/${ids[0]}`, { data: [{ Amount: 110, Net_Amount: 1, Verdict: 'mine' }] })

    expect(await one(ids[0])).toMatchObject({ Net_Amount: 100, Share: 55, Verdict: 'good', Weighted: 56 })
  })

  it('is empty where a value that it multiplies is empty', async () => {
    const { one, ids } = await deals()

    expect(await one(ids[2])).toMatchObject({ Net_Amount: null, Share: null, Verdict: null, Is_Large: false })
  })

  it('keeps the moment at which the record was saved', async () => {
    const { zoho, call, one, ids } = await deals()
    const { Saved_At: before } = await one(ids[0])
    await zoho.advanceClock('30m')
    const { Saved_At: unchanged } = await one(ids[0])

    await call('PUT', `v8/Deals/${ids[0]}`, { data: [{ Next_Step: 'Call' }] })
    const { Saved_At: after, Modified_Time: modified } = await one(ids[0])

    expect(unchanged).toBe(before)
    expect(after).toBe(modified)
    expect(Date.parse(after) - Date.parse(before)).toBeGreaterThanOrEqual(1_800_000)
  })

  it('is computed in upserts and clones too', async () => {
    const { call, one, ids } = await deals()

    await call('POST', 'v8/Deals/upsert', {
      data: [{ ...deal('Small', 220) }],
      duplicate_check_fields: ['Deal_Name'],
    })
    const { json } = await call('POST', `v8/Deals/${ids[1]}/actions/clone`, { data: [{ Amount: 330 }] })

    expect(await one(ids[0])).toMatchObject({ Net_Amount: 200 })
    expect(await one(json.data[0].details.id)).toMatchObject({ Net_Amount: 300 })
  })

  it('is there in the records that an org starts with', async () => {
    const Leads = [
      formula('Sum', 'double', '${No_of_Employees} + ${Annual_Revenue}'),
      formula('Saved', 'datetime', 'Now()'),
    ]
    const { call } = await crm({ fields: { Leads } }, 'generated')

    const { json } = await call('GET', 'v8/Leads?fields=No_of_Employees,Annual_Revenue,Sum,Saved,Modified_Time')

    expect(json.data.length).toBeGreaterThanOrEqual(20)
    for (const lead of json.data) {
      const sum = (lead.No_of_Employees ?? 0) + (lead.Annual_Revenue ?? 0)
      expect(lead).toMatchObject({ Sum: sum === 0 ? null : sum, Saved: lead.Modified_Time })
    }
  })

  it('may be one of a module of the org’s own', async () => {
    const fields = [{ field_label: 'Hours', data_type: 'integer' }, formula('Cost', 'currency', '${Visits.Hours} * 80')]
    const { call, insert } = await crm({
      modules: [{ api_name: 'Visits', singular_label: 'Visit', plural_label: 'Visits', fields }],
    })
    const [id] = await insert('Visits', { Name: 'First', Hours: 3 })

    const { json } = await call('GET', `v8/Visits/${id}`)

    expect(json.data[0]).toMatchObject({ Hours: 3, Cost: 240 })
  })
})

describe('a formula field is searched by what it comes to', () => {
  const names = (json?: { data: { Deal_Name: string }[] }) =>
    (json?.data ?? [])
      .map(row => row.Deal_Name)
      .sort()
      .join(' ')

  it.each([
    ['Net_Amount:greater_than:50.5', 'Large'],
    ['Net_Amount:between:40,60', 'Small'],
    ['Verdict:starts_with:LOST', 'Small'],
    ['Verdict:equals:ost', 'Small'],
    ['Is_Large:equals:true', 'Large'],
    ['Is_Large:equals:false', 'Small Unknown'],
    ['Follow_Up:less_equal:2026-02-28', 'Large Small Unknown'],
    ['Follow_Up:greater_than:2026-02-28', ''],
    ['Saved_At:greater_than:2020-01-01T00:00:00%2B00:00', 'Large Small Unknown'],
    ['Saved_At:less_than:2020-01-01T00:00:00%2B00:00', ''],
  ])('with %s', async (criteria, expected) => {
    const { call } = await deals()

    const { json, status } = await call('GET', `v8/Deals/search?criteria=${criteria}`)

    expect([200, 204]).toContain(status)
    expect(names(json)).toBe(expected)
  })

  it.each([
    ['Net_Amount:starts_with:5', { operator: 'starts_with' }],
    ['Verdict:greater_than:a', { operator: 'greater_than' }],
    ['Is_Large:in:true', { operator: 'in' }],
    ['Is_Large:equals:yes', { expected_data_type: 'boolean', value: 'yes' }],
    ['Net_Amount:equals:much', { expected_data_type: 'double', value: 'much' }],
    ['Follow_Up:equals:tomorrow', { expected_data_type: 'date', value: 'tomorrow' }],
    ['Saved_At:equals:2026-01-31', { expected_data_type: 'datetime', value: '2026-01-31' }],
  ])('but not with %s', async (criteria, details) => {
    const { call } = await deals()

    const { json, status } = await call('GET', `v8/Deals/search?criteria=${criteria}`)

    expect(status).toBe(400)
    expect(json).toMatchObject({ code: 'INVALID_QUERY', details })
  })

  it.each([
    ['Net_Amount > 50.5', 'Large'],
    ["Verdict like 'lost%'", 'Small'],
    ['Is_Large = true', 'Large'],
    ["Follow_Up = '2026-02-28' and Net_Amount is not null", 'Large Small'],
    ["Saved_At > '2020-01-01T00:00:00+00:00'", 'Large Small Unknown'],
    ['Verdict is null', 'Unknown'],
  ])('in COQL where %s', async (condition, expected) => {
    const { query } = await deals()

    const { json } = await query(`select Deal_Name from Deals where ${condition}`)

    expect(names(json)).toBe(expected)
  })

  it('and COQL shows it as records do', async () => {
    const { rows, one, ids } = await deals()
    const { Saved_At, Follow_Up, Is_Large, Net_Amount } = await one(ids[1])

    const [row] = await rows("select Saved_At, Follow_Up, Is_Large, Net_Amount from Deals where Deal_Name = 'Large'")

    expect(row).toEqual({ Saved_At, Follow_Up, Is_Large, Net_Amount, id: ids[1] })
  })

  it('and COQL sorts and adds by it', async () => {
    const { rows } = await deals()

    const sorted = await rows('select Deal_Name from Deals where Net_Amount is not null order by Net_Amount desc')
    const [total] = await rows('select SUM(Share) from Deals where id is not null')

    expect(sorted.map(row => row.Deal_Name)).toEqual(['Large', 'Small'])
    expect(total).toEqual({ 'SUM(Share)': 127.5 })
  })
})

describe('settings/fields', () => {
  it.each([
    ['Net_Amount', 'currency', 'double', 2],
    ['Share', 'double', 'double', 4],
    ['Verdict', 'text', 'string', null],
    ['Is_Large', 'boolean', 'boolean', null],
    ['Follow_Up', 'date', 'string', null],
    ['Saved_At', 'datetime', 'string', null],
  ])('describes %s', async (name, returnType, jsonType, decimalPlace) => {
    const { call } = await crm()

    const { json } = await call('GET', 'v8/settings/fields?module=Deals')

    const { expression } = dealFields.find(({ api_name }) => api_name === name)!.formula
    expect(json.fields.find(({ api_name }: { api_name: string }) => api_name === name)).toMatchObject({
      data_type: 'formula',
      json_type: jsonType,
      formula: { return_type: returnType, expression },
      read_only: true,
      decimal_place: decimalPlace,
    })
  })

  it('says no expression for what the service computes by itself', async () => {
    const { call } = await crm()

    const { json } = await call('GET', 'v8/settings/fields?module=Quotes')

    const total = json.fields.find(({ api_name }: { api_name: string }) => api_name === 'Grand_Total')
    expect(total).toMatchObject({ json_type: 'double' })
    expect(total.formula).toEqual({ return_type: 'currency', assume_default: false })
  })
})

describe('a fixture is refused', () => {
  const place = 'portals.0.orgs.1.fields.Leads'

  it.each([
    ['1 +', `${place}.0.formula.expression: character 4: expected a value, found the end`],
    ['(1', `${place}.0.formula.expression: character 1: the bracket is not closed`],
    ['Abs(1, 2)', `${place}.0.formula.expression: character 1: Abs doesn't take 2 arguments`],
    ["Abs('a')", `${place}.0.formula.expression: character 1: argument 1 of Abs is text, expected number`],
    ['2 * ${Nothing}', `${place}.0.formula.expression: character 5: Leads has no field Nothing`],
    ['${Owner}', `${place}.0.formula.expression: character 1: Owner is a field of type ownerlookup`],
    ["'a'", `${place}.0.formula.expression: character 1: the formula comes to text, its return type is double`],
    ['${Result} + 1', `${place}.0.formula.expression: character 1: Result would be computed from itself`],
  ])('for the expression %j', async (expression, problem) => {
    const fixture = fixtureWith({ fields: { Leads: [formula('Result', 'double', expression)] } })

    await expect(createWorld({ fixture })).rejects.toThrow(problem)
  })

  it('for two formulas that are computed from one another', async () => {
    const fixture = fixtureWith({
      fields: { Leads: [formula('A', 'double', '${B} + 1'), formula('B', 'double', '${A} + 1')] },
    })

    await expect(createWorld({ fixture })).rejects.toThrow(`${place}.0.formula.expression: character 1: A would be`)
  })
})

describe('a formula that is added later', () => {
  const sum = '${No_of_Employees} + 1'

  async function leads() {
    const world = await createWorld()
    const data = world.orgData(world.orgs.all().find(({ name }) => name === 'Acme QA')!)
    return { data, rows: () => data.records(data.module('Leads')!).all() }
  }

  const fieldRow = (apiName: string, expression: string): FieldRow => ({
    id: `id of ${apiName}`,
    module: 'Leads',
    definition: {
      apiName,
      label: apiName,
      dataType: 'formula',
      readOnly: true,
      custom: true,
      returnType: 'double',
      expression,
    },
    pickListValues: [],
    relatedListId: null,
    createdAt: 0,
    modifiedAt: 0,
  })

  const plusOne = ({ No_of_Employees: employees }: RecordRow) => ((employees as number | null) ?? 0) + 1

  it('is computed in all records, along with what is computed from it, and nobody has modified them', async () => {
    const { data, rows } = await leads()
    const before = rows()
    data.metadata.putField(fieldRow('Twice', '${Fresh} * 2'))
    data.metadata.putField(fieldRow('Fresh', sum))

    recompute(data, data.module('Leads')!, { apiName: 'Fresh' })

    expect(before.length).toBeGreaterThanOrEqual(20)
    expect(rows()).toEqual(before.map(row => ({ ...row, Fresh: plusOne(row), Twice: 2 * plusOne(row) })))
  })

  it('is computed in deleted records too', async () => {
    const { data, rows } = await leads()
    const leadsModule = data.module('Leads')!
    const deleted = data.records(leadsModule).delete(rows()[0]!.id)!
    data.recycleBin.put({ id: deleted.id, module: 'Leads', record: deleted, deletedAt: 0, deletedBy: 'x' })
    data.metadata.putField(fieldRow('Fresh', sum))

    recompute(data, data.module('Leads')!, { apiName: 'Fresh' })

    expect(data.recycled(leadsModule)[0]!.record).toEqual({ ...deleted, Fresh: plusOne(deleted) })
  })

  it('leaves other formulas as they were', async () => {
    const { data, rows } = await leads()
    data.metadata.putField(fieldRow('Other', sum))
    data.metadata.putField(fieldRow('Fresh', sum))

    recompute(data, data.module('Leads')!, { apiName: 'Fresh' })

    expect(rows().every(row => row.Fresh === plusOne(row) && row.Other === undefined)).toBe(true)
  })
})

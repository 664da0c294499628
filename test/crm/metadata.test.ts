import { describe, expect, it } from 'vitest'
import { atCrm } from './at-crm.ts'

const crm = async () => {
  const { call } = await atCrm()
  return (path: string) => call('GET', path)
}

describe('layouts', () => {
  it('hold each visible field once, in sections', async () => {
    const get = await crm()

    const { json } = await get('settings/layouts?module=Leads')
    const [layout] = json.layouts
    const shown = layout.sections.flatMap((section: { fields: { api_name: string }[] }) =>
      section.fields.map(field => field.api_name),
    )
    const fields = (await get('settings/fields?module=Leads')).json.fields.filter(
      ({ visible }: { visible: boolean }) => visible,
    )
    const byId = await get(`settings/layouts/${layout.id}?module=Leads`)

    expect(layout).toMatchObject({ name: 'Standard', status: 'active', visible: true })
    expect([...shown].sort()).toEqual(fields.map(({ api_name }: { api_name: string }) => api_name).sort())
    expect(byId.json.layouts[0].id).toBe(layout.id)
    expect((await get('settings/layouts')).json).toMatchObject({ code: 'REQUIRED_PARAM_MISSING' })
    expect((await get('settings/layouts/1?module=Leads')).json).toMatchObject({ code: 'INVALID_DATA' })
  })
})

describe('pick lists', () => {
  it('give their values by themselves too', async () => {
    const get = await crm()
    const { fields } = (await get('settings/fields?module=Deals')).json
    const stage = fields.find(({ api_name }: { api_name: string }) => api_name === 'Stage')
    const name = fields.find(({ api_name }: { api_name: string }) => api_name === 'Deal_Name')

    const { json } = await get(`settings/fields/${stage.id}/pick_list_values?module=Deals`)

    expect(json.pick_list_values.map(({ id }: { id: string }) => id)).toEqual(
      stage.pick_list_values.map(({ id }: { id: string }) => id),
    )
    expect(json.pick_list_values[1].layout_associations).toMatchObject([{ name: 'Standard' }])
    expect((await get(`settings/fields/${name.id}/pick_list_values?module=Deals`)).status).toBe(204)
  })
})

describe('the pipeline', () => {
  it('has the stages of deals with their forecast', async () => {
    const get = await crm()
    const [layout] = (await get('settings/layouts?module=Deals')).json.layouts

    const { json } = await get(`settings/pipeline?layout_id=${layout.id}`)
    const [pipeline] = json.pipeline

    expect(pipeline).toMatchObject({ display_value: 'Standard (Standard)', default: true })
    expect(
      pipeline.maps.map((map: { actual_value: string; forecast_type: string }) => [
        map.actual_value,
        map.forecast_type,
      ]),
    ).toContainEqual(['Closed Won', 'Closed Won'])
    expect((await get(`settings/pipeline/${pipeline.id}?layout_id=${layout.id}`)).json.pipeline[0].id).toBe(pipeline.id)
    expect((await get('settings/pipeline')).json).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'layout_id' },
    })
  })
})

it('gives one related list by its id', async () => {
  const get = await crm()
  const [list] = (await get('settings/related_lists?module=Leads')).json.related_lists

  expect((await get(`settings/related_lists/${list.id}?module=Leads`)).json.related_lists).toEqual([list])
  expect((await get('settings/related_lists/1?module=Leads')).status).toBe(204)
})

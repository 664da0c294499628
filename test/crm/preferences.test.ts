import { describe, expect, it } from 'vitest'
import { atCrm } from './at-crm.ts'
import { denied, staff } from './staff.ts'

describe.each([
  ['call_preferences', { show_from_number: true, show_to_number: false }, 'calls preferences updated successfully'],
  ['service_preferences', { job_sheet_enabled: true }, 'Services preferences updated successfully'],
  [
    'appointment_preferences',
    { show_job_sheet: true, allow_booking_outside_service_availability: true },
    'Appointments preferences updated successfully',
  ],
])('%s', (root, some, message) => {
  const path = `settings/${root}`

  it('are read, changed and read back', async () => {
    const { call } = await atCrm()

    const before = await call('GET', path)
    const changed = await call('PUT', path, { [root]: some })
    const after = await call('GET', path)

    expect(changed.status).toBe(200)
    expect(changed.json).toEqual({ [root]: { code: 'SUCCESS', details: {}, message, status: 'success' } })
    expect(after.json[root]).toEqual({ ...before.json[root], ...some })
    expect(before.json[root]).not.toEqual(after.json[root])
  })

  it('are refused with values of another type, and without their key', async () => {
    const { call } = await atCrm()
    const [key] = Object.keys(some)

    const wrong = await call('PUT', path, { [root]: { [key!]: 'maybe' } })
    const missing = await call('PUT', path, {})

    expect(wrong.status).toBe(400)
    expect(wrong.json[root]).toMatchObject({
      code: 'INVALID_DATA',
      details: { expected_data_type: 'boolean', api_name: key, json_path: `$.${root}.${key}` },
    })
    expect(missing.json).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: root } })
  })

  it('are for those who may customize, and need their scope', async () => {
    const { as } = await staff()
    const { call } = await atCrm({ scope: 'ZohoCRM.settings.fields.ALL' })

    expect((await as('agent', 'PUT', path, { [root]: some })).json).toEqual(denied('Customize_Zoho_CRM'))
    expect((await call('GET', path)).json.code).toBe('OAUTH_SCOPE_MISMATCH')
  })
})

describe('appointment preferences', () => {
  const path = 'settings/appointment_preferences'
  const root = 'appointment_preferences'

  it.each([
    [
      'bookings at night without such outside of services',
      { allow_booking_outside_businesshours: true },
      'DEPENDENT_MISMATCH',
    ],
    ['sharing without saying how', { sharing_enabled: true }, 'DEPENDENT_FIELD_MISSING'],
    ['saying how without sharing', { sharing_details: { permission: 'full_access' } }, 'MANDATORY_NOT_FOUND'],
    ['deals without saying how', { when_appointment_completed: 'create_deal' }, 'DEPENDENT_FIELD_MISSING'],
    ['deals of no layout', { deal_record_configuration: { layout: { id: '1' }, field_mappings: [] } }, 'INVALID_DATA'],
  ])('refuse %s', async (_, sent, code) => {
    const { call } = await atCrm()

    const { status, json } = await call('PUT', path, { [root]: sent })

    expect({ status, code: json[root].code }).toEqual({ status: 400, code })
  })

  it('say how deals are made', async () => {
    const { call } = await atCrm()
    const { id } = (await call('GET', 'settings/layouts?module=Deals')).json.layouts[0]
    const mapping = { type: 'static', value: 'Closed Won', field: { api_name: 'Stage' } }
    const configuration = { layout: { id }, field_mappings: [mapping] }

    await call('PUT', path, {
      [root]: { when_appointment_completed: 'create_deal', deal_record_configuration: configuration },
    })

    expect((await call('GET', path)).json[root].deal_record_configuration).toEqual({
      layout: { api_name: 'Standard', id },
      field_mappings: [{ ...mapping, field: { api_name: 'Stage', id: expect.any(String) } }],
    })
  })
})

/** Exports of the audit log: asked for with criteria, made by the clock, downloaded. */

import { describe, expect, it } from 'vitest'
import { type AtBulk, atBulk, linesOf } from './at-bulk.ts'
import { lead } from './staff.ts'

const path = 'settings/audit_log_export'
const where = (...group: object[]) => ({
  audit_log_export: [{ criteria: group.length === 1 ? group[0] : { group_operator: 'and', group } }],
})
const condition = (api_name: string, comparator: string, value: unknown) => ({ field: { api_name }, comparator, value })

async function exported(tested: AtBulk, body: unknown): Promise<string[]> {
  const { json } = await tested.as('admin', 'POST', path, body)
  const { id } = json.audit_log_export[0].details
  await tested.passJobs()
  const one = await tested.as('admin', 'GET', `${path}/${id}`)
  const [link] = one.json.audit_log_export[0].download_links
  const response = await tested.zoho.fetch(link, {
    headers: { Authorization: `Zoho-oauthtoken ${tested.tokenOf('admin')}` },
  })
  return linesOf(await response.text()).map(line => line.split(',').slice(1).join())
}

describe('an audit log export', () => {
  it('is scheduled, runs and is finished by the clock, and can be downloaded for a week', async () => {
    const tested = await atBulk()
    const admin = await tested.idOf('admin')
    const first = await tested.insert('agent', 'Leads', lead('A'))
    await tested.zoho.advanceClock('1m')
    await tested.as('boss', 'PUT', `Leads/${first}`, { data: [{ City: 'Graz' }] })
    await tested.zoho.advanceClock('1m')
    await tested.as('admin', 'PUT', `Leads/${first}`, { data: [{ City: 'Linz' }] })
    await tested.zoho.advanceClock('1m')
    const second = await tested.insert('boss', 'Contacts', { Last_Name: 'B' })
    await tested.zoho.advanceClock('1m')
    await tested.as('admin', 'DELETE', `Contacts?ids=${second}`)

    const none = await tested.as('admin', 'GET', path)
    const scheduled = await tested.as('admin', 'POST', path, '')
    const { id } = scheduled.json.audit_log_export[0].details
    const again = await tested.as('admin', 'POST', path, '')
    const waiting = await tested.as('admin', 'GET', `${path}/${id}`)
    await tested.passJobs()
    const { json } = await tested.as('admin', 'GET', path)
    const [link] = json.audit_log_export[0].download_links
    const download = (person: 'admin' | 'boss', address = link) => tested.download(person, address)
    const { status } = await download('admin')
    const other = await download('boss')
    const elsewhere = await download('admin', link.replace('.csv', '.zip'))
    const everything = await exported(tested, '')
    await tested.zoho.advanceClock('8d')
    const late = await download('admin')

    expect(none.status).toBe(204)
    expect([scheduled.status, scheduled.json]).toEqual([
      200,
      {
        audit_log_export: [
          {
            code: 'SCHEDULED',
            details: { id: expect.stringMatching(/^\d+$/) },
            message: 'Audit log export job scheduled successfully.',
            status: 'success',
          },
        ],
      },
    ])
    expect([again.status, again.json.audit_log_export[0].code]).toEqual([400, 'ALREADY_SCHEDULED'])
    expect(again.json.audit_log_export[0].details).toEqual({ id })
    const row = {
      criteria: null,
      id,
      status: 'scheduled',
      created_by: { name: 'admin Example', id: admin },
      download_links: null,
      job_start_time: expect.stringMatching(/T/),
      job_end_time: null,
      expiry_date: null,
    }
    expect(waiting.json.audit_log_export).toEqual([row])
    const address = `${tested.zoho.url}/download-accl.zoho.com/v2/crm/${tested.org('Acme QA').zgid}/auditlog/${id}/AuditLog.csv`
    const moment = expect.stringMatching(/T/)
    expect(json.audit_log_export).toEqual([
      { ...row, status: 'finished', download_links: [address], job_end_time: moment, expiry_date: moment },
    ])
    expect([status, other.status, other.json.code]).toEqual([200, 403, 'NO_PERMISSION'])
    expect([elsewhere.status, elsewhere.json.info, late.status]).toEqual([403, 'Forbidden', 403])
    expect(everything).toEqual([
      'Done By,Action,Module,Record Id,Record Name',
      `admin Example,deleted,Contacts,${second},B`,
      `boss Example,added,Contacts,${second},B`,
      `admin Example,updated,Leads,${first},A`,
      `boss Example,updated,Leads,${first},A`,
      `agent Example,added,Leads,${first},A`,
    ])
  })

  it('keeps to its criteria', async () => {
    const tested = await atBulk()
    await tested.insert('agent', 'Leads', lead('A'))
    await tested.insert('boss', 'Leads', lead('B'))
    await tested.insert('boss', 'Contacts', { Last_Name: 'C' })
    const boss = { id: await tested.idOf('boss') }
    const names = async (...group: object[]) =>
      (await exported(tested, where(...group)))
        .slice(1)
        .map(line => line.split(',').at(-1))
        .sort()

    expect(await names(condition('module', 'equal', [{ api_name: 'Contacts' }]))).toEqual(['C'])
    expect(await names(condition('done_by', 'in', [boss]))).toEqual(['B', 'C'])
    expect(
      await names(condition('done_by', 'equal', [boss]), condition('module', 'in', [{ api_name: 'Leads' }])),
    ).toEqual(['B'])
    expect(await names(condition('action', 'in', ['updated', 'deleted']))).toEqual([])
    expect(await names(condition('action', 'equal', 'added'))).toEqual(['A', 'B', 'C'])
    const range = ['2020-01-01T00:00:00Z', '2020-02-01T00:00:00+02:00']
    expect(await names(condition('audited_time', 'between', range))).toEqual([])
    const { json } = await tested.as('admin', 'GET', path)
    expect(json.audit_log_export).toHaveLength(6)
    expect(json.audit_log_export[5].criteria).toEqual(condition('module', 'equal', [{ api_name: 'Contacts' }]))
  })

  it('is for administrators and their scopes', async () => {
    const tested = await atBulk()
    const { access_token: token } = await tested.tokens({
      org: 'Acme QA',
      user: 'admin@acme.example',
      scope: 'ZohoCRM.settings.fields.ALL',
    })

    for (const [method, at] of [
      ['POST', path],
      ['GET', path],
      ['GET', `${path}/1`],
    ] as const) {
      const other = await tested.as('boss', method, at)
      const scopeless = await tested.send(method, `/sandbox.zohoapis.com/crm/v8/${at}`, { token })
      expect([other.status, other.json.code]).toEqual([403, 'NO_PERMISSION'])
      expect([scopeless.status, scopeless.json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
    }
    const unknown = await tested.as('admin', 'GET', `${path}/1`)
    expect([unknown.status, unknown.json.code]).toEqual([404, 'INVALID_URL_PATTERN'])
  })

  const at = '$.audit_log_export[0].criteria'
  it.each<[unknown, string, string]>([
    [{}, 'MANDATORY_NOT_FOUND', '$.audit_log_export[0]'],
    [{ audit_log_export: {} }, 'INVALID_DATA', '$.audit_log_export'],
    [{ audit_log_export: [{}, {}] }, 'LIMIT_EXCEEDED', '$.audit_log_export[1]'],
    [{ audit_log_export: [7] }, 'INVALID_DATA', '$.audit_log_export[0]'],
    [where({}), 'EXPECTED_FIELD_MISSING', `${at}.group`],
    [where(condition('x', 'equal', 1)), 'NOT_SUPPORTED', `${at}.field.api_name`],
    [where(condition('action', 'between', 1)), 'INVALID_DATA', `${at}.comparator`],
    [where(condition('action', 'equal', 'sold')), 'INVALID_DATA', `${at}.value`],
    [where(condition('action', 'equal', null)), 'DEPENDENT_FIELD_MISSING', `${at}.value`],
    [where(condition('module', 'equal', { api_name: 'Leads' })), 'DEPENDENT_MISMATCH', `${at}.value`],
    [where(condition('module', 'in', [{ api_name: 'x' }])), 'INVALID_MODULE', `${at}.value[0].api_name`],
    [where(condition('module', 'in', [{ id: '1' }])), 'INVALID_DATA', `${at}.value[0].id`],
    [where(condition('done_by', 'in', [{ id: '1' }])), 'INVALID_DATA', `${at}.value[0].id`],
    [where(condition('audited_time', 'between', ['x', 'y'])), 'INVALID_DATA', `${at}.value[0]`],
    [
      where(condition('audited_time', 'between', ['2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'])),
      'NOT_ALLOWED',
      `${at}.value`,
    ],
    [where({ group_operator: 'or', group: [] }), 'INVALID_DATA', `${at}.group_operator`],
    [where({ group_operator: 'and', group: [{}, {}, {}] }), 'LIMIT_EXCEEDED', `${at}.group`],
  ])('is refused: %j', async (body, code, place) => {
    const tested = await atBulk()

    const { status, json } = await tested.as('admin', 'POST', path, body)

    const row = json.audit_log_export?.[0] ?? json
    expect([status, row.code, row.status]).toEqual([400, code, 'error'])
    expect(JSON.stringify(row.details)).toContain(`"json_path":${JSON.stringify(place)}`)
  })
})

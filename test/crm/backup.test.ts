/** Backups: scheduled, made by the clock, listed, downloaded and cancelled. */

import { describe, expect, it } from 'vitest'
import { firstDay, followingDay, parseRepeat } from '../../src/crm/bulk/repeat.ts'
import { atBulk, linesOf } from './at-bulk.ts'
import { lead } from './staff.ts'

const weekly = { backup: { rrule: 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH' } }

describe('a backup', () => {
  it('is made at once without a rule, and can be downloaded for a while', async () => {
    const tested = await atBulk()
    const record = await tested.insert('agent', 'Leads', lead('A, B'))
    const none = await tested.bulk('admin', 'GET', 'backup')

    const scheduled = await tested.bulk('admin', 'POST', 'backup', '')
    const { id } = scheduled.json.backup.details
    const again = await tested.bulk('admin', 'POST', 'backup', '')
    const early = await tested.bulk('admin', 'GET', 'backup/urls')
    await tested.zoho.advanceClock('1s')
    const running = await tested.bulk('admin', 'POST', 'backup', {})
    const cancelled = await tested.bulk('admin', 'PUT', `backup/${id}/actions/cancel`)
    await tested.zoho.advanceClock('1s')
    const done = await tested.bulk('admin', 'GET', 'backup')
    const { json } = await tested.bulk('admin', 'GET', 'backup/urls')
    const { status, files } = await tested.download('admin', json.urls.data_links[0])

    expect(none.status).toBe(204)
    expect(scheduled.json).toEqual({
      backup: { code: 'SUCCESS', details: { id }, message: expect.any(String), status: 'success' },
    })
    expect([again.status, again.json.backup.code, again.json.backup.details]).toEqual([
      400,
      'BACKUP_ALREADY_SCHEDULED',
      { id },
    ])
    expect(early.status).toBe(204)
    expect(running.json).toMatchObject({ code: 'REQUEST_BODY_NOT_READABLE' })
    expect([cancelled.status, cancelled.json.backup.code]).toEqual([400, 'INPROGRESS'])
    const requester = { name: 'admin Example', id: await tested.idOf('admin'), zuid: expect.stringMatching(/^\d+$/) }
    expect(done.json).toEqual({
      backup: { rrule: null, id, start_date: null, scheduled_date: null, status: 'COMPLETED', requester },
    })
    const { zgid } = tested.org('Acme QA')
    expect(json.urls).toEqual({
      data_links: [`${tested.zoho.url}/download-accl.zoho.com/v2/crm/${zgid}/backup/${id}/Data_001.zip`],
      attachment_links: [],
      expiry_date: expect.stringMatching(/T/),
    })
    expect(status).toBe(200)
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['Leads.csv', 'Contacts.csv', 'Notes.csv']))
    const [header, ...rows] = linesOf(files['Leads.csv'])
    expect(header).toMatch(/^Id,.*Last_Name/)
    expect(rows).toEqual([expect.stringContaining(record)])
    expect(rows[0]).toContain('"A, B"')

    await tested.zoho.advanceClock('7d')
    const late = await tested.download('admin', json.urls.data_links[0])
    const gone = await tested.bulk('admin', 'GET', 'backup/urls')
    expect([late.status, late.json.info, gone.status]).toEqual([403, 'Forbidden', 204])
  })

  it('is made again and again by a rule, until it is cancelled', async () => {
    const tested = await atBulk()
    const at = (moment: string) =>
      tested.send('POST', '/_emulator/clock', {
        headers: { 'Content-Type': 'application/json' },
        body: { set: moment },
      })
    // a Wednesday
    await at('2026-03-04T20:00:00Z')
    const scheduled = await tested.bulk('admin', 'POST', 'backup', weekly)
    const { id } = scheduled.json.backup.details
    const told = async () => (await tested.bulk('admin', 'GET', 'backup')).json.backup

    const first = await told()
    const refused = await tested.bulk('admin', 'POST', 'backup', '')
    await at('2026-03-05T08:00:02Z')
    const second = await told()
    await at('2026-06-01T00:00:00Z')
    const later = await told()
    const urls = await tested.bulk('admin', 'GET', 'backup/urls')
    const stopped = await tested.bulk('admin', 'PUT', `backup/${id}/actions/cancel`)
    const twice = await tested.bulk('admin', 'PUT', `backup/${id}/actions/cancel`)
    await at('2026-09-01T00:00:00Z')
    const end = await told()
    const history = await tested.bulk('admin', 'GET', 'backup/history?per_page=3')
    const rest = await tested.bulk('admin', 'GET', 'backup/history?per_page=3&page=2')

    const midnight = '2026-03-05T00:00:00-08:00'
    expect(first).toMatchObject({
      rrule: weekly.backup.rrule,
      start_date: midnight,
      scheduled_date: midnight,
      status: 'SCHEDULED',
    })
    expect(refused.json.backup.code).toBe('BACKUP_ALREADY_SCHEDULED')
    expect(second).toMatchObject({
      id,
      start_date: midnight,
      scheduled_date: '2026-03-19T00:00:00-07:00',
      status: 'SCHEDULED',
    })
    // those that went by unseen were not made
    expect(later).toMatchObject({ scheduled_date: '2026-06-11T00:00:00-07:00' })
    expect(urls.json).toBeUndefined()
    expect([stopped.status, stopped.json.backup.code]).toEqual([200, 'SUCCESS'])
    expect([twice.status, twice.json.backup.code]).toEqual([400, 'ALREADY_CANCELLED'])
    expect(end).toMatchObject({ status: 'STOPPED', scheduled_date: null })
    const rows = [...history.json.history, ...rest.json.history]
    expect(rows.map(({ action }: { action: string }) => action)).toEqual([
      'cancelled',
      'completed',
      'completed',
      'scheduled',
    ])
    expect(rows[1]).toEqual({
      ...{ id, action: 'completed', state: 'COMPLETED', repeat_type: 'weekly', count: 1, file_name: 'Data_001.zip' },
      log_time: expect.any(String),
      done_by: expect.objectContaining({ name: 'admin Example' }),
    })
    expect(history.json.info).toEqual({ per_page: 3, count: 3, page: 1, more_records: true })
    expect(rest.json.info).toEqual({ per_page: 3, count: 1, page: 2, more_records: false })
    await at('2027-09-02T00:00:00Z')
    expect((await tested.bulk('admin', 'GET', 'backup/history')).status).toBe(204)
  })

  it.each([
    ['GET', 'backup'],
    ['POST', 'backup'],
    ['GET', 'backup/history'],
    ['GET', 'backup/urls'],
    ['PUT', 'backup/1/actions/cancel'],
  ])('is for administrators and their scopes: %s %s', async (method, path) => {
    const tested = await atBulk()
    const scope = 'ZohoCRM.modules.ALL,ZohoCRM.bulk.ALL,ZohoCRM.bulk.backup.DELETE'
    const { access_token: token } = await tested.tokens({ org: 'Acme QA', user: 'admin@acme.example', scope })

    const other = await tested.bulk('boss', method, path)
    const scopeless = await tested.send(method, `/sandbox.zohoapis.com/crm/bulk/v8/${path}`, { token })

    expect([other.status, other.json.code]).toEqual([403, 'NO_PERMISSION'])
    expect([scopeless.status, scopeless.json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
  })

  it('is nobody else’s to download', async () => {
    const tested = await atBulk()
    await tested.bulk('admin', 'POST', 'backup', '')
    await tested.passJobs()
    const { json } = await tested.bulk('admin', 'GET', 'backup/urls')
    const [link] = json.urls.data_links

    const other = await tested.download('boss', link)
    const elsewhere = await tested.download('admin', link.replace('Data_001', 'Data_002'))
    const unknown = await tested.bulk('admin', 'PUT', 'backup/1/actions/cancel')

    expect([other.status, other.json.code]).toEqual([403, 'NO_PERMISSION'])
    expect([elsewhere.status, elsewhere.json.info]).toEqual([403, 'Forbidden'])
    expect([unknown.status, unknown.json.code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
  })

  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'REQUEST_BODY_NOT_READABLE'],
    ['a list', { backup: [] }, 'REQUEST_BODY_NOT_READABLE'],
    ['a number', { backup: { rrule: 7 } }, 'INVALID_DATA'],
    ['another rule', { backup: { rrule: 'RRULE:FREQ=DAILY;INTERVAL=1' } }, 'INVALID_DATA'],
    ['a body too long', 'x'.repeat(70_000), 'BODY_SIZE_REACHED'],
  ])('is refused for %s', async (_, body, code) => {
    const tested = await atBulk()

    const { status, json } = await tested.bulk('admin', 'POST', 'backup', body)

    expect(status).toBeGreaterThanOrEqual(400)
    expect((json.backup ?? json).code).toBe(code)
  })
})

describe('a rule', () => {
  it.each([
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', '2026-03-04', ['2026-03-05', '2026-03-19', '2026-04-02']],
    ['FREQ=WEEKLY;INTERVAL=1;BYDAY=WE', '2026-03-04', ['2026-03-11', '2026-03-18']],
    ['FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=16', '2026-03-16', ['2026-04-16', '2026-05-16']],
    ['FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=31', '2026-01-31', ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['FREQ=MONTHLY;INTERVAL=6;BYDAY=1TH', '2026-03-04', ['2026-03-05', '2026-09-03', '2027-03-04']],
    ['FREQ=MONTHLY;INTERVAL=1;BYDAY=5MO', '2026-03-29', ['2026-03-30', '2026-04-27']],
  ])('%s', (text, from, expected) => {
    const repeat = parseRepeat(`RRULE:${text}`)!
    const days = [firstDay(repeat, from)]
    while (days.length < expected.length) days.push(followingDay(repeat, days.at(-1)!))

    expect(days).toEqual(expected)
  })

  it.each([
    '',
    'FREQ=WEEKLY;INTERVAL=1;BYDAY=TH',
    'RRULE:FREQ=WEEKLY;BYDAY=TH',
    'RRULE:FREQ=WEEKLY;INTERVAL=1',
    'RRULE:FREQ=WEEKLY;INTERVAL=53;BYDAY=TH',
    'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=1TH',
    'RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=TH;BYMONTHDAY=1',
    'RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=32',
    'RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=XX',
    'RRULE:FREQ=MONTHLY;FREQ=MONTHLY;INTERVAL=1;BYDAY=1TH',
  ])('is none: %j', text => {
    expect(parseRepeat(text)).toBeNull()
  })
})

/** Tasks, meetings and calls as one module, in the versions that have it. */

import { describe, expect, it } from 'vitest'
import type { Answer } from '../support/emulator.ts'
import { type AtCrm, atCrm } from './at-crm.ts'

async function addOneOfEach(tested: AtCrm) {
  const lead = await tested.insertOne('Leads', { Last_Name: 'Roe', Company: 'C' })
  const task = await tested.insertOne('Tasks', { Subject: 'Write', What_Id: lead, $se_module: 'Leads' })
  const event = await tested.insertOne('Events', {
    Event_Title: 'Meet',
    Start_DateTime: '2026-01-05T10:00:00+00:00',
    End_DateTime: '2026-01-05T11:00:00+00:00',
  })
  const call = await tested.insertOne('Calls', {
    Subject: 'Ring',
    Call_Type: 'Outbound',
    Call_Start_Time: '2026-01-05T10:00:00+00:00',
  })
  return { task, event, call }
}

interface Row {
  readonly id: string
  readonly Activity_Type: string
}
const kinds = ({ json }: Answer) => json.data.map(({ id, Activity_Type }: Row) => [id, Activity_Type])

describe('Activities', () => {
  it.each(['v2', 'v2.1'])('lists tasks, meetings and calls together in %s, the newest first', async version => {
    const tested = await atCrm()
    const { task, event, call } = await addOneOfEach(tested)

    const listed = await tested.call('GET', `${version}/Activities`)
    const page = await tested.call('GET', `${version}/activities?fields=Subject,Event_Title&per_page=2&sort_order=asc`)

    expect(kinds(listed)).toEqual([
      [call, 'Calls'],
      [event, 'Events'],
      [task, 'Tasks'],
    ])
    expect(listed.json.data[2]).toMatchObject({ Subject: 'Write', Event_Title: null, $se_module: 'Leads' })
    expect(page.json.data).toEqual([
      { Subject: 'Write', Event_Title: null, id: task },
      { Subject: null, Event_Title: 'Meet', id: event },
    ])
    expect(page.json.info).toEqual({ per_page: 2, count: 2, page: 1, more_records: true })
  })

  it('shows one by its id, as its own module says it is', async () => {
    const tested = await atCrm()
    const { event, task } = await addOneOfEach(tested)

    const { json } = await tested.call('GET', `v2/Activities/${event}`)
    const own = await tested.call('GET', `v2/Events/${event}`)
    await tested.call('PUT', `v2/Tasks/${task}`, { data: [{ Subject: 'Write again' }] })
    const changed = await tested.call('GET', `v2/Activities/${task}?fields=Subject`)
    await tested.call('DELETE', `v2/Tasks/${task}`)

    expect(json.data[0]).toMatchObject({ ...own.json.data[0], Activity_Type: 'Events' })
    expect(changed.json.data[0].Subject).toBe('Write again')
    expect((await tested.call('GET', `v2/Activities/${task}`)).status).toBe(204)
    expect((await tested.call('GET', 'v2/Activities/x')).json.details).toEqual({ resource_path_index: 1 })
  })

  it('is searched by criteria and words, across the three', async () => {
    const tested = await atCrm()
    const { task, event, call } = await addOneOfEach(tested)

    const criteria = await tested.call(
      'GET',
      'v2.1/Activities/search?criteria=((Subject:starts_with:W)or(Event_Title:equals:Meet))',
    )
    const type = await tested.call('GET', 'v2/Activities/search?criteria=(Activity_Type:equals:Calls)')
    const word = await tested.call('GET', 'v2/Activities/search?word=ring')

    expect(kinds(criteria)).toEqual([
      [event, 'Events'],
      [task, 'Tasks'],
    ])
    expect(kinds(type)).toEqual([[call, 'Calls']])
    expect(kinds(word)).toEqual([[call, 'Calls']])
    expect((await tested.call('GET', 'v2/Activities/search?word=nothing')).status).toBe(204)
  })

  it('is among the modules of its versions, with the fields of all three', async () => {
    const { call } = await atCrm()
    const names = async (path: string, root: string): Promise<string[]> =>
      (await call('GET', path)).json[root].map(({ api_name }: { api_name: string }) => api_name)

    expect(await names('v2/settings/modules', 'modules')).toContain('Activities')
    expect(await names('v2.1/settings/modules/activities', 'modules')).toEqual(['Activities'])
    expect(await names('v2/settings/fields?module=Activities', 'fields')).toEqual(
      expect.arrayContaining(['Activity_Type', 'Due_Date', 'Event_Title', 'Call_Type', 'What_Id']),
    )
    expect(await names('v3/settings/modules', 'modules')).not.toContain('Activities')
    expect((await call('GET', 'v3/settings/fields?module=Activities')).json.code).toBe('INVALID_MODULE')
  })

  it.each(['v3', 'v8'])('is no module any more in %s', async version => {
    const { call } = await atCrm()

    const answers = await Promise.all([
      call('GET', `${version}/Activities?fields=id`),
      call('GET', `${version}/Activities/1`),
      call('GET', `${version}/Activities/search?word=ring`),
      call('POST', `${version}/Activities`, { data: [{ Subject: 'S' }] }),
    ])

    for (const { status, json } of answers) {
      expect([status, json]).toMatchObject([400, { code: 'INVALID_MODULE', details: { resource_path_index: 0 } }])
    }
  })

  it('has a scope of its own, which opens nothing in newer versions', async () => {
    const tested = await atCrm({ fixture: 'default', scope: 'ZohoCRM.modules.Activities.READ' })

    const older = await tested.call('GET', 'v2/Activities')
    const newer = await tested.call('GET', 'v3/Activities?fields=id')

    expect(older.status).toBe(200)
    expect(new Set(kinds(older).map(([, kind]: string[]) => kind))).toEqual(new Set(['Tasks', 'Events', 'Calls']))
    expect([newer.status, newer.json.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
  })
})

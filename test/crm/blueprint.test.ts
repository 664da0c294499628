/** Records go through processes that a fixture declares, transition by transition. */

import { describe, expect, it } from 'vitest'
import { loadFixture } from '../../src/world/fixtures.ts'
import type { Answer } from '../support/emulator.ts'
import { denied, type Staff, staff, staffFixture } from './staff.ts'

const process = {
  name: 'Sales process',
  module: 'Deals',
  field: 'Stage',
  transitions: [
    { name: 'Analyze', from: 'Qualification', to: 'Needs Analysis', fields: ['Amount', 'Next_Step'] },
    { name: 'Lose', from: ['Qualification', 'Needs Analysis'], to: 'Closed Lost' },
    {
      name: 'Propose',
      from: 'Needs Analysis',
      to: 'Value Proposition',
      fields: [{ api_name: 'Description', mandatory: false }],
    },
  ],
}

async function withDeal(stage = 'Qualification', more: object = {}) {
  const tested = await staff({ blueprints: [process], ...more })
  const id = await tested.insert('admin', 'Deals', { Deal_Name: 'D', Stage: stage })
  const path = `Deals/${id}/actions/blueprint`
  const get = async () => (await tested.as('admin', 'GET', path)).json?.blueprint
  const idOf = async (name: string): Promise<string> =>
    (await get()).transitions.find((each: { name: string }) => each.name === name).id
  const put = (row: unknown) => tested.as('admin', 'PUT', path, { blueprint: [row] })
  const read = async () => (await tested.as('admin', 'GET', `Deals/${id}`)).json.data[0]
  return { ...tested, id, path, get, transitionId: idOf, put, read }
}

const stateOf = async (tested: Staff, id: string) => (await tested.as('admin', 'GET', `Deals/${id}`)).json.data[0].Stage

describe('a blueprint', () => {
  it('shows the state of a record and the ways out of it', async () => {
    const tested = await withDeal()

    const { process_info: info, transitions } = await tested.get()

    expect(info).toEqual({
      field_id: expect.any(String),
      escalation: null,
      is_continuous: false,
      api_name: 'Stage',
      continuous: false,
      field_label: 'Stage',
      name: 'Sales process',
      column_name: 'STAGE',
      field_value: 'Qualification',
      id: expect.stringMatching(/^\d{19}$/),
      field_name: 'Stage',
      current_picklist: { colour_code: null, id: expect.any(String), value: 'Qualification' },
    })
    expect(transitions).toHaveLength(2)
    expect(transitions[0]).toMatchObject({
      name: 'Analyze',
      next_field_value: 'Needs Analysis',
      next_transitions: [
        { name: 'Lose', type: 'manual' },
        { name: 'Propose', type: 'manual' },
      ],
      data: { Amount: null, Next_Step: null },
      criteria_matched: true,
      criteria_message: null,
      type: 'manual',
      percent_partial_save: 0,
      execution_time: null,
      fields: [
        { api_name: 'Amount', data_type: 'currency', mandatory: true, transition_sequence: 1 },
        { api_name: 'Next_Step', data_type: 'text', mandatory: true, transition_sequence: 2 },
      ],
    })
    expect((await tested.read()).$process_flow).toBe(true)
  })

  it('is none for a record in another state, of another module or of an org without any', async () => {
    const tested = await withDeal('Closed Won')
    const leadId = await tested.insert('admin', 'Leads', { Last_Name: 'L', Company: 'C' })
    const plain = await staff()
    const dealId = await plain.insert('admin', 'Deals', { Deal_Name: 'D', Stage: 'Qualification' })
    const status = async (answer: Promise<Answer>) => (await answer).status

    expect(await status(tested.as('admin', 'GET', tested.path))).toBe(204)
    expect(await status(tested.as('admin', 'GET', `Leads/${leadId}/actions/blueprint`))).toBe(204)
    expect(await status(plain.as('admin', 'GET', `Deals/${dealId}/actions/blueprint`))).toBe(204)
    expect((await tested.put({ transition_id: '7' })).json).toEqual({
      code: 'RECORD_NOT_IN_PROCESS',
      details: {},
      message: 'record not in process',
      status: 'error',
    })
    expect((await tested.read()).$process_flow).toBe(false)
  })

  it('takes a record to its next state, with what is asked for on the way', async () => {
    const tested = await withDeal()

    const answer = await tested.put({
      transition_id: await tested.transitionId('Analyze'),
      data: { Amount: 500, Next_Step: 'Call', Type: 'New Business', Notes: 'Done' },
    })
    const notes = await tested.as('admin', 'GET', `Deals/${tested.id}/Notes?fields=Note_Content`)
    const { json } = await tested.as('admin', 'GET', `Deals/${tested.id}/__timeline`)
    const event = json.__timeline.find((each: { action: string }) => each.action === 'transition_executed')

    expect([answer.status, answer.json]).toEqual([
      200,
      { code: 'SUCCESS', details: {}, message: 'transition updated successfully', status: 'success' },
    ])
    expect(await tested.read()).toMatchObject({
      Stage: 'Needs Analysis',
      Probability: 20,
      Amount: 500,
      Next_Step: 'Call',
      Type: null,
    })
    expect(notes.json.data).toMatchObject([{ Note_Content: 'Done' }])
    expect(event).toMatchObject({
      source: 'blueprint',
      automation_details: { rule: { name: 'Sales process' }, type: 'blueprint' },
    })
    expect(event.field_history.map((each: { api_name: string }) => each.api_name).sort()).toEqual([
      'Amount',
      'Next_Step',
      'Probability',
      'Stage',
    ])
    expect((await tested.get()).transitions.map((each: { name: string }) => each.name)).toEqual(['Lose', 'Propose'])
  })

  it('keeps what was saved of a transition that lacks something', async () => {
    const tested = await withDeal()
    const id = await tested.transitionId('Analyze')

    const nothing = await tested.put({ transition_id: id })
    const partial = await tested.put({ transition_id: id, data: { Amount: 500 } })
    const { transitions } = await tested.get()
    const rest = await tested.put({ transition_id: id, data: { Next_Step: 'Call' } })

    expect(nothing.json).toMatchObject({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'Amount', json_path: '$.blueprint[0].data.Amount' },
    })
    expect([partial.status, partial.json.message]).toEqual([200, 'transition saved partially'])
    expect(transitions[0]).toMatchObject({ percent_partial_save: 50, data: { Amount: 500, Next_Step: null } })
    expect(rest.json.message).toBe('transition updated successfully')
    expect(await stateOf(tested, tested.id)).toBe('Needs Analysis')
  })

  it('takes a transition without fields, or without those that are optional', async () => {
    const tested = await withDeal('Needs Analysis')

    const { json } = await tested.put({ transition_id: await tested.transitionId('Propose'), data: {} })

    expect(json.code).toBe('SUCCESS')
    expect(await stateOf(tested, tested.id)).toBe('Value Proposition')
  })

  it.each([
    ['no transition', {}, 'MANDATORY_NOT_FOUND', { json_path: '$.blueprint[0].transition_id' }],
    ['one of another state', { transition_id: 'Propose' }, 'INVALID_DATA', { api_name: 'transition_id' }],
    ['nonsense', { transition_id: [] }, 'INVALID_DATA', { api_name: 'transition_id' }],
    [
      'data that is none',
      { transition_id: 'Analyze', data: 'x' },
      'INVALID_DATA',
      { expected_data_type: 'jsonobject' },
    ],
    [
      'a wrong value',
      { transition_id: 'Analyze', data: { Amount: 'x' } },
      'INVALID_DATA',
      { expected_data_type: 'double', json_path: '$.blueprint[0].data.Amount' },
    ],
    [
      'a check list',
      { transition_id: 'Analyze', data: { CheckLists: [] } },
      'NOT_EMULATED',
      { api_name: 'CheckLists' },
    ],
    ['a row that is none', null, 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
  ])('refuses %s', async (_, row, code, details) => {
    const tested = await withDeal()
    const other = await withDeal('Needs Analysis')
    const ids = { Analyze: await tested.transitionId('Analyze'), Propose: await other.transitionId('Propose') }
    const text = JSON.stringify(row).replace(
      /"(Analyze|Propose)"/,
      (_match, name: keyof typeof ids) => `"${ids[name]}"`,
    )

    const { status, json } = await tested.put(JSON.parse(text))

    expect(status).toBe(400)
    expect(json).toMatchObject({ code, details })
    expect(await stateOf(tested, tested.id)).toBe('Qualification')
  })

  it('is left to those who may see and change the record', async () => {
    const tested = await withDeal('Qualification', { sharing: { Deals: 'public_read_only' } })
    const hidden = await withDeal('Qualification', { sharing: { Deals: 'private' } })
    const body = { blueprint: [{ transition_id: await tested.transitionId('Lose') }] }

    const seen = await tested.as('agent', 'GET', tested.path)
    const changed = await tested.as('agent', 'PUT', tested.path, body)
    const unseen = await hidden.as('agent', 'GET', hidden.path)

    expect(seen.status).toBe(200)
    expect([changed.status, changed.json]).toEqual([403, denied('Edit_Deals')])
    expect(unseen.status).toBe(400)
  })

  it('holds a record that is locked where it is', async () => {
    const tested = await withDeal()
    await tested.as('admin', 'POST', 'settings/record_locking_configurations?module=Deals', {
      record_locking_configurations: [{ lock_type: 'manual' }],
    })
    await tested.as('admin', 'POST', `Deals/${tested.id}/Locking_Information__s`, {
      data: [{ Locked_Reason__s: 'In review' }],
    })

    const { status, json } = await tested.put({ transition_id: await tested.transitionId('Lose'), data: {} })

    expect(status).toBe(400)
    expect(json).toMatchObject({ code: 'RECORD_LOCKED', details: { id: tested.id } })
    expect(await stateOf(tested, tested.id)).toBe('Qualification')
  })

  it('is declared of what the org has', async () => {
    const wrong = {
      blueprints: [
        { ...process, module: 'Boats' },
        { ...process, field: 'Amount' },
        {
          ...process,
          transitions: [{ name: 'T', from: 'Nowhere', to: 'Closed Won', fields: ['Nothing'] }],
        },
      ],
    }
    const { fixtureProblems } = await import('../../src/world/fixture-check.ts')
    const { readFileSync } = await import('node:fs')
    const problems = fixtureProblems(JSON.parse(readFileSync(staffFixture(wrong), 'utf8')))

    expect(problems.map(({ path, message }) => `${path.slice(4).join('.')}: ${message}`)).toEqual([
      'blueprints.0.module: no module Boats',
      'blueprints.1.field: Amount is no pick list',
      'blueprints.2.transitions.0.from: Stage has no value Nowhere',
      'blueprints.2.transitions.0.fields.0: Deals has no field Nothing',
    ])
    await expect(loadFixture(staffFixture(wrong))).rejects.toThrow('no module Boats')
  })
})

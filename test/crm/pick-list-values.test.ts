/** Values that an org adds to its pick lists, renames, moves and takes away. */

import { describe, expect, it } from 'vitest'
import { control } from '../support/emulator.ts'
import { type AtCrm, atCrm } from './at-crm.ts'

describe('the values of a pick list', () => {
  const valuesOf = async ({ call }: AtCrm, name: string) => {
    const { fields } = (await call('GET', 'settings/fields?module=Leads')).json
    return fields.find(({ api_name }: { api_name: string }) => api_name === name)
  }

  it('are added, renamed, moved and taken away, of standard fields too', async () => {
    const tested = await atCrm()
    const rating = await valuesOf(tested, 'Rating')
    const [, first, second] = rating.pick_list_values

    const changed = await tested.call('PATCH', `settings/fields/${rating.id}?module=Leads`, {
      fields: [
        {
          pick_list_values: [
            { id: first.id, _delete: true },
            { id: second.id, display_value: 'Renamed', colour_code: '#57B1FD' },
            { display_value: 'Brand new', sequence_number: 2 },
          ],
        },
      ],
    })
    const after = (await valuesOf(tested, 'Rating')).pick_list_values
    const by = await tested.call('GET', `settings/fields/${rating.id}/pick_list_values?module=Leads`)

    expect(changed.json.fields[0].code).toBe('SUCCESS')
    expect(after.map((each: { display_value: string }) => each.display_value).slice(0, 3)).toEqual([
      '-None-',
      'Brand new',
      'Renamed',
    ])
    expect(after[2]).toMatchObject({ id: second.id, actual_value: second.actual_value, colour_code: '#57B1FD' })
    expect(after.some((each: { id: string }) => each.id === first.id)).toBe(false)
    expect(by.json.pick_list_values.map((each: { display_value: string }) => each.display_value)).toEqual(
      after.map((each: { display_value: string }) => each.display_value),
    )
  })

  it('are what records are held against where they are checked', async () => {
    const tested = await atCrm()
    await control(tested.send, '/_emulator/toggles', { picklist_values_checked: true }, 'PATCH')
    const rating = await valuesOf(tested, 'Rating')
    const insert = () => tested.call('POST', 'Leads', { data: [{ Last_Name: 'A', Company: 'C', Rating: 'Superb' }] })

    const before = await insert()
    await tested.call('PATCH', `settings/fields/${rating.id}?module=Leads`, {
      fields: [{ pick_list_values: [{ display_value: 'Superb' }] }],
    })
    const after = await insert()

    expect([before.status, after.status]).toEqual([400, 201])
  })

  it.each([
    ['an unknown id', [{ id: '7', display_value: 'x' }], 'INVALID_DATA'],
    ['a value that is there', [{ display_value: 'Active' }], 'DUPLICATE_DATA'],
    ['no name', [{}], 'MANDATORY_NOT_FOUND'],
    ['a colour that is none', [{ display_value: 'x', colour_code: 'blue' }], 'INVALID_DATA'],
  ])('are not changed by %s', async (_, pick_list_values, code) => {
    const tested = await atCrm()
    const rating = await valuesOf(tested, 'Rating')

    const { json } = await tested.call('PATCH', `settings/fields/${rating.id}?module=Leads`, {
      fields: [{ pick_list_values }],
    })

    expect(json.fields[0].code).toBe(code)
    expect((await valuesOf(tested, 'Rating')).pick_list_values).toEqual(rating.pick_list_values)
  })
})

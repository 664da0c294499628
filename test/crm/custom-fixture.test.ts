/** Modules and fields that a fixture gives an org. */

import { describe, expect, it } from 'vitest'
import { start } from '../support/emulator.ts'
import { fixtureWith } from '../support/fixture-file.ts'
import { atCrm } from './at-crm.ts'

describe('a fixture', () => {
  it('gives an org modules and fields with plausible records', async () => {
    const machines = {
      api_name: 'Machines',
      singular_label: 'Machine',
      plural_label: 'Machines',
      fields: [
        { field_label: 'Serial', data_type: 'text', external: 'org' },
        { field_label: 'Account', data_type: 'lookup', lookup: { module: 'Accounts' } },
      ],
    }
    const colour = { field_label: 'Colour', data_type: 'picklist', pick_list_values: ['Red', 'Blue'] }
    const more = { records: 4, modules: [machines], fields: { Leads: [colour] } }
    const { call } = await atCrm({ fixture: fixtureWith(more, { records: 'generated' }) })

    const listed = await call('GET', 'Machines?fields=Name,Serial,Account&sort_order=asc')
    const leads = await call('GET', 'Leads?fields=Colour')
    const [first] = listed.json.data
    const related = await call('GET', `Accounts/${first.Account.id}/Machines?fields=Name`)

    expect(listed.json.data).toHaveLength(4)
    expect(first).toMatchObject({ Name: 'Machine 1', Serial: 'MACHINE-1', Account: { name: expect.any(String) } })
    expect(leads.json.data.map(({ Colour }: { Colour: string }) => Colour)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(Red|Blue)$/)]),
    )
    expect(related.json.data).toContainEqual({ Name: 'Machine 1', id: first.id })
  })

  it.each([
    [
      'portals.0.orgs.1.modules.0.api_name',
      { modules: [{ api_name: 'Leads', singular_label: 'A', plural_label: 'B' }] },
    ],
    ['portals.0.orgs.1.fields.Nothing', { fields: { Nothing: [] } }],
    ['portals.0.orgs.1.fields.Leads.0.data_type', { fields: { Leads: [{ field_label: 'X', data_type: 'colour' }] } }],
    [
      'portals.0.orgs.1.fields.Leads.0.pick_list_values',
      { fields: { Leads: [{ field_label: 'X', data_type: 'picklist' }] } },
    ],
    [
      'portals.0.orgs.1.fields.Leads.0.lookup.module',
      { fields: { Leads: [{ field_label: 'X', data_type: 'lookup', lookup: { module: 'Nothing' } }] } },
    ],
    [
      'portals.0.orgs.1.fields.Leads.0.api_name',
      { fields: { Leads: [{ field_label: 'X', api_name: 'Company', data_type: 'text' }] } },
    ],
  ])('that is wrong at %s says so', async (path, more) => {
    await expect(start({ fixture: fixtureWith(more) })).rejects.toThrow(path)
  })
})

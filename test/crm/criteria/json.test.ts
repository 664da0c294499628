/** Criteria as JSON in a request: which refusal a mistake in them brings, and where it says that the mistake is. */

import { describe, expect, it } from 'vitest'
import { readJsonCriteria } from '../../../src/crm/criteria/json.ts'
import { CrmError } from '../../../src/protocol/crm-errors/index.ts'
import { findVersion } from '../../../src/protocol/versions.ts'
import { createWorld } from '../../../src/world/world.ts'

const world = await createWorld({ fixture: 'empty' })
const data = world.orgData(world.orgs.all()[0]!)
const context = { data, user: data.users()[0]!, module: data.module('Leads')! }

function read(criteria: unknown, version = 'v8') {
  try {
    return readJsonCriteria(criteria, '$.criteria', findVersion(version)!, context)
  } catch (error) {
    if (error instanceof CrmError) return [error.status, error.body.code, error.body.details]
    throw error
  }
}

const is = (field: string, comparator: string, value: unknown) => ({ comparator, field: { api_name: field }, value })
const group = (...parts: unknown[]) => ({ group_operator: 'and', group: parts })
const at = (name: string, place = `.${name}`) => ({ api_name: name, json_path: `$.criteria${place}` })

describe('criteria as JSON', () => {
  it.each<[string, unknown, string, object]>([
    ['text', 'x', 'INVALID_DATA', { expected_data_type: 'jsonobject', ...at('criteria', '') }],
    ['no field', { comparator: 'equal', value: 1 }, 'MANDATORY_NOT_FOUND', at('field')],
    ['a field without a name', { ...is('', 'equal', 1) }, 'MANDATORY_NOT_FOUND', at('api_name', '.field.api_name')],
    ['an unknown field', is('Nonsense', 'equal', 1), 'INVALID_DATA', at('api_name', '.field.api_name')],
    ['no comparator', { ...is('City', '', 1), comparator: null }, 'MANDATORY_NOT_FOUND', at('comparator')],
    [
      'a comparator that the type lacks',
      group(is('City', 'equal', 'x'), is('Email_Opt_Out', 'contains', 'x')),
      'INVALID_DATA',
      { ...at('comparator', '.group[1].comparator'), supported_values: ['equal', 'not_equal'] },
    ],
    ['no value', { ...is('City', 'equal', 1), value: undefined }, 'MANDATORY_NOT_FOUND', at('value')],
    [
      'a value of another type',
      is('No_of_Employees', 'in', [1, 1.5]),
      'INVALID_DATA',
      { expected_data_type: 'integer', ...at('value', '.value[1]') },
    ],
    [
      'one value between',
      is('No_of_Employees', 'between', [1]),
      'INVALID_DATA',
      { expected_data_type: 'jsonarray', ...at('value') },
    ],
    [
      'too many conditions',
      group(...Array.from({ length: 26 }, () => is('City', 'equal', 'x'))),
      'CRITERIA_LIMIT_EXCEEDED',
      at('group', '.group[25]'),
    ],
    ['too many values', is('City', 'in', Array(101).fill('x')), 'CRITERIA_LIMIT_EXCEEDED', at('value')],
  ])('are refused for %s', (_, criteria, code, details) => {
    expect(read(criteria)).toEqual([400, code, details])
  })

  it('are refused when they are nested without end', () => {
    let nested: unknown = is('City', 'equal', 'x')
    for (let depth = 0; depth < 5000; depth++) nested = group(nested)

    expect(read(nested)).toEqual([400, 'CRITERIA_LIMIT_EXCEEDED', expect.anything()])
  })

  it('know a field by its id, and none that is newer than the version', () => {
    const { id } = context.module.fieldsByName.get('City')!

    expect(read({ comparator: 'equal', field: { id }, value: 'x' })).toBeTypeOf('function')
    expect(read(is('Converted__s', 'equal', true))).toBeTypeOf('function')
    expect(read(is('Converted__s', 'equal', true), 'v2')).toEqual([
      400,
      'INVALID_DATA',
      at('api_name', '.field.api_name'),
    ])
  })
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how formulas name fields
/** Formula fields that an org adds by the API. What formulas come to is tested with the formulas of fixtures. */

import { describe, expect, it } from 'vitest'
import { atCrm, idOf } from './at-crm.ts'
import { addField } from './customize.ts'

describe('a formula field', () => {
  const formula = (expression: string, more: object = {}) => ({
    field_label: 'Score',
    data_type: 'formula',
    formula: { return_type: 'double', expression },
    ...more,
  })
  const lead = { Last_Name: 'A', Company: 'C', Annual_Revenue: 10, No_of_Employees: 4 }

  it('computes in records that were there, in new ones, and anew when it is changed', async () => {
    const tested = await atCrm()
    const old = idOf(await tested.call('POST', 'Leads', { data: [lead] }))

    const added = await addField(tested, 'Leads', formula('${Annual_Revenue} + ${No_of_Employees}'))
    const fresh = idOf(await tested.call('POST', 'Leads', { data: [{ ...lead, Annual_Revenue: 20 }] }))
    const scores = async () => {
      const { json } = await tested.call('GET', `Leads?fields=Score&ids=${old},${fresh}&sort_order=asc`)
      return json.data.map(({ Score }: { Score: number }) => Score)
    }
    const before = await scores()
    const id = idOf(added, 'fields')
    const changed = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ formula: { expression: '${Annual_Revenue} * 2' } }],
    })
    const found = await tested.call('GET', 'Leads/search?criteria=(Score:greater_than:30)')

    expect(before).toEqual([14, 24])
    expect(changed.status).toBe(200)
    expect(await scores()).toEqual([20, 40])
    expect(found.json.data.map(({ id: one }: { id: string }) => one)).toEqual([fresh])
  })

  it('is empty once a field that it reads is gone', async () => {
    const tested = await atCrm()
    const bonus = idOf(await addField(tested, 'Leads', { field_label: 'Bonus', data_type: 'integer' }), 'fields')
    await addField(tested, 'Leads', formula('${Bonus} * 2'))
    const id = idOf(await tested.call('POST', 'Leads', { data: [{ ...lead, Bonus: 4 }] }))
    const score = async () => (await tested.call('GET', `Leads/${id}`)).json.data[0].Score

    const before = await score()
    await tested.call('DELETE', `settings/fields/${bonus}?module=Leads`)

    expect(before).toBe(8)
    expect(await score()).toBeNull()
  })

  it.each([
    ['syntax', '${Annual_Revenue} +', 'SYNTAX_ERROR'],
    ['brackets', '(${Annual_Revenue} + 1', 'MISSING_BRACES'],
    ['the number of parameters', 'Abs(1, 2)', 'INCORRECT_NUMBER_OF_PARAM'],
    ['the type of a parameter', "Abs('x')", 'INCORRECT_DATA_TYPE_PARAM'],
    ['a field', '${Nothing} + 1', 'PARTICIPATING_FIELD_NOT_FOUND'],
    ['its length', '1'.repeat(5001), 'INVALID_DATA'],
  ])('is refused when its expression is wrong in %s', async (_, expression, code) => {
    const tested = await atCrm()

    const { status, json } = await addField(tested, 'Leads', formula(expression))

    expect(status).toBe(400)
    expect(json.fields[0]).toMatchObject({
      code,
      details: { api_name: 'expression', json_path: '$.fields[0].formula.expression' },
    })
  })

  it('keeps the type of its result', async () => {
    const tested = await atCrm()
    const id = idOf(await addField(tested, 'Leads', formula('1 + 1')), 'fields')

    const { json } = await tested.call('PATCH', `settings/fields/${id}?module=Leads`, {
      fields: [{ formula: { return_type: 'text', expression: "'x'" } }],
    })
    const without = await addField(tested, 'Leads', { field_label: 'X', data_type: 'formula' })

    expect(json.fields[0].code).toBe('NOT_ALLOWED')
    expect(without.json.fields[0].code).toBe('DEPENDENT_FIELD_MISSING')
  })
})

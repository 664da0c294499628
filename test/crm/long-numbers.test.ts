/** Ids as bare numbers, as the Python SDK sends them inside of objects. */

import { describe, expect, it } from 'vitest'
import { atCrm, idOf, lead } from './at-crm.ts'

describe('an id of nineteen digits as a number', () => {
  it('means what its digits say', async () => {
    const { call, insert } = await atCrm()
    const [id, other] = await insert('Leads', lead('A'), lead('B'))
    const parent = `{"module": {"api_name": "Leads"}, "id": ${id}}`

    const note = await call('POST', 'Notes', `{"data": [{"Note_Content": "C", "Parent_Id": ${parent}}]}`)
    const updated = await call('PUT', 'Leads', `{"data": [{"id": ${other}, "City": "Graz"}]}`)

    expect([note.status, updated.status]).toEqual([201, 200])
    expect(idOf(updated)).toBe(other)
    const { json } = await call('GET', `Leads/${id}/Notes?fields=Note_Content,Parent_Id`)
    expect(json.data[0]).toMatchObject({ Note_Content: 'C', Parent_Id: { id } })
  })

  it('leaves what stands in texts, and numbers that are none of these, as they are', async () => {
    const { call } = await atCrm()
    const text = String.raw`a "1234567890123456789", [9876543210987654321] \ "q`

    const row = `{"Last_Name": ${JSON.stringify(text)}, "Company": "C", "Annual_Revenue": 0.1234567890123456789, "No_of_Employees": 12}`
    const created = await call('POST', 'Leads', `{"data": [${row}], "unread": 1234567890123456789}`)
    const { json } = await call('GET', `Leads/${idOf(created)}?fields=Last_Name,Annual_Revenue,No_of_Employees`)

    expect(json.data[0]).toMatchObject({ Last_Name: text, Annual_Revenue: 0.12345678901234568, No_of_Employees: 12 })
  })

  it.each(['{"data": [01234567890123456789]}', '{"data": [1234567890123456789'])('makes no JSON of %s', async body => {
    const { call } = await atCrm()

    expect((await call('POST', 'Leads', body)).json).toMatchObject({ code: 'INVALID_DATA', message: 'body' })
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Column, numberColumn, textColumn } from '../../../src/crm/records/columns.ts'
import { Top } from '../../../src/crm/records/top.ts'
import type { RecordRow } from '../../../src/world/record-row.ts'
import { Table } from '../../../src/world/table.ts'

it('the top is what sorting everything brings first', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat())), fc.nat(30), (items, count) => {
      const compare = (a: [number, number], b: [number, number]) => a[0] - b[0] || a[1] - b[1]
      const top = new Top<[number, number]>(count, compare)
      for (const item of items) top.add(item)

      expect(top.sorted()).toEqual([...items].sort(compare).slice(0, count))
    }),
  )
})

it('a column reads what the rows say, wherever they are said to stand', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -1, max: 300 }), fc.nat(5))), reads => {
      const rows = Array.from(
        { length: 6 },
        (_, n): RecordRow => ({ id: String(n), Amount: n === 3 ? null : n, Name: `N${n}` }),
      )
      const records = new Table<RecordRow>()
      const amounts = numberColumn(records, 'Amount')
      const texts = textColumn(records, 'Name')

      for (const [at, n] of reads) {
        expect(amounts.read(rows[n]!, at)).toBe(n === 3 ? Number.NaN : n)
        expect(texts.read(rows[n]!, at)).toBe(`n${n}`)
      }
    }),
  )
})

it('a column prepares a row once, as long as it stays in its place', () => {
  let prepared = 0
  const column = new Column(row => {
    prepared++
    return row.id
  })
  const row: RecordRow = { id: 'a' }

  column.read(row, 0)
  column.read(row, 0)
  column.read({ id: 'b' }, 0)

  expect(prepared).toBe(2)
})

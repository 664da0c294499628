import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Snapshot, snapshotOf } from '../../../src/crm/coql/snapshot.ts'
import type { RecordRow } from '../../../src/world/record-row.ts'
import { Base, Table } from '../../../src/world/table.ts'

const row = (id: number, value: number, points: number | null): RecordRow => ({
  id: String(id),
  value,
  points: points === null ? null : String(points),
})

const tableOf = (rows: RecordRow[]) => new Table<RecordRow>({ base: () => new Base(rows) })

it('always shows what the table has now, and where rows point to now', () => {
  const step = fc.record({
    table: fc.constantFrom('from', 'to'),
    act: fc.constantFrom('put', 'put', 'delete', 'reset'),
    id: fc.nat(12),
    value: fc.nat(100),
    points: fc.option(fc.nat(12)),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      const tables = {
        from: tableOf([row(1, 1, 2), row(2, 2, 3), row(3, 3, null)]),
        to: tableOf([row(2, 20, null), row(3, 30, null)]),
      }
      for (const { table, act, id, value, points } of steps) {
        if (act === 'put') tables[table as 'from'].put(row(id, value, points))
        else if (act === 'delete') tables[table as 'from'].delete(String(id))
        else tables[table as 'from'].reset()

        const from = snapshotOf(tables.from)
        const to = snapshotOf(tables.to)
        const link = from.link('points', each => each.points as string | null, to)
        const values = from.column('value', each => each.value as number)
        const reached = to.column('value', each => each.value as number)
        const seen = tables.from.all().map((each, at) => ({
          value: values(at),
          reached: link(at) === -1 ? null : reached(link(at)),
          position: from.positionOf(each.id) === at,
        }))

        expect(from.size).toBe(tables.from.size)
        expect(seen).toEqual(
          tables.from.all().map(each => ({
            value: each.value,
            reached: (each.points && tables.to.get(each.points as string)?.value) ?? null,
            position: true,
          })),
        )
      }
    }),
  )
})

it('reads a value once', () => {
  const snapshot = new Snapshot()
  let reads = 0
  snapshot.refresh({ each: visit => [row(1, 5, null)].forEach(visit) })
  const read = snapshot.column('value', each => {
    reads++
    return each.value as number
  })

  expect([read(0), read(0), reads]).toEqual([5, 5, 1])
})

import { describe, expect, it } from 'vitest'
import { Store } from '../../src/world/store.ts'
import { Base, Table } from '../../src/world/table.ts'

interface Item {
  readonly id: string
  readonly colour: string
}

const item = (id: string, colour = 'red'): Item => ({ id, colour })
const base = new Base([item('1'), item('2', 'blue'), item('3')])
const table = () => new Table<Item>({ base: () => base, indexes: { colour: row => row.colour } })
const ids = (rows: readonly Item[]) => rows.map(({ id }) => id)
const backwards = (items: Table<Item>) => {
  const rows: Item[] = []
  items.eachBackwards(row => rows.push(row))
  return ids(rows)
}

describe('a table over a base', () => {
  it('shows the base until something changes, and then both layers in order', () => {
    const items = table()
    items.insert(item('4', 'blue'))
    items.put(item('2', 'green'))
    items.delete('1')

    expect(ids(items.all())).toEqual(['2', '3', '4'])
    expect(backwards(items)).toEqual(['4', '3', '2'])
    expect(items.size).toBe(3)
    expect(items.get('1')).toBeUndefined()
    expect(items.get('2')).toEqual(item('2', 'green'))
    expect(ids([...base.list])).toEqual(['1', '2', '3'])
  })

  it('finds rows by index in both layers, before and after changes', () => {
    const items = table()
    const before = ids(items.find('colour', 'red'))
    items.insert(item('4'))
    items.put(item('1', 'blue'))
    items.delete('3')

    expect(before).toEqual(['1', '3'])
    expect(ids(items.find('colour', 'red'))).toEqual(['4'])
    expect(ids(items.find('colour', 'blue'))).toEqual(['2', '1'])
    expect(items.findOne('colour', 'green')).toBeUndefined()
  })

  it('gives a row that comes back its old place', () => {
    const items = table()
    items.insert(item('4'))
    items.insert(item('5'))
    items.delete('4')
    items.delete('2')

    items.put(item('4', 'blue'))
    items.put(item('2', 'blue'))

    expect(ids(items.all())).toEqual(['1', '2', '3', '4', '5'])
    expect(backwards(items)).toEqual(['5', '4', '3', '2', '1'])
    expect(items.size).toBe(5)
  })

  it('refuses a second row of an id, and freezes what it takes', () => {
    const items = table()

    expect(() => items.insert(item('1'))).toThrow('exists already')
    expect(Object.isFrozen(items.insert(item('9')))).toBe(true)
    expect(Object.isFrozen(items.get('1'))).toBe(true)
  })

  it('drops its changes on reset, and takes them up again from a snapshot', () => {
    const store = new Store()
    const items = store.table<Item>('items', { base: () => base, indexes: { colour: row => row.colour } })
    items.insert(item('4'))
    items.delete('2')
    const snapshot = store.snapshot()

    store.reset()
    const fresh = ids(items.all())
    store.restore(snapshot)

    expect(fresh).toEqual(['1', '2', '3'])
    expect(ids(items.all())).toEqual(['1', '3', '4'])
    expect(ids(items.find('colour', 'red'))).toEqual(['1', '3', '4'])
  })

  it('takes up restored changes when a table is opened only later', () => {
    const [from, to] = [new Store(), new Store()]
    from.table<Item>('items', { base: () => base }).insert(item('4'))

    to.restore(from.snapshot())

    expect(to.snapshot()).toEqual(from.snapshot())
    expect(ids(to.table<Item>('items', { base: () => base }).all())).toEqual(['1', '2', '3', '4'])
  })

  it('leaves a snapshot as it was, whatever changes later, and can go back to it again and again', () => {
    const store = new Store()
    const items = store.table<Item>('items', { base: () => base, indexes: { colour: row => row.colour } })
    items.insert(item('4'))
    items.put(item('1', 'green'))
    const snapshot = store.snapshot()

    for (const colour of ['blue', 'yellow']) {
      items.put(item('4', colour))
      items.insert(item('5', colour))
      items.delete('1')
      expect(ids(items.all())).toEqual(['2', '3', '4', '5'])
      store.restore(snapshot)

      expect(items.all()).toEqual([item('1', 'green'), item('2', 'blue'), item('3'), item('4')])
      expect(ids(items.find('colour', 'red'))).toEqual(['3', '4'])
      expect(backwards(items)).toEqual(['4', '3', '2', '1'])
      expect(items.size).toBe(4)
    }
  })

  it('forgets rows without a mark, but none of the base', () => {
    const items = table()
    for (const id of ['4', '5', '6']) items.insert(item(id, id === '5' ? 'green' : 'red'))
    items.put(item('1', 'green'))
    items.delete('6')

    items.forget(({ colour }) => colour === 'green')

    expect(ids(items.all())).toEqual(['1', '2', '3', '4'])
    expect(backwards(items)).toEqual(['4', '3', '2', '1'])
    expect(items.find('colour', 'green').map(({ id }) => id)).toEqual(['1'])
    expect(items.size).toBe(4)
    expect([...items.delta()].map(([id]) => id)).toEqual(['4', '1'])
  })

  it('stops visiting when told to', () => {
    const seen: string[] = []

    table().each(row => seen.push(row.id) < 2)

    expect(seen).toEqual(['1', '2'])
  })

  it('agrees with a plain map through a long run of changes', () => {
    const items = table()
    const model = new Map(base.list.map(row => [row.id, row]))
    let state = 7
    const next = (below: number) => {
      state = (state * 1103515245 + 12345) % 2147483648
      return state % below
    }

    for (let step = 0; step < 5000; step++) {
      const id = String(next(40))
      if (next(3) === 0) {
        items.delete(id)
        model.delete(id)
      } else {
        const row = item(id, ['red', 'blue', 'green'][next(3)]!)
        items.put(row)
        model.set(id, row)
      }
      if (step % 50 === 0) {
        const colour = ['red', 'blue', 'green'][next(3)]!
        const expected = [...model.values()].filter(row => row.colour === colour)
        expect(ids(items.find('colour', colour)).sort()).toEqual(ids(expected).sort())
        expect(items.size).toBe(model.size)
        expect(ids(items.all()).sort()).toEqual([...model.keys()].sort())
        expect(backwards(items)).toEqual(ids(items.all()).reverse())
      }
    }
  })
})

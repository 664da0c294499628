import { expect, it } from 'vitest'
import { Recorder } from '../../src/world/recorder.ts'
import { Store } from '../../src/world/store.ts'
import { Base } from '../../src/world/table.ts'

interface Item {
  readonly id: string
  readonly colour: string
}

const item = (id: string, colour = 'red'): Item => ({ id, colour })
const base = new Base([item('1'), item('2', 'blue'), item('3')])

function recorded() {
  const store = new Store()
  const items = store.table<Item>('items', { base: () => base, indexes: { colour: row => row.colour } })
  const recorder = new Recorder()
  store.recorder = recorder
  return { store, items, recorder }
}

const changed = (recorder: Recorder) =>
  [...recorder.current].map(([table, rows]) => [
    table.name,
    [...rows.keys()].map(id => [id, table.changed(id) ?? null]),
  ])

it('notes which rows changed, each once, until they are kept', () => {
  const { items, recorder } = recorded()
  items.get('1')
  const before = recorder.current.isEmpty

  items.put(item('4'))
  items.put(item('4', 'blue'))
  items.delete('1')

  expect(before).toBe(true)
  expect(changed(recorder)).toEqual([
    [
      'items',
      [
        ['4', item('4', 'blue')],
        ['1', null],
      ],
    ],
  ])
  recorder.seal()
  expect(recorder.current.isEmpty).toBe(true)
})

it('undoes all that it noted, in any order of changes, resets and restores', () => {
  const { store, items, recorder } = recorded()
  let state = 11
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state % below
  }
  const look = () => ({
    all: items.all(),
    size: items.size,
    red: items
      .find('colour', 'red')
      .map(({ id }) => id)
      .sort(),
    delta: [...items.delta()].sort(([a], [b]) => a.localeCompare(b)),
  })
  const saved = store.snapshot()

  for (let round = 0; round < 300; round++) {
    const kept = look()
    let sealed = kept
    for (let step = next(6); step > 0; step--) {
      const id = String(next(9))
      const kind = next(14)
      if (kind === 0) store.reset()
      else if (kind === 1) store.restore(saved)
      else if (kind < 5) items.delete(id)
      else if (kind < 11) items.put(item(id, ['red', 'green'][next(2)]!))
      else {
        recorder.seal()
        sealed = look()
      }
    }
    if (round % 4 === 0) {
      recorder.seal()
      recorder.keep()
      continue
    }

    recorder.undoCurrent(store)
    const afterCurrent = look()
    recorder.undo(store)

    expect(afterCurrent).toEqual(sealed)
    expect(look()).toEqual(kept)
    expect(recorder.current.isEmpty).toBe(true)
  }
})

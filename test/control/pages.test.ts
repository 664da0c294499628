/** What the emulator's own pages are made of, without a browser. */

import { describe, expect, it } from 'vitest'
import { partOf, withParam } from '../../src/control/pages/paging.ts'
import { spreadJson } from '../../src/control/pages/requests/spread-json.ts'
import { relativeTime } from '../../src/views/moment.tsx'

describe('a part of a long list', () => {
  const seven = [1, 2, 3, 4, 5, 6, 7]

  it.each([
    [undefined, 1, [1, 2, 3]],
    ['2', 2, [4, 5, 6]],
    ['3', 3, [7]],
    ['0', 1, [1, 2, 3]],
    ['99', 3, [7]],
    ['-1', 1, [1, 2, 3]],
    ['two', 1, [1, 2, 3]],
  ])('for page %s is page %i', (asked, page, items) => {
    expect(partOf(seven, asked, 3)).toEqual({ items, page, pages: 3, total: 7 })
  })

  it('of an empty list is one empty page', () => {
    expect(partOf([], '2', 3)).toEqual({ items: [], page: 1, pages: 1, total: 0 })
  })

  it('keeps the filters in the address of another one', () => {
    expect(withParam({ path: '/a b', host: '', page: '1' }, 'page', 2)).toBe('?path=%2Fa+b&page=2')
  })
})

describe('JSON spread over lines', () => {
  it.each(['{"a":[1,{"b":[]},{}],"c":"x, [y]: \\"z\\"\\\\","d":null,"e":-1.5e-7,"f":true}', '[]', '"text"', '{}'])(
    'is written as JSON.stringify does: %s',
    text => {
      expect(spreadJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2))
    },
  )

  it('rounds no number', () => {
    expect(spreadJson('{"id":5725767000000649013}')).toBe('{\n  "id": 5725767000000649013\n}')
  })

  it('is nothing for what is no JSON', () => {
    expect(spreadJson('{"a":')).toBeNull()
  })
})

it.each([
  [0, 'now'],
  [-999, 'now'],
  [-59_000, '59 s ago'],
  [3_599_000, 'in 59 min'],
  [-7_200_000, '2 h ago'],
  [86_400_000, 'in 1 day'],
  [-200_000_000, '2 days ago'],
])('tells %i ms from now as %s', (ms, words) => {
  expect(relativeTime(1_000_000_000_000 + ms, 1_000_000_000_000)).toBe(words)
})

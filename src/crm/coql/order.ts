/** In which order values come, and the first few of many things in that order. */

import type { Operand } from '../../protocol/comparison.ts'
import { Top } from '../records/top.ts'
import type { Column } from './columns.ts'

/** A thing to be sorted with what it is sorted by; equal ones stay in the order in which they came. */
interface Ranked {
  readonly item: number
  readonly keys: readonly (Operand | null)[]
  readonly place: number
}

/** As for sorting; both sides are values of one column. */
export type CompareKeys = (a: Operand | null, b: Operand | null) => number

/** Keeps the first few of what it is given, in the order of ORDER BY. */
export class Sorter {
  readonly #keyOf: readonly ((item: number) => Operand | null)[]
  readonly #top: Top<Ranked>
  #place = 0

  constructor(keyOf: readonly ((item: number) => Operand | null)[], compares: readonly CompareKeys[], count: number) {
    this.#keyOf = keyOf
    this.#top = new Top(count, (a, b) => {
      for (let index = 0; index < compares.length; index++) {
        const order = compares[index]!(a.keys[index]!, b.keys[index]!)
        if (order !== 0) return order
      }
      return a.place - b.place
    })
  }

  add(item: number): void {
    this.#top.add({ item, keys: this.#keyOf.map(keyOf => keyOf(item)), place: this.#place++ })
  }

  sorted(): number[] {
    return this.#top.sorted().map(({ item }) => item)
  }
}

/** Empty values come first in ascending order; no page of the service's says where. */
export const compareKeys: CompareKeys = (a, b) => {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

/** Ids and other long numbers that are kept as texts. */
const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

const compareIdKeys: CompareKeys = (a, b) =>
  a === null || b === null ? compareKeys(a, b) : compareIds(a as string, b as string)

/** How the values of a column come one after another. */
export const comparisonOf = ({ comparison }: Column): CompareKeys => (comparison === 'id' ? compareIdKeys : compareKeys)

export const directed = (compare: CompareKeys, descending: boolean): CompareKeys =>
  descending ? (a, b) => compare(b, a) : compare

/**
 * The first few of many things in an order, without sorting the many: a heap of bounded size with the last of the few on
 * top, which most of the others don't get past.
 *
 * @example
 * const newest = new Top<RecordRow>(200, (a, b) => b.createdAt - a.createdAt)
 * records.each(row => newest.add(row))
 * newest.sorted()
 */
export class Top<T> {
  readonly #count: number
  readonly #compare: (a: T, b: T) => number
  readonly #heap: T[] = []

  /** @param compare as for sorting; negative when `a` comes first */
  constructor(count: number, compare: (a: T, b: T) => number) {
    this.#count = count
    this.#compare = compare
  }

  add(item: T): void {
    const heap = this.#heap
    if (heap.length < this.#count) {
      heap.push(item)
      this.#rise(heap.length - 1)
    } else if (heap.length > 0 && this.#compare(item, heap[0]!) < 0) {
      heap[0] = item
      this.#sink()
    }
  }

  sorted(): T[] {
    return [...this.#heap].sort(this.#compare)
  }

  #rise(from: number): void {
    const heap = this.#heap
    const item = heap[from]!
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#compare(item, heap[parent]!) <= 0) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = item
  }

  #sink(): void {
    const heap = this.#heap
    const item = heap[0]!
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && this.#compare(heap[child + 1]!, heap[child]!) > 0) child++
      if (this.#compare(item, heap[child]!) >= 0) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = item
  }
}

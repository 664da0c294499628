/**
 * The few items with the smallest keys out of many, without sorting the many: a heap of bounded size with the largest of
 * the few on top, which most of the others don't get past.
 *
 * @example
 * const newest = new Top<RecordRow>(200, byId)
 * records.each(row => newest.add(row, -row.createdAt))
 * newest.sorted()
 */
export class Top<T> {
  readonly #count: number
  readonly #tie: (a: T, b: T) => number
  readonly #keys: number[] = []
  readonly #items: T[] = []

  /** @param tie the order of items with the same key, as for sorting */
  constructor(count: number, tie: (a: T, b: T) => number) {
    this.#count = count
    this.#tie = tie
  }

  add(item: T, key: number): void {
    const size = this.#keys.length
    if (size < this.#count) {
      this.#keys.push(key)
      this.#items.push(item)
      this.#rise(size, item, key)
    } else if (size > 0 && this.#comesBefore(item, key, 0)) {
      this.#sink(item, key)
    }
  }

  sorted(): T[] {
    const order = this.#keys.map((_, at) => at)
    order.sort((a, b) => this.#keys[a]! - this.#keys[b]! || this.#tie(this.#items[a]!, this.#items[b]!))
    return order.map(at => this.#items[at]!)
  }

  #comesBefore(item: T, key: number, at: number): boolean {
    const other = this.#keys[at]!
    return key < other || (key === other && this.#tie(item, this.#items[at]!) < 0)
  }

  #rise(from: number, item: T, key: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#comesBefore(item, key, parent)) break
      this.#move(parent, at)
      at = parent
    }
    this.#place(at, item, key)
  }

  /** Puts the item in the place of the largest. */
  #sink(item: T, key: number): void {
    const size = this.#keys.length
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && this.#comesBefore(this.#items[child]!, this.#keys[child]!, child + 1)) child++
      if (!this.#comesBefore(item, key, child)) break
      this.#move(child, at)
      at = child
    }
    this.#place(at, item, key)
  }

  #move(from: number, to: number): void {
    this.#place(to, this.#items[from]!, this.#keys[from]!)
  }

  #place(at: number, item: T, key: number): void {
    this.#keys[at] = key
    this.#items[at] = item
  }
}

/**
 * Tables: frozen rows in two layers. The base comes from the fixture, is never changed and may serve many worlds; the
 * delta holds the rows that this world changed. Reset drops the delta, a snapshot copies it: both cost what was changed,
 * not what there is. Indexes are layered the same way and built when first used.
 */

export interface Row {
  readonly id: string
}

export type IndexKey = string | number | boolean | null

/** A layer that is never changed, with the indexes that somebody asked for. */
export class Base<T extends Row> {
  readonly list: readonly T[]
  readonly #byId = new Map<string, T>()
  readonly #indexes = new Map<string, Map<IndexKey, T[]>>()

  constructor(rows: readonly T[] = []) {
    this.list = rows
    for (const row of rows) this.#byId.set(row.id, Object.freeze(row))
  }

  get(id: string): T | undefined {
    return this.#byId.get(id)
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  find(index: string, keyOf: (row: T) => IndexKey | undefined, key: IndexKey): readonly T[] {
    let entries = this.#indexes.get(index)
    if (!entries) {
      entries = new Map()
      for (const row of this.list) addTo(entries, keyOf(row), row)
      this.#indexes.set(index, entries)
    }
    return entries.get(key) ?? []
  }
}

function addTo<T>(entries: Map<IndexKey, T[]>, key: IndexKey | undefined, row: T): void {
  if (key === undefined) return
  const there = entries.get(key)
  if (there) there.push(row)
  else entries.set(key, [row])
}

/** What became of a row in the delta; the same object stands in the order of added rows, so that going through them looks nothing up. */
interface Change<T> {
  row: T | null
}

/** The changed rows of a table; null marks a row of the base that is gone. */
export type Delta<T> = readonly (readonly [id: string, row: T | null])[]

export interface TableOptions<T extends Row> {
  /** Called when the base is first needed. */
  readonly base?: () => Base<T>
  /** Named keys by which rows are looked up; `undefined` leaves a row out. */
  readonly indexes?: Readonly<Record<string, (row: T) => IndexKey | undefined>>
}

export class Table<T extends Row> {
  readonly #makeBase: () => Base<T>
  readonly #keys: Map<string, (row: T) => IndexKey | undefined>
  #base: Base<T> | undefined
  #delta = new Map<string, Change<T>>()
  /** Ids that the base lacks, in the order in which they came; those deleted since are skipped when read. */
  #added: Change<T>[] = []
  #indexes = new Map<string, Map<IndexKey, Set<string>>>()
  #size: number | undefined
  #revision = 0

  constructor({ base = () => new Base<T>(), indexes = {} }: TableOptions<T> = {}) {
    this.#makeBase = base
    this.#keys = new Map(Object.entries(indexes))
  }

  /** Grows with each change, so that what was made of the rows can be kept until they change. */
  get revision(): number {
    return this.#revision
  }

  /** Whether the rows are those of the base, which may not be made yet. */
  get isUntouched(): boolean {
    return this.#delta.size === 0
  }

  get size(): number {
    if (this.#size === undefined) {
      let size = this.#baseLayer.list.length
      for (const [id, { row }] of this.#delta) size += (row ? 1 : 0) - (this.#baseLayer.has(id) ? 1 : 0)
      this.#size = size
    }
    return this.#size
  }

  get(id: string): T | undefined {
    const changed = this.#delta.get(id)
    if (changed) return changed.row ?? undefined
    return this.#baseLayer.get(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  /** @throws when a row of that id exists */
  insert(row: T): T {
    if (this.has(row.id)) throw new Error(`a row ${row.id} exists already`)
    return this.put(row)
  }

  /** Adds the row or replaces the one with its id. The row is frozen. */
  put(row: T): T {
    const before = this.get(row.id)
    const isNew = !before && !this.#delta.has(row.id)
    const change = this.#change(row.id, Object.freeze(row))
    if (isNew) this.#added.push(change)
    if (!before) this.#size = this.#size === undefined ? undefined : this.#size + 1
    this.#reindex(before, row)
    return row
  }

  /** @returns the row that was there */
  delete(id: string): T | undefined {
    const before = this.get(id)
    if (!before) return undefined
    // the mark stays for rows that were added too, so that coming back they keep their place
    this.#change(id, null)
    if (this.#size !== undefined) this.#size--
    this.#reindex(before, undefined)
    return before
  }

  /**
   * Removes rows that nobody will ask for again, without a mark: unlike deleted ones they leave nothing behind, neither here
   * nor in a snapshot. Rows of the base stay.
   */
  forget(isOver: (row: T) => boolean): void {
    const forgotten = new Set<Change<T>>()
    for (const [id, change] of this.#delta) {
      const { row } = change
      if (this.#baseLayer.has(id) || (row && !isOver(row))) continue
      if (row) {
        this.#reindex(row, undefined)
        if (this.#size !== undefined) this.#size--
      }
      this.#delta.delete(id)
      this.#revision++
      forgotten.add(change)
    }
    this.#added = this.#added.filter(change => !forgotten.has(change))
  }

  /** The rows with that key, those of the base first, each layer in the order in which rows came. */
  find(index: string, key: IndexKey): T[] {
    const keyOf = this.#keys.get(index)
    if (!keyOf) throw new Error(`no index ${index}`)
    const found: T[] = []
    for (const row of this.#baseLayer.find(index, keyOf, key)) if (!this.#delta.has(row.id)) found.push(row)
    for (const id of this.#deltaIndex(index, keyOf).get(key) ?? []) found.push(this.#delta.get(id)!.row!)
    return found
  }

  findOne(index: string, key: IndexKey): T | undefined {
    return this.find(index, key)[0]
  }

  /** Adds an index after the table was made; a name that exists is left as it is. */
  addIndex(index: string, keyOf: (row: T) => IndexKey | undefined): void {
    if (!this.#keys.has(index)) this.#keys.set(index, keyOf)
  }

  /** Visits the rows in the order in which they came, until the visitor returns false. */
  each(visit: (row: T) => unknown): void {
    const untouched = this.#delta.size === this.#added.length
    for (const row of this.#baseLayer.list) {
      const current = untouched ? row : this.get(row.id)
      if (current && visit(current) === false) return
    }
    for (const { row } of this.#added) {
      if (row && visit(row) === false) return
    }
  }

  /** As `each`, the newest first. */
  eachBackwards(visit: (row: T) => unknown): void {
    for (let at = this.#added.length - 1; at >= 0; at--) {
      const { row } = this.#added[at]!
      if (row && visit(row) === false) return
    }
    const list = this.#baseLayer.list
    const untouched = this.#delta.size === this.#added.length
    for (let at = list.length - 1; at >= 0; at--) {
      const row = list[at]!
      const current = untouched ? row : this.get(row.id)
      if (current && visit(current) === false) return
    }
  }

  all(): T[] {
    const rows: T[] = []
    this.each(row => rows.push(row))
    return rows
  }

  /** What this world changed, in the order in which it was first changed. */
  delta(): Delta<T> {
    return Array.from(this.#delta, ([id, { row }]) => [id, row] as const)
  }

  /** Back to the base, then to the changes of a snapshot. */
  restore(delta: Delta<T>): void {
    this.reset()
    for (const [id, row] of delta) {
      const change = this.#change(id, row)
      if (!this.#baseLayer.has(id)) this.#added.push(change)
    }
  }

  reset(): void {
    this.#revision++
    this.#delta = new Map()
    this.#added = []
    this.#indexes = new Map()
    this.#size = undefined
  }

  #change(id: string, row: T | null): Change<T> {
    this.#revision++
    const change = this.#delta.get(id)
    if (!change) {
      const made = { row }
      this.#delta.set(id, made)
      return made
    }
    change.row = row
    return change
  }

  get #baseLayer(): Base<T> {
    this.#base ??= this.#makeBase()
    return this.#base
  }

  #deltaIndex(index: string, keyOf: (row: T) => IndexKey | undefined): Map<IndexKey, Set<string>> {
    let entries = this.#indexes.get(index)
    if (!entries) {
      entries = new Map()
      this.#indexes.set(index, entries)
      for (const { row } of this.#delta.values()) if (row) addId(entries, keyOf(row), row.id)
    }
    return entries
  }

  #reindex(before: T | undefined, after: T | undefined): void {
    for (const [index, entries] of this.#indexes) {
      const keyOf = this.#keys.get(index)!
      const old = before && keyOf(before)
      const now = after && keyOf(after)
      if (old !== undefined && old !== now) removeId(entries, old, before!.id)
      if (now !== undefined) addId(entries, now, after!.id)
    }
  }
}

function addId(entries: Map<IndexKey, Set<string>>, key: IndexKey | undefined, id: string): void {
  if (key === undefined) return
  const there = entries.get(key)
  if (there) there.add(id)
  else entries.set(key, new Set([id]))
}

function removeId(entries: Map<IndexKey, Set<string>>, key: IndexKey, id: string): void {
  const there = entries.get(key)
  there?.delete(id)
  if (there?.size === 0) entries.delete(key)
}

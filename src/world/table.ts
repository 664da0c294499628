/**
 * Tables: frozen rows in two layers. The base comes from the fixture, is never changed and may serve many worlds; the
 * delta holds the rows that this world changed. Reset drops the delta, a snapshot shares it until the next change copies it:
 * neither costs more when there is more. Indexes are layered the same way and built when first used.
 */

import { type Change, Delta } from './delta.ts'
import type { ChangeListener } from './recorder.ts'

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

export interface TableOptions<T extends Row> {
  readonly name?: string
  /** Called when the base is first needed. */
  readonly base?: () => Base<T>
  /** Named keys by which rows are looked up; `undefined` leaves a row out. */
  readonly indexes?: Readonly<Record<string, (row: T) => IndexKey | undefined>>
  /** Looked at with each change, so that recording can begin at any time. */
  readonly recording?: { readonly recorder: ChangeListener | undefined }
}

export class Table<T extends Row> {
  readonly name: string
  readonly #makeBase: () => Base<T>
  readonly #keys: Map<string, (row: T) => IndexKey | undefined>
  readonly #recording: TableOptions<T>['recording']
  #base: Base<T> | undefined
  #delta = new Map<string, Change<T>>()
  /** Whether a snapshot holds the delta too, so that it has to be copied before it is changed. */
  #isShared = false
  /** Those that the base lacks, in the order in which they came; those deleted since are skipped when read. Unknown after a restore. */
  #added: Change<T>[] | undefined = []
  #indexes = new Map<string, Map<IndexKey, Set<string>>>()
  #size: number | undefined
  #revision = 0

  /** @param delta changes that it begins with */
  constructor(
    { name = '', base = () => new Base<T>(), indexes = {}, recording }: TableOptions<T> = {},
    delta?: Delta<T>,
  ) {
    this.name = name
    this.#makeBase = base
    this.#recording = recording
    this.#keys = new Map(Object.entries(indexes))
    if (delta) this.#take(delta)
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
    this.#change(row.id, Object.freeze(row), before === undefined)
    if (!before) this.#size = this.#size === undefined ? undefined : this.#size + 1
    this.#reindex(before, row)
    return row
  }

  /** @returns the row that was there */
  delete(id: string): T | undefined {
    const before = this.get(id)
    if (!before) return undefined
    // the mark stays for rows that were added too, so that coming back they keep their place
    this.#change(id, null, false)
    if (this.#size !== undefined) this.#size--
    this.#reindex(before, undefined)
    return before
  }

  /**
   * Removes rows that nobody will ask for again, without a mark: unlike deleted ones they leave nothing behind, neither here
   * nor in a snapshot. Rows of the base stay.
   */
  forget(isOver: (row: T) => boolean): void {
    const forgotten: string[] = []
    for (const [id, { row }] of this.#delta) {
      if (!this.#baseLayer.has(id) && (row === null || isOver(row))) forgotten.push(id)
    }
    this.#drop(forgotten)
  }

  /** What the delta has under an id: a row, null for one that was deleted, undefined for nothing. */
  changed(id: string): T | null | undefined {
    return this.#delta.get(id)?.row
  }

  /** Sets what the delta has under an id, as told by `changed`. */
  setChanged(id: string, row: T | null | undefined): void {
    const isNew = !this.#delta.has(id)
    if (row !== undefined) this.#change(id, row && Object.freeze(row), isNew && !this.#baseLayer.has(id))
    else if (!isNew) this.#drop([id])
    this.#indexes = new Map()
    this.#size = undefined
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
    const added = this.#addedRows
    const untouched = this.#delta.size === added.length
    for (const row of this.#baseLayer.list) {
      const current = untouched ? row : this.get(row.id)
      if (current && visit(current) === false) return
    }
    for (const { row } of added) {
      if (row && visit(row) === false) return
    }
  }

  /** As `each`, the newest first. */
  eachBackwards(visit: (row: T) => unknown): void {
    const added = this.#addedRows
    for (let at = added.length - 1; at >= 0; at--) {
      const { row } = added[at]!
      if (row && visit(row) === false) return
    }
    const list = this.#baseLayer.list
    const untouched = this.#delta.size === added.length
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

  /** What this world changed, in the order in which it was first changed. Stays as it is whatever comes later. */
  delta(): Delta<T> {
    this.#isShared = true
    return new Delta(this.#delta)
  }

  /** Back to the base, then to the changes of a snapshot. */
  restore(delta: Delta<T>): void {
    this.reset()
    if (this.#recorder) for (const id of delta.changes.keys()) this.#recorder.touch(this.#asTable, id, undefined)
    this.#take(delta)
  }

  reset(): void {
    if (this.#recorder) for (const [id, { row }] of this.#delta) this.#recorder.touch(this.#asTable, id, row)
    this.#revision++
    this.#delta = new Map()
    this.#isShared = false
    this.#added = []
    this.#indexes = new Map()
    this.#size = undefined
  }

  #take(delta: Delta<T>): void {
    this.#delta = delta.changes
    this.#isShared = true
    this.#added = undefined
  }

  #change(id: string, row: T | null, isNew: boolean): void {
    if (this.#isShared) this.#copyDelta()
    this.#revision++
    const change = this.#delta.get(id)
    this.#recorder?.touch(this.#asTable, id, change?.row)
    if (change) {
      change.row = row
      return
    }
    // looked up first, since what it is made of must not have the new one yet
    const added = this.#addedRows
    const made = { row }
    this.#delta.set(id, made)
    if (isNew) added.push(made)
  }

  #drop(ids: readonly string[]): void {
    if (ids.length === 0) return
    if (this.#isShared) this.#copyDelta()
    const dropped = new Set<Change<T>>()
    for (const id of ids) {
      const change = this.#delta.get(id)!
      this.#recorder?.touch(this.#asTable, id, change.row)
      if (change.row) {
        this.#reindex(change.row, undefined)
        if (this.#size !== undefined) this.#size--
      }
      dropped.add(change)
      this.#revision++
    }
    this.#added = this.#addedRows.filter(change => !dropped.has(change))
    for (const id of ids) this.#delta.delete(id)
  }

  #copyDelta(): void {
    const copy = new Map<string, Change<T>>()
    for (const [id, { row }] of this.#delta) copy.set(id, { row })
    this.#delta = copy
    this.#added = undefined
    this.#isShared = false
  }

  get #addedRows(): Change<T>[] {
    if (!this.#added) {
      this.#added = []
      for (const [id, change] of this.#delta) if (!this.#baseLayer.has(id)) this.#added.push(change)
    }
    return this.#added
  }

  get #recorder(): ChangeListener | undefined {
    return this.#recording?.recorder
  }

  /** Seen by those who don't care for the type of its rows. */
  get #asTable(): Table<Row> {
    return this as unknown as Table<Row>
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

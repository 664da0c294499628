/**
 * What an org's records do, written once more and as plainly as can be: one Map of records, alive or not, and loops. No
 * index, no layers, no tokens, nothing of the source. Times are epoch milliseconds.
 */

import {
  type Condition,
  type ModuleName,
  modules,
  type Sent,
  type SentRow,
  stamps,
  type Value,
  type Version,
} from './steps.ts'

export type State = 'alive' | 'recycled' | 'gone'

export interface Entry {
  readonly id: string
  readonly module: ModuleName
  values: Record<string, Value>
  createdAt: number
  modifiedAt: number
  deletedAt: number
  state: State
  readonly owner: Person
  readonly createdBy: Person
  modifiedBy: Person
}

export interface Person {
  readonly name: string
  readonly id: string
  readonly email: string
}

/** A row of an answer, and whether it says that all went well. */
export type Row = Readonly<Record<string, unknown>>

export interface Expected {
  readonly status: number
  readonly body: unknown
}

const unknownId = '77'

export const nothing: Expected = { status: 204, body: undefined }

const refusal = (code: string, message: string, details: object): Row => ({ code, details, message, status: 'error' })
const success = (message: string, details: object): Row => ({ code: 'SUCCESS', details, message, status: 'success' })

export const invalidId = (details: object): Row => refusal('INVALID_DATA', 'the id given seems to be invalid', details)

const fold = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value)

/** A value as it goes out, and what the service should make of it. */
type Given =
  | { readonly sent: unknown; readonly kept: Value }
  | { readonly sent: unknown; readonly wrong: object }
  | { readonly sent: unknown; readonly account: string; readonly bare: boolean }

/** A row with ids in place of numbers. */
export interface GivenRow {
  readonly id: string | undefined
  readonly values: Readonly<Record<string, Given>>
}

/** The row as it stands in a request. */
export const bodyOf = ({ id, values }: GivenRow): object => ({
  ...(id !== undefined && { id }),
  ...Object.fromEntries(Object.entries(values).map(([name, { sent }]) => [name, sent])),
})

export interface Write {
  readonly module: ModuleName
  readonly version: Version
  readonly index: number
  readonly unmodifiedSince: number | null
}

export class ModelOrg {
  readonly records = new Map<string, Entry>()
  readonly #person: Person
  now = 0

  constructor(person: Person) {
    this.#person = person
  }

  /** Moments in CRM are whole seconds. */
  get #second(): number {
    return Math.floor(this.now / 1000) * 1000
  }

  /** All that ever were in a module, the oldest first. */
  known(module: ModuleName): Entry[] {
    return [...this.records.values()].filter(entry => entry.module === module).sort(byId)
  }

  alive(module: ModuleName): Entry[] {
    return this.known(module).filter(({ state }) => state === 'alive')
  }

  /** The id that a step means by a number; now and then one that never was. */
  idOf(module: ModuleName, target: number): string {
    const ids = this.known(module).map(({ id }) => id)
    return [...ids, unknownId][target % (ids.length + 1)]!
  }

  /** The id of something that was deleted; now and then of a record that is there. */
  deletedIdOf(target: number): string {
    const ids = this.deleted(null).map(({ id }) => id)
    const [alive] = this.alive('Leads')
    return [...ids, alive?.id ?? unknownId][target % (ids.length + 1)]!
  }

  given(module: ModuleName, { target, values }: SentRow): GivenRow {
    const entries = Object.entries(values).map(([name, value]) => [name, this.#given(value)] as const)
    return { id: target === undefined ? undefined : this.idOf(module, target), values: Object.fromEntries(entries) }
  }

  #given(value: Sent): Given {
    if (!('record' in value)) return value
    const account = this.idOf('Accounts', value.record)
    return { sent: value.bare ? account : { id: account }, account, bare: value.bare }
  }

  #living(id: string, module: ModuleName): Entry | undefined {
    const entry = this.records.get(id)
    return entry?.module === module && entry.state === 'alive' ? entry : undefined
  }

  /* Writes. Each gives the row that the answer should have; where a new record comes about, its id is what the answer says. */

  insert({ values }: GivenRow, write: Write, newId: string): Row {
    const problems = this.#problems(values, 'insert', write)
    return problems ?? this.#add({ ...this.#empty(write.module), ...this.#kept(values) }, write, newId)
  }

  clone(original: Entry, { values }: GivenRow, write: Write, newId: string): Row {
    const problems = this.#problems(values, 'update', write)
    return problems ?? this.#add({ ...original.values, ...this.#kept(values) }, write, newId)
  }

  update(id: string | undefined, { values }: GivenRow, write: Write): Row {
    const { version, index, module } = write
    if (id === undefined) return refusal('MANDATORY_NOT_FOUND', 'required field not found', place(version, index, 'id'))
    const entry = this.#living(id, module)
    if (!entry) return invalidId(place(version, index, 'id'))
    if (write.unmodifiedSince !== null && entry.modifiedAt > write.unmodifiedSince) {
      const message = 'record updated time has already passed if-unmodified-since time'
      return refusal('ALREADY_MODIFIED', message, this.#acknowledged(entry, 'v2'))
    }
    const problems = this.#problems(values, 'update', write)
    if (problems) return problems
    Object.assign(entry.values, this.#kept(values))
    entry.modifiedAt = this.#second
    entry.modifiedBy = this.#person
    return success('record updated', this.#acknowledged(entry, version))
  }

  /** @param answeredId decides which of several records with the same value was meant, as nobody says which it should be */
  upsert(row: GivenRow, check: readonly string[] | undefined, write: Write, answeredId: string): Row {
    if (row.id !== undefined) return upserted(this.update(row.id, row, write), 'update', null)
    if (this.#problems(row.values, 'update', write) === null) {
      const own = write.module === 'Accounts' ? 'Account_Name' : 'Email'
      for (const field of check ?? [own]) {
        const value = this.#kept(row.values)[field] ?? null
        const same = this.alive(write.module).filter(entry => fold(entry.values[field] ?? null) === fold(value))
        if (value === null || same.length === 0) continue
        const match = same.find(({ id }) => id === answeredId) ?? same[0]!
        return upserted(this.update(match.id, row, write), 'update', field)
      }
    }
    return upserted(this.insert(row, write, answeredId), 'insert', null)
  }

  delete(id: string, module: ModuleName): Row {
    const entry = this.#living(id, module)
    if (!entry) return refusal('INVALID_DATA', 'record not deleted', { id })
    entry.state = 'recycled'
    entry.deletedAt = this.now
    return success('record deleted', { id })
  }

  /** Whatever module the record is of: the bin has them all. */
  restore(id: string, index: number): Row {
    return this.#fromBin(id, index, 'alive', 'record restored')
  }

  deleteForGood(id: string, index: number): Row {
    return this.#fromBin(id, index, 'gone', 'record deleted')
  }

  #fromBin(id: string, index: number, state: State, message: string): Row {
    const entry = this.records.get(id)
    if (entry?.state !== 'recycled') return invalidId({ api_name: 'id', json_path: `$.recycle_bin[${index}].id` })
    entry.state = state
    return success(message, { id })
  }

  #add(values: Record<string, Value>, { module, version }: Write, id: string): Row {
    const isNew = [...this.records.keys()].every(known => known < id)
    const me = this.#person
    const entry: Entry = {
      ...{ id: isNew ? id : 'an id greater than all before', module, values },
      ...{ createdAt: this.#second, modifiedAt: this.#second, deletedAt: 0, state: 'alive' as const },
      ...{ owner: me, createdBy: me, modifiedBy: me },
    }
    this.records.set(entry.id, entry)
    return success('record added', this.#acknowledged(entry, version))
  }

  #empty(module: ModuleName): Record<string, Value> {
    const values = Object.entries(modules[module]).map(([name, { kind }]) => [name, kind === 'flag' ? false : null])
    return Object.fromEntries(values) as Record<string, Value>
  }

  #kept(given: GivenRow['values']): Record<string, Value> {
    const kept: Record<string, Value> = {}
    for (const [name, value] of Object.entries(given)) {
      if ('kept' in value) kept[name] = value.kept
      if ('account' in value) kept[name] = value.account
    }
    return kept
  }

  #acknowledged(entry: Entry, version: Version): Row {
    return {
      ...{ Modified_Time: entry.modifiedAt, Modified_By: short(entry.modifiedBy) },
      ...{ Created_Time: entry.createdAt, id: entry.id, Created_By: short(entry.createdBy) },
      ...(version === 'v8' && { $approval_state: 'approved' }),
    }
  }

  #problems(given: GivenRow['values'], mode: 'insert' | 'update', { module, version, index }: Write): Row | null {
    const problems: Row[] = []
    for (const [name, { mandatory }] of Object.entries(modules[module])) {
      const value = given[name]
      const at = (below = '') => place(version, index, below || name, below && `${name}.${below}`)
      if (value === undefined ? mandatory && mode === 'insert' : mandatory && 'kept' in value && value.kept === null) {
        problems.push(refusal('MANDATORY_NOT_FOUND', 'required field not found', at()))
      } else if (value && 'wrong' in value) {
        problems.push(refusal('INVALID_DATA', 'invalid data', { ...value.wrong, ...at() }))
      } else if (value && 'account' in value && !this.#living(value.account, 'Accounts')) {
        problems.push(invalidId(at(value.bare ? '' : 'id')))
      }
    }
    if (problems.length < 2) return problems[0] ?? null
    return refusal('MULTIPLE_OR_MULTI_ERRORS', 'Multiple errors in the request', { errors: problems })
  }

  /* Reads. */

  /** A record as it is read; its whole name comes along where no fields are named. */
  read(entry: Entry, fields: readonly string[] | null): Row {
    const shown = fields ?? [...Object.keys(modules[entry.module]), ...stamps]
    const values = Object.fromEntries(shown.map(name => [name, this.#shown(name, entry)]))
    const whole = !fields && entry.module !== 'Accounts'
    return { ...values, ...(whole && { Full_Name: nameOf(entry) }), id: entry.id }
  }

  #shown(name: string, entry: Entry): unknown {
    const { owner, createdBy, modifiedBy, createdAt, modifiedAt } = entry
    const stamped = { Owner: owner, Created_By: createdBy, Modified_By: modifiedBy }
    const all: Row = { ...stamped, Created_Time: createdAt, Modified_Time: modifiedAt }
    if (name in all) return all[name]
    const value = this.valueOf(name, entry)
    if (modules[entry.module][name]!.kind !== 'account' || value === null) return value
    return { name: nameOf(this.records.get(String(value))!), id: value }
  }

  /** A lookup to a record that is not there reads as empty. */
  valueOf(name: string, entry: Entry): Value {
    const value = entry.values[name] ?? null
    if (modules[entry.module][name]!.kind !== 'account') return value
    return this.#living(String(value), 'Accounts') ? value : null
  }

  sorted(entries: readonly Entry[], sortBy: string, ascending: boolean): Entry[] {
    const key = (entry: Entry) =>
      sortBy === 'Created_Time' ? entry.createdAt : sortBy === 'Modified_Time' ? entry.modifiedAt : 0
    const up = [...entries].sort((a, b) => key(a) - key(b) || byId(a, b))
    return ascending ? up : up.reverse()
  }

  related(list: 'Contacts' | 'Child_Accounts', id: string): Entry[] {
    const [module, field] =
      list === 'Contacts' ? (['Contacts', 'Account_Name'] as const) : (['Accounts', 'Parent_Account'] as const)
    return this.alive(module).filter(entry => this.valueOf(field, entry) === id)
  }

  deleted(module: ModuleName | null): Entry[] {
    const entries = [...this.records.values()].filter(
      entry => entry.state !== 'alive' && (module === null || entry.module === module),
    )
    return entries.sort((a, b) => b.deletedAt - a.deletedAt || byId(b, a))
  }

  readDeleted(entry: Entry): Row {
    const isGone = entry.state === 'gone'
    return {
      deleted_by: isGone ? null : short(this.#person),
      id: entry.id,
      display_name: isGone ? null : nameOf(entry),
      type: isGone ? 'permanent' : 'recycle',
      created_by: isGone ? null : short(entry.createdBy),
      deleted_time: Math.floor(entry.deletedAt / 1000) * 1000,
    }
  }

  /** Whether a search finds the record by a condition; `equals` finds a text that contains the value. */
  matches({ field, operator, values }: Condition, entry: Entry): boolean {
    if (operator === 'not_equal') return !this.matches({ field, operator: 'equals', values }, entry)
    const { kind } = modules[entry.module][field]!
    const value = fold(this.valueOf(field, entry))
    if (operator === 'is null' || operator === 'is not null') return (value === null) === (operator === 'is null')
    if (value === null) return false
    const wanted = values.map(each => (kind === 'account' ? this.idOf('Accounts', each as number) : fold(each)))
    const [first, second] = wanted as [string | number, string | number]
    switch (operator) {
      case 'starts_with':
        return String(value).startsWith(String(first))
      case 'in':
        return wanted.includes(value)
      case 'between':
        return value >= first && value <= second
      case 'greater_than':
        return value > first
      case 'greater_equal':
        return value >= first
      case 'less_than':
        return value < first
      case 'less_equal':
        return value <= first
      default:
        return kind === 'text' ? String(value).includes(String(first)) : value === first
    }
  }

  /** Whether a query finds it; there `equals` is equal. */
  meets(condition: Condition, entry: Entry): boolean {
    const { field, operator } = condition
    if (operator !== 'equals' || modules[entry.module][field]!.kind !== 'text') return this.matches(condition, entry)
    return fold(this.valueOf(field, entry)) === fold(condition.values[0]!)
  }

  found(module: ModuleName, parameter: 'email' | 'phone' | 'word', text: string): Entry[] {
    const digits = (phone: Value) => String(phone).replace(/\D/g, '')
    return this.alive(module).filter(entry => {
      const texts = Object.entries(modules[module]).map(([name, { kind }]) => ({
        kind,
        value: this.valueOf(name, entry),
      }))
      if (parameter === 'email') {
        return texts.some(({ kind, value }) => kind === 'email' && fold(value) === text.toLowerCase())
      }
      if (parameter === 'phone') {
        return texts.some(({ kind, value }) => kind === 'phone' && value !== null && digits(value) === digits(text))
      }
      const wordy = texts.filter(({ kind }) => ['text', 'email', 'phone', 'choice'].includes(kind))
      const all = [...wordy.map(({ value }) => value), nameOf(entry)]
      return all.some(value => String(fold(value ?? '')).includes(text.toLowerCase()))
    })
  }
}

const byId = (a: Entry, b: Entry): number => (a.id < b.id ? -1 : 1)

/** The name under which a record goes. */
const nameOf = ({ module, values }: Entry): Value =>
  module === 'Accounts' ? values.Account_Name! : [values.First_Name, values.Last_Name].filter(Boolean).join(' ')

const short = ({ name, id }: Person): object => ({ name, id })

function upserted(row: Row, action: string, field: string | null): Row {
  return row.status === 'error' ? row : { ...row, action, duplicate_field: field }
}

/** Where a fault stands; v2 doesn't say. */
function place(version: Version, index: number, name: string, path = name): object {
  return version === 'v2' ? { api_name: name } : { api_name: name, json_path: `$.data[${index}].${path || name}` }
}

/** What becomes of a write's rows in one answer. */
export function answered(rows: readonly Row[], allWell: number, version: Version, root = 'data'): Expected {
  const failed = rows.filter(({ status }) => status === 'error')
  const stale = failed.every(({ code }) => code === 'ALREADY_MODIFIED')
  const none = stale ? 412 : version === 'v2' ? 202 : 400
  const status = failed.length === 0 ? allWell : failed.length < rows.length ? 207 : none
  return { status, body: { [root]: rows } }
}

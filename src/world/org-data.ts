import { getOrMake } from '../protocol/get-or-make.ts'
import { activityModules } from '../protocol/modules/activities.ts'
import { belongings, standardModule } from '../protocol/modules/index.ts'
import { Activities } from './activities.ts'
import type { Callback } from './callbacks.ts'
import type { Clock } from './clock.ts'
import type { ViewSorting } from './custom-views.ts'
import { forgetEmails } from './emails.ts'
import type { FileBytes } from './file-bytes.ts'
import { type GenerationSource, generateRecord, startingCount } from './generate/index.ts'
import type { Ids } from './ids.ts'
import type { Job } from './jobs.ts'
import { type FieldMeta, idIn, type ModuleMeta, startingRecordId } from './metadata.ts'
import { forgetFiles, type OrgFile, recordOwner } from './org-files.ts'
import { OrgMetadata } from './org-metadata.ts'
import { OrgPeople, type OrgUser } from './org-people.ts'
import type { Profile, Role } from './profiles.ts'
import type { RecordRow } from './record-row.ts'
import type { Membership, Org, User } from './schema.ts'
import type { ModuleSharing, ShareType } from './sharing.ts'
import type { Store } from './store.ts'
import { Base, type Row, type Table, type TableOptions } from './table.ts'

export type { OrgUser } from './org-people.ts'

/** A deleted record. */
export interface RecycledRecord {
  readonly id: string
  readonly module: string
  /** null once it was deleted for good. */
  readonly record: RecordRow | null
  readonly deletedAt: number
  readonly deletedBy: string
  /** What belonged to it and was deleted with it, such as its notes. */
  readonly belongings?: readonly { readonly module: string; readonly record: RecordRow }[]
  /** To whom it belonged, for one that was deleted for good. */
  readonly owner?: string
}

/** The records of a module that were generated on demand. `id` is the module's API name. */
export interface GeneratedRecords {
  readonly id: string
  readonly count: number
  /** Whose numbers follow one another: from the so many-th on, beginning with that number. */
  readonly runs: readonly { readonly from: number; readonly firstNumber: number }[]
}

/** Two records that are tied without a field saying so. */
export interface Link {
  readonly id: string
  /** `Module:id` of each. */
  readonly sides: readonly [string, string]
  /** Of a contact in a deal: the id of its role. */
  readonly contactRole?: string
}

export interface OrgSurroundings {
  readonly seed: string
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly fileBytes: FileBytes
  readonly callbacks: Table<Callback>
  readonly memberships: Table<Membership>
  readonly users: Table<User>
}

/** By org row: worlds of one fixture share its rows, and so the records that follow from them. */
const startingRecords = new WeakMap<Org, Map<string, Base<RecordRow>>>()

/** Everything that belongs to one org, and nothing else: what a CRM handler gets to see. */
export class OrgData {
  readonly org: Org
  readonly clock: Clock
  readonly metadata: OrgMetadata
  readonly people: OrgPeople
  readonly #around: OrgSurroundings
  #jobs: Table<Job> | undefined
  #activities: Activities | undefined
  #sharing: Table<ModuleSharing> | undefined

  constructor(org: Org, around: OrgSurroundings) {
    this.org = org
    this.clock = around.clock
    this.metadata = new OrgMetadata(org, around.store)
    this.people = new OrgPeople(org, around.store, around.memberships, around.users)
    this.#around = around
  }

  modules(): readonly ModuleMeta[] {
    return this.metadata.modules()
  }

  /** By API name in any letter case. */
  module(apiName: string): ModuleMeta | undefined {
    return this.metadata.module(apiName)
  }

  /** Tasks, meetings and calls as one module, for the versions that have it; it is none of `modules()`. */
  get activities(): Activities {
    this.#activities ??= new Activities(this.org.idPrefix, () =>
      activityModules.map(({ apiName }) => [apiName, this.records(this.module(apiName)!)] as const),
    )
    return this.#activities
  }

  records(module: ModuleMeta): Table<RecordRow> {
    if (module === this.#activities?.module) return this.#activities.records
    return this.#around.store.table<RecordRow>(`org/${this.org.id}/records/${module.apiName}`, {
      base: () => this.#startingRecords(module),
    })
  }

  /** How many records a module has. Those that the org starts with are counted without being made. */
  recordCount(module: ModuleMeta): number {
    const records = this.records(module)
    return records.isUntouched ? this.#startingCount(module.apiName) : records.size
  }

  get recycleBin(): Table<RecycledRecord> {
    return this.#around.store.table<RecycledRecord>(`org/${this.org.id}/recycle-bin`)
  }

  /** A table of the org's, for whoever needs one; the name is the owner's choice. */
  table<T extends Row>(name: string, options: Pick<TableOptions<T>, 'base' | 'indexes'> = {}): Table<T> {
    return this.#around.store.table<T>(`org/${this.org.id}/${name}`, options)
  }

  get files(): Table<OrgFile> {
    return this.table<OrgFile>('files', { indexes: { usedBy: ({ usedBy }) => usedBy } })
  }

  get fileBytes(): FileBytes {
    return this.#around.fileBytes
  }

  /** Those of all orgs. */
  get callbacks(): Table<Callback> {
    return this.#around.callbacks
  }

  nextFileId(): string {
    return this.#around.ids.hex(`file/${this.org.id}`)
  }

  nextCallbackId(): string {
    return `callback-${this.#around.ids.next('callback')}`
  }

  get viewSortings(): Table<ViewSorting> {
    return this.table<ViewSorting>('view-sortings')
  }

  get links(): Table<Link> {
    return this.#around.store.table<Link>(`org/${this.org.id}/links`, {
      indexes: { first: link => link.sides[0], second: link => link.sides[1] },
    })
  }

  /** Kept at hand, since each call looks whether any job is due. */
  get jobs(): Table<Job> {
    this.#jobs ??= this.#around.store.table<Job>(`org/${this.org.id}/jobs`, {
      indexes: { outcome: job => job.outcome },
    })
    return this.#jobs
  }

  /** The links of a record, whichever side it is on. @param side `Module:id` */
  linksOf(side: string): Link[] {
    return [...this.links.find('first', side), ...this.links.find('second', side)]
  }

  /** What was deleted, of one module or of all, the latest first. */
  recycled(module?: ModuleMeta): RecycledRecord[] {
    const rows: RecycledRecord[] = []
    this.recycleBin.each(row => {
      if (!module || row.module === module.apiName) rows.push(row)
    })
    return rows.sort((a, b) => b.deletedAt - a.deletedAt || (a.id < b.id ? 1 : -1))
  }

  /** The records of a module whose lookup points to a record, looked up through an index. */
  pointingTo(id: string, module: ModuleMeta, field: string): RecordRow[] {
    const records = this.records(module)
    const index = `lookup/${field}`
    records.addIndex(index, row => (row[field] as string | null) ?? undefined)
    return records.find(index, id)
  }

  /**
   * Moves a record to the recycle bin, and with it what belongs to it; that its notes go along is inferred.
   * @returns whether it was there
   */
  recycle(module: ModuleMeta, id: string, deletedBy: string, deletedAt = this.clock.now()): boolean {
    const record = this.records(module).delete(id)
    if (!record) return false
    const taken = this.#belongingsOf(id)
    for (const { module: name, record: each } of taken) this.records(this.module(name)!).delete(each.id)
    this.recycleBin.put({
      id,
      module: module.apiName,
      record,
      deletedAt,
      deletedBy,
      ...(taken.length > 0 && { belongings: Object.freeze(taken) }),
    })
    return true
  }

  /** What belongs to a record, and what belongs to that, as the files of its notes do. */
  #belongingsOf(id: string): { readonly module: string; readonly record: RecordRow }[] {
    return belongings.flatMap(({ module: name, field }) =>
      this.pointingTo(id, this.module(name)!, field).flatMap(record => [
        { module: name, record },
        ...this.#belongingsOf(record.id),
      ]),
    )
  }

  /**
   * Puts a deleted record back where it was, and with it what belongs to it.
   * @returns whether there is a place for it: a note whose record is gone has none
   */
  restore({ id, module, record, belongings: taken = [] }: RecycledRecord): boolean {
    if (!record) throw new Error(`record ${id} was deleted for good`)
    if (!this.#hasParent(module, record)) return false
    this.records(this.module(module)!).put(record)
    for (const each of taken) this.records(this.module(each.module)!).put(each.record)
    this.recycleBin.delete(id)
    return true
  }

  #hasParent(module: string, record: RecordRow): boolean {
    const field = belongings.find(each => each.module === module)?.field
    if (!field) return true
    const parents = this.module(String(record.$se_module))
    return parents !== undefined && this.records(parents).has(String(record[field]))
  }

  /** Leaves no more of a record than that it was there. */
  deleteForGood({ belongings: taken = [], ...row }: RecycledRecord): void {
    for (const { module, record } of [row, ...taken]) {
      if (record) {
        forgetFiles(this, recordOwner(module, record.id))
        forgetEmails(this, { module, id: record.id })
      }
    }
    for (const { id } of this.linksOf(`${row.module}:${row.id}`)) this.links.delete(id)
    this.recycleBin.put({ ...row, record: null, ...(row.record && { owner: row.record.Owner as string }) })
  }

  /** With whom records are shared, for the modules of which that was said. */
  get sharing(): Table<ModuleSharing> {
    // kept, as every call of who is no administrator asks for it
    this.#sharing ??= this.#around.store.table<ModuleSharing>(`org/${this.org.id}/sharing`, {
      base: () => new Base(Object.entries(this.org.sharing).map(([id, shareType]) => ({ id, shareType }))),
    })
    return this.#sharing
  }

  shareTypeOf({ apiName }: ModuleMeta): ShareType {
    return this.sharing.get(apiName)?.shareType ?? 'public'
  }

  nextRecordId(): string {
    return this.recordIdOf(this.takeRecordNumbers(1))
  }

  /** The first of so many numbers in a row, from which the ids of new records are made. */
  takeRecordNumbers(count: number): number {
    return this.#around.ids.take(`record/${this.org.id}`, count)
  }

  recordIdOf(number: number): string {
    return idIn(this.org.idPrefix, 'createdRecords', number)
  }

  /** Which records were generated beyond those that the org started with, by module. */
  get generated(): Table<GeneratedRecords> {
    return this.#around.store.table<GeneratedRecords>(`org/${this.org.id}/generated`)
  }

  /** What an automatically numbered field says in the next new record; the records that the org started with count. */
  nextNumber(module: ModuleMeta, field: FieldMeta): string {
    const { prefix, suffix, start } = field.autoNumber!
    const given = this.#around.ids.next(`number/${this.org.id}/${module.apiName}/${field.apiName}`)
    return `${prefix}${start - 1 + this.#startingCount(module.apiName) + given}${suffix}`
  }

  /** All but those who were deleted. */
  users(): OrgUser[] {
    return this.people.users()
  }

  /** By the id inside this org, deleted ones too. */
  user(id: string): OrgUser | undefined {
    return this.people.user(id)
  }

  /** A user to whom something can be given: one who was not deleted. */
  presentUser(id: string): OrgUser | undefined {
    const user = this.people.user(id)
    return user?.status === 'deleted' ? undefined : user
  }

  /** A user to whom work can be given: one who was neither deleted nor deactivated. */
  activeUser(id: string): OrgUser | undefined {
    const user = this.people.user(id)
    return user?.status === 'active' ? user : undefined
  }

  userOfZuid(zuid: string): OrgUser | undefined {
    return this.people.userOfZuid(zuid)
  }

  profiles(): readonly Profile[] {
    return this.people.profiles()
  }

  roles(): readonly Role[] {
    return this.people.roles()
  }

  #startingRecords(module: ModuleMeta): Base<RecordRow> {
    const ofOrg = getOrMake(startingRecords, this.org, () => new Map<string, Base<RecordRow>>())
    return getOrMake(ofOrg, `${this.#around.seed}|${module.apiName}`, () => new Base(this.#generate(module)))
  }

  #startingCount(apiName: string): number {
    const standard = standardModule(apiName)
    if (standard?.withoutRecords || standard?.startsEmpty) return 0
    const own = this.metadata.startingRecords(apiName)
    if (own !== null) return own
    return this.org.startingRecords ?? startingCount(this.#around.seed, this.org.id, apiName)
  }

  #generate(module: ModuleMeta): RecordRow[] {
    const source = this.startingSource
    const definition = this.metadata.startingDefinition(module)
    const length = source.countOf(module.apiName)
    return Array.from({ length }, (_, index) => generateRecord(definition, index, source))
  }

  /** From what the records are made that the org starts with. */
  get startingSource(): GenerationSource {
    const { org } = this
    return {
      seed: this.#around.seed,
      org: { zgid: org.id, name: org.name, environment: org.environment, timeZone: org.timeZone },
      owners: org.recordOwners,
      until: org.createdAt,
      idOf: (apiName, index) => startingRecordId(org.idPrefix, this.module(apiName)!.sequence, index),
      countOf: apiName => this.#startingCount(apiName),
    }
  }
}

export { membershipId } from './membership-id.ts'

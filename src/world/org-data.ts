import { activityModules } from '../protocol/modules/activities.ts'
import { Activities } from './activities.ts'
import type { Callback } from './callbacks.ts'
import type { Clock } from './clock.ts'
import type { ViewSorting } from './custom-views.ts'
import type { FileBytes } from './file-bytes.ts'
import type { Ids } from './ids.ts'
import type { Job } from './jobs.ts'
import { type FieldMeta, idIn, type ModuleMeta } from './metadata.ts'
import type { OrgFile } from './org-files.ts'
import { OrgMetadata } from './org-metadata.ts'
import { OrgPeople, type OrgUser } from './org-people.ts'
import type { Profile, Role } from './profiles.ts'
import type { RecordRow } from './record-row.ts'
import type { RecycledRecord } from './recycle-bin.ts'
import type { Membership, Org, User } from './schema.ts'
import type { ModuleSharing, ShareType } from './sharing.ts'
import { StartingRecords } from './starting-records.ts'
import type { Store } from './store.ts'
import { Base, type Row, type Table, type TableOptions } from './table.ts'

export type { OrgUser } from './org-people.ts'

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

/** Everything that belongs to one org, and nothing else: what a CRM handler gets to see. */
export class OrgData {
  readonly org: Org
  readonly clock: Clock
  readonly metadata: OrgMetadata
  readonly people: OrgPeople
  readonly starting: StartingRecords
  readonly #around: OrgSurroundings
  #jobs: Table<Job> | undefined
  #activities: Activities | undefined
  #sharing: Table<ModuleSharing> | undefined

  constructor(org: Org, around: OrgSurroundings) {
    this.org = org
    this.clock = around.clock
    this.metadata = new OrgMetadata(org, around.store)
    this.people = new OrgPeople(org, around.store, around.memberships, around.users)
    this.starting = new StartingRecords(org, this.metadata, around.seed)
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
      base: () => this.starting.base(module),
    })
  }

  /** How many records a module has. Those that the org starts with are counted without being made. */
  recordCount(module: ModuleMeta): number {
    const records = this.records(module)
    return records.isUntouched ? this.starting.countOf(module.apiName) : records.size
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
    return `${prefix}${start - 1 + this.starting.countOf(module.apiName) + given}${suffix}`
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
}

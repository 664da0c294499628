/**
 * What a path can lead to: the records of a module, and the users of the org with their roles and profiles, which are no
 * records but are read as if they were.
 */

import { getOrMake } from '../../protocol/get-or-make.ts'
import { type DataType, valueTypeOf } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { isVisible } from '../records/render.ts'
import { Snapshot, snapshotOf } from './snapshot.ts'

/** One column of a place. */
export interface Described {
  readonly dataType: DataType
  /** The metadata behind it; users, roles and profiles have none. */
  readonly field: FieldMeta | null
  /** Where a lookup leads, if not to where its field says. */
  readonly to: Place | null
}

export interface Place {
  /** The module whose records these are; null for users, roles and profiles. */
  readonly module: ModuleMeta | null
  /** The column by which a lookup names a row. */
  readonly displayColumn: string
  /** Roles and profiles compare by fewer operators than their columns' types have. */
  readonly comparesAsLookup: boolean
  readonly rows: Snapshot
  describe(column: string): Described | undefined
}

/** Kept so that what points to users need not be followed anew by each query. */
const userSnapshots = new WeakMap<OrgData, Snapshot>()

type ColumnTypes = Readonly<Record<string, DataType | (() => Place)>>

/** The places of one query. */
export class Places {
  readonly #data: OrgData
  readonly #version: Version
  readonly #modules = new Map<ModuleMeta, Place>()
  #users: Place | undefined
  #roles: Place | undefined
  #profiles: Place | undefined

  constructor(data: OrgData, version: Version) {
    this.#data = data
    this.#version = version
  }

  ofModule(module: ModuleMeta): Place {
    return getOrMake(this.#modules, module, () => ({
      module,
      displayColumn: module.displayField,
      comparesAsLookup: false,
      rows: snapshotOf(this.#data.records(module)),
      describe: column => this.#describeField(module, column),
    }))
  }

  /** Where the lookup of a column leads. */
  target({ field, dataType, to }: Described): Place | undefined {
    if (to) return to
    if (dataType === 'ownerlookup' || dataType === 'userlookup') return this.users
    const module = field?.lookup && this.#data.module(field.lookup.module)
    return module && this.ofModule(module)
  }

  /** `id` is a column in every version, though not always listed as a field. */
  #describeField(module: ModuleMeta, column: string): Described | undefined {
    const field = module.fieldsByName.get(column)
    if (!field || (column !== 'id' && !isVisible(field, this.#version))) return undefined
    return { dataType: valueTypeOf(field), field, to: null }
  }

  get users(): Place {
    const rows = () => getOrMake(userSnapshots, this.#data, () => new Snapshot())
    this.#users ??= makePlace(rows(), this.#everyUser().map(toUserRow), 'last_name', {
      id: 'bigint',
      first_name: 'text',
      last_name: 'text',
      full_name: 'text',
      email: 'email',
      status: 'text',
      zuid: 'bigint',
      role: () => this.roles,
      profile: () => this.profiles,
    })
    return this.#users
  }

  /** Records of those who are gone still name them. */
  #everyUser(): readonly OrgUser[] {
    return [...this.#data.users(), ...this.#data.people.deletedUsers()]
  }

  get roles(): Place {
    const rows = () =>
      this.#data.roles().map(({ id, name, reportingTo, sharesWithPeers }) => ({
        id,
        name,
        reporting_to: reportingTo,
        share_data_with_peers: sharesWithPeers,
      }))
    this.#roles ??= {
      ...makePlace(new Snapshot(), rows(), 'name', {
        id: 'bigint',
        name: 'text',
        description: 'text',
        reporting_to: () => this.roles,
        share_data_with_peers: 'boolean',
      }),
      comparesAsLookup: true,
    }
    return this.#roles
  }

  get profiles(): Place {
    this.#profiles ??= {
      ...makePlace(
        new Snapshot(),
        this.#data.profiles().map(({ id, name }) => ({ id, name })),
        'name',
        {
          id: 'bigint',
          name: 'text',
          description: 'text',
          created_by: () => this.users,
          modified_by: () => this.users,
          created_time: 'datetime',
          modified_time: 'datetime',
        },
      ),
      comparesAsLookup: true,
    }
    return this.#profiles
  }
}

const toUserRow = (user: OrgUser): RecordRow => ({
  id: user.id,
  first_name: user.firstName,
  last_name: user.lastName,
  full_name: user.fullName,
  email: user.email,
  status: user.status,
  zuid: user.zuid,
  role: user.role.id,
  profile: user.profile.id,
})

function makePlace(rows: Snapshot, list: readonly RecordRow[], displayColumn: string, types: ColumnTypes): Place {
  rows.refresh({ each: visit => list.forEach(visit) })
  return {
    module: null,
    displayColumn,
    comparesAsLookup: false,
    rows,
    describe(column) {
      if (!Object.hasOwn(types, column)) return undefined
      const type = types[column]!
      return typeof type === 'string'
        ? { dataType: type, field: null, to: null }
        : { dataType: 'lookup', field: null, to: type() }
    },
  }
}

/**
 * What a path can lead to: the records of a module, and the users of the org with their roles and profiles, which are no
 * records but are read as if they were.
 */

import { getOrMake } from '../../protocol/get-or-make.ts'
import type { DataType } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import { type FieldMeta, type ModuleMeta, type Named, profilesOf, rolesOf } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { isVisible } from '../records/render.ts'

/** One column of a place. */
export interface Described {
  readonly dataType: DataType
  /** The metadata behind it; users, roles and profiles have none. */
  readonly field: FieldMeta | null
  /** Where a lookup leads. */
  readonly to: Place | null
}

export interface Place {
  /** The module whose records these are; null for users, roles and profiles. */
  readonly module: ModuleMeta | null
  /** The column by which a lookup names a row. */
  readonly displayColumn: string
  /** Roles and profiles compare by fewer operators than their columns' types have. */
  readonly comparesAsLookup: boolean
  describe(column: string): Described | undefined
  get(id: string): RecordRow | undefined
}

type Columns = Readonly<Record<string, DataType | readonly [DataType, () => Place]>>

/** The places of one query. */
export class Places {
  readonly #data: OrgData
  readonly #version: Version
  readonly #modules = new Map<ModuleMeta, Place>()
  readonly #userRows = new Map<string, RecordRow | undefined>()
  readonly #users: Place
  readonly #roles: Place
  readonly #profiles: Place

  constructor(data: OrgData, version: Version) {
    this.#data = data
    this.#version = version
    this.#roles = namedPlace(
      rolesOf(data.org.idPrefix),
      { id: 'bigint', name: 'text', description: 'text', reporting_to: 'text', share_data_with_peers: 'boolean' },
      { share_data_with_peers: true },
    )
    this.#profiles = namedPlace(
      profilesOf(data.org.idPrefix),
      {
        id: 'bigint',
        name: 'text',
        description: 'text',
        created_by: ['userlookup', () => this.#users],
        modified_by: ['userlookup', () => this.#users],
        created_time: 'datetime',
        modified_time: 'datetime',
      },
      {},
    )
    this.#users = {
      module: null,
      displayColumn: 'last_name',
      comparesAsLookup: false,
      describe: describeBy({
        id: 'bigint',
        first_name: 'text',
        last_name: 'text',
        full_name: 'text',
        email: 'email',
        status: 'text',
        zuid: 'bigint',
        role: ['lookup', () => this.#roles],
        profile: ['lookup', () => this.#profiles],
      }),
      get: id => getOrMake(this.#userRows, id, () => this.#toRow(id)),
    }
  }

  ofModule(module: ModuleMeta): Place {
    return getOrMake(this.#modules, module, () => this.#makeModulePlace(module))
  }

  #makeModulePlace(module: ModuleMeta): Place {
    const records = this.#data.records(module)
    return {
      module,
      displayColumn: module.displayField,
      comparesAsLookup: false,
      describe: column => this.#describeField(module, column),
      get: id => records.get(id),
    }
  }

  /** `id` is a column in every version, though not always listed as a field. */
  #describeField(module: ModuleMeta, column: string): Described | undefined {
    const field = module.fieldsByName.get(column)
    if (!field || (column !== 'id' && !isVisible(field, this.#version))) return undefined
    // a formula is queried as what it comes to
    return { dataType: field.returnType ?? field.dataType, field, to: null }
  }

  /** Where the lookup of a column leads. */
  target({ field, dataType, to }: Described): Place | undefined {
    if (to) return to
    if (dataType === 'ownerlookup' || dataType === 'userlookup') return this.#users
    const module = field?.lookup && this.#data.module(field.lookup.module)
    return module && this.ofModule(module)
  }

  #toRow(id: string): RecordRow | undefined {
    const user = this.#data.user(id)
    return (
      user && {
        id,
        first_name: user.firstName,
        last_name: user.lastName,
        full_name: user.fullName,
        email: user.email,
        status: 'active',
        zuid: user.zuid,
        role: user.role.id,
        profile: user.profile.id,
      }
    )
  }
}

function namedPlace(rows: readonly Named[], columns: Columns, rest: object): Place {
  const byId = new Map<string, RecordRow>(rows.map(row => [row.id, { ...rest, id: row.id, name: row.name }]))
  return {
    module: null,
    displayColumn: 'name',
    comparesAsLookup: true,
    describe: describeBy(columns),
    get: id => byId.get(id),
  }
}

const describeBy =
  (columns: Columns) =>
  (name: string): Described | undefined => {
    if (!Object.hasOwn(columns, name)) return undefined
    const type = columns[name]!
    return typeof type === 'string'
      ? { dataType: type, field: null, to: null }
      : { dataType: type[0], field: null, to: type[1]() }
  }

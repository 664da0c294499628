/** Looks up the paths of a query in the metadata and makes the functions that read, compare and show what they lead to. */

import { type Comparison, comparisonOf, type Operand } from '../../protocol/comparison.ts'
import { type CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { DataType } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { tagsRenderer } from '../records/tags.ts'
import { limitsOf } from './limits.ts'
import { type Described, type Place, Places } from './places.ts'
import type { At, Snapshot } from './snapshot.ts'
import type { Path, Step } from './syntax.ts'

/** The clause in which a column stands, as errors name it. */
export type Clause = 'select' | 'where' | 'group by' | 'order by'

/** Which operators a column takes. */
export type Family = 'text' | 'number' | 'lookup' | 'boolean' | 'long text'

/** A path that was found. Positions are those of the query's own module. */
export interface Column {
  readonly name: string
  readonly dataType: DataType
  readonly comparison: Comparison
  readonly family: Family
  /** The metadata behind it and the module that it belongs to; users, roles and profiles have none. */
  readonly field: FieldMeta | null
  readonly module: ModuleMeta | null
  /** The relations that the path follows, each as the path up to there. */
  readonly relations: readonly string[]
  /** The stored value; null where there is none. */
  readonly read: At<StoredValue>
  /** The value as it compares. */
  readonly operand: At<Operand | null>
  /** A value as the answer shows it. */
  readonly show: (value: StoredValue) => unknown
}

/** A place that a path has reached, and the way there. */
interface Reached {
  readonly place: Place
  /** From a position at the start to one in the place, or -1; null at the start itself. */
  readonly from: At<number> | null
  readonly relations: readonly string[]
}

/** Types that the service doesn't query, and those whose values are no single ones. */
const notQueried: ReadonlySet<DataType> = new Set<DataType>([
  'subform',
  'imageupload',
  'fileupload',
  'multiselectlookup',
  'multiuserlookup',
  'linetax',
  'participants',
  'multireminder',
  'ALARM',
  'RRULE',
  'comments',
])

const families: Partial<Record<Comparison, Family>> = {
  number: 'number',
  date: 'number',
  moment: 'number',
  boolean: 'boolean',
}

export interface QueryContext {
  readonly data: OrgData
  readonly user: OrgUser
  readonly version: Version
  /** Called when a query first reads a module's records; throws where the caller may not. */
  readonly open: (module: ModuleMeta) => void
  /** The users whose records of a module the caller may see; null for everybody's. */
  readonly ownersWithin: (module: ModuleMeta) => ReadonlySet<string> | null
  /** Which other records the caller may see; null for none. */
  readonly othersWithin: (module: ModuleMeta) => ((row: RecordRow) => boolean) | null
}

/** The columns of one query. */
export class Columns {
  readonly #context: QueryContext
  readonly #module: ModuleMeta
  readonly #places: Places
  readonly #start: Reached
  readonly #reached = new Map<string, Reached>()

  constructor(module: ModuleMeta, context: QueryContext) {
    context.open(module)
    this.#context = context
    this.#module = module
    this.#places = new Places(context.data, context.version)
    this.#start = { place: this.#places.ofModule(module), from: null, relations: [] }
  }

  /** The rows of the query's own module. */
  get rows(): Snapshot {
    return this.#start.place.rows
  }

  /** Which of them the caller may see; null for all. */
  get visible(): At<boolean> | null {
    return this.#visibleIn(this.#start.place)
  }

  #visibleIn({ module, rows }: Place): At<boolean> | null {
    const owners = module && this.#context.ownersWithin(module)
    if (!owners) return null
    const ownerAt = rows.column('Owner', row => row.Owner ?? null)
    const others = this.#context.othersWithin(module)
    if (others) return at => owners.has(ownerAt(at) as string) || others(rows.rowAt(at))
    return at => owners.has(ownerAt(at) as string)
  }

  /** @throws CrmError for a path that leads nowhere, or whose type can't be queried */
  find(path: Path, clause: Clause): Column {
    const unknown = () => this.unknownColumn(path.name, clause)
    if (path.module !== null && path.module.toLowerCase() !== this.#module.apiName.toLowerCase()) throw unknown()
    let reached = this.#start
    for (const step of path.steps.slice(0, -1)) {
      const next = this.#follow(reached, step)
      if (!next) throw unknown()
      reached = next
    }
    const last = path.steps.at(-1)!
    const described = last.module === null ? reached.place.describe(last.name) : undefined
    if (!described) throw unknown()
    if (notQueried.has(described.dataType)) {
      throw crmError('coqlUnsupportedType', { column_name: path.name, data_type: described.dataType })
    }
    return this.#toColumn(path.name, last.name, described, reached)
  }

  unknownColumn(name: string, clause: Clause, reason?: string): CrmError {
    return crmError(
      'coqlUnknownColumn',
      { column_name: name, ...(clause !== 'select' && { clause }) },
      { message: this.#context.version.coql.unknownColumn, ...(reason !== undefined && { reason }) },
    )
  }

  #follow(reached: Reached, step: Step): Reached | undefined {
    const name = step.module === null ? step.name : `${step.name}->${step.module}`
    const relation = [...reached.relations.slice(-1), name].join('.')
    const known = this.#reached.get(relation)
    if (known) return known
    const described = reached.place.describe(step.name)
    const place = described && this.#target(described, step)
    if (!place) return undefined

    const { relationsInPath } = limitsOf(this.#context.version)
    const relations = [...reached.relations, relation]
    if (relations.length > relationsInPath) {
      throw crmError('coqlLimitExceeded', { clause: 'join', limit: relationsInPath })
    }
    if (place.module) this.#context.open(place.module)
    const link = onlyTo(this.#visibleIn(place), linkTo(place, reached.place, step.name, described))
    const { from } = reached
    const found: Reached = { place, from: from ? at => follow(link, from(at)) : link, relations }
    this.#reached.set(relation, found)
    return found
  }

  /** A lookup to several modules leads somewhere only when the path says which of them is meant. */
  #target(described: Described, { module: named }: Step): Place | undefined {
    if (described.dataType !== 'multi_module_lookup') {
      return named === null ? this.#places.target(described) : undefined
    }
    const module = named === null ? undefined : this.#context.data.module(named)
    return module && described.field!.modules!.includes(module.apiName) ? this.#places.ofModule(module) : undefined
  }

  #toColumn(name: string, apiName: string, described: Described, { place, from, relations }: Reached): Column {
    const { dataType, field } = described
    const comparison = comparisonOf({ dataType } as FieldMeta)
    const readOwn = this.#reader(place, apiName, described)
    const toOperand = operandMakers[comparison]
    const compareOwn = toOperand
      ? place.rows.column(`${apiName} as ${comparison}`, row => toOperand(row[apiName] ?? null))
      : (readOwn as At<Operand | null>)
    return {
      name,
      dataType,
      comparison,
      family: place.comparesAsLookup ? 'lookup' : familyOf(dataType, comparison),
      field,
      module: place.module,
      relations,
      read: through(from, readOwn),
      operand: through(from, compareOwn),
      show: this.#display(described, place.module),
    }
  }

  /** Reads a column of its own place. A lookup whose target is gone reads as empty. */
  #reader(place: Place, apiName: string, described: Described): At<StoredValue> {
    const { rows } = place
    if (described.dataType === 'boolean') return rows.column(`${apiName} or false`, row => row[apiName] ?? false)
    const read = rows.column(apiName, row => row[apiName] ?? null)
    if (described.dataType === 'multi_module_lookup') {
      const links = described
        .field!.modules!.map(name => this.#context.data.module(name))
        .filter(module => module !== undefined)
        .map(module => linkTo(this.#places.ofModule(module), place, apiName, described))
      return at => (links.some(link => link(at) !== -1) ? read(at) : null)
    }
    const target = described.dataType === 'lookup' ? this.#places.target(described) : undefined
    if (!target) return read
    const link = linkTo(target, place, apiName, described)
    return at => (link(at) === -1 ? null : read(at))
  }

  #display(described: Described, module: ModuleMeta | null): (value: StoredValue) => unknown {
    const { data, version } = this.#context
    switch (described.dataType) {
      case 'multi_module_lookup':
        return value => (value === null ? null : { id: value })
      case 'lookup':
      case 'ownerlookup':
      case 'userlookup': {
        if (!version.coql.lookupNames) return value => (value === null ? null : { id: value })
        const target = this.#places.target(described)
        if (!target) return value => (value === null ? null : { name: null, id: value })
        const { rows, displayColumn } = target
        const nameAt = rows.column(displayColumn, row => row[displayColumn] ?? null)
        return value => {
          if (typeof value !== 'string') return null
          const at = rows.positionOf(value)
          return { name: at === -1 ? null : nameAt(at), id: value }
        }
      }
      case 'datetime':
        return value => (typeof value === 'number' ? formatDateTime(value, data.org.timeZone) : null)
      case 'multiselectpicklist':
        return value => value ?? []
      case 'tag':
        return tagsRenderer(data, module!, version)
      default:
        return value => value
    }
  }
}

/** From the rows of one place to those of another that a lookup names. */
function linkTo(target: Place, from: Place, apiName: string, { field, dataType }: Described): At<number> {
  const idOf = (row: RecordRow): string | null => {
    const id = row[apiName]
    return typeof id === 'string' ? id : null
  }
  if (dataType !== 'multi_module_lookup') return from.rows.link(apiName, idOf, target.rows)
  const module = target.module!.apiName
  const isMeant = (row: RecordRow) => String(row.$se_module ?? field!.modules![0]) === module
  return from.rows.link(`${apiName}->${module}`, row => (isMeant(row) ? idOf(row) : null), target.rows)
}

/** A record that the caller may not see is joined as if it were gone; that is inferred. */
function onlyTo(visible: At<boolean> | null, link: At<number>): At<number> {
  if (!visible) return link
  return at => {
    const there = link(at)
    return there !== -1 && visible(there) ? there : -1
  }
}

const follow = (link: At<number>, at: number): number => (at === -1 ? -1 : link(at))

function through<T>(from: At<number> | null, read: At<T>): At<T | null> {
  if (!from) return read
  return at => {
    const there = from(at)
    return there === -1 ? null : read(there)
  }
}

function familyOf(dataType: DataType, comparison: Comparison): Family {
  if (dataType === 'textarea' || dataType === 'richtext') return 'long text'
  if (comparison === 'id') return dataType === 'bigint' ? 'number' : 'lookup'
  return families[comparison] ?? 'text'
}

/** Where values compare in another form than they are stored in. */
const operandMakers: Partial<Record<Comparison, (value: StoredValue) => Operand | null>> = {
  text: value => (typeof value === 'string' ? value.toLowerCase() : value === null ? null : String(value)),
  list: value => (Array.isArray(value) && value.length > 0 ? toListOperand(value as string[]) : null),
}

/** Values chosen together compare without regard to their order. */
export const toListOperand = (values: readonly string[]): string =>
  values
    .map(value => value.trim().toLowerCase())
    .sort()
    .join(';')

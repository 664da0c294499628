/** Looks up the paths of a query in the metadata and makes the functions that read, compare and show what they lead to. */

import { formatDateTime } from '../../protocol/date-time.ts'
import { type CrmError, crmError } from '../../protocol/errors.ts'
import type { DataType } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { type Comparison, comparisonOf, type Operand } from '../records/compare.ts'
import { limitsOf } from './limits.ts'
import { type Described, type Place, Places } from './places.ts'
import type { Path, Step } from './syntax.ts'

/** The clause in which a column stands, as errors name it. */
export type Clause = 'select' | 'where' | 'group by' | 'order by'

/** Which operators a column takes. */
export type Family = 'text' | 'number' | 'lookup' | 'boolean' | 'long text'

export type ReadValue = (row: RecordRow) => StoredValue

/** A path that was found. */
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
  /** The stored value, from a row of the query's own module. */
  readonly read: ReadValue
  /** A value as it compares; null where there is none. */
  readonly operandOf: (value: StoredValue) => Operand | null
  /** A value as the answer shows it. */
  readonly show: (value: StoredValue) => unknown
}

/** A place that a path has reached, and the way there from a row of the query's own module. */
interface Reached {
  readonly place: Place
  /** Null at the start. */
  readonly rowOf: ((row: RecordRow) => RecordRow | undefined) | null
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
  readonly version: Version
  /** Called when a query first reads a module's records; throws where the caller may not. */
  readonly open: (module: ModuleMeta) => void
}

/** The columns of one query. */
export class Columns {
  readonly #context: QueryContext
  readonly #module: ModuleMeta
  readonly #places: Places
  readonly #start: Reached
  readonly #reached = new Map<string, Reached>()

  constructor(module: ModuleMeta, context: QueryContext) {
    this.#context = context
    this.#module = module
    this.#places = new Places(context.data, context.version)
    this.#start = { place: this.#places.ofModule(module), rowOf: null, relations: [] }
    context.open(module)
  }

  /** @throws CrmError for a path that leads nowhere, or whose type can't be queried */
  find(path: Path, clause: Clause): Column {
    const unknown = () => this.unknownColumn(path.name, clause)
    if (path.module !== null && path.module.toLowerCase() !== this.#module.apiName.toLowerCase()) throw unknown()
    let reached = this.#start
    let prefix = ''
    for (const step of path.steps.slice(0, -1)) {
      prefix += step.module === null ? step.name : `${step.name}->${step.module}`
      reached = this.#follow(reached, step, prefix) ?? fail(unknown())
      prefix += '.'
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

  #follow(from: Reached, step: Step, prefix: string): Reached | undefined {
    const known = this.#reached.get(prefix)
    if (known) return known
    const described = from.place.describe(step.name)
    if (!described) return undefined
    const next = this.#target(described, step)
    if (!next) return undefined
    const { relationsInPath } = limitsOf(this.#context.version)
    const relations = [...from.relations, prefix]
    if (relations.length > relationsInPath) {
      throw crmError('coqlLimitExceeded', { clause: 'join', limit: relationsInPath })
    }
    if (next.place.module) this.#context.open(next.place.module)
    const reached = { place: next.place, rowOf: remember(compose(from.rowOf, next.rowOf)), relations }
    this.#reached.set(prefix, reached)
    return reached
  }

  /** Where a step leads from a row of its own place. */
  #target(
    described: Described,
    step: Step,
  ): { place: Place; rowOf: (row: RecordRow) => RecordRow | undefined } | undefined {
    const { name } = step
    const byId = (place: Place, matches: (row: RecordRow) => boolean = () => true) => ({
      place,
      rowOf: (row: RecordRow) => {
        const id = row[name]
        return typeof id === 'string' && matches(row) ? place.get(id) : undefined
      },
    })
    if (described.dataType !== 'multi_module_lookup') {
      const place = step.module === null ? this.#places.target(described) : undefined
      return place && byId(place)
    }
    const modules = described.field!.modules!
    if (step.module === null) return undefined
    const module = this.#context.data.module(step.module)
    if (!module || !modules.includes(module.apiName)) return undefined
    return byId(this.#places.ofModule(module), row => moduleMeant(row, modules) === module.apiName)
  }

  #toColumn(name: string, apiName: string, described: Described, { place, rowOf, relations }: Reached): Column {
    const { dataType, field } = described
    const comparison = comparisonOf({ dataType } as FieldMeta)
    const readOwn = this.#reader(apiName, described)
    return {
      name,
      dataType,
      comparison,
      family: place.comparesAsLookup ? 'lookup' : familyOf(dataType, comparison),
      field,
      module: place.module,
      relations,
      read: rowOf
        ? row => {
            const there = rowOf(row)
            return there ? readOwn(there) : null
          }
        : readOwn,
      operandOf: operandMakers[comparison] ?? (value => value as Operand | null),
      show: this.#display(described),
    }
  }

  /** Reads a column of its own place's rows. A lookup whose target is gone reads as empty. */
  #reader(apiName: string, described: Described): ReadValue {
    if (described.dataType === 'boolean') return row => row[apiName] ?? false
    if (described.dataType === 'multi_module_lookup') {
      const modules = described.field!.modules!
      const { data } = this.#context
      return row => {
        const id = row[apiName]
        const module = data.module(moduleMeant(row, modules))
        return typeof id === 'string' && module && data.records(module).has(id) ? id : null
      }
    }
    const target = described.dataType === 'lookup' ? this.#places.target(described) : undefined
    if (!target) return row => row[apiName] ?? null
    return row => {
      const id = row[apiName]
      return typeof id === 'string' && target.get(id) ? id : null
    }
  }

  #display(described: Described): (value: StoredValue) => unknown {
    const { data, version } = this.#context
    switch (described.dataType) {
      case 'multi_module_lookup':
        return value => (value === null ? null : { id: value })
      case 'lookup':
      case 'ownerlookup':
      case 'userlookup': {
        if (!version.coql.lookupNames) return value => (value === null ? null : { id: value })
        const target = this.#places.target(described)
        return value => {
          if (typeof value !== 'string') return null
          return { name: target?.get(value)?.[target.displayColumn] ?? null, id: value }
        }
      }
      case 'datetime':
        return value => (typeof value === 'number' ? formatDateTime(value, data.org.timeZone) : null)
      case 'multiselectpicklist':
        return value => value ?? []
      case 'tag':
        return value => (Array.isArray(value) ? value.map(name => ({ name })) : [])
      default:
        return value => value
    }
  }
}

const moduleMeant = (row: RecordRow, modules: readonly string[]): string => String(row.$se_module ?? modules[0])

function compose(
  first: ((row: RecordRow) => RecordRow | undefined) | null,
  second: (row: RecordRow) => RecordRow | undefined,
): (row: RecordRow) => RecordRow | undefined {
  if (!first) return second
  return row => {
    const there = first(row)
    return there && second(there)
  }
}

/** Several columns behind one relation ask for the same row, one after the other. */
function remember(rowOf: (row: RecordRow) => RecordRow | undefined): (row: RecordRow) => RecordRow | undefined {
  let asked: RecordRow | undefined
  let answer: RecordRow | undefined
  return row => {
    if (row !== asked) {
      asked = row
      answer = rowOf(row)
    }
    return answer
  }
}

function familyOf(dataType: DataType, comparison: Comparison): Family {
  if (dataType === 'textarea' || dataType === 'richtext') return 'long text'
  if (comparison === 'id') return dataType === 'bigint' ? 'number' : 'lookup'
  return families[comparison] ?? 'text'
}

const operandMakers: Partial<Record<Comparison, (value: StoredValue) => Operand | null>> = {
  text: value => (typeof value === 'string' ? value.toLowerCase() : value === null ? null : String(value)),
  list: value => (Array.isArray(value) && value.length > 0 ? toListOperand(value) : null),
}

/** Values chosen together compare without regard to their order. */
export const toListOperand = (values: readonly string[]): string =>
  values
    .map(value => value.trim().toLowerCase())
    .sort()
    .join(';')

const fail = (error: CrmError): never => {
  throw error
}

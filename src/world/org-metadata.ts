import { getOrMake } from '../protocol/get-or-make.ts'
import type { ModuleDefinition } from '../protocol/modules/define.ts'
import {
  buildOwnModule,
  customizeModule,
  type FieldRow,
  type ModuleRow,
  ownDefinition,
  reachesOut,
} from './customization.ts'
import { type LayoutRow, withLayouts } from './layouts.ts'
import { buildModules, type ModuleMeta } from './metadata.ts'
import { type PipelineRow, standardPipelines, withPipelines } from './pipelines.ts'
import type { Org } from './schema.ts'
import type { Store } from './store.ts'
import { Base, type Table } from './table.ts'

/** When the metadata was changed last. */
interface Change {
  readonly id: 'metadata'
  readonly at: number
}

/** What a module was made of; as long as these are the same, so is the module. */
interface Made {
  readonly of: readonly (ModuleRow | FieldRow | LayoutRow | PipelineRow | undefined)[]
  readonly module: ModuleMeta
}

/** By org row: worlds of one fixture share what its file says. */
const bases = new WeakMap<Org, Bases>()

interface Bases {
  readonly modules: Base<ModuleRow>
  readonly fields: Base<FieldRow>
  readonly layouts: Base<LayoutRow>
}

const pipelineBases = new WeakMap<Org, Base<PipelineRow>>()

function basesOf(org: Org) {
  let made = bases.get(org)
  if (!made) {
    const { modules, fields, layouts } = org.customization ?? {}
    made = { modules: new Base(modules), fields: new Base(fields), layouts: new Base(layouts) }
    bases.set(org, made)
  }
  return made
}

/** The modules, fields, layouts and pipelines of one org: the standard ones with what the org changed and added. */
export class OrgMetadata {
  readonly #org: Org
  readonly #modules: Table<ModuleRow>
  readonly #fields: Table<FieldRow>
  readonly #layouts: Table<LayoutRow>
  readonly #pipelines: Table<PipelineRow>
  readonly #changes: Table<Change>
  #standardModules: readonly ModuleMeta[] | undefined
  #made = new Map<string, Made>()
  #byName = new Map<string, ModuleMeta>()
  #list: readonly ModuleMeta[] = []
  #revision = -1

  constructor(org: Org, store: Store) {
    this.#org = org
    this.#modules = store.table<ModuleRow>(`org/${org.id}/modules`, { base: () => basesOf(org).modules })
    this.#fields = store.table<FieldRow>(`org/${org.id}/fields`, { base: () => basesOf(org).fields })
    this.#layouts = store.table<LayoutRow>(`org/${org.id}/layouts`, { base: () => basesOf(org).layouts })
    this.#pipelines = store.table<PipelineRow>(`org/${org.id}/pipelines`, {
      base: () => getOrMake(pipelineBases, org, () => new Base(this.#startingPipelines())),
    })
    this.#changes = store.table<Change>(`org/${org.id}/metadata-changes`)
  }

  /** In the order of the org's tabs. */
  modules(): readonly ModuleMeta[] {
    this.#refresh()
    return this.#list
  }

  /** By API name in any letter case. */
  module(apiName: string): ModuleMeta | undefined {
    this.#refresh()
    return this.#byName.get(apiName.toLowerCase())
  }

  /** What was changed or added about a module. */
  moduleRow(id: string): ModuleRow | undefined {
    return this.#modules.get(id)
  }

  fieldRow(id: string): FieldRow | undefined {
    return this.#fields.get(id)
  }

  /** Epoch milliseconds. */
  get changedAt(): number {
    return this.#changes.get('metadata')?.at ?? this.#org.createdAt
  }

  /** What is told with the metadata but kept elsewhere was changed. */
  touch(at: number): void {
    this.#noteChange(at)
  }

  putModule(row: ModuleRow): void {
    this.#modules.put(row)
    this.#noteChange(row.modifiedAt)
  }

  putField(row: FieldRow): void {
    this.#fields.put(row)
    this.#noteChange(row.modifiedAt)
  }

  deleteField(id: string, at: number): void {
    this.#fields.delete(id)
    this.#noteChange(at)
  }

  /** @param row a layout of the org's own, or the standard one as it is to be */
  putLayout(row: LayoutRow, at: number): void {
    this.#layouts.put(row)
    this.#noteChange(at)
  }

  deleteLayout(id: string, at: number): void {
    this.#layouts.delete(id)
    this.#noteChange(at)
  }

  pipelines(): readonly PipelineRow[] {
    return this.#pipelines.all()
  }

  pipeline(id: string): PipelineRow | undefined {
    return this.#pipelines.get(id)
  }

  /** A layout has one default pipeline, so a new one takes the place of the old. */
  putPipeline(row: PipelineRow, at: number): void {
    for (const other of row.isDefault ? this.#pipelines.all() : []) {
      if (other.isDefault && other.layoutId === row.layoutId && other.id !== row.id) {
        this.#pipelines.put({ ...other, isDefault: false })
      }
    }
    this.#pipelines.put(row)
    this.#noteChange(at)
  }

  deletePipeline(id: string, at: number): void {
    this.#pipelines.delete(id)
    this.#noteChange(at)
  }

  /** As the fixture declares the module, whatever was changed since: what its starting records are made from. */
  startingDefinition({ id, apiName, definition }: ModuleMeta): ModuleDefinition {
    const { modules, fields } = basesOf(this.#org)
    const own = modules.get(id)
    const added = fields.list.filter(field => field.module === apiName).map(field => field.definition)
    const start = own?.own ? ownDefinition(own) : definition
    return added.length === 0 ? start : { ...start, fields: [...start.fields, ...added] }
  }

  /** How many records a module of the org's own starts with; null where nothing of its own is said. */
  startingRecords(apiName: string): number | null {
    const module = this.module(apiName)
    return (module && this.#modules.get(module.id)?.own?.startingRecords) ?? null
  }

  #noteChange(at: number): void {
    this.#changes.put({ id: 'metadata', at })
  }

  get #standard(): readonly ModuleMeta[] {
    this.#standardModules ??= buildModules(this.#org.idPrefix)
    return this.#standardModules
  }

  #startingPipelines(): PipelineRow[] {
    const deals = this.#standard.find(({ apiName }) => apiName === 'Deals')!
    const own = basesOf(this.#org).layouts.list.filter(({ module }) => module === 'Deals')
    return standardPipelines(deals, [deals.layout, ...own], this.#org.idPrefix)
  }

  #refresh(): void {
    // each call for a module comes by here, so nothing is made before something has changed
    const revision = this.#modules.revision + this.#fields.revision + this.#layouts.revision + this.#pipelines.revision
    if (revision === this.#revision) return
    this.#revision = revision
    const rows = this.#modules.all()
    const changes = new Map(rows.map(row => [row.id, row]))
    const own = rows.filter(row => row.own).map(row => buildOwnModule(row, this.#org.idPrefix))
    const fields = this.#fields.all()
    this.#list = [...this.#standard, ...own].map(module => this.#customized(module, changes.get(module.id), fields))
    this.#byName = new Map(this.#list.map(module => [module.apiName.toLowerCase(), module]))
  }

  /** The same object as before where nothing of it changed, since what renders and validates its records is kept by it. */
  #customized(module: ModuleMeta, row: ModuleRow | undefined, allFields: readonly FieldRow[]): ModuleMeta {
    const fields = allFields.filter(field => field.module === module.apiName)
    const pointing = allFields.filter(
      ({ relatedListId, definition }) => relatedListId !== null && definition.lookup?.module === module.apiName,
    )
    const layouts = this.#layouts.all().filter(layout => layout.module === module.apiName)
    const pipelines = module.apiName === 'Deals' ? this.#pipelines.all() : []
    const own = reachesOut(module) ? this.#modules.all().filter(each => each.own) : []
    const of = [row, ...fields, undefined, ...pointing, undefined, ...layouts, undefined, ...pipelines, ...own]
    const before = this.#made.get(module.id)
    if (before && before.of.length === of.length && of.every((each, index) => each === before.of[index])) {
      return before.module
    }
    const isChanged = of.some(each => each !== undefined)
    const names = own.map(({ apiName }) => apiName)
    const customized = isChanged ? withLayouts(customizeModule(module, row, fields, pointing, names), layouts) : module
    const made = pipelines.length > 0 ? withPipelines(customized, pipelines) : customized
    this.#made.set(module.id, { of, module: made })
    return made
  }
}

import type { ModuleDefinition } from '../protocol/modules/define.ts'
import { buildOwnModule, customizeModule, type FieldRow, type ModuleRow, ownDefinition } from './customization.ts'
import { buildModules, type ModuleMeta } from './metadata.ts'
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
  readonly of: readonly (ModuleRow | FieldRow | undefined)[]
  readonly module: ModuleMeta
}

/** By org row: worlds of one fixture share what its file says. */
const bases = new WeakMap<Org, { readonly modules: Base<ModuleRow>; readonly fields: Base<FieldRow> }>()

function basesOf(org: Org) {
  let made = bases.get(org)
  if (!made) {
    made = { modules: new Base(org.customization?.modules), fields: new Base(org.customization?.fields) }
    bases.set(org, made)
  }
  return made
}

/** The modules and fields of one org: the standard ones with what the org changed and added. */
export class OrgMetadata {
  readonly #org: Org
  readonly #modules: Table<ModuleRow>
  readonly #fields: Table<FieldRow>
  readonly #changes: Table<Change>
  #standard: readonly ModuleMeta[] | undefined
  #made = new Map<string, Made>()
  #byName = new Map<string, ModuleMeta>()
  #list: readonly ModuleMeta[] = []
  #revision = -1

  constructor(org: Org, store: Store) {
    this.#org = org
    this.#modules = store.table<ModuleRow>(`org/${org.id}/modules`, { base: () => basesOf(org).modules })
    this.#fields = store.table<FieldRow>(`org/${org.id}/fields`, { base: () => basesOf(org).fields })
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

  #refresh(): void {
    const revision = this.#modules.revision + this.#fields.revision
    if (revision === this.#revision) return
    this.#revision = revision
    this.#standard ??= buildModules(this.#org.idPrefix)
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
    const of = [row, ...fields, undefined, ...pointing]
    const before = this.#made.get(module.id)
    if (before && before.of.length === of.length && of.every((each, index) => each === before.of[index])) {
      return before.module
    }
    const isChanged = row !== undefined || fields.length > 0 || pointing.length > 0
    const made = { of, module: isChanged ? customizeModule(module, row, fields, pointing) : module }
    this.#made.set(module.id, made)
    return made.module
  }
}

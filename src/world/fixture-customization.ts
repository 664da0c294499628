/** From what a fixture says of an org's own modules, fields and layouts to the rows that lie under its metadata. */

import { checkFormula } from '../protocol/formula/index.ts'
import { getOrMake } from '../protocol/get-or-make.ts'
import { defineCustomField, toApiName } from '../protocol/modules/custom-fields.ts'
import { defineCustomModule } from '../protocol/modules/custom-modules.ts'
import type { ModuleDefinition } from '../protocol/modules/define.ts'
import { standardModule } from '../protocol/modules/index.ts'
import {
  buildOwnModule,
  type Customization,
  customizeModule,
  type FieldRow,
  firstOwnSequence,
  type ModuleRow,
} from './customization.ts'
import type { FieldInput, LayoutInput, ModuleInput } from './customization-schema.ts'
import { type LayoutRow, withLayouts } from './layouts.ts'
import { buildModules, idIn, listedValues, type ModuleMeta, newSection } from './metadata.ts'
import { listed, type Problem } from './problems.ts'

/** What the declarations of an org cannot be made into, and where in the org it stands. */
export class CustomizationProblem extends Error {
  readonly path: readonly (string | number)[]

  constructor(path: readonly (string | number)[], message: string) {
    super(message)
    this.path = path
  }
}

export interface CustomizationInput {
  /** One that cannot be read is left out, its place is not. */
  readonly modules?: readonly (ModuleInput | undefined)[] | undefined
  readonly fields?: Readonly<Record<string, readonly (FieldInput | undefined)[]>> | undefined
  readonly layouts?: Readonly<Record<string, readonly (LayoutInput | undefined)[]>> | undefined
}

interface Made {
  readonly idPrefix: string
  readonly createdAt: number
  /** The user who counts as having made it all. */
  readonly founder: string
}

/** @throws CustomizationProblem */
export function compileCustomization(input: CustomizationInput, made: Made): Customization | null {
  const { modules = [], fields = {}, layouts = {} } = input
  if (modules.length === 0 && Object.keys(fields).length === 0 && Object.keys(layouts).length === 0) return null
  const { problems, ...customization } = run(input, made)
  const [first] = problems
  if (first) throw new CustomizationProblem(first.path, first.message)
  return { modules: customization.modules, fields: customization.fields, layouts: customization.layouts }
}

/** Something that an org's declarations cannot be made into. */
export interface CustomizationFinding extends Problem {
  /** What is not known: a module of the org, or what a module's fields are; of no weight where those could not be read. */
  readonly missing?: { readonly module: string; readonly part: 'module' | 'fields' } | undefined
}

/** Everything that is wrong with what an org declares, and what a module of it would be. */
export function checkCustomization(input: CustomizationInput): {
  readonly findings: readonly CustomizationFinding[]
  readonly moduleOf: (apiName: string) => ModuleMeta | undefined
} {
  const compiler = run(input, { idPrefix: '1000000', createdAt: 0, founder: '' })
  const built = new Map<string, ModuleMeta | undefined>()
  return { findings: compiler.problems, moduleOf: name => getOrMake(built, name, () => compiler.build(name)) }
}

function run({ modules = [], fields = {}, layouts = {} }: CustomizationInput, made: Made): Compiler {
  const compiler = new Compiler(made)
  // all modules before any field, since a lookup may point to a module further down
  for (const [index, input] of listed(modules)) compiler.addModule(input, index)
  for (const [index, { api_name: name, fields: added = [] }] of listed(modules)) {
    compiler.addFields(name, added, ['modules', index, 'fields'])
  }
  for (const [module, inputs] of Object.entries(fields)) compiler.addFields(module, inputs, ['fields', module])
  // and all fields before any formula or layout
  compiler.checkFormulas()
  for (const [module, inputs] of Object.entries(layouts)) compiler.addLayouts(module, inputs, ['layouts', module])
  return compiler
}

/** Goes on after what cannot be made, so that all of it is found. */
class Compiler {
  readonly modules: ModuleRow[] = []
  readonly fields: FieldRow[] = []
  readonly layouts: LayoutRow[] = []
  readonly problems: CustomizationFinding[] = []
  readonly #own = new Map<string, ModuleDefinition>()
  readonly #org: Made
  readonly #formulas: { readonly row: FieldRow; readonly path: readonly (string | number)[] }[] = []
  #ids = 0

  constructor(org: Made) {
    this.#org = org
  }

  addModule(input: ModuleInput, index: number): void {
    const { api_name: apiName, singular_label: singular, plural_label: plural, display_field: display } = input
    if (this.#definition(apiName)) {
      this.#refuse(['modules', index, 'api_name'], `${apiName} exists`)
      return
    }
    const name = { label: display?.field_label ?? `${singular} Name`, autoNumber: toAutoNumber(display?.auto_number) }
    const { createdAt: modifiedAt, founder: modifiedBy } = this.#org
    const own = { name, sequence: firstOwnSequence + index, startingRecords: input.records ?? null }
    this.#own.set(apiName.toLowerCase(), defineCustomModule({ apiName, singular, plural, name }))
    this.modules.push({ id: this.#nextId(), apiName, singular, plural, own, profileIds: null, modifiedAt, modifiedBy })
  }

  addFields(module: string, inputs: readonly (FieldInput | undefined)[], path: readonly (string | number)[]): void {
    const definition = this.#definition(module)
    if (!definition) {
      this.#refuse(path, `no module ${module}`, { module, part: 'module' })
      return
    }
    for (const [index, input] of listed(inputs)) {
      const taken = new Set([
        ...definition.fields.map(({ apiName }) => apiName.toLowerCase()),
        ...this.fields
          .filter(row => row.module === definition.apiName)
          .map(row => row.definition.apiName.toLowerCase()),
      ])
      const isTaken = (name: string) => taken.has(name.toLowerCase())
      if (input.api_name !== undefined && isTaken(input.api_name)) {
        this.#refuse([...path, index, 'api_name'], `${definition.apiName} has a field ${input.api_name}`)
        continue
      }
      const apiName = input.api_name ?? toApiName(input.field_label, isTaken)
      const row = this.#toRow(definition, apiName, input, [...path, index])
      this.fields.push(row)
      if (input.formula) this.#formulas.push({ row, path: [...path, index, 'formula', 'expression'] })
    }
  }

  checkFormulas(): void {
    for (const { row, path } of this.#formulas) {
      const { expression, returnType, apiName } = row.definition
      if (expression === undefined || returnType === undefined) continue
      const definition = this.#definition(row.module)!
      const added = this.fields.filter(({ module }) => module === row.module).map(field => field.definition)
      const module = { ...definition, fields: [...definition.fields, ...added] }
      const problem = checkFormula({ expression, returnType }, module, apiName)
      const missing = { module: row.module, part: 'fields' } as const
      if (problem) this.#refuse(path, `character ${problem.at + 1}: ${problem.reason}`, missing)
    }
  }

  addLayouts(name: string, inputs: readonly (LayoutInput | undefined)[], path: readonly (string | number)[]): void {
    const module = this.build(name)
    if (!module) {
      this.#refuse(path, `no module ${name}`, { module: name, part: 'module' })
      return
    }
    const taken = new Set([module.layout.name.toLowerCase()])
    for (const [index, input] of listed(inputs)) {
      if (taken.has(input.name.toLowerCase())) {
        this.#refuse([...path, index, 'name'], `${module.apiName} has a layout ${input.name}`)
      }
      taken.add(input.name.toLowerCase())
      this.layouts.push(this.#toLayout(module, input, [...path, index]))
    }
  }

  #refuse(path: Problem['path'], message: string, missing?: CustomizationFinding['missing']): void {
    this.problems.push({ path, message, missing })
  }

  #toLayout(module: ModuleMeta, input: LayoutInput, path: readonly (string | number)[]): LayoutRow {
    const placed = new Set<string>()
    const place = (apiName: string, where: readonly (string | number)[]): string[] => {
      const field = module.fieldsByName.get(apiName)
      if (!field) {
        this.#refuse(where, `${module.apiName} has no field ${apiName}`, { module: module.apiName, part: 'fields' })
        return []
      }
      if (placed.has(field.id)) this.#refuse(where, `${apiName} stands twice`)
      placed.add(field.id)
      return [field.id]
    }
    const sections = input.sections.map((section, s) => ({
      ...newSection(this.#nextId(), section.name),
      fields: section.fields.flatMap((apiName, f) => place(apiName, [...path, 'sections', s, 'fields', f])),
    }))
    const missing = module.fields.find(({ id, mandatory }) => mandatory && !placed.has(id))
    if (missing) this.#refuse([...path, 'sections'], `expected the mandatory field ${missing.apiName} in one`)
    return {
      id: this.#nextId(),
      module: module.apiName,
      apiName: input.name.replaceAll(' ', '_'),
      name: input.name,
      own: true,
      active: input.active ?? true,
      showBusinessCard: true,
      profileIds: null,
      sections,
      unused: module.layout.sections.flatMap(({ fields }) => fields).filter(id => !placed.has(id)),
      modifiedAt: this.#org.createdAt,
      modifiedBy: this.#org.founder,
    }
  }

  /** A module as the org will have it, with the ids of its fields. */
  build(name: string): ModuleMeta | undefined {
    const { idPrefix } = this.#org
    const own = this.modules.find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase())
    const module = own ? buildOwnModule(own, idPrefix) : buildStandardModule(name, idPrefix)
    if (!module) return undefined
    const fields = this.fields.filter(field => field.module === module.apiName)
    return withLayouts(customizeModule(module, undefined, fields, [], []), [])
  }

  #toRow(module: ModuleDefinition, apiName: string, input: FieldInput, path: readonly (string | number)[]): FieldRow {
    const target = input.lookup && this.#definition(input.lookup.module)
    if (input.lookup && !target) {
      const { module: missing } = input.lookup
      this.#refuse([...path, 'lookup', 'module'], `no module ${missing}`, { module: missing, part: 'module' })
    }
    const label = input.lookup?.display_label ?? module.plural
    const isTaken = (name: string) => this.#hasList(target!, name)
    const definition = defineCustomField({
      apiName,
      label: input.field_label,
      dataType: input.lookup && !target ? 'text' : input.data_type,
      length: input.length,
      decimalPlaces: input.decimal_place,
      values: input.pick_list_values,
      lookup: target && { module: target.apiName, relatedList: toApiName(label, isTaken), relatedListLabel: label },
      linkingModule: `${module.apiName}_X_${apiName}`,
      autoNumber: toAutoNumber(input.auto_number) ?? { prefix: '', suffix: '', start: 1 },
      formula: input.formula && { returnType: input.formula.return_type, expression: input.formula.expression },
      unique: input.unique === true ? { caseSensitive: false } : toUnique(input.unique),
      external: input.external,
      mandatory: input.mandatory,
      tooltip: input.tooltip === undefined ? undefined : { name: 'static_text', value: input.tooltip },
    })
    return {
      id: this.#nextId(),
      module: module.apiName,
      definition,
      pickListValues: listedValues(definition).map(value => ({ id: this.#nextId(), value })),
      relatedListId: input.data_type === 'lookup' ? this.#nextId() : null,
      createdAt: this.#org.createdAt,
      modifiedAt: this.#org.createdAt,
    }
  }

  #definition(apiName: string): ModuleDefinition | undefined {
    return standardModule(apiName) ?? this.#own.get(apiName.toLowerCase())
  }

  #hasList(target: ModuleDefinition, name: string): boolean {
    const lists = [
      ...target.relatedLists.map(({ apiName }) => apiName),
      ...this.fields.flatMap(({ definition: { lookup } }) =>
        lookup?.module === target.apiName ? [lookup.relatedList!] : [],
      ),
    ]
    return lists.some(list => list.toLowerCase() === name.toLowerCase())
  }

  #nextId(): string {
    return idIn(this.#org.idPrefix, 'customization', this.#ids++)
  }
}

const buildStandardModule = (name: string, prefix: string): ModuleMeta | undefined =>
  buildModules(prefix).find(({ apiName }) => apiName.toLowerCase() === name.toLowerCase())

const toAutoNumber = (input: FieldInput['auto_number']) =>
  input ? { prefix: input.prefix ?? '', suffix: input.suffix ?? '', start: input.start_number ?? 1 } : null

const toUnique = (unique: { case_sensitive: boolean } | false | undefined) =>
  unique ? { caseSensitive: unique.case_sensitive } : undefined

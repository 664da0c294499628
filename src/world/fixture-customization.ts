/** From what a fixture says of an org's own modules, fields and layouts to the rows that lie under its metadata. */

import { checkFormula } from '../protocol/formula/index.ts'
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

/** What the declarations of an org cannot be made into, and where in the org it stands. */
export class CustomizationProblem extends Error {
  readonly path: readonly (string | number)[]

  constructor(path: readonly (string | number)[], message: string) {
    super(message)
    this.path = path
  }
}

export interface CustomizationInput {
  readonly modules?: readonly ModuleInput[] | undefined
  readonly fields?: Readonly<Record<string, readonly FieldInput[]>> | undefined
  readonly layouts?: Readonly<Record<string, readonly LayoutInput[]>> | undefined
}

/**
 * @param founder the user who counts as having made it all
 * @throws CustomizationProblem
 */
export function compileCustomization(
  { modules = [], fields = {}, layouts = {} }: CustomizationInput,
  org: { readonly idPrefix: string; readonly createdAt: number; readonly founder: string },
): Customization | null {
  if (modules.length === 0 && Object.keys(fields).length === 0 && Object.keys(layouts).length === 0) return null
  const compiler = new Compiler(org)
  // all modules before any field, since a lookup may point to a module further down
  for (const [index, input] of modules.entries()) compiler.addModule(input, index)
  for (const [index, { api_name: name, fields: added = [] }] of modules.entries()) {
    compiler.addFields(name, added, ['modules', index, 'fields'])
  }
  for (const [module, inputs] of Object.entries(fields)) compiler.addFields(module, inputs, ['fields', module])
  // and all fields before any formula or layout
  compiler.checkFormulas()
  for (const [module, inputs] of Object.entries(layouts)) compiler.addLayouts(module, inputs, ['layouts', module])
  return { modules: compiler.modules, fields: compiler.fields, layouts: compiler.layouts }
}

class Compiler {
  readonly modules: ModuleRow[] = []
  readonly fields: FieldRow[] = []
  readonly layouts: LayoutRow[] = []
  readonly #own = new Map<string, ModuleDefinition>()
  readonly #org: { readonly idPrefix: string; readonly createdAt: number; readonly founder: string }
  readonly #formulas: { readonly row: FieldRow; readonly path: readonly (string | number)[] }[] = []
  #ids = 0

  constructor(org: { readonly idPrefix: string; readonly createdAt: number; readonly founder: string }) {
    this.#org = org
  }

  addModule(input: ModuleInput, index: number): void {
    const { api_name: apiName, singular_label: singular, plural_label: plural, display_field: display } = input
    if (this.#definition(apiName)) throw new CustomizationProblem(['modules', index, 'api_name'], `${apiName} exists`)
    const name = { label: display?.field_label ?? `${singular} Name`, autoNumber: toAutoNumber(display?.auto_number) }
    const { createdAt: modifiedAt, founder: modifiedBy } = this.#org
    const own = { name, sequence: firstOwnSequence + index, startingRecords: input.records ?? null }
    this.#own.set(apiName.toLowerCase(), defineCustomModule({ apiName, singular, plural, name }))
    this.modules.push({ id: this.#nextId(), apiName, singular, plural, own, profileIds: null, modifiedAt, modifiedBy })
  }

  addFields(module: string, inputs: readonly FieldInput[], path: readonly (string | number)[]): void {
    const definition = this.#definition(module)
    if (!definition) throw new CustomizationProblem(path, `no module ${module}`)
    inputs.forEach((input, index) => {
      const taken = new Set([
        ...definition.fields.map(({ apiName }) => apiName.toLowerCase()),
        ...this.fields
          .filter(row => row.module === definition.apiName)
          .map(row => row.definition.apiName.toLowerCase()),
      ])
      const isTaken = (name: string) => taken.has(name.toLowerCase())
      if (input.api_name !== undefined && isTaken(input.api_name)) {
        throw new CustomizationProblem(
          [...path, index, 'api_name'],
          `${definition.apiName} has a field ${input.api_name}`,
        )
      }
      const apiName = input.api_name ?? toApiName(input.field_label, isTaken)
      const row = this.#toRow(definition, apiName, input, [...path, index])
      this.fields.push(row)
      if (input.formula) this.#formulas.push({ row, path: [...path, index, 'formula', 'expression'] })
    })
  }

  checkFormulas(): void {
    for (const { row, path } of this.#formulas) {
      const { expression, returnType, apiName } = row.definition
      if (expression === undefined || returnType === undefined) continue
      const definition = this.#definition(row.module)!
      const added = this.fields.filter(({ module }) => module === row.module).map(field => field.definition)
      const module = { ...definition, fields: [...definition.fields, ...added] }
      const problem = checkFormula({ expression, returnType }, module, apiName)
      if (problem) throw new CustomizationProblem(path, `character ${problem.at + 1}: ${problem.reason}`)
    }
  }

  addLayouts(name: string, inputs: readonly LayoutInput[], path: readonly (string | number)[]): void {
    const module = this.#build(name)
    if (!module) throw new CustomizationProblem(path, `no module ${name}`)
    const taken = new Set([module.layout.name.toLowerCase()])
    inputs.forEach((input, index) => {
      if (taken.has(input.name.toLowerCase())) {
        throw new CustomizationProblem([...path, index, 'name'], `${module.apiName} has a layout ${input.name}`)
      }
      taken.add(input.name.toLowerCase())
      this.layouts.push(this.#toLayout(module, input, [...path, index]))
    })
  }

  #toLayout(module: ModuleMeta, input: LayoutInput, path: readonly (string | number)[]): LayoutRow {
    const placed = new Set<string>()
    const sections = input.sections.map((section, s) => ({
      ...newSection(this.#nextId(), section.name),
      fields: section.fields.map((apiName, f) => {
        const where = [...path, 'sections', s, 'fields', f]
        const field = module.fieldsByName.get(apiName)
        if (!field) throw new CustomizationProblem(where, `${module.apiName} has no field ${apiName}`)
        if (placed.has(field.id)) throw new CustomizationProblem(where, `${apiName} stands twice`)
        placed.add(field.id)
        return field.id
      }),
    }))
    const missing = module.fields.find(({ id, mandatory }) => mandatory && !placed.has(id))
    if (missing) {
      throw new CustomizationProblem([...path, 'sections'], `expected the mandatory field ${missing.apiName} in one`)
    }
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
  #build(name: string): ModuleMeta | undefined {
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
      throw new CustomizationProblem([...path, 'lookup', 'module'], `no module ${input.lookup.module}`)
    }
    const label = input.lookup?.display_label ?? module.plural
    const isTaken = (name: string) => this.#hasList(target!, name)
    const definition = defineCustomField({
      apiName,
      label: input.field_label,
      dataType: input.data_type,
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

/**
 * What an org has made of Zoho's standard modules: modules and fields of its own, and what it changed about the standard
 * ones. Laid over the standard metadata by org-metadata.ts.
 */

import { type CustomModuleDeclaration, defineCustomModule } from '../protocol/modules/custom-modules.ts'
import type { FieldDefinition, ModuleDefinition } from '../protocol/modules/define.ts'
import type { LayoutRow } from './layouts.ts'
import { buildModule, type FieldMeta, type ModuleMeta, type PickListValue } from './metadata.ts'

/** The first number of a custom module, far behind those of the standard ones. */
export const firstOwnSequence = 101

/** A module of the org's own, or a standard one with other labels. `id` is the module's id. */
export interface ModuleRow {
  readonly id: string
  readonly apiName: string
  readonly singular: string
  readonly plural: string
  /** null for a standard module. */
  readonly own: {
    readonly name: CustomModuleDeclaration['name']
    readonly sequence: number
    /** How many plausible records it starts with; null: as many as other modules. */
    readonly startingRecords: number | null
  } | null
  /** The profiles that see it; null: all. */
  readonly profileIds: readonly string[] | null
  readonly modifiedAt: number
  /** A user's id. */
  readonly modifiedBy: string
}

/** A field of the org's own, or a standard one as it was changed. `id` is the field's id. */
export interface FieldRow {
  readonly id: string
  /** API name. */
  readonly module: string
  readonly definition: FieldDefinition
  readonly pickListValues: readonly PickListValue[]
  /** Of the related list that a lookup makes on the other side. */
  readonly relatedListId: string | null
  readonly createdAt: number
  readonly modifiedAt: number
}

/** What an org starts with beyond the standard. */
export interface Customization {
  readonly modules: readonly ModuleRow[]
  readonly fields: readonly FieldRow[]
  readonly layouts: readonly LayoutRow[]
}

/** A custom module before its custom fields. */
export const ownDefinition = ({ apiName, singular, plural, own }: ModuleRow): ModuleDefinition =>
  defineCustomModule({ apiName, singular, plural, name: own!.name })

/** A module that the org added, before its custom fields. */
export const buildOwnModule = (row: ModuleRow, prefix: string): ModuleMeta => ({
  ...buildModule(ownDefinition(row), row.own!.sequence, prefix),
  id: row.id,
  custom: true,
})

const toField = ({ id, definition, pickListValues, createdAt, modifiedAt }: FieldRow, sequence: number): FieldMeta => ({
  ...definition,
  id,
  sequence,
  pickListValues,
  createdAt,
  modifiedAt,
})

/**
 * A module with what the org changed about it and its fields.
 * @param fieldRows those of this module
 * @param pointing the fields of any module that are lookups to this one and make a related list here
 * @param own API names of the modules that the org added, which activities may be about too
 */
export function customizeModule(
  module: ModuleMeta,
  row: ModuleRow | undefined,
  fieldRows: readonly FieldRow[],
  pointing: readonly FieldRow[],
  own: readonly string[],
): ModuleMeta {
  const changed = new Map(fieldRows.map(each => [each.id, each]))
  const standard = module.fields.map(field => {
    const change = changed.get(field.id)
    changed.delete(field.id)
    return reachingOut(change ? toField(change, field.sequence) : field, own)
  })
  const fields = [
    ...standard,
    ...[...changed.values()].map((each, index) => toField(each, standard.length + index + 1)),
  ]
  const lists = pointing.map((each, index) => toRelatedList(each, module.relatedLists.length + index + 1))
  return {
    ...module,
    ...(row && {
      singular: row.singular,
      plural: row.plural,
      profileIds: row.profileIds,
      modifiedAt: row.modifiedAt,
      modifiedBy: row.modifiedBy,
    }),
    fields,
    fieldsByName: new Map(fields.map(field => [field.apiName, field])),
    relatedLists: [...module.relatedLists, ...lists],
  }
}

/** What a task, meeting or call may be about: the modules that the org added too. */
const reachingOut = (field: FieldMeta, own: readonly string[]): FieldMeta =>
  field.modules && !field.parent && own.length > 0 ? { ...field, modules: [...field.modules, ...own] } : field

/** Whether a module has a field that may point to modules which the org added. */
export const reachesOut = ({ fields }: ModuleMeta): boolean => fields.some(({ modules, parent }) => modules && !parent)

function toRelatedList(
  { module, definition, relatedListId }: FieldRow,
  sequence: number,
): ModuleMeta['relatedLists'][number] {
  const { relatedList, relatedListLabel } = definition.lookup!
  return {
    apiName: relatedList!,
    label: relatedListLabel!,
    module,
    field: definition.apiName,
    id: relatedListId!,
    sequence,
  }
}

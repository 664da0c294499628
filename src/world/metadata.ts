/**
 * An org's modules and fields with their ids, made from the standard declarations. Ids inside an org share its prefix and
 * end in twelve digits; which digits stand for what is laid out in `idRanges`.
 */

import type { FieldDefinition, ModuleDefinition, RelatedListDefinition } from '../protocol/modules/define.ts'
import { standardModules } from '../protocol/modules/index.ts'

/** One choice of a pick list. */
export interface PickListValue {
  readonly id: string
  /** What records hold; the API calls it the actual value. */
  readonly value: string
  /** What people see, where that differs. */
  readonly displayValue?: string
  /** E.g. `#57B1FD`. */
  readonly colourCode?: string
}

export interface FieldMeta extends FieldDefinition {
  readonly id: string
  readonly sequence: number
  readonly pickListValues: readonly PickListValue[]
  /** Epoch milliseconds; missing for what Zoho shipped. */
  readonly createdAt?: number
  readonly modifiedAt?: number
}

/** A part of a layout. */
export interface Section {
  readonly id: string
  readonly apiName: string
  readonly name: string
  /** What people see. */
  readonly label: string
  readonly columnCount: number
  readonly tabTraversal: TabTraversal
  /** Somebody added it to the layout. */
  readonly own: boolean
  /** Ids, in their order. */
  readonly fields: readonly string[]
}

/** In which direction the tab key goes through a section. */
export type TabTraversal = 'left_to_right' | 'top_to_bottom'

/** Which fields stand in which sections of a record's page. */
export interface Layout {
  readonly id: string
  readonly apiName: string
  readonly name: string
  /** Somebody added it to the module. */
  readonly own: boolean
  readonly active: boolean
  readonly showBusinessCard: boolean
  /** The profiles that use it; null: all. */
  readonly profileIds: readonly string[] | null
  readonly sections: readonly Section[]
  /** Ids of the fields that were taken off it. */
  readonly unused: readonly string[]
  /** When and by whom it was changed; null for what Zoho shipped. */
  readonly modifiedAt: number | null
  readonly modifiedBy: string | null
}

export interface ModuleMeta {
  readonly id: string
  readonly apiName: string
  readonly singular: string
  readonly plural: string
  readonly sequence: number
  readonly displayField: string
  readonly duplicateCheckField: string
  /** The one that every module has. */
  readonly layout: Layout
  /** All of them, the standard one first. */
  readonly layouts: readonly Layout[]
  readonly fields: readonly FieldMeta[]
  readonly fieldsByName: ReadonlyMap<string, FieldMeta>
  readonly relatedLists: readonly (RelatedListDefinition & { readonly id: string; readonly sequence: number })[]
  readonly definition: ModuleDefinition
  /** Somebody added it to the org. */
  readonly custom: boolean
  /** The profiles that see it; null: all. */
  readonly profileIds: readonly string[] | null
  /** When and by whom it was changed; null for what Zoho shipped. */
  readonly modifiedAt: number | null
  readonly modifiedBy: string | null
}

const idRanges = {
  organization: 20005,
  roles: 26005,
  profiles: 26011,
  layouts: 91055,
  forecastCategories: 95_001,
  pipelines: 96_001,
  functions: 150_001,
  blueprints: 165_001,
  settings: 170_001,
  permissions: 180_001,
  sections: 200_001,
  relatedLists: 300_001,
  users: 411_001,
  fields: 500_001,
  customViews: 1_500_001,
  pickListValues: 2_000_001,
  startingRecords: 10_000_001,
  customization: 900_000_001,
  createdRecords: 1_000_000_000,
} as const

export type IdRange = keyof typeof idRanges

/** The offset-th id of a range inside an org. */
export const idIn = (prefix: string, range: IdRange, offset = 0): string =>
  `${prefix}${String(idRanges[range] + offset).padStart(12, '0')}`

const startingRecordsPerModule = 1_000_000

/** The id of the index-th record that an org starts with. */
export const startingRecordId = (prefix: string, moduleSequence: number, index: number): string =>
  idIn(prefix, 'startingRecords', moduleSequence * startingRecordsPerModule + index)

export interface Named {
  readonly id: string
  readonly name: string
}

/** All modules of an org, in the order of its tabs. */
export function buildModules(prefix: string): ModuleMeta[] {
  return standardModules.map((definition, index) => buildModule(definition, index + 1, prefix))
}

/** The values of a pick list, with the one that stands for none where only one can be chosen. */
export const listedValues = ({ dataType, values = [] }: FieldDefinition): readonly string[] =>
  dataType === 'picklist' ? ['-None-', ...values] : values

/** @param sequence place among the org's modules, from which the ids of its parts follow */
export function buildModule(definition: ModuleDefinition, sequence: number, prefix: string): ModuleMeta {
  let values = 0
  const fields = definition.fields.map((field, index): FieldMeta => {
    const listed = listedValues(field)
    return {
      ...field,
      id: idIn(prefix, 'fields', sequence * 1000 + index),
      sequence: index + 1,
      pickListValues: listed.map(value => ({
        id: idIn(prefix, 'pickListValues', sequence * 10_000 + values++),
        value,
      })),
    }
  })
  const fieldsByName = new Map(fields.map(field => [field.apiName, field]))
  const layout = standardLayout(definition, fieldsByName, sequence, prefix)
  return {
    id: `${prefix}${String(definition.idSuffix).padStart(12, '0')}`,
    apiName: definition.apiName,
    singular: definition.singular,
    plural: definition.plural,
    sequence,
    displayField: definition.displayField,
    duplicateCheckField: definition.duplicateCheckField,
    layout,
    layouts: [layout],
    fields,
    fieldsByName,
    relatedLists: definition.relatedLists.map((list, index) => ({
      ...list,
      id: idIn(prefix, 'relatedLists', sequence * 100 + index),
      sequence: index + 1,
    })),
    definition,
    custom: false,
    profileIds: null,
    modifiedAt: null,
    modifiedBy: null,
  }
}

function standardLayout(
  { sections }: ModuleDefinition,
  fields: ReadonlyMap<string, FieldMeta>,
  sequence: number,
  prefix: string,
): Layout {
  return {
    id: idIn(prefix, 'layouts', sequence),
    apiName: 'Standard',
    name: 'Standard',
    own: false,
    active: true,
    showBusinessCard: true,
    profileIds: null,
    unused: [],
    modifiedAt: null,
    modifiedBy: null,
    sections: sections.map((section, index) => ({
      ...newSection(idIn(prefix, 'sections', sequence * 100 + index), section.name),
      own: false,
      fields: section.fields.map(name => fields.get(name)!.id),
    })),
  }
}

/** A section that somebody adds, before its fields. */
export const newSection = (id: string, name: string): Section => ({
  id,
  apiName: name.replaceAll(' ', '_'),
  name,
  label: name,
  columnCount: 2,
  tabTraversal: 'left_to_right',
  own: true,
  fields: [],
})

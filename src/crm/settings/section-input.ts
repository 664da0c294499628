/**
 * What a client changes about the sections of a layout and the fields in them.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/update-custom-layout.html
 */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { toApiName } from '../../protocol/modules/custom-fields.ts'
import { type FieldMeta, type Layout, type ModuleMeta, newSection, type Section } from '../../world/metadata.ts'
import { isDeletion } from './deletion.ts'
import { RowRefused, type SettingsRow } from './row.ts'

const sectionsPerRequest = 5
const fieldsPerRequest = 5
const longestLabel = 50
const mostSections = 100
const traversals = ['left_to_right', 'top_to_bottom'] as const

/** A layout on its way from what it was to what it will be. */
interface Draft {
  readonly module: ModuleMeta
  sections: Section[]
  unused: string[]
  nextId(): string
}

/** @throws RowRefused */
export function readSections(
  row: SettingsRow,
  layout: Layout,
  module: ModuleMeta,
  nextId: () => string,
): Pick<Layout, 'sections' | 'unused'> {
  const draft: Draft = { module, sections: [...layout.sections], unused: [...layout.unused], nextId }
  const rows = row.objects('sections') ?? []
  if (rows.length > sectionsPerRequest) throw row.refuse('tooLong', 'sections', { maximum_length: sectionsPerRequest })
  refuseTooManyFields(rows)
  for (const each of rows) readSection(each, draft)
  return { sections: draft.sections, unused: draft.unused }
}

function refuseTooManyFields(rows: readonly SettingsRow[]): void {
  const withFields = rows.filter(row => row.objects('fields'))
  const count = withFields.reduce((sum, row) => sum + row.objects('fields')!.length, 0)
  if (count <= fieldsPerRequest) return
  const due = withFields.map(row => row.place('fields'))
  throw new RowRefused(crmErrorBody('tooManyFields', { limit: fieldsPerRequest, limit_due_to: due }))
}

function readSection(row: SettingsRow, draft: Draft): void {
  const before = findSection(row, draft)
  if (isDeletion(row)) {
    removeSection(row, before!, draft)
    return
  }
  const section = readProperties(row, before ?? newSection(draft.nextId(), ''), draft)
  const others = draft.sections.filter(({ id }) => id !== section.id)
  const place = row.integer('sequence_number', 1, mostSections) ?? draft.sections.indexOf(before!) + 1
  others.splice(place > 0 ? place - 1 : others.length, 0, section)
  draft.sections = others
  for (const each of row.objects('fields') ?? []) readField(each, section.id, draft)
}

/** The section that a row names; undefined for one that is to be added. */
function findSection(row: SettingsRow, draft: Draft): Section | undefined {
  for (const [key, property] of [
    ['id', 'id'],
    ['api_name', 'apiName'],
  ] as const) {
    const named = row.text(key, 100)
    if (named === undefined) continue
    const section = draft.sections.find(each => each[property] === named)
    if (!section) throw row.refuse('invalidId', key)
    return section
  }
  if (isDeletion(row)) {
    throw row.refuse(
      'dependentFieldMissing',
      'api_name',
      { dependee: row.place('_delete') },
      'section id or api_name is missing',
    )
  }
  if (row.text('display_label', longestLabel) === undefined) {
    throw noneOf(row, ['id', 'display_label'], 'should contain either id or display_label')
  }
  return undefined
}

function readProperties(row: SettingsRow, section: Section, draft: Draft): Section {
  const isNew = !draft.sections.includes(section)
  const label = row.has('display_label') ? readLabel(row, section, draft) : section.label
  const name = row.text('name', longestLabel) ?? (isNew ? label : section.name)
  return {
    ...section,
    label,
    name,
    ...(isNew && { apiName: toApiName(name, taken => draft.sections.some(({ apiName }) => apiName === taken)) }),
    columnCount: row.integer('column_count', 1, 2) ?? section.columnCount,
    tabTraversal: readTraversal(row) ?? section.tabTraversal,
  }
}

/** Labels are of letters, digits and spaces, and no two on a layout are the same; that is inferred. */
function readLabel(row: SettingsRow, section: Section, draft: Draft): string {
  const label = row.needed('display_label', row.text('display_label', longestLabel))
  if (label === section.label) return label
  if (!/^[\p{L}\p{N} ]+$/u.test(label)) throw row.refuse('invalidValue', 'display_label')
  const isTaken = draft.sections.some(
    other => other.id !== section.id && other.label.toLowerCase() === label.toLowerCase(),
  )
  if (isTaken) throw row.refuse('duplicateSetting', 'display_label')
  return label
}

function readTraversal(row: SettingsRow): Section['tabTraversal'] | undefined {
  const sent = row.raw('tab_traversal')
  if (sent !== undefined && typeof sent !== 'string') throw row.wrongType('tab_traversal', 'text')
  return row.choice('tab_traversal', traversals)
}

/** Zoho's own sections go only when nothing stands in them; the fields of others are unused afterwards. */
function removeSection(row: SettingsRow, section: Section, draft: Draft): void {
  const isKept = draft.sections.length === 1 || (!section.own && section.fields.length > 0)
  if (isKept || section.fields.some(id => fieldOf(draft, id)?.mandatory)) throw row.refuse('notAllowed', '_delete')
  draft.sections = draft.sections.filter(each => each !== section)
  draft.unused.push(...section.fields)
}

const fieldOf = ({ module }: Draft, id: string): FieldMeta | undefined => module.fields.find(each => each.id === id)

function readField(row: SettingsRow, sectionId: string, draft: Draft): void {
  refuseNotEmulated(row)
  const id = row.text('id', 20)
  if (id === undefined) throw noneOf(row, ['id', 'field_label'], 'should contain either id or field_label')
  const field = fieldOf(draft, id)
  if (!field) throw row.refuse('invalidId', 'id')
  const section = draft.sections.find(each => each.id === sectionId)!
  if (isDeletion(row)) takeOff(row, field, section, draft)
  else putOn(row, field, section, draft)
}

function putOn(row: SettingsRow, { id }: FieldMeta, section: Section, draft: Draft): void {
  const isOnLayout = draft.sections.some(({ fields }) => fields.includes(id))
  // what Zoho shows on no page is not to be had
  if (!isOnLayout && !draft.unused.includes(id)) throw row.refuse('notAllowed', 'id')
  const place = row.integer('sequence_number', 1, 10_000)
  if (place === undefined && section.fields.includes(id)) return
  draft.unused = draft.unused.filter(each => each !== id)
  draft.sections = draft.sections.map(each => {
    const others = each.fields.filter(other => other !== id)
    if (each === section) others.splice(place === undefined ? others.length : place - 1, 0, id)
    return others.length === each.fields.length && each !== section ? each : { ...each, fields: others }
  })
}

/** Takes a field off the layout. It stays a field, and its values stay. */
function takeOff(row: SettingsRow, field: FieldMeta, section: Section, draft: Draft): void {
  if (!section.fields.includes(field.id)) throw row.refuse('invalidId', 'id')
  const isPermanent = row.object('_delete')?.boolean('permanent') ?? false
  if (field.mandatory || (isPermanent && !field.custom)) throw row.refuse('notAllowed', '_delete')
  if (isPermanent) {
    throw notEmulated(row, '_delete', 'deleting a field by its layout is not emulated, DELETE /settings/fields is')
  }
  draft.unused.push(field.id)
  draft.sections = draft.sections.map(each =>
    each === section ? { ...each, fields: each.fields.filter(id => id !== field.id) } : each,
  )
}

/** @throws RowRefused naming what is not emulated, so that nobody believes it done */
function refuseNotEmulated(row: SettingsRow): void {
  if (row.raw('association_details') !== undefined) throw row.refuse('featureNotSupported', 'association_details')
  if (row.choice('element_type', ['field', 'mirror_field']) === 'mirror_field') {
    throw notEmulated(row, 'element_type', 'a mirror field is not emulated')
  }
  if (row.raw('id') === undefined && row.raw('field_label') !== undefined) {
    throw notEmulated(row, 'field_label', 'adding a field by a layout is not emulated, POST /settings/fields is')
  }
}

const notEmulated = (row: SettingsRow, key: string, message: string): RowRefused =>
  row.refuse('settingNotEmulated', key, {}, message)

const noneOf = (row: SettingsRow, keys: readonly string[], message: string): RowRefused =>
  new RowRefused({ ...crmErrorBody('noneOfFields', { expected_fields: keys.map(key => row.place(key)) }), message })

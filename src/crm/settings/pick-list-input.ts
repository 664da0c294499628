/** The values of a pick list that a client adds, and what it changes about one. */

import type { FieldMeta, PickListValue } from '../../world/metadata.ts'
import { isDeletion } from './deletion.ts'
import { inPlaces } from './in-places.ts'
import type { SettingsRow } from './row.ts'

const longestText = 120
const mostValues = 10_000
const none = '-None-'

/** The values of a new pick list, each once. @throws RowRefused */
export function readNewValues(row: SettingsRow, rows: readonly SettingsRow[]): string[] {
  refuseTooMany(row, rows.length)
  const values = new Set<string>()
  for (const each of rows) {
    const value = readValueName(each)
    if (values.has(value)) throw each.refuse('duplicateSetting', 'display_value')
    if (value !== none) values.add(value)
  }
  return [...values]
}

/** What records hold for a value: its actual value, else what people see. */
const readValueName = (value: SettingsRow): string =>
  value.needed('display_value', value.text('actual_value', longestText) ?? value.text('display_value', longestText))

/**
 * The values as they will be: a row with an id changes that value, one without adds one, `_delete` takes one away. Values
 * that are not named stay; `sequence_number` moves one to that place. Records keep what they say.
 * @throws RowRefused
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/update-custom-fields.html
 */
export function readPickListChanges(
  row: SettingsRow,
  field: FieldMeta,
  nextId: () => string,
): readonly PickListValue[] {
  const rows = row.objects('pick_list_values')
  if (!rows) return field.pickListValues
  if (field.pickListValues.length === 0 && !field.values) throw row.refuse('notAllowed', 'pick_list_values')
  refuseTooMany(row, rows.length)
  const draft: Draft = {
    values: new Map(field.pickListValues.map(each => [each.id, each])),
    ids: new Map(field.pickListValues.map(each => [each.value, each.id])),
    nextId,
  }
  const places = new Map<string, number>()
  for (const each of rows) {
    const value = readChange(each, draft)
    if (value && each.has('sequence_number')) {
      places.set(value.id, each.integer('sequence_number', 1, mostValues) ?? 1)
    }
  }
  refuseTooMany(row, draft.values.size)
  return inPlaces([...draft.values.values()], ({ id }) => places.get(id))
}

/** How many there may be is inferred. @throws RowRefused */
function refuseTooMany(row: SettingsRow, count: number): void {
  if (count > mostValues) throw row.refuse('tooLong', 'pick_list_values', { maximum_length: mostValues })
}

/** A pick list on its way from what it was to what it will be. */
interface Draft {
  /** By id. */
  readonly values: Map<string, PickListValue>
  /** By the value that records hold. */
  readonly ids: Map<string, string>
  nextId(): string
}

/** @returns the value that was changed or added; null where it was taken away */
function readChange(row: SettingsRow, { values, ids, nextId }: Draft): PickListValue | null {
  const id = row.text('id', 20)
  const before = id === undefined ? undefined : values.get(id)
  if (id !== undefined && !before) throw row.refuse('invalidId', 'id')
  if (before && isDeletion(row)) {
    if (before.value === none) throw row.refuse('notAllowed', '_delete')
    values.delete(before.id)
    ids.delete(before.value)
    return null
  }
  const changed = before ? changeValue(row, before) : newValue(row, nextId)
  const holder = ids.get(changed.value)
  if (holder !== undefined && holder !== changed.id) {
    throw row.refuse('duplicateSetting', row.has('actual_value') ? 'actual_value' : 'display_value')
  }
  if (before) ids.delete(before.value)
  ids.set(changed.value, changed.id)
  values.set(changed.id, changed)
  return changed
}

const newValue = (row: SettingsRow, nextId: () => string): PickListValue => ({
  ...shownAs(row, readValueName(row)),
  id: nextId(),
})

const changeValue = (row: SettingsRow, before: PickListValue): PickListValue => {
  const value = row.text('actual_value', longestText) ?? before.value
  return { ...before, ...shownAs(row, value) }
}

function shownAs(row: SettingsRow, value: string): Omit<PickListValue, 'id'> {
  const displayValue = row.text('display_value', longestText)
  const colourCode = row.text('colour_code', 7)
  if (colourCode !== undefined && !/^#[0-9A-Fa-f]{6}$/.test(colourCode)) throw row.refuse('invalidValue', 'colour_code')
  return {
    value,
    ...(displayValue !== undefined && displayValue !== value && { displayValue }),
    ...(colourCode !== undefined && { colourCode }),
  }
}

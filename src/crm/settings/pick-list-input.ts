/** What a client changes about the values of a pick list. */

import type { FieldMeta, PickListValue } from '../../world/metadata.ts'
import { readValueName } from './field-input.ts'
import type { SettingsRow } from './row.ts'

const longestText = 120
const none = '-None-'

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
  const values = new Map(field.pickListValues.map(each => [each.id, each]))
  const places = new Map<string, number>()
  for (const each of rows) {
    const value = readChange(each, values, nextId)
    if (value && each.has('sequence_number')) {
      places.set(value.id, each.integer('sequence_number', 1, 10_000) ?? 1)
    }
  }
  return inPlaces([...values.values()], places)
}

/** @returns the value that was changed or added; null where it was taken away */
function readChange(row: SettingsRow, values: Map<string, PickListValue>, nextId: () => string): PickListValue | null {
  const id = row.text('id', 20)
  const before = id === undefined ? undefined : values.get(id)
  if (id !== undefined && !before) throw row.refuse('invalidId', 'id')
  if (before && row.has('_delete') && row.raw('_delete') !== false) {
    if (before.value === none) throw row.refuse('notAllowed', '_delete')
    values.delete(before.id)
    return null
  }
  const changed = before ? changeValue(row, before) : newValue(row, nextId)
  const isTaken = [...values.values()].some(other => other.id !== changed.id && other.value === changed.value)
  if (isTaken) throw row.refuse('duplicateSetting', row.has('actual_value') ? 'actual_value' : 'display_value')
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

/** Each value that asks for a place gets it; the others keep their order around them. */
function inPlaces(values: PickListValue[], places: ReadonlyMap<string, number>): readonly PickListValue[] {
  const asking = values.filter(({ id }) => places.has(id)).sort((a, b) => places.get(a.id)! - places.get(b.id)!)
  const ordered = values.filter(({ id }) => !places.has(id))
  for (const value of asking) ordered.splice(places.get(value.id)! - 1, 0, value)
  return ordered
}

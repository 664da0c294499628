/** The values of a global pick list: how they are read from a request, kept and answered. */

import type { PickListValue } from '../../world/metadata.ts'
import type { Setting } from '../settings/collection.ts'
import { isDeletion } from '../settings/deletion.ts'
import { inPlaces } from '../settings/in-places.ts'
import type { Key } from '../settings/keys.ts'
import type { SettingsRow } from '../settings/row.ts'

export interface GlobalValue extends PickListValue {
  /** What people see. */
  readonly displayValue: string
  readonly referenceValue: string
  /** Whether the fields offer it. */
  readonly used: boolean
}

export const valuesOf = ({ values }: Setting): readonly GlobalValue[] =>
  values.pick_list_values as readonly GlobalValue[]

const longestText = 120
const mostUsed = 1000
const mostUnused = 500
const none = '-None-'

/**
 * A new list says all of its values. A change names those that it changes by their ids, adds what has none, and takes away
 * what says `_delete`; the others stay. One value may go, and one become unused, by a request.
 * @param isLocked which values are on their way out
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/update-global-picklist.html
 */
export const globalValues = (isLocked: (id: string, context: Parameters<Key['read']>[2]) => boolean): Key => ({
  required: true,
  read(row, name, context) {
    const { data, current } = context
    const rows = row.objects(name)
    if (!rows) return undefined
    const before = (current?.values[name] ?? []) as readonly GlobalValue[]
    const values = new Map(before.map(each => [each.id, each]))
    const places = new Map<string, number>()
    let deletions = 0
    let moves = 0
    for (const each of rows) {
      const id = current ? each.text('id', 20) : undefined
      const old = id === undefined ? undefined : values.get(id)
      if (id !== undefined && !old) throw each.refuse('invalidValue', 'id')
      if (old && isLocked(old.id, context)) throw row.refuse('notAllowed', name, {}, lockedMessage)
      if (old && isDeletion(each)) {
        if (++deletions > 1) throw each.exceeded('_delete', 1, 'More than one picklist value cannot be deleted')
        values.delete(old.id)
        continue
      }
      const value = readValue(each, old, () => data.nextRecordId())
      if (old?.used && !value.used && ++moves > 1) {
        throw each.exceeded('type', 1, 'More than one picklist value cannot be moved to unused type')
      }
      values.set(value.id, value)
      const place = each.integer('sequence_number', 1, mostUsed + mostUnused)
      if (place !== undefined && current) places.set(value.id, place)
    }
    const all = inPlaces([...values.values()], ({ id }) => places.get(id))
    checkValues(all, row, name)
    return all
  },
  show: value =>
    (value as readonly GlobalValue[]).map(({ id, value: actual, displayValue, referenceValue, used }, index) => ({
      display_value: displayValue,
      sequence_number: index + 1,
      reference_value: referenceValue,
      actual_value: actual,
      id,
      type: used ? 'used' : 'unused',
    })),
})

const lockedMessage =
  'Some values can not be modified since they are being deleted from the system through replacing process.'

function readValue(row: SettingsRow, old: GlobalValue | undefined, nextId: () => string): GlobalValue {
  const displayValue = readText(row, 'display_value', 'Display value') ?? old?.displayValue
  if (displayValue === undefined) throw row.missing('display_value')
  if (displayValue === none && !old) throw row.refuse('invalidValue', 'display_value')
  const reference = readText(row, 'reference_value', old ? 'Actual value' : 'Reference value')
  return {
    id: old?.id ?? nextId(),
    value: old?.value ?? displayValue,
    displayValue,
    referenceValue: reference ?? old?.referenceValue ?? displayValue,
    used: readUsed(row) ?? old?.used ?? true,
  }
}

function readText(row: SettingsRow, key: string, called: string): string | undefined {
  const text = row.text(key, longestText)
  if (text === undefined && row.has(key))
    throw row.missing(key, `${called} in pick list values cannot be empty or null`)
  return text
}

function readUsed(row: SettingsRow): boolean | undefined {
  const type = row.raw('type')
  if (type === undefined) return undefined
  if (type !== 'used' && type !== 'unused') throw row.refuse('notMatching', 'type', { regex: 'used|unused' })
  return type === 'used'
}

function checkValues(values: readonly GlobalValue[], row: SettingsRow, name: string): void {
  const used = values.filter(each => each.used).length
  const limit = (most: number, kind: string) =>
    row.exceeded(
      name,
      most,
      `Sorry, you have reached the limit of ${most} ${kind}values added for this pick list field.`,
    )
  if (used > mostUsed) throw limit(mostUsed, '')
  if (values.length - used > mostUnused) throw limit(mostUnused, 'unused ')
  if (used === 0) throw row.refuse('invalidValue', name, {}, 'Values in the pick list field cannot be empty.')
  const twice = (said: (value: GlobalValue) => string) => new Set(values.map(said)).size < values.length
  const duplicate = (what: string) =>
    row.refuse('duplicateSetting', name, {}, `Duplicate ${what} found. Enter a unique ${what}.`)
  if (twice(each => each.displayValue.toLowerCase())) throw duplicate('option')
  if (twice(each => each.value)) throw duplicate('option')
  if (twice(each => each.referenceValue.toLowerCase())) throw duplicate('reference option')
}

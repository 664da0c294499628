/** The fields whose values are those of a global pick list. */

import type { FieldMeta, ModuleMeta, PickListValue } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { changeAll } from '../records/change-all.ts'
import { recompute } from '../records/formulas.ts'
import type { Setting } from '../settings/collection.ts'
import type { SettingsRow } from '../settings/row.ts'
import type { GlobalValue } from './values.ts'

export const globalPickLists = (data: OrgData) => data.table<Setting>('settings/global_picklists')

export interface Association {
  readonly module: ModuleMeta
  readonly field: FieldMeta
}

export const associationsOf = (data: OrgData, list: string): Association[] =>
  data
    .modules()
    .flatMap(module =>
      module.fields.filter(({ globalPickList }) => globalPickList === list).map(field => ({ module, field })),
    )

/** The list that a field is to have its values from, as `{ "id": … }` or by its API name. @throws RowRefused */
export function readGlobalPickList(row: SettingsRow, data: OrgData): Setting | undefined {
  const sent = row.object('global_picklist')
  if (!sent) return undefined
  const id = sent.text('id', 20)
  const name = sent.text('api_name', 50)
  if (id === undefined && name === undefined) throw sent.missing('id')
  const lists = globalPickLists(data).all()
  const list = lists.find(each => (id === undefined ? each.values.api_name === name : each.id === id))
  if (!list) throw sent.refuse('invalidId', id === undefined ? 'api_name' : 'id')
  return list
}

/** What a field of a list offers, in the list's order. */
export const offeredValues = ({ values }: Setting): PickListValue[] => {
  const used = (values.pick_list_values as readonly GlobalValue[]).filter(each => each.used)
  if (values.pick_list_values_sorted_lexically) used.sort((a, b) => (a.displayValue < b.displayValue ? -1 : 1))
  return used.map(({ id, value, displayValue }) => ({ id, value, ...(displayValue !== value && { displayValue }) }))
}

/** Gives the fields of a list the values that it has now. */
export function updateFields(data: OrgData, list: Setting): void {
  const offered = offeredValues(list)
  for (const { field } of associationsOf(data, list.id)) {
    const row = data.metadata.fieldRow(field.id)!
    const none = row.pickListValues.filter(({ value }) => value === '-None-')
    const definition = { ...row.definition, values: offered.map(({ value }) => value) }
    data.metadata.putField({
      ...row,
      definition,
      pickListValues: [...none, ...offered],
      modifiedAt: data.clock.now(),
    })
  }
}

/** Leaves the fields of a list their values as their own. */
export function releaseFields(data: OrgData, list: string): void {
  for (const { field } of associationsOf(data, list)) {
    const row = data.metadata.fieldRow(field.id)!
    const { globalPickList: _, ...definition } = row.definition
    data.metadata.putField({ ...row, definition, modifiedAt: data.clock.now() })
  }
}

/** Old values with those that take their places. */
export type Replacements = ReadonlyMap<string, string>

/** How many records hold one of some values. */
export function countHolders({ module, field }: Association, values: Replacements, data: OrgData): number {
  let count = 0
  data.records(module).each(row => {
    if (replaced(row[field.apiName], values) !== undefined) count++
  })
  return count
}

/** Replaces values in all records. */
export function replaceInRecords({ module, field }: Association, values: Replacements, data: OrgData): void {
  changeAll(data, module, row => {
    const value = replaced(row[field.apiName], values)
    return value === undefined ? undefined : ({ ...row, [field.apiName]: value } as RecordRow)
  })
  recompute(data, module, field)
}

/** @returns undefined where nothing is to be replaced */
function replaced(value: StoredValue | undefined, values: Replacements): StoredValue | undefined {
  if (typeof value === 'string') return values.get(value)
  if (!Array.isArray(value) || !value.some(each => values.has(each as string))) return undefined
  return [...new Set(value.map(each => values.get(each as string) ?? each))] as unknown as StoredValue
}

/** Creating, changing and deleting one row of a collection. */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { Table } from '../../world/table.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { type Collection, type Setting, settingsOf, type Values, type WriteContext } from './collection.ts'
import type { SettingsRow } from './row.ts'

/** @returns the new row's id @throws RowRefused */
export function createSetting(c: CrmContext, declared: Collection, row: SettingsRow): string {
  const { data, user } = c.get('caller')
  const table = settingsOf(data, declared)
  const context = { c, data, row, table, current: undefined }
  const values = readValues(declared, context)
  declared.check?.(values, context)
  const now = data.clock.now()
  const setting: Setting = {
    id: data.nextRecordId(),
    values,
    createdAt: now,
    createdBy: user.id,
    modifiedAt: now,
    modifiedBy: user.id,
  }
  table.insert(setting)
  declared.written?.(setting, context)
  return setting.id
}

/** @returns the row's id @throws RowRefused */
export function changeSetting(c: CrmContext, declared: Collection, row: SettingsRow, current: Setting): string {
  const { data, user } = c.get('caller')
  const table = settingsOf(data, declared)
  const context = { c, data, row, table, current }
  const values = { ...current.values, ...readValues(declared, context) }
  declared.check?.(values, context)
  const setting = { ...current, values, modifiedAt: data.clock.now(), modifiedBy: user.id }
  table.put(setting)
  declared.written?.(setting, context)
  return setting.id
}

/** What a row says of the declared keys; what a change leaves out stays as it is. */
function readValues({ keys }: Collection, context: WriteContext): Values {
  const { row, table, current } = context
  const values: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(keys)) {
    if (key.readOnly) {
      if (!current && key.initial !== undefined) values[name] = key.initial
      continue
    }
    const sent = key.read(row, name, context)
    const isLeftOut = sent === undefined && !(current && row.has(name))
    const mayStay = isLeftOut && current !== undefined && key.required !== 'always'
    if (sent === undefined && key.required && !mayStay) throw row.missing(name)
    if (isLeftOut) {
      if (!current) values[name] = key.initial ?? null
      continue
    }
    if (current && key.fixed && sent !== current.values[name]) throw row.refuse('notAllowed', name)
    if (key.unique && isTaken(table, name, sent, current)) {
      throw row.refuse('duplicateSetting', name, {}, key.unique === true ? undefined : key.unique)
    }
    values[name] = sent ?? key.initial ?? null
  }
  return values
}

const isTaken = (table: Table<Setting>, name: string, value: unknown, current: Setting | undefined): boolean =>
  typeof value === 'string' &&
  table
    .all()
    .some(({ id, values }) => id !== current?.id && String(values[name] ?? '').toLowerCase() === value.toLowerCase())

export function removeSetting(
  c: CrmContext,
  declared: Collection,
  id: string,
  isReached: (setting: Setting) => boolean = () => true,
): ResultRow {
  const { data } = c.get('caller')
  const table = settingsOf(data, declared)
  const setting = table.get(id)
  if (!setting || !isReached(setting)) return crmErrorBody('recordNotFound', { id })
  const kept = declared.keeps?.(setting, data)
  if (kept) return kept
  table.delete(id)
  declared.deleted?.(setting, c)
  return declared.removal?.(setting, c) ?? success(declared.messages.deleted!, { id })
}

import { CrmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { readJsonCriteria } from '../criteria/json.ts'
import type { WriteContext } from './collection.ts'
import { RowRefused, type SettingsRow } from './row.ts'

/** Refuses a row for criteria that are none of records of a module. @throws RowRefused */
export function checkCriteria(
  sent: unknown,
  row: SettingsRow,
  key: string,
  module: ModuleMeta,
  { c, data }: Pick<WriteContext, 'c' | 'data'>,
): void {
  const { user } = c.get('caller')
  try {
    readJsonCriteria(sent, row.place(key).json_path, c.get('version'), { data, user, module })
  } catch (error) {
    throw error instanceof CrmError ? new RowRefused(error.body) : error
  }
}

/** Criteria of a row, kept as JSON. @returns undefined where the row says nothing @throws RowRefused */
export function readCriteria(row: SettingsRow, key: string, module: ModuleMeta, context: WriteContext): unknown {
  const sent = row.raw(key)
  if (sent !== undefined) checkCriteria(sent, row, key, module, context)
  return sent
}

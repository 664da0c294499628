import { crmError } from '../../protocol/crm-errors/index.ts'
import { answer, type CrmContext, type ResultRow } from '../answer.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import { SettingsRow } from './row.ts'
import { resultOf } from './write-rows.ts'

/**
 * Writes the row of a request that has to have just one. A refused row is answered with 400 in every version.
 * @param write gives back the row of the answer
 */
export async function writeOnlyRow(
  c: CrmContext,
  root: string,
  write: (row: SettingsRow) => ResultRow,
  written: 200 | 201 = 200,
): Promise<Response> {
  const body = await readJsonObject(c)
  const rows = rowsOf(c, body, root)
  if (rows.length > 1) {
    throw crmError('tooLong', { maximum_length: 1, api_name: root, json_path: `$.${root}` })
  }
  const row = resultOf(() => write(new SettingsRow(rows[0], `$.${root}[0]`)))
  return answer(c, { [root]: [row] }, row.status === 'error' ? 400 : written)
}

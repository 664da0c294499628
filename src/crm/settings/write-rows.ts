import { type CrmErrorBody, crmError } from '../../protocol/crm-errors/index.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import { RowRefused, SettingsRow } from './row.ts'

export interface SettingsWrite {
  /** The key of the request's and the answer's rows. */
  readonly root: string
  /** Most rows of one request. */
  readonly most?: number
  readonly allWell: 200 | 201
  /** What each row that succeeded says. */
  readonly message: string
}

/**
 * Writes the rows of a request one by one.
 * @param write gives back the id of what it wrote
 */
export async function writeSettings(
  c: CrmContext,
  world: World,
  { root, most, allWell, message }: SettingsWrite,
  write: (row: SettingsRow) => string,
): Promise<Response> {
  const rows = rowsOf(c, await readJsonObject(c), root, most === 1 ? undefined : most)
  if (most === 1 && rows.length > 1) {
    throw crmError('tooLong', { maximum_length: 1, api_name: root, json_path: `$.${root}` })
  }
  const results = rows.map((sent, index) =>
    writeRow(() => write(new SettingsRow(sent, `$.${root}[${index}]`)), message),
  )
  return answerRows(c, world, results, allWell, root)
}

/** The row of an answer: the id of what was written, or why it was not. */
export const writeRow = (write: () => string, message: string): ResultRow =>
  resultOf(() => success(message, { id: write() }))

/** What was read or done, or why the row was refused. */
export function resultOf<T = ResultRow>(write: () => T): T | CrmErrorBody {
  try {
    return write()
  } catch (error) {
    if (error instanceof RowRefused) return error.row
    throw error
  }
}

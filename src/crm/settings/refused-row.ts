import type { ResultRow } from '../answer.ts'
import { RowRefused } from './row.ts'

/** What was written, or the row that says why it was not. */
export function refusedRow(write: () => ResultRow): ResultRow {
  try {
    return write()
  } catch (error) {
    if (error instanceof RowRefused) return error.row
    throw error
  }
}

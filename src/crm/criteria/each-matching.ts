import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import type { Matches } from './compile.ts'

/** Visits the records that match, in the order in which they came. */
export function eachMatching(records: Table<RecordRow>, matches: Matches, visit: (row: RecordRow) => unknown): void {
  let at = -1
  records.each(row => {
    if (matches(row, ++at)) visit(row)
  })
}

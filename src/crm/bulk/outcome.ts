/**
 * What became of the rows of a table, and the table that tells it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/download-result.html
 */

import type { CrmErrorBody } from '../../protocol/crm-errors/index.ts'
import { toCsvLine } from './csv.ts'
import type { TableColumn, TableFile } from './table-file.ts'

export interface RowOutcome {
  readonly status: 'added' | 'updated' | 'skipped' | 'unprocessed'
  readonly recordId: string
  /** `CODE-Column,Column:CODE-Column` */
  readonly errors: string
}

export const unprocessed: RowOutcome = { status: 'unprocessed', recordId: '', errors: '' }

export const done = (status: 'added' | 'updated', recordId: string): RowOutcome => ({ status, recordId, errors: '' })

export const skipped = (errors: string, recordId = ''): RowOutcome => ({ status: 'skipped', recordId, errors })

/** Codes that a result may have; for any other stands CANNOT_PROCESS. */
const codes: ReadonlySet<string> = new Set([
  ...['MANDATORY_NOT_FOUND', 'INVALID_DATA', 'DUPLICATE_DATA', 'NOT_APPROVED', 'BLOCKED_RECORD', 'CANNOT_PROCESS'],
  ...['LIMIT_EXCEEDED', 'RESOURCE_NOT_FOUND'],
])

/** One error for each that a refused row has: its code, and where it stands in what was sent. */
export interface RowError {
  readonly code: string
  /** From the row on: names of fields and positions. */
  readonly path: readonly string[]
}

export function errorsOf({ code, details }: CrmErrorBody): RowError[] {
  const {
    errors,
    json_path: jsonPath,
    api_name: name,
  } = details as {
    errors?: readonly CrmErrorBody[]
    json_path?: string
    api_name?: string
  }
  if (errors) return errors.flatMap(errorsOf)
  const path = jsonPath ? [...jsonPath.replace(/^\$\.data\[\d+\]/, '').matchAll(/\w+/g)].map(([part]) => part) : []
  return [{ code: codes.has(code) ? code : 'CANNOT_PROCESS', path: path.length > 0 ? path : name ? [name] : [] }]
}

/** Errors as a result writes them: those of one code together. */
export function writeErrors(errors: readonly RowError[], labelOf: (path: readonly string[]) => string): string {
  const byCode = new Map<string, Set<string>>()
  for (const { code, path } of errors) {
    const labels = byCode.get(code) ?? new Set()
    byCode.set(code, labels)
    if (path.length > 0) labels.add(labelOf(path))
  }
  return [...byCode].map(([code, labels]) => (labels.size > 0 ? `${code}-${[...labels].join()}` : code)).join(':')
}

/** As the table calls a field. */
export const labelIn = (columns: readonly TableColumn[], apiName: string): string =>
  columns.find(column => column.apiName === apiName)?.label ?? apiName

const columnsShown = 3

/** The first columns of the table, and what became of each row. */
export function* tellOutcome({ columns, rows }: TableFile, outcomes: readonly RowOutcome[]): Generator<string> {
  const shown = columns.slice(0, columnsShown)
  yield toCsvLine([...shown.map(({ label }) => label), 'STATUS', 'RECORD_ID', 'ERRORS'])
  for (const [at, row] of rows.entries()) {
    const { status, recordId, errors } = outcomes[at] ?? unprocessed
    const cells = shown.map(({ index, defaultValue }) => (index === null ? '' : row[index]) || (defaultValue ?? ''))
    yield toCsvLine([...cells, status, recordId, errors])
  }
}

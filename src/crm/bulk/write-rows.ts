/** Writes the rows of a table as records, and with them the rows of further tables that belong to them. */

import type { CrmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { InnerRow, RecordRow } from '../../world/record-row.ts'
import { mayDo, notPermitted } from '../permissions.ts'
import { insertRecord, updateRecord, type WriteContext } from '../records/write.ts'
import { type CellContext, findRecord, toSent } from './cells.ts'
import { done, errorsOf, labelIn, type RowOutcome, skipped, unprocessed, writeErrors } from './outcome.ts'
import type { TableColumn, TableFile } from './table-file.ts'
import { parentId } from './targets.ts'
import type { Operation, WriteResource } from './write-request.ts'

export interface ParentTable {
  readonly resource: Pick<WriteResource, 'findBy' | 'ignoreEmpty'>
  readonly table: TableFile
}

/** The table of a subform: its rows by what the parent's table says in a certain column. */
export interface ChildTable {
  readonly resource: Pick<WriteResource, 'ignoreEmpty'>
  readonly field: FieldMeta
  readonly table: TableFile
  /** The column of the parent's table that holds the same as the key of this one. */
  readonly parentIndex: number
  readonly rowsOf: ReadonlyMap<string, readonly number[]>
  readonly outcomes: RowOutcome[]
}

type Sent = Record<string, unknown>

/** @returns what became of each row; what became of those of the children stands there */
export function writeRows(
  operation: Operation,
  { resource, table }: ParentTable,
  children: readonly ChildTable[],
  context: WriteContext,
): RowOutcome[] {
  const read = cellReaders(table, context)
  return table.rows.map(row => {
    const target = findTarget(operation, resource.findBy, table, row, context)
    if ('outcome' in target) return target.outcome
    const sent = toRow(table, row, read, target.id !== null && !resource.ignoreEmpty)
    const parts = children.map(child => ({ child, rows: child.rowsOf.get(row[child.parentIndex] ?? '') ?? [] }))
    return writeWithParts(sent, target.id, parts, table.columns, context)
  })
}

/** Writes only inner rows, into records that are there already. @param idOf the record, by the key of the rows */
export function writeOnlyParts(child: ChildTable, context: WriteContext): void {
  for (const [id, rows] of child.rowsOf) {
    if (!findRecord(id, 'id', context.module, context.caller)) {
      const errors = `RESOURCE_NOT_FOUND-${labelIn(child.table.columns, parentId)}`
      for (const at of rows) child.outcomes[at] = skipped(errors)
      continue
    }
    const { status, errors } = writeWithParts({}, id, [{ child, rows }], child.table.columns, context)
    if (status !== 'skipped') continue
    for (const at of rows) child.outcomes[at] ??= skipped(errors)
  }
}

type ReadCell = ((cell: string) => unknown) | null

function cellReaders({ columns }: TableFile, { caller, data }: WriteContext): ReadCell[] {
  return columns.map(({ field, format, findBy }) => {
    if (!field) return null
    const context: CellContext = { caller, data, format, findBy }
    return cell => toSent(cell, field, context)
  })
}

/** @param clears whether an empty cell empties the field */
function toRow({ columns }: TableFile, row: readonly string[], read: readonly ReadCell[], clears: boolean): Sent {
  const sent: Sent = {}
  for (const [at, { apiName, index, defaultValue }] of columns.entries()) {
    const readCell = read[at]
    if (!readCell) continue
    const cell = (index === null ? '' : (row[index] ?? '').trim()) || defaultValue
    if (cell) sent[apiName] = readCell(cell)
    else if (clears) sent[apiName] = null
  }
  return sent
}

type Target = { readonly id: string | null } | { readonly outcome: RowOutcome }

/** The record that a row is for; none for a new one. */
function findTarget(
  operation: Operation,
  findBy: string | null,
  { columns }: TableFile,
  row: readonly string[],
  { caller, module }: WriteContext,
): Target {
  const column = findBy === null ? undefined : columns.find(({ apiName }) => apiName === findBy)
  const cell = (column && column.index !== null ? (row[column.index] ?? '').trim() : '') || column?.defaultValue
  const found = findBy !== null && cell ? findRecord(cell, findBy, module, caller) : undefined
  const label = labelIn(columns, findBy ?? 'id')
  if (operation === 'insert') return found ? refuse(`DUPLICATE_DATA-${label}`) : isPermitted(null, caller, module)
  if (found) return isPermitted(found, caller, module)
  if (operation === 'update' && !cell) return refuse(`MANDATORY_NOT_FOUND-${label}`)
  if (operation === 'update' || (findBy === 'id' && cell)) return refuse(`RESOURCE_NOT_FOUND-${label}`)
  return isPermitted(null, caller, module)
}

const refuse = (errors: string): Target => ({ outcome: skipped(errors) })

/** An upsert needs one permission or the other, by what it finds. */
function isPermitted(found: RecordRow | null, { user }: WriteContext['caller'], module: ModuleMeta): Target {
  const permission = found ? 'edit' : 'create'
  if (mayDo(user.profile, permission, module)) return { id: found?.id ?? null }
  return refuse(writeErrors(errorsOf(notPermitted(permission, module)), ([name]) => name ?? ''))
}

interface Parts {
  readonly child: ChildTable
  readonly rows: readonly number[]
}

/** An inner row that cannot be written is left out, and the record is written without it. */
function writeWithParts(
  sent: Sent,
  id: string | null,
  parts: readonly Parts[],
  columns: readonly TableColumn[],
  context: WriteContext,
): RowOutcome {
  let left = parts.filter(({ rows }) => rows.length > 0)
  for (;;) {
    const row = {
      ...sent,
      ...Object.fromEntries(left.map(part => [part.child.field.apiName, toInnerRows(part, context)])),
    }
    const result = id === null ? insertRecord(row, context) : updateRecord(row, id, context)
    if (result.status === 'success') {
      const { id: recordId } = result.details as { id: string }
      for (const part of left) tellParts(part, recordId, context)
      return done(id === null ? 'added' : 'updated', recordId)
    }
    const rest = withoutRefused(left, result)
    if (!rest) return refuseWhole(result, left, columns)
    if (rest.length === 0 && Object.keys(sent).length === 0) return unprocessed
    left = rest
  }
}

function toInnerRows({ child: { table, resource }, rows }: Parts, context: WriteContext): Sent[] {
  const read = cellReaders(table, context)
  return rows.map(at => toRow(table, table.rows[at]!, read, !resource.ignoreEmpty))
}

/** Says of inner rows that they were added; they stand last among those of the record. */
function tellParts({ child, rows }: Parts, recordId: string, { data, module }: WriteContext): void {
  const record = data.records(module).get(recordId)
  const inner = (record?.[child.field.apiName] ?? []) as readonly InnerRow[]
  const added = inner.slice(-rows.length)
  for (const [place, at] of rows.entries()) child.outcomes[at] = done('added', added[place]?.id ?? '')
}

/** What is left when the inner rows at fault are taken out; null where none is at fault. */
function withoutRefused(parts: readonly Parts[], error: CrmErrorBody): Parts[] | null {
  let isNone = true
  const left = parts.map(({ child, rows }): Parts => {
    const errors = errorsOf(error).filter(({ path }) => path[0] === child.field.apiName && /^\d+$/.test(path[1] ?? ''))
    const refused = new Set(errors.map(({ path }) => Number(path[1])))
    for (const place of refused) {
      const own = errors.filter(({ path }) => Number(path[1]) === place)
      const text = writeErrors(own, path => labelIn(child.table.columns, path[2] ?? ''))
      if (rows[place] === undefined) continue
      child.outcomes[rows[place]] = skipped(text)
      isNone = false
    }
    return { child, rows: rows.filter((_, place) => !refused.has(place)) }
  })
  return isNone ? null : left.filter(({ rows }) => rows.length > 0)
}

function refuseWhole(error: CrmErrorBody, parts: readonly Parts[], columns: readonly TableColumn[]): RowOutcome {
  for (const { child, rows } of parts) for (const at of rows) child.outcomes[at] = unprocessed
  return skipped(writeErrors(errorsOf(error), ([name]) => labelIn(columns, name ?? '')))
}

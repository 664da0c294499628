/**
 * The files in a record's fields. An upload is used once: the record gets a file of its own with an id of its own, and the
 * one that was uploaded is gone. A file that a record has no more is gone too.
 *
 * Source: https://github.com/zoho/crm-oas, files
 */

import type { Actor } from '../../http/authenticate.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { copyFile, type OrgFile, recordOwner } from '../../world/org-files.ts'
import type { InnerRow, RecordRow, StoredValue } from '../../world/record-row.ts'
import { mayDo } from '../permissions.ts'
import { findVisible } from './sharing.ts'

export const isUploadField = ({ dataType }: Pick<FieldMeta, 'dataType'>): boolean =>
  dataType === 'fileupload' || dataType === 'imageupload'

const fileFields = new WeakMap<ModuleMeta, readonly FieldMeta[]>()
const hasFiles = (field: FieldMeta): boolean => isUploadField(field) || field.dataType === 'profileimage'

/** The upload that a client names, unless it was used before. */
export function unusedFile(data: OrgData, id: string): OrgFile | undefined {
  const file = data.files.get(id)
  return file?.usedBy === undefined ? file : undefined
}

/** Whether the caller may see what has a file; one that nothing has yet is anybody's who knows its id. */
export function seesOwner(caller: Actor, { usedBy }: OrgFile): boolean {
  if (usedBy === undefined) return true
  const [name = '', id] = usedBy.split(':')
  // what jobs and the org have is handed out by calls of their own
  if (id === undefined) return false
  const module = caller.data.module(name)
  return (
    module !== undefined && mayDo(caller.user.profile, 'view', module) && findVisible(caller, module, id) !== undefined
  )
}

/** A row that nobody has kept yet. */
export type NewRow = Record<string, StoredValue | undefined> & RecordRow

/** Gives a record that is being written its own files, and lets go those that it had before and has no more. */
export function settleFiles(data: OrgData, module: ModuleMeta, row: NewRow, before?: RecordRow): void {
  for (const field of getOrMake(fileFields, module, () => module.fields.filter(hasFiles))) {
    const value = row[field.apiName]
    if (value === before?.[field.apiName]) continue
    row[field.apiName] = isUploadField(field)
      ? ownRows(data, module, row, field, value)
      : (ownFile(data, module, row, value)?.id ?? null)
    const kept = new Set(fileIdsOf(field, row[field.apiName]))
    for (const id of fileIdsOf(field, before?.[field.apiName])) if (!kept.has(id)) data.files.delete(id)
  }
}

/** The record's own file of that id: the one it has, or a copy of one that was uploaded or that another record has. */
function ownFile(data: OrgData, { apiName }: ModuleMeta, { id }: RecordRow, fileId: StoredValue | undefined) {
  const file = typeof fileId === 'string' ? data.files.get(fileId) : undefined
  if (!file) return undefined
  const owner = recordOwner(apiName, id)
  if (file.usedBy === owner) return file
  if (file.usedBy === undefined) data.files.delete(file.id)
  return copyFile(data, file, owner)
}

function ownRows(
  data: OrgData,
  module: ModuleMeta,
  record: RecordRow,
  field: FieldMeta,
  value: StoredValue | undefined,
): StoredValue {
  if (!Array.isArray(value)) return value ?? null
  const rows = (value as readonly InnerRow[]).map((row, index) => {
    const file = ownFile(data, module, record, row.File_Id__s)
    if (!file || file.id === row.File_Id__s) return row
    const own = { ...row, File_Id__s: file.id, File_Name__s: file.name, Size__s: String(file.size) }
    if (field.dataType === 'fileupload') return Object.freeze(own)
    const preview = copyFile(data, file, file.usedBy!).id
    const place = row.Sequence_Number__s ?? index + 1
    return Object.freeze({ ...own, Preview_Id__s: preview, Sequence_Number__s: place, State__s: 'save' })
  })
  return Object.freeze(rows)
}

function fileIdsOf(field: FieldMeta, value: StoredValue | undefined): string[] {
  if (typeof value === 'string') return field.dataType === 'profileimage' ? [value] : []
  if (!Array.isArray(value)) return []
  return (value as readonly InnerRow[])
    .flatMap(({ File_Id__s: file, Preview_Id__s: preview }) => [file, preview])
    .filter(id => typeof id === 'string')
}

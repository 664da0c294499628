/**
 * One table of an uploaded ZIP: its rows, and which of its columns become which fields.
 *
 * Source of the limits: https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/limitations.html
 */

import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { rowFieldsOf } from '../records/row-fields.ts'
import { CsvProblem, parseCsv } from './csv.ts'
import { fieldToWrite, missingMandatory, parentId } from './targets.ts'
import { bytesOfUpload, findUpload } from './uploads.ts'
import type { Mapping, Operation, WriteResource } from './write-request.ts'
import { openZip, ZipProblem } from './zip.ts'

export const rowsPerFile = 25_000
const columnsPerFile = 200
/** Of all that is unpacked of a ZIP, in bytes; 25 MB of packed tables are seldom more. */
const unpackedLimit = 128 * 1024 * 1024

/** Why a table as a whole is not written. */
export class TableProblem extends Error {
  readonly code: string

  constructor(code: string, reason: string) {
    super(reason)
    this.code = code
  }
}

export interface TableColumn extends Mapping {
  /** As the table calls it, or else the field. */
  readonly label: string
  /** Null for the column that says which record, or whose row, is meant. */
  readonly field: FieldMeta | null
}

export interface TableFile {
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * @param resources all of the job, for what belongs together
 * @throws TableProblem
 */
export function readTable(
  data: OrgData,
  userId: string,
  resource: WriteResource,
  resources: readonly WriteResource[],
  { encoding, operation }: { readonly encoding: string | null; readonly operation: Operation },
): TableFile {
  const module = data.module(resource.parent?.module ?? resource.module)
  const inner = resource.parent ? module?.fieldsByName.get(resource.parent.field) : null
  if (!module || inner === undefined) throw new TableProblem('MODULE_NOT_AVAILABLE', `${resource.module} is gone`)
  const { name, bytes } = unpack(data, userId, resource)
  const { header, rows } = parse(decode(bytes, encoding))
  if (header.length === 0) throw new TableProblem('INVALID_FILE_FORMAT', `${name} has no header`)
  if (header.length > columnsPerFile)
    throw new TableProblem('HEADER_LIMIT_EXCEEDED', `more than ${columnsPerFile} columns`)
  if (rows.length > rowsPerFile) throw new TableProblem('LIMIT_EXCEEDED', `more than ${rowsPerFile} rows`)

  const mappings = resource.mappings ?? readHeader(header, module, inner, data)
  const beyond = mappings.find(({ index }) => index !== null && index >= header.length)
  if (beyond) throw new TableProblem('COLUMN_INDEX_NOT_FOUND', `there is no column ${beyond.index}`)
  if (operation !== 'update' && !resource.mappings && missingMandatory(resource, mappings, resources, data)) {
    throw new TableProblem('MANDATORY_FIELDS_NOT_MAPPED', 'a mandatory field has no column')
  }
  const fields = new Map(inner ? rowFieldsOf(inner).map(each => [each.apiName, each]) : module.fieldsByName)
  const columns = mappings.map(mapping => ({
    ...mapping,
    label: mapping.index === null ? mapping.apiName : header[mapping.index]!,
    field: isKey(mapping.apiName, inner) ? null : (fields.get(mapping.apiName) ?? null),
  }))
  return { name, columns, rows }
}

const isKey = (name: string, inner: FieldMeta | null): boolean => name === (inner ? parentId : 'id')

function unpack(data: OrgData, userId: string, { fileId, fileName }: WriteResource) {
  const upload = findUpload(data, userId, fileId)
  if (!upload) throw new TableProblem('INVALID_FILE_ID', `file ${fileId} is gone`)
  const isWanted = (name: string) => (fileName === null ? isTable(name) : name === fileName)
  try {
    const { files, names } = openZip(bytesOfUpload(data, upload), isWanted, unpackedLimit)
    if (fileName === null && files.size > 1) {
      throw new TableProblem('INVALID_FILE_FORMAT', `which of ${[...files.keys()].join(', ')} is meant is not said`)
    }
    const [found] = files
    if (!found) throw new TableProblem('INVALID_FILE_FORMAT', `no table ${fileName ?? ''} in ${names.join(', ')}`)
    return { name: found[0], bytes: found[1] }
  } catch (error) {
    if (!(error instanceof ZipProblem)) throw error
    throw new TableProblem(error.kind === 'broken' ? 'INVALID_FILE_FORMAT' : 'FILE_TOO_LARGE', error.message)
  }
}

/** Some systems put files of their own beside those that were packed. */
const isTable = (name: string): boolean => /\.csv$/i.test(name) && !name.startsWith('__MACOSX/')

/** Without word of it a text is UTF-8, or else what Windows writes; Zoho finds it out too, but not how. */
function decode(bytes: Uint8Array, encoding: string | null): string {
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function parse(text: string) {
  try {
    return parseCsv(text, rowsPerFile + 1)
  } catch (error) {
    if (error instanceof CsvProblem) throw new TableProblem('INVALID_FILE_FORMAT', error.message)
    throw error
  }
}

/** A header names fields as mappings do; that one unknown name stops the whole is inferred. */
function readHeader(header: readonly string[], module: ModuleMeta, inner: FieldMeta | null, data: OrgData): Mapping[] {
  return header.map((name, index) => {
    const target = fieldToWrite(name, inner, module, data)
    if (!target) throw new TableProblem('INVALID_FIELD_NAME', `the header has ${name}`)
    const { apiName, findBy } = target
    return { apiName, index, findBy, format: null, defaultValue: null, parentColumnIndex: null }
  })
}

/**
 * What a client asks of a bulk write: which operation, with which tables of an uploaded ZIP, and how their columns become
 * fields.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/create-job.html. Which of Zoho's codes answers which
 * mistake is inferred where its descriptions have no message.
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { isKnownFormat } from './cells.ts'
import { isSent, readModule } from './read-request.ts'
import { fieldToWrite, findChild, isFindable, missingMandatory } from './targets.ts'
import { findUpload } from './uploads.ts'

export type Operation = 'insert' | 'update' | 'upsert'

/** How one column, or one value for all rows, becomes a field. */
export interface Mapping {
  readonly apiName: string
  readonly index: number | null
  readonly format: string | null
  readonly findBy: string | null
  /** Written where a cell is empty, or where there is no column. */
  readonly defaultValue: string | null
  /** For the table of a subform: the column of the parent's table that holds the same. */
  readonly parentColumnIndex: number | null
}

export interface WriteResource {
  readonly module: string
  /** For a table of inner rows: to which field of which module they belong. */
  readonly parent: { readonly module: string; readonly field: string } | null
  /** The id of the uploaded file, as clients know it. */
  readonly fileId: string
  readonly fileName: string | null
  readonly findBy: string | null
  readonly ignoreEmpty: boolean
  /** Null where the header of the table says it. */
  readonly mappings: readonly Mapping[] | null
  /** As the client wrote them, to be told again. */
  readonly sentMappings: readonly unknown[]
}

export interface WriteRequest {
  readonly operation: Operation
  readonly encoding: string | null
  readonly resources: readonly WriteResource[]
}

const operations: readonly unknown[] = ['insert', 'update', 'upsert'] satisfies Operation[]
const mostResources = 100
const mostMappings = 500

/** Modules that bulk writes leave alone. */
const notWritten: ReadonlySet<string> = new Set(['Notes', 'Attachments', 'Emails', 'Events', 'Calls'])

export interface WriteContext {
  readonly data: OrgData
  readonly userId: string
  readonly version: Version
}

type Body = Readonly<Record<string, unknown>>

const missing = (key: string, of = '') =>
  crmError('bulkKeyMissing', {}, { message: `required key ${key}${of} is not found in request body.` })

const invalid = (key: string, reason?: string) =>
  crmError('bulkValueInvalid', { api_name: key }, reason === undefined ? {} : { reason })

const invalidMapping = (message: string) =>
  crmError('bulkMappingInvalid', {}, { message: `invalid mapping. ${message}` })

/** @throws CrmError */
export function readWriteRequest(body: Body, context: WriteContext): WriteRequest {
  const { operation, resource } = body
  if (!isSent(operation)) throw missing('operation')
  if (!operations.includes(operation)) throw invalid('operation')
  const encoding = readEncoding(body.character_encoding)
  if (!isSent(resource)) throw missing('resource')
  if (!Array.isArray(resource) || resource.length === 0) throw invalid('resource')
  if (resource.length > mostResources) {
    throw crmError('bulkLimitExceeded', { limit: mostResources, api_name: 'resource' })
  }
  const ignoreEmpty = readFlag(body.ignore_empty, 'ignore_empty') ?? false
  const resources: WriteResource[] = []
  for (const each of resource) {
    resources.push(readResource(each, operation as Operation, ignoreEmpty, resources, context))
  }
  checkMandatory(resources, operation as Operation, context.data)
  return { operation: operation as Operation, encoding, resources }
}

function readEncoding(sent: unknown): string | null {
  if (!isSent(sent)) return null
  if (typeof sent !== 'string') throw invalid('character_encoding')
  try {
    new TextDecoder(sent)
    return sent
  } catch {
    throw invalid('character_encoding', `${sent.slice(0, 50)} is no known encoding`)
  }
}

function readFlag(sent: unknown, key: string): boolean | null {
  if (!isSent(sent)) return null
  if (typeof sent !== 'boolean') throw invalid(key)
  return sent
}

function readText(sent: unknown, key: string): string | null {
  if (!isSent(sent)) return null
  if (typeof sent !== 'string') throw invalid(key)
  return sent
}

function readIndex(sent: unknown, key: string): number | null {
  if (!isSent(sent)) return null
  if (!Number.isInteger(sent) || (sent as number) < 0 || (sent as number) > 10_000) throw invalid(key)
  return sent as number
}

function readResource(
  sent: unknown,
  operation: Operation,
  ignoreEmpty: boolean,
  before: readonly WriteResource[],
  context: WriteContext,
): WriteResource {
  if (!isJsonObject(sent)) throw invalid('resource')
  if (isSent(sent.type) && sent.type !== 'data') throw invalid('type')
  if (!isSent(sent.module)) throw missing('module')
  const { module, parent } = readTarget(sent.module, before, context)
  const file = readFile(sent, parent !== null, context)
  const findBy = readText(sent.find_by, 'find_by')
  if (findBy === null && operation !== 'insert' && !parent) throw missing('find_by')
  if (findBy !== null && !parent && !isFindable(findBy, module))
    throw invalidMapping(`invalid find_by ${shown(findBy)}.`)
  const mappings = readMappings(sent.field_mappings, parent?.field ?? null, module, context.data)
  return {
    module: parent ? parent.field.rows!.module : module.apiName,
    parent: parent && { module: module.apiName, field: parent.field.apiName },
    ...file,
    findBy,
    ignoreEmpty: readFlag(sent.ignore_empty, 'ignore_empty') ?? ignoreEmpty,
    mappings,
    sentMappings: Array.isArray(sent.field_mappings) ? sent.field_mappings : [],
  }
}

const shown = (name: string): string => name.slice(0, 100)

/** A module, or the rows of a subform or multi-select lookup under the name of their own module. */
function readTarget(sent: unknown, before: readonly WriteResource[], { data, version }: WriteContext) {
  const name = isJsonObject(sent) ? sent.api_name : sent
  const parents = before.filter(({ parent }) => !parent).map(({ module }) => data.module(module)!)
  const child = typeof name === 'string' ? findChild(name, parents, data) : null
  if (child) return { module: child.module, parent: { field: child.field } }
  const module = readModule(sent, version, data)
  if (notWritten.has(module.apiName)) {
    throw crmError('bulkModuleNotAvailable', {}, { message: `Requested module '${module.apiName}' is not available.` })
  }
  return { module, parent: null }
}

function readFile({ file_id: sent, file_names: names }: Body, isChild: boolean, { data, userId }: WriteContext) {
  if (!isSent(sent)) throw missing('file_id')
  const fileId = typeof sent === 'string' || typeof sent === 'number' ? String(sent) : ''
  if (!findUpload(data, userId, fileId)) throw crmError('bulkFileIdInvalid')
  if (!isSent(names)) {
    if (isChild) throw missing('file_names')
    return { fileId, fileName: null }
  }
  if (!Array.isArray(names) || names.length !== 1 || typeof names[0] !== 'string') throw invalid('file_names')
  return { fileId, fileName: names[0] as string }
}

function readMappings(
  sent: unknown,
  inner: FieldMeta | null,
  module: ModuleMeta,
  data: OrgData,
): readonly Mapping[] | null {
  if (!isSent(sent)) return null
  if (!Array.isArray(sent)) throw invalid('field_mappings')
  if (sent.length === 0) return null
  if (sent.length > mostMappings)
    throw crmError('bulkLimitExceeded', { limit: mostMappings, api_name: 'field_mappings' })
  return sent.map(each => readMapping(each, inner, module, data))
}

function readMapping(sent: unknown, inner: FieldMeta | null, module: ModuleMeta, data: OrgData): Mapping {
  if (!isJsonObject(sent)) throw invalid('field_mappings')
  const apiName = readText(sent.api_name, 'api_name')
  if (apiName === null) throw missing('api_name')
  const target = fieldToWrite(apiName, inner, module, data)
  if (!target) throw invalidMapping(`invalid api_name ${shown(apiName)}.`)
  const defaultValue = readDefault(sent.default_value)
  const index = readIndex(sent.index, 'index')
  if (index === null && defaultValue === null) throw missing('index', ` for field ${shown(apiName)}`)
  const findBy = readText(sent.find_by, 'find_by') ?? target.findBy
  if (findBy !== null && target.target && !isFindable(findBy, target.target)) {
    throw invalidMapping(`invalid find_by ${shown(findBy)}.`)
  }
  const format = readText(sent.format, 'format')
  if (format !== null && !isKnownFormat(format)) throw crmError('bulkFormatInvalid')
  const parentColumnIndex = readIndex(sent.parent_column_index, 'parent_column_index')
  return { apiName: target.apiName, index, format, findBy, defaultValue, parentColumnIndex }
}

function readDefault(sent: unknown): string | null {
  if (!isSent(sent)) return null
  const value = isJsonObject(sent) ? sent.value : undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw invalid('default_value')
}

/** What the header of a table says is known only when it is read. */
function checkMandatory(resources: readonly WriteResource[], operation: Operation, data: OrgData): void {
  if (operation === 'update') return
  for (const resource of resources) {
    if (resource.mappings && missingMandatory(resource, resource.mappings, resources, data)) {
      throw crmError('bulkMandatoryNotMapped')
    }
  }
}

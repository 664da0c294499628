/**
 * What a client asks of a bulk read. v2 names the module by a text, later versions by an object; v2.1 takes both, as no page
 * says which it was.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-read/create-job.html
 */

import type { Actor } from '../../http/authenticate.ts'
import { CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import { isJsonObject } from '../../protocol/json-object.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { allOf, type Matches } from '../criteria/compile.ts'
import { findView, viewMatches } from '../custom-views.ts'
import { readJsonObject } from '../request-body.ts'
import { allColumns, type Column, findColumn, isExported } from './columns.ts'
import { inNewForm, readBulkCriteria } from './criteria.ts'

export type FileType = 'csv' | 'ics'

/** As it is kept; what it names is looked up again when the job's work is done. */
export interface ReadQuery {
  readonly module: string
  readonly cvid: string | null
  readonly fields: readonly string[] | null
  readonly page: number
  /** In the form of the later versions. */
  readonly criteria: object | null
}

/** The last page that can be asked for; of the two that Zoho's pages name, the larger. */
const lastPage = 500
/** More fields than these mean all that there are. */
const mostFields = 200

const notRead: ReadonlySet<string> = new Set(['Notes', 'Attachments', 'Emails'])

/** @throws CrmError */
export async function readBulkBody(c: CrmContext): Promise<Record<string, unknown>> {
  try {
    return await readJsonObject(c)
  } catch (error) {
    if (!(error instanceof CrmError) || error.status !== 400) throw error
    const isEmpty = c.env.exchange.requestBody === ''
    throw crmError(isEmpty ? 'bulkBodyEmpty' : 'bulkBodyNotReadable', {}, { reason: error.message })
  }
}

/** A key that is null was not sent. */
export const isSent = (value: unknown): boolean => value !== undefined && value !== null

const unsupported = (reason: string): CrmError => crmError('bulkQueryNotSupported', {}, { reason })

/** @throws CrmError */
export function readFileType(body: Readonly<Record<string, unknown>>): FileType {
  const type = body.file_type ?? (isJsonObject(body.query) ? body.query.file_type : undefined)
  if (!isSent(type) || type === 'csv') return 'csv'
  if (type === 'ics') return 'ics'
  throw unsupported('file_type is csv or ics')
}

/** The module that a body names. @throws CrmError */
export function readModule(sent: unknown, version: Version, data: OrgData): ModuleMeta {
  const isNamed = typeof sent === 'string' && version.number <= 2.1
  const name = isNamed ? sent : isJsonObject(sent) && version.number > 2 ? sent.api_name : undefined
  if (typeof name !== 'string') throw crmError('bulkModuleNotAvailable', {}, { reason: 'no module is named' })
  const module = data.module(name)
  if (module) return module
  const shown = name.slice(0, 100)
  throw crmError('bulkModuleNotAvailable', {}, { message: `Requested module '${shown}' is not available.` })
}

/** @throws CrmError */
export function readQuery(sent: unknown, version: Version, data: OrgData, fileType: FileType): ReadQuery {
  if (!isJsonObject(sent)) throw unsupported('the body has no query')
  const module = readModule(sent.module, version, data)
  if (notRead.has(module.apiName) || (fileType === 'ics' && module.apiName !== 'Events')) {
    throw crmError('bulkModuleNotSupported', {}, { reason: `${module.apiName} is not read as ${fileType}` })
  }
  return {
    module: module.apiName,
    cvid: readCvid(sent.cvid),
    fields: readFields(sent.fields, module, fileType),
    page: readPage(sent.page),
    criteria: readCriteria(sent.criteria),
  }
}

function readCvid(sent: unknown): string | null {
  if (!isSent(sent)) return null
  if (typeof sent !== 'string' && typeof sent !== 'number') throw crmError('cvidNotSupported')
  return String(sent)
}

function readFields(sent: unknown, module: ModuleMeta, fileType: FileType): string[] | null {
  if (!isSent(sent)) return null
  if (fileType === 'ics') {
    const details = { api_name: 'fields', module: module.apiName }
    throw crmError('bulkFieldNotSupported', details, { reason: 'an ics file has no columns to choose' })
  }
  if (!Array.isArray(sent) || sent.some(name => typeof name !== 'string'))
    throw unsupported('fields is a list of names')
  const names = [...new Set(sent as string[])]
  return names.length === 0 || names.length > mostFields ? null : names
}

function readPage(sent: unknown): number {
  if (!isSent(sent)) return 1
  if (!Number.isInteger(sent) || (sent as number) < 1) throw crmError('pageNotSupported')
  if ((sent as number) > lastPage) throw crmError('pageRangeExceeded', { max_limit: lastPage })
  return sent as number
}

function readCriteria(sent: unknown): object | null {
  if (!isSent(sent)) return null
  const criteria = inNewForm(sent)
  if (!isJsonObject(criteria)) throw crmError('criteriaInvalid', {}, { reason: 'criteria is an object' })
  return criteria
}

/** What is read, once everything that a query names was found. */
export interface ReadPlan {
  readonly module: ModuleMeta
  readonly columns: readonly Column[]
  readonly matches: Matches
  /** The modules of other records that are looked into. */
  readonly joined: readonly ModuleMeta[]
}

/**
 * Looks up what a query names, for a caller and now.
 * @throws CrmError
 */
export function planRead(query: ReadQuery, version: Version, caller: Actor): ReadPlan {
  const { data, user } = caller
  const module = data.module(query.module)
  if (!module) throw crmError('bulkModuleNotAvailable')
  const columns = query.fields ? namedColumns(query.fields, module, version, caller) : allColumns(module, version)
  const matches: Matches[] = []
  const criteria = query.criteria && readBulkCriteria(query.criteria, module, version, caller)
  if (query.cvid !== null) {
    const view = findView(data, user, module, query.cvid)
    if (!view) throw crmError('cvidNotSupported', {}, { reason: `${module.apiName} has no view of that id` })
    matches.push(viewMatches(view, { data, user, module }))
  } else if (!criteria?.columns.some(({ name }) => name === converted)) {
    // as in lists, which leave converted leads out without word of them; that bulk reads do so too is inferred
    matches.push(row => row[converted] !== true)
  }
  if (criteria) matches.push(criteria.matches)
  const joined = [...columns, ...(criteria?.columns ?? [])].flatMap(({ through }) => through)
  return { module, columns, matches: allOf(matches), joined: [...new Set(joined)] }
}

const converted = 'Converted__s'

function namedColumns(names: readonly string[], module: ModuleMeta, version: Version, caller: Actor): Column[] {
  const columns: Column[] = []
  for (const name of names) {
    // stands first in any case
    if (name.toLowerCase() === 'id') continue
    const column = findColumn(name, module, version, caller)
    if ('problem' in column) {
      const details = { api_name: name.slice(0, 300), module: column.module }
      throw crmError(column.problem === 'missing' ? 'bulkFieldNotAvailable' : 'joinLimitExceeded', details)
    }
    if (!isExported(column.field)) throw crmError('bulkFieldNotSupported', { api_name: name, module: column.of })
    columns.push(column)
  }
  return columns
}

/** One part of a composite request: how it is read, and how it becomes a request of its own. */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { CrmContext } from '../answer.ts'
import { parseQuery } from '../coql/parser.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'
import { mostRows, partKindOf } from './allowed.ts'
import { deepest, type Lookup, ReferenceProblem, resolve, resolveAddress } from './references.ts'

const idForm = '[a-zA-Z0-9][a-zA-Z0-9_]*'
const uriForm = '/crm(/.*)?/v[0-9]+([.][0-9]+)?/.*'
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const
const restrictedHeaders = ['authorization', 'x-crm-org']
/** What says where a message goes and how, and so is nothing that a part may say. */
const connectionHeaders = /^(?:host|cookie|origin|connection|content-length|transfer-encoding|x-forwarded-.*)$/i
/** Roots of bodies whose rows are counted. */
const roots = ['data', 'users', 'variables', 'tags', 'watch', 'currencies']

export interface Part {
  readonly row: SettingsRow
  readonly id: string | undefined
  readonly method: (typeof methods)[number]
  readonly uri: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/** @throws RowRefused */
export function readPart(c: CrmContext, sent: unknown, path: string): Part {
  const row = new SettingsRow(sent, path)
  const id = row.raw('sub_request_id')
  if (id !== undefined) requireForm(row, 'sub_request_id', id, idForm, 100)
  const method = row.needed('method', row.choice('method', methods))
  const uri = row.needed('uri', row.raw('uri'))
  requireForm(row, 'uri', uri, uriForm, 2048)
  const headers = readObject(row, 'headers')
  const restricted = Object.keys(headers).filter(name => restrictedHeaders.includes(name.toLowerCase()))
  if (restricted.length > 0) {
    throw row.refuse('restrictedHeaders', 'headers', { restricted_headers: restricted })
  }
  requireVersion(c, uri as string)
  return {
    row,
    id: id as string | undefined,
    method,
    uri: uri as string,
    headers,
    params: readObject(row, 'params'),
    body: readBody(row),
  }
}

function requireForm(row: SettingsRow, key: string, value: unknown, regex: string, longest: number): void {
  if (typeof value === 'string' && value.length > longest) {
    throw row.refuse('tooLong', key, { maximum_length: longest })
  }
  if (typeof value === 'string' && new RegExp(`^${regex}$`).test(value)) return
  throw row.refuse('subRequestForm', key, { expected_data_type: 'text', regex })
}

function readObject(row: SettingsRow, key: string): Readonly<Record<string, unknown>> {
  const values = row.object(key) ? (row.raw(key) as Record<string, unknown>) : {}
  const wrong = Object.entries(values).find(([, value]) => typeof value === 'object')
  if (wrong) throw row.object(key)!.wrongType(wrong[0], 'text')
  return values
}

function readBody(row: SettingsRow): unknown {
  if (!row.object('body')) return undefined
  const body = row.raw('body')
  // no request of Zoho's comes near, and nobody could write it down again
  if (isDeeper(body, deepest)) throw row.wrongType('body', 'jsonobject')
  return body
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some(each => isDeeper(each, levels - 1)))

function requireVersion(c: CrmContext, uri: string): void {
  const version = Number(/\/v(\d+(?:\.\d+)?)\//.exec(uri)?.[1])
  const { number } = c.get('version')
  if (version <= number) return
  const details = { sub_request_version: version, composite_request_version: number }
  throw new RowRefused(crmErrorBody('subRequestVersion', details))
}

/** What a part asks once its references are resolved; or what it is answered without being asked. */
export type Prepared = { readonly request: Request } | { readonly refused: object }

/**
 * @param authorization of the whole
 * @throws RowRefused
 */
export function prepare(c: CrmContext, part: Part, lookup: Lookup, authorization: string): Prepared {
  const { row, method } = part
  try {
    const uri = resolveAddress(part.uri, `${row.path}.uri`, lookup)
    const params = resolve(part.params, `${row.path}.params`, lookup) as Record<string, unknown>
    const headers = resolve(part.headers, `${row.path}.headers`, lookup) as Record<string, unknown>
    const body = resolve(part.body, `${row.path}.body`, lookup) as Record<string, unknown> | undefined
    const { url, path } = addressOf(c, uri)
    const kind = partKindOf(method, path)
    if (!kind) throw row.refuse('subRequestNotSupported', 'uri')
    for (const [name, value] of Object.entries(params)) url.searchParams.append(name, String(value))
    const limited = kind === 'open' ? { body } : limit(kind, { url, path, body })
    if ('refused' in limited) return limited
    return { request: toRequest(method, url, { headers, body: limited.body, authorization }) }
  } catch (error) {
    if (!(error instanceof ReferenceProblem)) throw error
    const { reference, path } = error
    const details = { api_name: /([^.[\]]+)(?:\[\d+\])*$/.exec(path)?.[1] ?? '', json_path: path, reference }
    throw new RowRefused(crmErrorBody('invalidReference', details))
  }
}

/** On the host of the whole, whatever dots and references make of the path. */
function addressOf(c: CrmContext, uri: string): { readonly url: URL; readonly path: string } {
  const { located } = c.env
  const base = located.addressOf(located.host!.name)
  const url = new URL(`${base}${uri}`)
  const { pathname } = new URL(`${base}/`)
  if (!url.href.startsWith(`${base}/crm/`)) return { url, path: '' }
  return { url, path: decode(url.pathname.slice(pathname.length - 1)) }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

interface Asked {
  readonly url: URL
  readonly path: string
  readonly body: Record<string, unknown> | undefined
}

/** A part reads and writes fewer records than a request of its own. What `by` names of other parameters is inferred. */
function limit(kind: 'write' | 'list', { url, path, body }: Asked): { body: unknown } | { refused: object } {
  const most = mostRows[kind]
  const refuse = (by: string) => ({ refused: crmErrorBody('subRequestLimit', { by, limit: most }) })
  if (kind === 'write') {
    const root = roots.find(name => Array.isArray(body?.[name]) && (body[name] as unknown[]).length > most)
    return root ? refuse(root) : { body }
  }
  if (path.endsWith('/coql')) {
    const query = limitQuery(body?.select_query, most)
    return query === null ? refuse('limit') : { body: { ...body, select_query: query } }
  }
  const perPage = url.searchParams.get('per_page')
  if (perPage === null) url.searchParams.set('per_page', String(most))
  return Number(perPage) > most ? refuse('per_page') : { body }
}

/** A query with a limit. @returns null where it asks for more than that */
function limitQuery(query: unknown, most: number): unknown {
  if (typeof query !== 'string') return query
  try {
    const { limit: asked, offset } = parseQuery(query)
    if (asked !== null) return Number(asked) > most ? null : query
    if (offset === null) return `${query} limit ${most}`
    const at = query.toLowerCase().lastIndexOf('offset')
    return `${query.slice(0, at)}limit ${most} ${query.slice(at)}`
  } catch {
    // what is wrong with it the query API says itself
    return query
  }
}

interface Content {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly authorization: string
}

function toRequest(method: string, url: URL, { headers, body, authorization }: Content): Request {
  const sent: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (isHeader(name, String(value)) && !connectionHeaders.test(name)) sent[name] = String(value)
  }
  const hasBody = body !== undefined && method !== 'GET' && method !== 'DELETE'
  return new Request(url, {
    method,
    headers: { ...sent, Authorization: authorization, ...(hasBody && { 'Content-Type': 'application/json' }) },
    ...(hasBody && { body: JSON.stringify(body) }),
  })
}

const isHeader = (name: string, value: string): boolean =>
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)

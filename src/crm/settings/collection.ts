/**
 * Settings that are lists of rows: currencies, variables, holidays and their like. Each is a declaration of its keys and of
 * what its calls are named; listing, reading, creating, changing and deleting are done here, alike for all.
 *
 *     collection({ path: '/settings/variables', root: 'variables', scope: 'settings.variables',
 *       keys: { name: text(100, { required: true, unique: true }), … }, messages: { … } })
 *
 * Errors follow Zoho's descriptions of these calls (https://github.com/zoho/crm-oas): what is wrong with a row refuses that
 * row, what is wrong with the path refuses the call.
 */

import { queryParams } from '../../http/query.ts'
import { type CrmError, type CrmErrorBody, crmError } from '../../protocol/crm-errors/index.ts'
import type { VersionName } from '../../protocol/versions.ts'
import type { OrgData } from '../../world/org-data.ts'
import { type SettingKind, settingId } from '../../world/setting-ids.ts'
import { Base, type Table } from '../../world/table.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow } from '../answer.ts'
import { cutPage, readPlainPage } from '../records/page.ts'
import { readIds } from '../records/query.ts'
import { onSince } from '../require-version.ts'
import type { Handler, Method, Needs, Routes } from '../routes.ts'
import { type Key, showValues } from './keys.ts'
import type { SettingsRow } from './row.ts'
import { writeSettings } from './write-rows.ts'
import { changeSetting, createSetting, removeSetting } from './write-setting.ts'

/** What a row says, by the names of its keys. */
export type Values = Readonly<Record<string, unknown>>

/** A row as it is kept. Those that the org starts with were made by nobody, when the org was. */
export interface Setting {
  readonly id: string
  readonly values: Values
  readonly createdAt: number
  /** User ids. */
  readonly createdBy: string | null
  readonly modifiedAt: number
  readonly modifiedBy: string | null
}

export type Operation = 'list' | 'get' | 'create' | 'update' | 'updateOne' | 'delete' | 'deleteOne'

const allOperations: readonly Operation[] = ['list', 'get', 'create', 'update', 'updateOne', 'delete', 'deleteOne']

export interface Collection {
  /** E.g. `/settings/variables`. */
  readonly path: string
  /** The key of the rows in requests and answers. */
  readonly root: string
  /** Without `ZohoCRM.` and the operation, e.g. `settings.variables`. */
  readonly scope: string
  /** The first version that has it. */
  readonly since?: VersionName
  readonly operations?: readonly Operation[]
  /** How rows are changed; PUT unless told otherwise. */
  readonly changedBy?: 'put' | 'patch'
  /** The verbs of scopes that are not those of the operation. */
  readonly verbs?: Partial<Readonly<Record<Operation, string>>>
  /** A key by whose value a path may name a row, besides its id. */
  readonly byName?: string
  readonly permit?: Needs['permit']
  /** As `permit`, of writing alone. */
  readonly writePermit?: Needs['permit']
  readonly keys: Readonly<Record<string, Key>>
  /** What an org begins with. */
  readonly start?: { readonly kind: SettingKind; rows(data: OrgData): readonly Values[] }
  readonly messages: { readonly created?: string; readonly updated?: string; readonly deleted?: string }
  /** What a call answers that made all its rows; 201 unless told otherwise. */
  readonly created?: 200 | 201
  /** Most rows of one request. */
  readonly most?: number
  /** Throws where the org has none of this. */
  guard?(c: CrmContext, operation: Operation): void
  /** Looks at a row as a whole before it is kept. @throws RowRefused */
  check?(values: Values, context: WriteContext): void
  /** What is done where a row was written. */
  written?(setting: Setting, context: WriteContext): void
  /** What is done where a row was deleted. */
  deleted?(setting: Setting, c: CrmContext): void
  /** Why a row cannot be deleted; null where it can. */
  keeps?(setting: Setting, data: OrgData): CrmErrorBody | null
  /** What the answer says of a row that was deleted, where that is not its id. */
  removal?(setting: Setting, c: CrmContext): ResultRow
  /** Which rows the path and its parameters reach at all. @throws CrmError for parameters that reach none */
  within?(c: CrmContext): (setting: Setting) => boolean
  /** In which order a list shows them; left out, as they came. */
  order?(a: Setting, b: Setting): number
  /** Which of them a list holds, from its parameters. */
  listed?(c: CrmContext): (setting: Setting) => boolean
  /** How a row is answered; left out, it is the keys as they were written, and the id. */
  show?(setting: Setting, shown: Values, c: CrmContext): object
  /** What stands beside the rows of a list; `page` has four keys as other lists have them. */
  readonly info?: 'page' | ((rows: readonly Setting[], c: CrmContext) => object)
  /** What else an answer holds beside its rows. */
  beside?(c: CrmContext): object
  /** What is said of an id in the path that is none. */
  readonly unknown?: string
  /** Whether reading such an id is refused too. */
  readonly strict?: boolean
  /** Whether a single row is answered as a page of one. */
  readonly oneIsPage?: boolean
}

export interface WriteContext {
  readonly c: CrmContext
  readonly data: OrgData
  readonly row: SettingsRow
  readonly table: Table<Setting>
  /** What is changed; undefined for a new one. */
  readonly current: Setting | undefined
}

const startOf = new WeakMap<Collection, WeakMap<object, Base<Setting>>>()

/** The rows of a collection in an org. */
export const settingsOf = (data: OrgData, declared: Collection): Table<Setting> =>
  data.table<Setting>(`settings${declared.path.replace(/^\/settings/, '')}`, {
    base: () => startingRows(data, declared),
  })

function startingRows(data: OrgData, declared: Collection): Base<Setting> {
  const { start } = declared
  if (!start) return new Base<Setting>()
  const { org } = data
  const kept = startOf.get(declared) ?? new WeakMap<object, Base<Setting>>()
  startOf.set(declared, kept)
  let base = kept.get(org)
  if (!base) {
    const made = { createdAt: org.createdAt, createdBy: null, modifiedAt: org.createdAt, modifiedBy: null }
    base = new Base(
      start.rows(data).map((values, index) => ({ id: settingId(org.idPrefix, start.kind, index), values, ...made })),
    )
    kept.set(org, base)
  }
  return base
}

/** Declares the routes of a collection. */
export function collectionRoutes(routes: Routes, declared: Collection): void {
  const { path, root, scope, operations = allOperations, changedBy = 'put', verbs = {}, most = 100 } = declared
  const onVersions = onSince(declared.since ?? 'v2', routes)
  const { world } = routes
  const has = (operation: Operation) => operations.includes(operation)
  const needs = (operation: Operation, verb: string): Needs => {
    const { permit: always, writePermit = always } = declared
    const permit = verb === 'READ' ? always : writePermit
    return { scopes: `ZohoCRM.${scope}.${verbs[operation] ?? verb}`, ...(permit !== undefined && { permit }) }
  }
  const on = (method: Method, where: string, operation: Operation, verb: string, handler: Handler): void =>
    onVersions(method, where, needs(operation, verb), c => {
      declared.guard?.(c, operation)
      return handler(c)
    })
  const idPath = `${path}/:id`

  if (has('list')) on('get', path, 'list', 'READ', c => answerList(c, declared))
  if (has('get')) {
    on('get', idPath, 'get', 'READ', c => {
      const setting = declared.strict ? existing(c, declared) : settingOfPath(c, declared)
      if (!setting) return answerNothing(c)
      const info = declared.oneIsPage && { info: { per_page: 200, count: 1, page: 1, more_records: false } }
      return answer(c, { [root]: [showSetting(setting, declared, c)], ...info, ...declared.beside?.(c) })
    })
  }
  if (has('create')) {
    const { created: allWell = 201 } = declared
    const write = { root, allWell, message: declared.messages.created!, most } as const
    on('post', path, 'create', 'CREATE', c => {
      declared.within?.(c)
      return writeSettings(c, world, write, row => createSetting(c, declared, row))
    })
  }
  const updated = { root, allWell: 200, message: declared.messages.updated!, most } as const
  if (has('update')) {
    on(changedBy, path, 'update', 'UPDATE', c => {
      const isReached = declared.within?.(c)
      return writeSettings(c, world, updated, row => {
        const current = settingsOf(c.get('caller').data, declared).get(row.needed('id', row.text('id', 20)))
        if (!current || isReached?.(current) === false) throw row.refuse('invalidId', 'id')
        return changeSetting(c, declared, row, current)
      })
    })
  }
  if (has('updateOne')) {
    on(changedBy, idPath, 'updateOne', 'UPDATE', c => {
      const current = existing(c, declared)
      return writeSettings(c, world, { ...updated, most: 1 }, row => changeSetting(c, declared, row, current))
    })
  }
  if (has('delete')) {
    on('delete', path, 'delete', 'DELETE', c => {
      const isReached = declared.within?.(c)
      const results = readIds(c).map(id => removeSetting(c, declared, id, isReached))
      return answerRows(c, world, results, 200, root)
    })
  }
  if (has('deleteOne')) {
    on('delete', idPath, 'deleteOne', 'DELETE', c => {
      const { id } = existing(c, declared)
      return answerRows(c, world, [removeSetting(c, declared, id)], 200, root)
    })
  }
}

function answerList(c: CrmContext, declared: Collection): Response {
  const { root, info, beside } = declared
  const isReached = declared.within?.(c)
  const isListed = declared.listed?.(c)
  const rows = settingsOf(c.get('caller').data, declared)
    .all()
    .filter(row => (isReached?.(row) ?? true) && (isListed?.(row) ?? true))
  if (declared.order) rows.sort(declared.order)
  const shown = (some: readonly Setting[]) => some.map(setting => showSetting(setting, declared, c))
  if (info !== 'page') {
    if (rows.length === 0) return answerNothing(c)
    return answer(c, { [root]: shown(rows), ...(info && { info: info(rows, c) }), ...beside?.(c) })
  }
  const cut = cutPage(rows, readPlainPage(queryParams(c)))
  if (cut.rows.length === 0) return answerNothing(c)
  return answer(c, { [root]: shown(cut.rows), info: cut.info, ...beside?.(c) })
}

/** A row as it is answered. */
export function showSetting(setting: Setting, declared: Collection, c: CrmContext): object {
  const all = { ...showValues(setting.values, declared.keys, c), id: setting.id }
  return declared.show ? declared.show(setting, all, c) : all
}

/** The row that the path names. @throws CrmError for what can name none */
function settingOfPath(c: CrmContext, declared: Collection): Setting | undefined {
  const isReached = declared.within?.(c)
  const table = settingsOf(c.get('caller').data, declared)
  const named = c.req.param('id') ?? ''
  const { byName } = declared
  if (!isId(named) && byName === undefined) throw noSuchId(declared)
  const setting = isId(named) ? table.get(named) : table.all().find(({ values }) => values[byName!] === named)
  return setting && isReached?.(setting) === false ? undefined : setting
}

const isId = (named: string): boolean => /^\d{1,19}$/.test(named)

/** @throws CrmError where there is none of that id */
export function existing(c: CrmContext, declared: Collection): Setting {
  const setting = settingOfPath(c, declared)
  if (!setting) throw noSuchId(declared)
  return setting
}

/** Says where the id stands in the path behind the version. */
const noSuchId = ({ path, unknown }: Collection): CrmError =>
  crmError(
    'invalidPathId',
    { resource_path_index: path.split('/').length - 1 },
    unknown === undefined ? {} : { message: unknown },
  )

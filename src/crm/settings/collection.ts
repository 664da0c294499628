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
import { type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { VersionName } from '../../protocol/versions.ts'
import type { OrgData } from '../../world/org-data.ts'
import { type SettingKind, settingId } from '../../world/setting-ids.ts'
import { Base, type Table } from '../../world/table.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { readPlainPage } from '../records/page.ts'
import { readIds } from '../records/query.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import type { Key } from './keys.ts'
import type { SettingsRow } from './row.ts'
import { writeSettings } from './write-rows.ts'

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
  /** A key by whose value a path may name a row, besides its id. */
  readonly byName?: string
  readonly permit?: Needs['permit']
  readonly keys: Readonly<Record<string, Key>>
  /** What an org begins with. */
  readonly start?: { readonly kind: SettingKind; rows(data: OrgData): readonly Values[] }
  readonly messages: { readonly created?: string; readonly updated?: string; readonly deleted?: string }
  /** What a call answers that made all its rows; 201 unless told otherwise. */
  readonly created?: 200 | 201
  /** Most rows of one request. */
  readonly most?: number
  /** Looks at a row as a whole before it is kept. @throws RowRefused */
  check?(values: Values, context: WriteContext): void
  /** What is done where a row was written. */
  written?(setting: Setting, context: WriteContext): void
  /** What is done where a row was deleted. */
  deleted?(setting: Setting, c: CrmContext): void
  /** Why a row cannot be deleted; null where it can. */
  keeps?(setting: Setting, data: OrgData): CrmErrorBody | null
  /** In which order a list shows them; left out, as they came. */
  order?(a: Setting, b: Setting): number
  /** Which rows a list holds, from its parameters. */
  listed?(c: CrmContext): (setting: Setting) => boolean
  /** How a row is answered; left out, it is the keys as they were written, and the id. */
  show?(setting: Setting, shown: Values, c: CrmContext): object
  /** What stands beside the rows of a list; `page` has four keys as other lists have them. */
  readonly info?: 'page' | ((rows: readonly Setting[], c: CrmContext) => object)
  /** What is said of an id in the path that is none. */
  readonly unknown?: string
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
  const { path, root, scope, operations = allOperations, permit } = declared
  const on = onSince(declared.since ?? 'v2', routes)
  const { world } = routes
  const has = (operation: Operation) => operations.includes(operation)
  const needs = (verb: string): Needs => ({
    scopes: `ZohoCRM.${scope}.${verb}`,
    ...(permit !== undefined && { permit }),
  })
  const idPath = `${path}/:id`

  if (has('list')) on('get', path, needs('READ'), c => answerList(c, declared))
  if (has('get')) {
    on('get', idPath, needs('READ'), c => {
      const setting = settingOfPath(c, declared)
      return setting ? answer(c, { [root]: [showSetting(setting, declared, c)] }) : answerNothing(c)
    })
  }
  if (has('create')) {
    const { created: allWell = 201, messages, most = 100 } = declared
    const write = { root, allWell, message: messages.created!, most }
    on('post', path, needs('CREATE'), c => writeSettings(c, world, write, row => create(c, declared, row)))
  }
  const updated = { root, allWell: 200, message: declared.messages.updated!, most: declared.most ?? 100 } as const
  if (has('update')) {
    on('put', path, needs('UPDATE'), c =>
      writeSettings(c, world, updated, row => {
        const table = settingsOf(c.get('caller').data, declared)
        const id = row.needed('id', row.text('id', 20))
        const current = table.get(id)
        if (!current) throw row.refuse('invalidId', 'id')
        return change(c, declared, row, current)
      }),
    )
  }
  if (has('updateOne')) {
    on('put', idPath, needs('UPDATE'), c => {
      const current = existing(c, declared)
      return writeSettings(c, world, { ...updated, most: 1 }, row => change(c, declared, row, current))
    })
  }
  if (has('delete')) {
    on('delete', path, needs('DELETE'), c => {
      const results = readIds(c).map(id => remove(c, declared, id))
      return answerRows(c, world, results, 200, root)
    })
  }
  if (has('deleteOne')) {
    on('delete', idPath, needs('DELETE'), c => {
      const { id } = existing(c, declared)
      return answerRows(c, world, [remove(c, declared, id)], 200, root)
    })
  }
}

function answerList(c: CrmContext, declared: Collection): Response {
  const { root, info } = declared
  const isListed = declared.listed?.(c)
  const all = settingsOf(c.get('caller').data, declared).all()
  const rows = isListed ? all.filter(isListed) : all
  if (declared.order) rows.sort(declared.order)
  const shown = (some: readonly Setting[]) => some.map(setting => showSetting(setting, declared, c))
  if (info !== 'page') {
    if (rows.length === 0) return answerNothing(c)
    return answer(c, { [root]: shown(rows), ...(info && { info: info(rows, c) }) })
  }
  const { page, perPage, skip } = readPlainPage(queryParams(c))
  const some = rows.slice(skip, skip + perPage)
  if (some.length === 0) return answerNothing(c)
  const more = rows.length > skip + perPage
  return answer(c, {
    [root]: shown(some),
    info: { per_page: perPage, count: some.length, page, more_records: more },
  })
}

/** A row as answers have it. */
export function showSetting(setting: Setting, declared: Collection, c: CrmContext): object {
  const shown: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(declared.keys)) {
    const value = setting.values[name]
    if (!key.secret) shown[name] = value !== undefined && key.show ? key.show(value, c) : (value ?? null)
  }
  const all = { ...shown, id: setting.id }
  return declared.show ? declared.show(setting, all, c) : all
}

/** @returns the new row's id @throws RowRefused */
function create(c: CrmContext, declared: Collection, row: SettingsRow): string {
  const { data, user } = c.get('caller')
  const table = settingsOf(data, declared)
  const context = { c, data, row, table, current: undefined }
  const values = readValues(declared, context)
  declared.check?.(values, context)
  const now = data.clock.now()
  const setting: Setting = {
    id: data.nextRecordId(),
    values,
    createdAt: now,
    createdBy: user.id,
    modifiedAt: now,
    modifiedBy: user.id,
  }
  table.insert(setting)
  declared.written?.(setting, context)
  return setting.id
}

function change(c: CrmContext, declared: Collection, row: SettingsRow, current: Setting): string {
  const { data, user } = c.get('caller')
  const table = settingsOf(data, declared)
  const context = { c, data, row, table, current }
  const values = { ...current.values, ...readValues(declared, context) }
  declared.check?.(values, context)
  const setting = { ...current, values, modifiedAt: data.clock.now(), modifiedBy: user.id }
  table.put(setting)
  declared.written?.(setting, context)
  return setting.id
}

/** What a row says of the declared keys; what a change leaves out stays as it is. */
function readValues({ keys }: Collection, context: WriteContext): Values {
  const { row, table, current } = context
  const values: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(keys)) {
    if (key.readOnly) {
      if (!current && key.initial !== undefined) values[name] = key.initial
      continue
    }
    const sent = key.read(row, name, context)
    const isLeftOut = sent === undefined && !(current && row.has(name))
    if (sent === undefined && key.required && !(isLeftOut && current)) throw row.missing(name)
    if (isLeftOut) {
      if (!current) values[name] = key.initial ?? null
      continue
    }
    if (current && key.fixed && sent !== current.values[name]) throw row.refuse('notAllowed', name)
    if (key.unique && isTaken(table, name, sent, current)) throw row.refuse('duplicateSetting', name)
    values[name] = sent ?? null
  }
  return values
}

const isTaken = (table: Table<Setting>, name: string, value: unknown, current: Setting | undefined): boolean =>
  typeof value === 'string' &&
  table
    .all()
    .some(({ id, values }) => id !== current?.id && String(values[name] ?? '').toLowerCase() === value.toLowerCase())

function remove(c: CrmContext, declared: Collection, id: string): ResultRow {
  const { data } = c.get('caller')
  const table = settingsOf(data, declared)
  const setting = table.get(id)
  if (!setting) return crmErrorBody('recordNotFound', { id })
  const kept = declared.keeps?.(setting, data)
  if (kept) return kept
  table.delete(id)
  declared.deleted?.(setting, c)
  return success(declared.messages.deleted!, { id })
}

/** The row that the path names. @throws CrmError for what can name none */
function settingOfPath(c: CrmContext, declared: Collection): Setting | undefined {
  const table = settingsOf(c.get('caller').data, declared)
  const named = c.req.param('id') ?? ''
  if (/^\d{1,19}$/.test(named)) return table.get(named)
  const { byName } = declared
  if (byName === undefined) throw crmError('invalidPathId', { resource_path_index: idIndex(c) })
  return table.all().find(({ values }) => values[byName] === named)
}

/** @throws CrmError where there is none of that id */
function existing(c: CrmContext, declared: Collection): Setting {
  const setting = settingOfPath(c, declared)
  const { unknown: message } = declared
  if (!setting) throw crmError('invalidPathId', { resource_path_index: idIndex(c) }, message ? { message } : {})
  return setting
}

/** Where the id stands in the path behind the version. */
const idIndex = (c: CrmContext): number => c.env.located.path.split('/').length - 4

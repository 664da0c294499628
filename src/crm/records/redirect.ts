/** Lets everything that names a record name another of the same module instead, in the recycle bin too. */

import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { InnerRow, RecordRow, StoredObject, StoredValue } from '../../world/record-row.ts'
import type { Place } from './references.ts'
import { rowFieldsOf } from './row-fields.ts'

/** Where the records of a module may name those of another. */
interface Pointers {
  readonly lookups: readonly FieldMeta[]
  /** Fields that may name records of several modules, of which the row says one. */
  readonly anyLookups: readonly FieldMeta[]
  /** Fields of rows, each with the parts of a row that are such lookups. */
  readonly rows: readonly (readonly [field: FieldMeta, parts: readonly FieldMeta[]])[]
  readonly hasParticipants: boolean
}

const participantTypes: Readonly<Record<string, string>> = { Contacts: 'contact', Leads: 'lead' }

function pointersOf({ fields }: ModuleMeta, target: string): Pointers {
  const isTo = ({ lookup }: FieldMeta) => lookup?.module === target
  return {
    lookups: fields.filter(isTo),
    anyLookups: fields.filter(({ modules }) => modules?.includes(target)),
    rows: fields.flatMap(field => {
      const parts = rowFieldsOf(field).filter(isTo)
      return parts.length > 0 ? [[field, parts] as const] : []
    }),
    hasParticipants: target in participantTypes && fields.some(({ dataType }) => dataType === 'participants'),
  }
}

export function redirectReferences(data: OrgData, from: Place, toId: string): void {
  for (const module of data.modules()) {
    if (module.definition.withoutRecords) continue
    const pointers = pointersOf(module, from.module)
    const records = data.records(module)
    for (const row of namingRows(data, module, pointers, from)) {
      records.put(redirected(records.get(row.id) ?? row, pointers, from, toId))
    }
  }
  redirectRecycled(data, from, toId)
}

function namingRows(data: OrgData, module: ModuleMeta, pointers: Pointers, from: Place): RecordRow[] {
  const { lookups, anyLookups, rows, hasParticipants } = pointers
  const found = [...lookups, ...anyLookups].flatMap(({ apiName }) => data.pointingTo(from.id, module, apiName))
  if (rows.length > 0 || hasParticipants) {
    data.records(module).each(row => {
      if (redirected(row, pointers, from, from.id) !== row) found.push(row)
    })
  }
  return found
}

function redirectRecycled(data: OrgData, from: Place, toId: string): void {
  const pointers = new Map(data.modules().map(module => [module.apiName, pointersOf(module, from.module)]))
  const redirect = (name: string, row: RecordRow): RecordRow => {
    const known = pointers.get(name)
    return known ? redirected(row, known, from, toId) : row
  }
  for (const recycled of data.recycleBin.all()) {
    if (!recycled.record) continue
    const record = redirect(recycled.module, recycled.record)
    if (record !== recycled.record) data.recycleBin.put({ ...recycled, record })
  }
}

/** The row with the other record in place of the one; the row itself where it names it nowhere. */
function redirected(row: RecordRow, pointers: Pointers, from: Place, toId: string): RecordRow {
  // nothing may come to name itself
  const put = row.id === toId ? null : toId
  const changes: Record<string, StoredValue> = {}
  for (const { apiName } of pointers.lookups) if (row[apiName] === from.id) changes[apiName] = put
  for (const { apiName } of pointers.anyLookups) {
    if (row[apiName] === from.id && row.$se_module === from.module) changes[apiName] = put
  }
  for (const [{ apiName, dataType }, parts] of pointers.rows) {
    const inner = (row[apiName] ?? []) as readonly InnerRow[]
    const changed = redirectedRows(inner, parts, from.id, put, dataType === 'multiselectlookup')
    if (changed !== inner) changes[apiName] = changed as unknown as StoredValue
  }
  if (pointers.hasParticipants) {
    const participants = (row.Participants ?? []) as readonly StoredObject[]
    if (participants.some(each => each.participant === from.id)) {
      changes.Participants = participants.map(each =>
        each.participant === from.id ? Object.freeze({ ...each, participant: toId }) : each,
      )
    }
  }
  return Object.keys(changes).length === 0 ? row : { ...row, ...changes }
}

/** @param once whether no two rows may name the same record */
function redirectedRows(
  rows: readonly InnerRow[],
  parts: readonly FieldMeta[],
  fromId: string,
  toId: string | null,
  once: boolean,
): readonly InnerRow[] {
  if (!rows.some(row => parts.some(({ apiName }) => row[apiName] === fromId))) return rows
  const changed = rows.map(row => {
    const named = parts.filter(({ apiName }) => row[apiName] === fromId)
    return named.length === 0
      ? row
      : Object.freeze({ ...row, ...Object.fromEntries(named.map(({ apiName }) => [apiName, toId])) })
  })
  if (!once) return Object.freeze(changed)
  const [{ apiName }] = parts as [FieldMeta]
  const seen = new Set<unknown>()
  const kept = changed.filter(row => row[apiName] !== null && !seen.has(row[apiName]) && seen.add(row[apiName]))
  return Object.freeze(kept)
}

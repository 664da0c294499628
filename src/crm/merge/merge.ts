/**
 * Merges records: what was chosen of the others goes into the one that stays, whatever named them names it, what belonged to
 * them belongs to it, and they go into the recycle bin. That they go there, that what moves is not dated anew, and that a lock
 * forbids a merge as it does the change or the deletion, is inferred.
 */

import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { FieldMeta } from '../../world/metadata.ts'
import type { InnerRow, RecordRow, StoredValue } from '../../world/record-row.ts'
import { recycle } from '../../world/recycle-bin.ts'
import { followChange } from '../records/changes.ts'
import { refuseLocked } from '../records/locks.ts'
import { redirectReferences } from '../records/redirect.ts'
import { moveBelongings, moveLinks } from '../records/references.ts'
import { commitUpdate, prepareUpdate, type WriteContext } from '../records/write.ts'
import { addEvent } from '../timeline/entries.ts'
import { holdsFiles, type MergedRecord, type MergeOrder } from './order.ts'

/** @returns why they are not merged, of which nothing is done then */
export function mergeRecords(masterId: string, order: MergeOrder, writing: WriteContext): CrmErrorBody | null {
  const context: WriteContext = {
    ...writing,
    source: 'findandmerge',
    leaving: new Set(order.children.map(({ id }) => id)),
  }
  const { data, module, caller, at = data.clock.now() } = context
  const values = chosenValues(masterId, order, context)
  if ('error' in values) return values.error
  const locked = refuseLockedParts(masterId, order, context)
  if (locked) return locked
  const tried = prepareUpdate(data.records(module).get(masterId)!, values.values, context)
  if ('error' in tried) return tried.error

  for (const { id } of order.children) {
    const child = data.records(module).get(id)!
    const from = { module: module.apiName, id }
    moveBelongings(data, from, { module: module.apiName, id: masterId }, () => true)
    moveLinks(data, from, { module: module.apiName, id: masterId })
    redirectReferences(data, from, masterId)
    const gone = data.records(module).get(id)!
    recycle(data, module, id, caller.user.id, at)
    followChange({ operation: 'delete', module, before: gone, after: null, caller, at, source: 'findandmerge' })
    const record = { module: module.apiName, id, name: child[module.displayField] ?? null }
    const event = { at, action: 'find_and_merge_duplicate', source: 'findandmerge', doneBy: caller.user.id } as const
    addEvent(data, masterId, { ...event, record })
  }
  // what it named of the others it names no more, so it is looked up again
  const master = data.records(module).get(masterId)!
  const prepared = prepareUpdate(master, values.values, context)
  if ('row' in prepared && Object.keys(values.values).length > 0) commitUpdate(master, prepared.row, context)
  return null
}

function refuseLockedParts(masterId: string, order: MergeOrder, { caller, data, module }: WriteContext) {
  const refuse = (id: string, action: 'update' | 'delete') =>
    refuseLocked(caller, module, data.records(module).get(id)!, action, { id })
  const refused = order.children.map(({ id }) => refuse(id, 'delete')).find(each => each !== null)
  return refuse(masterId, 'update') ?? refused ?? null
}

type Chosen = { readonly values: Record<string, StoredValue> } | { readonly error: CrmErrorBody }

function chosenValues(masterId: string, { children, masterFiles }: MergeOrder, context: WriteContext): Chosen {
  const { data, module } = context
  const merged = new Set([masterId, ...children.map(({ id }) => id)])
  const values: Record<string, StoredValue> = {}
  for (const { id, fields } of children) {
    const child = data.records(module).get(id)!
    for (const name of fields) {
      const field = module.fieldsByName.get(name)!
      const value = child[name] ?? null
      const isInside = field.lookup?.module === module.apiName && merged.has(value as string)
      values[name] = isInside ? null : field.rows ? copied(value, context) : value
      if (field.modules) values.$se_module = child.$se_module ?? null
      // the stages of one pipeline are not those of another
      if (name === 'Pipeline') values.Stage = child.Stage ?? null
    }
  }
  for (const field of module.fields.filter(holdsFiles)) {
    const files = mergedFiles(field, masterId, { children, masterFiles }, context)
    if (!files) continue
    if (files.length > (field.length ?? files.length)) {
      const where = { api_name: field.apiName, json_path: '$.merge[0].data' }
      return { error: crmErrorBody('tooManyFiles', { maximum_length: field.length!, ...where }) }
    }
    values[field.apiName] = files as unknown as StoredValue
  }
  return { values }
}

/** The files of a field, those of the one that stays first; undefined where nothing was said of them. */
function mergedFiles(
  { apiName }: FieldMeta,
  masterId: string,
  { children, masterFiles }: MergeOrder,
  context: WriteContext,
): readonly InnerRow[] | undefined {
  const rowsOf = (id: string) => (context.data.records(context.module).get(id)![apiName] ?? []) as readonly InnerRow[]
  const isSaid = apiName in masterFiles || children.some(({ files }) => apiName in files)
  if (!isSaid) return undefined
  const kept = apiName in masterFiles ? masterFiles[apiName] : undefined
  const own = kept === undefined ? rowsOf(masterId) : rowsOf(masterId).filter(({ id }) => kept?.includes(id))
  const taken = children.flatMap(({ id, files }: MergedRecord) => {
    const chosen = rowsOf(id).filter(file => files[apiName]?.includes(file.id))
    return copied(chosen as unknown as StoredValue, context) as unknown as readonly InnerRow[]
  })
  return Object.freeze([...own, ...taken])
}

/** Rows with ids of their own. */
const copied = (value: StoredValue, { data }: WriteContext): StoredValue =>
  Array.isArray(value)
    ? (Object.freeze(
        (value as unknown as readonly RecordRow[]).map(row => Object.freeze({ ...row, id: data.nextRecordId() })),
      ) as unknown as StoredValue)
    : value

/**
 * Who added, changed and deleted which record, as the records and their timelines tell it.
 */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { eventsOf, type TimelineAction } from '../timeline/entries.ts'

export const actions = ['added', 'updated', 'deleted'] as const

export type Action = (typeof actions)[number]

export interface AuditEntry {
  readonly action: Action
  readonly module: ModuleMeta
  readonly recordId: string
  readonly recordName: string
  /** A user's id. */
  readonly userId: string
  readonly at: number
}

/** All that happened since a moment and matters, the latest first. */
export function auditEntries(
  data: OrgData,
  since: number,
  matches: (entry: AuditEntry) => boolean,
): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  const add = (entry: AuditEntry) => {
    if (entry.at >= since && matches(entry)) entries.push(entry)
  }
  for (const module of data.modules()) {
    if (module.definition.withoutRecords) continue
    data.records(module).each(row => changesOf(row, module, data).forEach(add))
  }
  for (const { id, module: name, record, deletedAt, deletedBy } of data.recycled()) {
    const module = data.module(name)
    if (!module) continue
    if (record) changesOf(record, module, data).forEach(add)
    const recordName = record ? nameOf(record, module) : ''
    add({ action: 'deleted', module, recordId: id, recordName, userId: deletedBy, at: deletedAt })
  }
  return entries.sort((a, b) => b.at - a.at)
}

function changesOf(row: RecordRow, module: ModuleMeta, data: OrgData): AuditEntry[] {
  const { Created_By: by, Created_Time: createdAt, Modified_By: changedBy, Modified_Time: changedAt } = row
  const entry = { module, recordId: row.id, recordName: nameOf(row, module) }
  const entries = new Map<number, AuditEntry>()
  const update = (userId: string, at: number) => entries.set(at, { action: 'updated', ...entry, userId, at })
  for (const { action, record, doneBy, at } of eventsOf(data, row.id)) {
    if (!record && !noUpdates.has(action)) update(doneBy, at)
  }
  // what was changed before anybody looked stands in no timeline
  if (Number(changedAt) > Number(createdAt)) update(String(changedBy), Number(changedAt))
  return [{ action: 'added', ...entry, userId: String(by), at: Number(createdAt) }, ...entries.values()]
}

const noUpdates: ReadonlySet<TimelineAction> = new Set<TimelineAction>(['added', 'deleted', 'restored'])

const nameOf = (row: RecordRow, { displayField }: ModuleMeta): string => String(row[displayField] ?? '')

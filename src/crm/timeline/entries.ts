/**
 * The history of a record as it is kept: one row for each thing that happened to it, in a ring of slots, so that no record
 * keeps more than so many. That a record was made needs no row, as the record says so itself.
 */

import type { OrgData } from '../../world/org-data.ts'
import type { StoredValue } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'

/** Which of Zoho's actions happen here; the words are theirs. */
export type TimelineAction =
  | 'added'
  | 'updated'
  | 'deleted'
  | 'restored'
  | 'converted'
  | 'owner_reassigned'
  | 'tag_added'
  | 'tag_removed'
  | 'tags_overwritten'
  | 'find_and_merge_duplicate'
  | 'transition_executed'

/** What a change comes from, in Zoho's words. */
export type ChangeSource =
  | 'crm_api'
  | 'mass_update'
  | 'mass_delete_via_crm_api'
  | 'convert'
  | 'massconvert'
  | 'findandmerge'
  | 'blueprint'

export interface FieldChange {
  /** API name. */
  readonly field: string
  readonly old: StoredValue
  readonly new: StoredValue
  /** Where the values name records of several modules: which one each is of. */
  readonly modules?: readonly [StoredValue, StoredValue]
}

/** What a record is called where it is spoken of. */
export interface RecordName {
  readonly module: string
  readonly id: string
  readonly name: StoredValue
}

export interface TimelineEvent {
  readonly at: number
  readonly action: TimelineAction
  readonly source: ChangeSource
  /** A user's id. */
  readonly doneBy: string
  /** What it happened to, where that is not the record itself but something that belongs to it. */
  readonly record?: RecordName
  readonly changes?: readonly FieldChange[]
  /** The process that a transition is of. */
  readonly rule?: { readonly id: string; readonly name: string }
}

/** `id` is the record's, and the slot. */
export interface TimelineEntry extends TimelineEvent {
  readonly id: string
  /** Counted from the first event of the record. */
  readonly number: number
}

/** How many events a record has seen. */
interface TimelineHead {
  readonly id: string
  readonly count: number
}

/** So many are kept of a record; where Zoho ends is not known. */
export const eventsKept = 200

const entriesIn = (data: OrgData): Table<TimelineEntry> => data.table<TimelineEntry>('timeline')
const headsIn = (data: OrgData): Table<TimelineHead> => data.table<TimelineHead>('timeline-heads')

const slotOf = (recordId: string, number: number): string => `${recordId}/${number % eventsKept}`

export function addEvent(data: OrgData, recordId: string, event: TimelineEvent): void {
  const heads = headsIn(data)
  const number = heads.get(recordId)?.count ?? 0
  heads.put({ id: recordId, count: number + 1 })
  entriesIn(data).put({ ...event, id: slotOf(recordId, number), number })
}

/** What happened to a record, the first event first. */
export function eventsOf(data: OrgData, recordId: string): TimelineEntry[] {
  const count = headsIn(data).get(recordId)?.count ?? 0
  const entries = entriesIn(data)
  const events: TimelineEntry[] = []
  for (let number = Math.max(0, count - eventsKept); number < count; number++) {
    const entry = entries.get(slotOf(recordId, number))
    if (entry) events.push(entry)
  }
  return events
}

/** For a record that is gone for good. */
export function forgetEvents(data: OrgData, recordId: string): void {
  for (const { id } of eventsOf(data, recordId)) entriesIn(data).delete(id)
  headsIn(data).delete(recordId)
}

/** Turns each change of a record into what its timeline says, and that of the records which it belongs to. */

import { getOrMake } from '../../protocol/get-or-make.ts'
import { activityModules } from '../../protocol/modules/activities.ts'
import type { DataType } from '../../protocol/modules/define.ts'
import { belongings } from '../../protocol/modules/index.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import type { RecordChange } from '../records/changes.ts'
import { addEvent, type FieldChange, type RecordName, type TimelineAction, type TimelineEvent } from './entries.ts'

export function followTimeline(change: RecordChange): void {
  const { operation, module, before, after, caller, at, source = 'crm_api', isToldApart = false } = change
  const { data, user } = caller
  const { id } = (after ?? before)!
  const event = { at, source, doneBy: user.id }
  if (operation === 'delete') addEvent(data, id, { ...event, action: 'deleted' })
  // the record itself says that it was made by the API, and when
  else if (operation === 'insert' && source !== 'crm_api') addEvent(data, id, { ...event, action: 'added' })
  else if (operation === 'update' && !isToldApart) {
    for (const each of eventsOfUpdate(module, before!, after!)) addEvent(data, id, { ...event, ...each })
  }
  const parents = parentFields.get(module.apiName)
  if (parents) tellParents(change, event, parents)
}

const actions = { insert: 'added', update: 'updated', delete: 'deleted' } as const satisfies Record<
  string,
  TimelineAction
>

/** What an update says: of the fields, of the owner, of the tags. */
function eventsOfUpdate(
  module: ModuleMeta,
  before: RecordRow,
  after: RecordRow,
): Pick<TimelineEvent, 'action' | 'changes'>[] {
  const events: Pick<TimelineEvent, 'action' | 'changes'>[] = []
  const changes = changesBetween(module, before, after)
  if (changes.length > 0) events.push({ action: 'updated', changes })
  if (before.Owner !== after.Owner) {
    events.push({
      action: 'owner_reassigned',
      changes: [{ field: 'Owner', old: before.Owner ?? null, new: after.Owner ?? null }],
    })
  }
  if (before.Tag !== after.Tag) {
    const action = actionOfTags(tagsOf(before), tagsOf(after))
    if (action) events.push({ action })
  }
  return events
}

const tagsOf = ({ Tag: tags }: RecordRow): readonly string[] => (Array.isArray(tags) ? (tags as string[]) : [])

function actionOfTags(before: readonly string[], after: readonly string[]): TimelineAction | null {
  const added = after.some(tag => !before.includes(tag))
  const removed = before.some(tag => !after.includes(tag))
  if (added && removed) return 'tags_overwritten'
  return added ? 'tag_added' : removed ? 'tag_removed' : null
}

/** Which fields a record has changed in. Those that the service computes, rows and files are left out, which is inferred. */
export function changesBetween(module: ModuleMeta, before: RecordRow, after: RecordRow): FieldChange[] {
  const changes: FieldChange[] = []
  for (const { apiName, dataType } of getOrMake(trackedIn, module, () => trackedFields(module))) {
    const old = before[apiName] ?? null
    const now = after[apiName] ?? null
    if (old === now || (Array.isArray(old) && Array.isArray(now) && old.join() === now.join())) continue
    changes.push({
      field: apiName,
      old: cut(old),
      new: cut(now),
      ...(dataType === 'multi_module_lookup' && { modules: [before.$se_module ?? null, after.$se_module ?? null] }),
    })
  }
  return changes
}

const longestText = 255

const cut = (value: StoredValue): StoredValue => (typeof value === 'string' ? value.slice(0, longestText) : value)

const trackedIn = new WeakMap<ModuleMeta, readonly FieldMeta[]>()

const untracked: ReadonlySet<DataType> = new Set<DataType>([
  ...(['subform', 'multiselectlookup', 'multiuserlookup', 'fileupload', 'imageupload', 'profileimage'] as const),
  ...(['linetax', 'participants', 'multireminder', 'ALARM', 'RRULE', 'comments', 'tag', 'formula'] as const),
])

const trackedFields = ({ fields }: ModuleMeta): FieldMeta[] =>
  fields.filter(({ apiName, dataType, readOnly }) => apiName !== 'Owner' && !readOnly && !untracked.has(dataType))

/** The fields of notes, attachments and activities that name records in whose timelines they stand too. */
const parentFields: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...belongings.map(({ module, field }) => [module, [field]] as const),
  ...activityModules.map(({ apiName }) => [apiName, ['What_Id', 'Who_Id']] as const),
])

function tellParents(
  { operation, module, before, after, caller }: RecordChange,
  event: Omit<TimelineEvent, 'action'>,
  fields: readonly string[],
): void {
  const row = (after ?? before)!
  const record: RecordName = { module: module.apiName, id: row.id, name: cut(row[module.displayField] ?? null) }
  for (const field of fields) {
    const parent = row[field]
    if (typeof parent === 'string') addEvent(caller.data, parent, { ...event, action: actions[operation], record })
  }
}

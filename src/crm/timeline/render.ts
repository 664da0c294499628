/** How an event of a record's history is answered. */

import { hash } from 'node:crypto'
import { formatDateTime } from '../../protocol/date-time.ts'
import { valueTypeOf } from '../../protocol/modules/define.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { lookupNamer } from '../records/lookup-name.ts'
import { wireTypeOf } from '../records/wire-types.ts'
import { toPickListValueResponse } from '../resources/fields.ts'
import type { FieldChange, TimelineEntry } from './entries.ts'

export const innerDetails = [
  'field_history.data_type',
  'field_history.field_label',
  'field_history.enable_colour_code',
  'field_history.pick_list_values',
  'done_by.profile',
  'done_by.type__s',
] as const

export interface TimelineView {
  readonly inner: ReadonlySet<string>
  /** `extension` and `type`, if they are wanted. */
  readonly include: ReadonlySet<string>
}

type EventResponse = Readonly<Record<string, unknown>>

/** Source of the keys: https://github.com/zoho/crm-oas, timelines */
export function toEventResponse(
  data: OrgData,
  module: ModuleMeta,
  row: RecordRow,
  entry: TimelineEntry,
  { inner, include }: TimelineView,
): EventResponse {
  const self = { module: module.apiName, id: row.id, name: row[module.displayField] ?? null }
  const { record, changes, rule } = entry
  return {
    done_by: toUserResponse(data, entry.doneBy, inner),
    related_record: record ? toRecordResponse(data, self) : null,
    automation_details: rule ? { rule: { name: rule.name, id: rule.id }, type: 'blueprint' } : null,
    record: toRecordResponse(data, record ?? self),
    audited_time: formatDateTime(entry.at, data.org.timeZone),
    action: entry.action,
    id: idOf(data, entry),
    source: entry.source,
    ...(include.has('extension') && { extension: null }),
    ...(include.has('type') && { type: 'timeline' }),
    field_history: changes ? changes.flatMap(change => toChangeResponse(data, module, change, inner)) : null,
  }
}

const toRecordResponse = (
  data: OrgData,
  { module, id, name }: { readonly module: string; readonly id: string; readonly name: StoredValue },
) => ({ module: { api_name: module, id: data.module(module)?.id ?? null }, name, id })

function toUserResponse(data: OrgData, id: string, inner: ReadonlySet<string>): EventResponse {
  const user = data.user(id)
  return {
    name: user?.fullName ?? null,
    id,
    ...(inner.has('done_by.profile') && { profile: user ? { name: user.profile.name, id: user.profile.id } : null }),
    ...(inner.has('done_by.type__s') && { type__s: 'Regular User' }),
  }
}

/** Nobody can ask for a single event; so its id only has to be its own. */
const idOf = ({ org }: OrgData, { id, number }: TimelineEntry): string => {
  const digits = Number.parseInt(hash('sha256', `${id}/${number}`).slice(0, 11), 16) % 1e12
  return `${org.idPrefix}${String(digits).padStart(12, '0')}`
}

function toChangeResponse(
  data: OrgData,
  module: ModuleMeta,
  change: FieldChange,
  inner: ReadonlySet<string>,
): EventResponse[] {
  const field = module.fieldsByName.get(change.field)
  // of a field that is gone nobody knows any more how its values are written
  if (!field) return []
  const has = (name: string) => inner.has(`field_history.${name}`)
  return [
    {
      ...(has('data_type') && { data_type: wireTypeOf(field) }),
      ...(has('enable_colour_code') && { enable_colour_code: field.pickListValues.some(each => each.colourCode) }),
      ...(has('pick_list_values') && { pick_list_values: field.pickListValues.map(toPickListValueResponse) }),
      ...(has('field_label') && { field_label: field.label }),
      api_name: field.apiName,
      id: field.id,
      _value: {
        new: textOf(data, field, change.new, change.modules?.[1]),
        old: textOf(data, field, change.old, change.modules?.[0]),
      },
    },
  ]
}

/** All values stand as texts, what a field points to by its name. */
function textOf(data: OrgData, field: FieldMeta, value: StoredValue, module: StoredValue | undefined): string | null {
  if (value === null) return null
  switch (valueTypeOf(field)) {
    case 'ownerlookup':
    case 'userlookup':
    case 'lookup':
    case 'multi_module_lookup': {
      const name = lookupNamer(field, data)(String(value), { id: '', $se_module: module ?? null })
      return name === undefined || name === null ? null : String(name)
    }
    case 'datetime':
      return typeof value === 'number' ? formatDateTime(value, data.org.timeZone) : null
    default:
      return Array.isArray(value) ? value.join(';') : String(value)
  }
}

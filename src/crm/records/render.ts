/** From a stored row to what a client sees, by version and field type. */

import { formatDateTime } from '../../protocol/date-time.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'

export type RecordResponse = Record<string, unknown>
export type RenderRecord = (row: RecordRow) => RecordResponse

type RenderValue = (value: StoredValue, row: RecordRow) => unknown

const renderersKept = 200
const renderers = new WeakMap<ModuleMeta, Map<string, RenderRecord>>()

/**
 * Makes the function that renders a module's rows. Kept per module, version and fields, since the same lists are asked
 * for again and again.
 * @param fieldNames what the client asked for; null is everything, with the `$` keys of a full read
 */
export function recordRenderer(
  data: OrgData,
  module: ModuleMeta,
  version: Version,
  fieldNames: readonly string[] | null,
): RenderRecord {
  const known = getOrMake(renderers, module, () => new Map<string, RenderRecord>())
  if (known.size >= renderersKept) known.clear()
  const key = `${version.name}|${fieldNames?.join(',') ?? '*'}`
  return getOrMake(known, key, () => buildRenderer(data, module, version, fieldNames))
}

function buildRenderer(
  data: OrgData,
  module: ModuleMeta,
  version: Version,
  fieldNames: readonly string[] | null,
): RenderRecord {
  const fields = fieldNames
    ? fieldNames.map(name => module.fieldsByName.get(name)).filter(field => field !== undefined)
    : module.fields
  const columns = fields
    .filter(field => field.apiName !== 'id' && isVisible(field, version))
    .map(field => [field.apiName, valueRenderer(data, field)] as const)
  const system = fieldNames ? null : systemKeys(data, version)

  return row => {
    const response: RecordResponse = {}
    if (system) system(response, row)
    for (const [name, render] of columns) response[name] = render(row[name] ?? null, row)
    response.id = row.id
    return response
  }
}

/** Newer fields are unknown to older versions. */
export const isVisible = (field: FieldMeta, version: Version): boolean =>
  field.since === undefined || version.number >= field.since

function valueRenderer(data: OrgData, field: FieldMeta): RenderValue {
  switch (field.dataType) {
    case 'ownerlookup':
    case 'userlookup':
      return value => (typeof value === 'string' ? userReference(data, value) : null)
    case 'lookup':
      return value => (typeof value === 'string' ? lookupReference(data, field.lookup!.module, value) : null)
    case 'multi_module_lookup':
      return (value, row) =>
        typeof value === 'string' ? lookupReference(data, String(row.$se_module ?? field.modules![0]), value) : null
    case 'datetime':
      return value => (typeof value === 'number' ? formatDateTime(value, data.org.timeZone) : null)
    case 'tag':
      return value => (Array.isArray(value) ? value.map(name => ({ name })) : [])
    case 'boolean':
      return value => value ?? false
    case 'multiselectpicklist':
      return value => value ?? []
    default:
      return value => value
  }
}

/** How a record names a user. */
export function userReference(data: OrgData, id: string): object {
  const user = data.user(id)
  return user ? { name: user.fullName, id, email: user.email } : { name: null, id, email: null }
}

/** How a write's acknowledgement names a user. */
export function shortUserReference(data: OrgData, id: string): object {
  return { name: data.user(id)?.fullName ?? null, id }
}

/** A lookup's target by the field that names records of its module; a target that is gone reads as empty. */
function lookupReference(data: OrgData, moduleName: string, id: string): object | null {
  const module = data.module(moduleName)
  const target = module && data.records(module).get(id)
  return target ? { name: target[module.displayField] ?? null, id } : null
}

/** The read-only keys of a full read; no process touches records here, so their values say so. */
function systemKeys(data: OrgData, version: Version): (response: RecordResponse, row: RecordRow) => void {
  return (response, row) => {
    response.$currency_symbol = data.org.currency.symbol
    response.$field_states = null
    response.$review_process = { approve: false, reject: false, resubmit: false }
    response.$editable = true
    response.$sharing_permission = 'full_access'
    response.$orchestration = null
    response.$state = 'save'
    response.$process_flow = false
    response.$locked_for_me = false
    response.$approval = { delegate: false, approve: false, reject: false, resubmit: false }
    response.$approval_state = 'approved'
    response.$wizard_connection_path = null
    response.$zia_visions = null
    response.$zia_owner_assignment = 'owner_recommendation_unavailable'
    response.$in_merge = false
    response.$pathfinder = null
    response.$review = null
    if (row.$se_module !== undefined) response.$se_module = row.$se_module
    if (!version.convertedField) {
      response.$approved = true
      response.$converted = row.Converted__s === true
      response.$converted_detail = {}
    }
  }
}

/** The keys with a dollar sign that a read brings along, by module. */

import { formatDateTime } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { processOf } from '../blueprint.ts'
import { symbolOf } from '../currencies/table.ts'
import type { RecordResponse } from './render.ts'

type AddKeys = (response: RecordResponse, row: RecordRow) => void

/** The read-only keys of a read that names no fields; attachments have theirs in any case, which is inferred. */
export function systemKeysOf(
  data: OrgData,
  module: ModuleMeta,
  version: Version,
  fieldNames: readonly string[] | null,
): AddKeys | null {
  if (module.apiName === 'Attachments') return attachmentKeys
  if (module.apiName !== 'Notes') return fieldNames ? null : systemKeys(data, module, version)
  if (!fieldNames) return noteKeys(data, version)
  return fieldNames.includes('$attachments') ? noteFiles(data) : null
}

/** Source: https://github.com/zoho/crm-oas, attachments */
const attachmentKeys: AddKeys = (response, row) => {
  response.$field_states = null
  response.$sharing_permission = 'full_access'
  response.$editable = true
  response.$file_id = row.$file_id
  response.$type = row.$file_id === null ? 'Link URL' : 'File'
  response.$se_module = row.$se_module
  response.$state = 'save'
  response.$link_url = row.$link_url
}

/**
 * The read-only keys of a note; none here is spoken.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-notes.html
 */
function noteKeys(data: OrgData, version: Version): AddKeys {
  const addFiles = noteFiles(data)
  return (response, row) => {
    addFiles(response, row)
    response.$editable = true
    response.$sharing_permission = 'full_access'
    response.$is_shared_to_client = false
    response.$size = null
    response.$state = 'save'
    response.$voice_note = false
    if (!version.parentModule) response.$se_module = row.$se_module
  }
}

/** The attachments of a note. Source: https://github.com/zoho/crm-oas, related_notes */
function noteFiles(data: OrgData): AddKeys {
  const attachments = data.module('Attachments')!
  return (response, row) => {
    const files = data
      .pointingTo(row.id, attachments, 'Parent_Id')
      .map(({ id, $file_id, File_Name, Size }) => ({ $file_id, File_Name, Size, id }))
    response.$attachments = files.length > 0 ? files : null
  }
}

/** What a lead was converted into, when and by whom; which keys there are is inferred from answers of older versions. */
const convertedDetail = (data: OrgData, row: RecordRow): object =>
  row.Converted__s === true
    ? {
        deal: row.Converted_Deal ?? null,
        contact: row.Converted_Contact ?? null,
        account: row.Converted_Account ?? null,
        convert_date: formatDateTime(row.Converted_Date_Time as number, data.org.timeZone),
        converted_by: row.$converted_by ?? null,
      }
    : {}

/** The read-only keys of a full read; no process touches records here, so their values say so. */
function systemKeys(data: OrgData, module: ModuleMeta, version: Version): AddKeys {
  const isMeeting = module.apiName === 'Events'
  return (response, row) => {
    response.$currency_symbol = symbolOf(data, row)
    response.$field_states = null
    response.$review_process = { approve: false, reject: false, resubmit: false }
    response.$editable = true
    response.$sharing_permission = 'full_access'
    response.$orchestration = null
    response.$state = 'save'
    response.$process_flow = processOf(data.org, module, row) !== undefined
    response.$locked_for_me = false
    response.$approval = { delegate: false, approve: false, reject: false, resubmit: false }
    response.$approval_state = 'approved'
    response.$wizard_connection_path = null
    response.$zia_visions = null
    response.$zia_owner_assignment = 'owner_recommendation_unavailable'
    response.$in_merge = false
    response.$pathfinder = null
    response.$review = null
    response.$converted_detail = convertedDetail(data, row)
    if (row.$se_module !== undefined) response.$se_module = row.$se_module
    if (isMeeting || row.Activity_Type === 'Events') response.$event_cancelled = row.$event_cancelled === true
    if (!version.convertedField) {
      response.$approved = true
      response.$converted = row.Converted__s === true
    }
  }
}

/** Records that a request chooses by what they are: those that a custom view shows, those that match JSON criteria. */

import { crmError } from '../../protocol/errors.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { CrmContext } from '../answer.ts'

/** @returns null for an id that names no custom view of the module; no org has any so far */
export function recordsOfView(_c: CrmContext, _module: ModuleMeta, _cvid: string): RecordRow[] | null {
  return null
}

/**
 * @param sent criteria as a JSON object
 * @throws CrmError for criteria that cannot be read; none can so far
 */
export function recordsOfCriteria(_c: CrmContext, _module: ModuleMeta, _sent: unknown): RecordRow[] {
  throw crmError('wrongType', { expected_data_type: 'jsonobject', api_name: 'criteria', json_path: '$.criteria' })
}

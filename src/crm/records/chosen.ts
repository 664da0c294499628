/** Records that a request chooses by what they are: those that a custom view shows, those that match JSON criteria. */

import { crmError } from '../../protocol/errors.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { CrmContext } from '../answer.ts'
import type { Matches } from '../criteria/compile.ts'

/** @returns null for an id that names no custom view of the module; no org has any so far */
export function matchesOfView(_c: CrmContext, _module: ModuleMeta, _cvid: string): Matches | null {
  return null
}

/**
 * @param sent criteria as a JSON object
 * @param place where in the body they stand
 * @throws CrmError for criteria that cannot be read; none can so far
 */
export function matchesOfCriteria(
  _c: CrmContext,
  _module: ModuleMeta,
  _sent: unknown,
  place: { api_name: string; json_path?: string },
): Matches {
  throw crmError('wrongType', { expected_data_type: 'jsonobject', ...place })
}

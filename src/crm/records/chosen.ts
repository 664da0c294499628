/** Records that a request chooses by what they are: those that a custom view shows, those that match JSON criteria. */

import type { ModuleMeta } from '../../world/metadata.ts'
import type { CrmContext } from '../answer.ts'
import type { Matches } from '../criteria/compile.ts'
import { readJsonCriteria } from '../criteria/json.ts'
import { findView, viewMatches } from '../custom-views.ts'

/** @returns null for an id that names no custom view of the module @throws CrmError for a view that cannot be used */
export function matchesOfView(c: CrmContext, module: ModuleMeta, cvid: string): Matches | null {
  const { data, user } = c.get('caller')
  const view = findView(data, user, module, cvid)
  return view ? viewMatches(view, { data, user, module }) : null
}

/**
 * @param sent criteria as a JSON object
 * @param path where in the body they stand, e.g. `$.criteria`
 * @throws CrmError for criteria that cannot be read
 */
export function matchesOfCriteria(c: CrmContext, module: ModuleMeta, sent: unknown, path: string): Matches {
  const { data, user } = c.get('caller')
  return readJsonCriteria(sent, path, c.get('version'), { data, user, module })
}

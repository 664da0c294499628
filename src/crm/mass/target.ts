/** Which records a mass action is for: those named by id, or those that a custom view shows or criteria match. */

import { crmError } from '../../protocol/crm-errors/index.ts'
import { mostConditions } from '../../protocol/json-criteria.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { CrmContext } from '../answer.ts'
import { allOf, type Matches } from '../criteria/compile.ts'
import { eachMatching } from '../criteria/each-matching.ts'
import { matchesOfCriteria, matchesOfView } from '../records/chosen.ts'
import { readRecordId } from '../records/record-id.ts'
import { visibleTo } from '../records/sharing.ts'
import { recordsInTerritory } from '../territories/store.ts'

const idsPerRequest = 500

/** Named records are dealt with at once, chosen ones in a job. */
export type MassTarget = { readonly named: readonly string[] } | { readonly chosen: Chosen }

export interface Chosen {
  readonly ids: readonly string[]
  /** The custom view by which they were chosen. */
  readonly cvid: string | null
}

/**
 * Reads the keys of a body that say which records are meant.
 * @returns null where none does
 * @throws CrmError
 */
export function readMassTarget(c: CrmContext, module: ModuleMeta, body: Record<string, unknown>): MassTarget | null {
  const { ids, cvid, criteria, territory } = body
  const chooses = isSent(cvid) ? 'cvid' : isSent(criteria) ? 'criteria' : null
  if (isSent(ids) && chooses) throw ambiguous(c, 'ids', chooses)
  const lying = isSent(territory) ? [readTerritory(c, module, territory)] : []
  if (isSent(ids)) return { named: readIds(c, ids) }
  if (!chooses) return null

  const matches: Matches[] = lying
  if (isSent(cvid)) matches.push(readView(c, module, cvid))
  if (isSent(criteria)) matches.push(...readCriteriaList(c, module, criteria))
  return { chosen: { ids: idsOf(c, module, allOf(matches)), cvid: isSent(cvid) ? String(cvid) : null } }
}

const isSent = (value: unknown): boolean => value !== undefined && value !== null

/** Where in the body a key stands; v2 names the key alone. */
export const keyPlace = (c: CrmContext, key: string, below = ''): { api_name: string; json_path?: string } =>
  c.get('version').jsonPath ? { api_name: key, json_path: `$.${key}${below}` } : { api_name: key }

const ambiguous = (c: CrmContext, ...keys: string[]) =>
  crmError('ambiguousParams', { ambiguity_due_to: keys.map(key => keyPlace(c, key)) })

function readIds(c: CrmContext, sent: unknown): string[] {
  if (!Array.isArray(sent) || sent.length === 0) {
    throw crmError('wrongType', { expected_data_type: 'jsonarray', ...keyPlace(c, 'ids') })
  }
  if (sent.length > idsPerRequest) {
    throw crmError('tooManyRows', { maximum_length: idsPerRequest, api_name: 'ids' }, { root: 'data' })
  }
  c.set('rows', sent.length)
  return sent.map((id, index) => {
    if (typeof id !== 'string' && typeof id !== 'number') {
      throw crmError('wrongType', { expected_data_type: 'bigint', ...keyPlace(c, 'ids', `[${index}]`) })
    }
    return readRecordId(id) ?? String(id)
  })
}

function readView(c: CrmContext, module: ModuleMeta, cvid: unknown): Matches {
  const matches = matchesOfView(c, module, readRecordId(cvid) ?? '')
  if (!matches) throw crmError('invalidView', keyPlace(c, 'cvid'))
  return matches
}

/** A territory by its id, with those below it where `include_child` says so. */
function readTerritory(c: CrmContext, module: ModuleMeta, sent: unknown): Matches {
  const { id, include_child: below = false } = Object(sent) as { id?: unknown; include_child?: unknown }
  if (below !== null && typeof below !== 'boolean') {
    throw crmError('wrongType', { expected_data_type: 'boolean', ...keyPlace(c, 'territory', '.include_child') })
  }
  const ids = recordsInTerritory(c.get('caller').data, module, readRecordId(id) ?? '', below === true)
  if (!ids) throw crmError('invalidId', keyPlace(c, 'territory'))
  return row => ids.has(row.id)
}

/** One criteria object, or a list of them that all have to hold. */
function readCriteriaList(c: CrmContext, module: ModuleMeta, sent: unknown): Matches[] {
  if (Array.isArray(sent) && sent.length > mostConditions) throw crmError('criteriaTooLarge', keyPlace(c, 'criteria'))
  return Array.isArray(sent)
    ? sent.map((each, index) => matchesOfCriteria(c, module, each, `$.criteria[${index}]`))
    : [matchesOfCriteria(c, module, sent, '$.criteria')]
}

/** Converted leads stand in no list without word of them, and so are left alone. */
function idsOf(c: CrmContext, module: ModuleMeta, matches: Matches): string[] {
  const ids: string[] = []
  const caller = c.get('caller')
  const visible = visibleTo(caller, module)
  eachMatching(caller.data.records(module), matches, row => {
    if (row.Converted__s !== true && (!visible || visible(row))) ids.push(row.id)
  })
  return ids
}

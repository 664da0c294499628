/**
 * The criteria of a search, from text to a function that says which records match: tokenize.ts and parse.ts read them,
 * check.ts holds them against the module, compile.ts makes the function. direct.ts finds by e-mail, phone and word.
 */

import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { checkCriteria } from './check.ts'
import { compileCriteria, type Matches } from './compile.ts'
import { parseCriteria } from './parse.ts'

/** @throws CrmError */
export function readCriteria(text: string, module: ModuleMeta, version: Version, data: OrgData): Matches {
  const criteria = checkCriteria(parseCriteria(text), module, version)
  const equalsContains = version.search.equalsContains === 'always' || criteria.type !== 'condition'
  return compileCriteria(criteria, { data, module, equalsContains })
}

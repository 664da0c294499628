import type { CrmContext } from './answer.ts'
import { readModifiedSince } from './records/query.ts'

/** Whether a client's `If-Modified-Since` lies after the last change of the org's metadata, its making or somebody's writing. */
export function isUnchangedSince(c: CrmContext): boolean {
  const since = readModifiedSince(c)
  return since !== null && since >= c.get('caller').data.metadata.changedAt
}

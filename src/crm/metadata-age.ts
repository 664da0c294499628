import { parseHeaderDate } from '../protocol/date-time.ts'
import type { CrmContext } from './answer.ts'

/** Whether a client's `If-Modified-Since` lies after the last change of the org's metadata, which is its making. */
export function isUnchangedSince(c: CrmContext): boolean {
  const header = c.req.header('if-modified-since')
  const since = header === undefined ? null : parseHeaderDate(header)
  return since !== null && since >= c.get('caller').data.org.createdAt
}

import { crmError } from '../../protocol/errors.ts'
import type { CrmContext } from '../answer.ts'

/** @throws CrmError for an id that is no row of digits; one that merely isn't there is the caller's business */
export function readPathId(c: CrmContext, parameter = 'id', index = 1): string {
  const id = c.req.param(parameter) ?? ''
  if (!/^\d{1,19}$/.test(id)) throw crmError('invalidPathId', { resource_path_index: index })
  return id
}

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { CrmContext } from '../answer.ts'
import { namingField, readExternal, resolveId } from './external.ts'

/**
 * The id of a module's record that the path names, by itself or by an external value.
 * @throws CrmError for an id that is no row of digits; one that merely isn't there is the caller's business
 */
export function readPathId(c: CrmContext, module: ModuleMeta, parameter = 'id', index = 1): string {
  const external = readExternal(c)
  if (!namingField(module, external)) return readDigits(c, parameter, index)
  return resolveId(c.req.param(parameter) ?? '', module, external, c.get('caller'))
}

/** An id of anything in the path. @throws CrmError as above */
export function readDigits(c: CrmContext, parameter: string, index: number): string {
  const id = c.req.param(parameter) ?? ''
  if (!/^\d{1,19}$/.test(id)) throw crmError('invalidPathId', { resource_path_index: index })
  return id
}

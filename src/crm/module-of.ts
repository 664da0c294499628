import { crmError } from '../protocol/errors.ts'
import type { ModuleMeta } from '../world/metadata.ts'
import type { CrmContext } from './answer.ts'
import { type ModulePermission, requirePermission } from './permissions.ts'
import type { Needs } from './routes.ts'

/** The module that the path names, in any letter case. @throws CrmError */
export function moduleOfPath(c: CrmContext): ModuleMeta {
  const module = c.get('caller').data.module(c.req.param('module') ?? '')
  if (!module) throw crmError('invalidModule', { resource_path_index: 0 })
  return module
}

/** The module that the parameter `module` names, if the caller may see it. @throws CrmError */
export function moduleOfQuery(c: CrmContext): ModuleMeta {
  const name = c.req.query('module')
  if (!name) throw crmError('expectedParamMissing', { param_name: 'module' })
  const module = c.get('caller').data.module(name)
  if (!module) throw crmError('invalidModule', { param_name: 'module' })
  requirePermission(c.get('caller'), module, ['view'])
  return module
}

type Operation = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE'

const permissionOf = { READ: 'view', CREATE: 'create', UPDATE: 'edit', DELETE: 'delete' } as const

/**
 * What opens the records of the module in the path for an operation.
 * @param permissions what the profile has to permit, if not just the operation
 */
export const recordScope = (
  operation: Operation,
  permissions: readonly ModulePermission[] = [permissionOf[operation]],
): Needs => ({
  scopes: c => [`ZohoCRM.modules.${c.req.param('module')}.${operation}`],
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), permissions),
})

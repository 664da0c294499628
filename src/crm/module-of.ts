import { queryParam } from '../http/query.ts'
import { crmError } from '../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../world/metadata.ts'
import type { OrgData } from '../world/org-data.ts'
import type { CrmContext } from './answer.ts'
import { type ModulePermission, requirePermission } from './permissions.ts'
import type { Needs } from './routes.ts'

/** The module that the path names, in any letter case. @throws CrmError */
export function moduleOfPath(c: CrmContext): ModuleMeta {
  const module = c.get('caller').data.module(c.req.param('module') ?? '')
  checkModule(c, module, c.req.param('module'))
  if (!module) throw crmError('invalidModule', { resource_path_index: 0 })
  return module
}

/** A module by its API name in any letter case; some versions have one more, of which only reading is known. */
export function moduleToRead(c: CrmContext, name: string): ModuleMeta | undefined {
  const { data } = c.get('caller')
  const isActivities = c.get('version').activities && name.toLowerCase() === 'activities'
  return isActivities ? data.activities.module : data.module(name)
}

export const moduleWithId = (data: OrgData, id: unknown): ModuleMeta | undefined =>
  data.modules().find(module => module.id === id)

/** By API name or id. */
export const moduleNamed = (data: OrgData, named: string): ModuleMeta | undefined =>
  data.module(named) ?? moduleWithId(data, named)

/** The module that the parameter `module` names, if the caller may see it. @throws CrmError */
export function moduleOfQuery(c: CrmContext): ModuleMeta {
  const name = queryParam(c, 'module')
  if (!name) throw crmError('expectedParamMissing', { param_name: 'module' })
  const module = moduleToRead(c, name)
  checkModule(c, module, name)
  if (!module) throw crmError('invalidModule', { param_name: 'module' })
  requirePermission(c.get('caller'), module, ['view'])
  return module
}

const checkModule = (c: CrmContext, module: ModuleMeta | undefined, name: string | undefined): boolean =>
  c.env.exchange.check('module', module !== undefined, 'a module of the org', module?.apiName ?? name)

export type RecordOperation = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE'

/** Scopes of which one opens a module’s records for an operation; custom modules have one in common too. */
export const moduleScopes = (
  { apiName, custom }: ModuleMeta,
  operation: RecordOperation | 'WRITE',
): readonly string[] => [
  `ZohoCRM.modules.${apiName}.${operation}`,
  ...(custom ? [`ZohoCRM.modules.custom.${operation}`] : []),
]

/** Those for the module in the path, which may not be there. */
export function scopesOfPath(c: CrmContext, operation: RecordOperation | 'WRITE'): readonly string[] {
  const name = c.req.param('module') ?? ''
  const module = c.get('caller').data.module(name)
  return module ? moduleScopes(module, operation) : [`ZohoCRM.modules.${name}.${operation}`]
}

/** What a profile has to permit for an operation. */
export const permissionOf = { READ: 'view', CREATE: 'create', UPDATE: 'edit', DELETE: 'delete' } as const

/**
 * What opens the records of the module in the path for an operation.
 * @param permissions what the profile has to permit, if not just the operation
 */
export const recordScope = (
  operation: RecordOperation,
  permissions: readonly ModulePermission[] = [permissionOf[operation]],
): Needs => ({
  scopes: c => scopesOfPath(c, operation),
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), permissions),
})

/**
 * `/{module}/{id}/actions/convert` of quotes and sales orders. The scope of the new record's module is needed too, which is
 * inferred. v7 is the oldest version with a page of it.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/inventory-convert.html and https://github.com/zoho/crm-oas
 */

import { requireScope } from '../../http/authenticate.ts'
import { CrmError, type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, success } from '../answer.ts'
import { readConvertTo } from '../conversion/convert-to.ts'
import { convertInventory, inventoryTargets, isConverted } from '../conversion/inventory.ts'
import { moduleOfPath, moduleScopes, recordScope } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { findVisible } from '../records/sharing.ts'
import { writeContext } from '../records/write.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Needs, Routes } from '../routes.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'

export function inventoryConvertRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v7', routes)

  on('post', '/:module/:id/actions/convert', convertible(recordScope('CREATE', ['view'])), async c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    const [sent] = rowsOf(c, await readJsonObject(c), 'data', 1)
    const caller = c.get('caller')
    const source = findVisible(caller, module, id)
    if (!source) throw crmError('invalidSource', { resource_path_index: 1 })
    if (isConverted(source)) throw crmError('alreadyConverted', { resource_path_index: 1 })
    const target = readTarget(c, module, sent)
    if ('code' in target) return answerRows(c, world, [target], 200)
    requireTarget(world, c, target)
    const converted = convertInventory(source, target, writeContext(world, c, module, 0))
    if ('error' in converted) return answerRows(c, world, [converted.error], 200)
    const { row } = converted
    const details = { [target.apiName]: { name: row[target.displayField] ?? null, id: row.id } }
    return answerRows(c, world, [success('The record has been converted successfully', details)], 200)
  })
}

/** Only the records of some modules can be converted. */
export const convertible = ({ scopes, permit }: Needs): Needs => ({
  scopes,
  permit(c) {
    if (!Object.hasOwn(inventoryTargets, moduleOfPath(c).apiName)) {
      throw crmError('invalidModule', { resource_path_index: 0 })
    }
    permit?.(c)
  },
})

/** That `convert_to` is missing is said of the request, all else of its row. @throws CrmError */
function readTarget(c: CrmContext, module: ModuleMeta, sent: unknown): ModuleMeta | CrmErrorBody {
  try {
    return readConvertTo(new SettingsRow(sent, '$.data[0]'), module, c.get('caller').data)
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error
    const { row } = error
    const isMissing =
      row.code === 'MANDATORY_NOT_FOUND' && (row.details as { api_name: string }).api_name === 'convert_to'
    if (isMissing) throw new CrmError(400, row)
    return row
  }
}

/** @throws CrmError */
function requireTarget(world: World, c: CrmContext, target: ModuleMeta): void {
  requireScope(world, c, moduleScopes(target, 'CREATE'))
  const { profile } = c.get('caller').user
  const missing = (['create', 'view'] as const).filter(permission => !mayDo(profile, permission, target))
  if (missing.length === 0) return
  const names = { create: 'Create', view: 'View' } as const
  const permissions = missing.map(each => `Crm_Implied_${names[each]}_${target.apiName}`)
  const where = { api_name: 'module', json_path: '$.data[0].convert_to[0].module' }
  throw new CrmError(403, crmErrorBody('targetNotPermitted', { permissions, ...where }), undefined, 'data')
}

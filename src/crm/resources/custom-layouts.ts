/**
 * Changing and deleting layouts, and taking them out of use. Zoho's API adds none: a module has more than the standard one
 * only where the fixture says so.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/update-custom-layout.html and its siblings activate-, deactivate-
 * and delete-custom-layout.html. That the standard layout cannot be taken out of use is inferred.
 */

import type { Caller } from '../../http/authenticate.ts'
import { queryParam } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { Layout, ModuleMeta } from '../../world/metadata.ts'
import { type PipelineRow, stagesOf } from '../../world/pipelines.ts'
import { answer, type CrmContext, success } from '../answer.ts'
import { moduleOfQuery } from '../module-of.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import { readLayoutChanges, readProfiles } from '../settings/layout-input.ts'
import { dealsIn, moveDeals } from '../settings/move-deals.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { writeSettings } from '../settings/write-rows.ts'

const root = 'layouts'
const mostActiveLayouts = 4

export function customLayoutRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('customization', routes)

  on('patch', '/settings/layouts', 'ZohoCRM.settings.layouts.UPDATE', c => {
    const { apiName } = moduleOfQuery(c)
    const caller = c.get('caller')
    const write = { root, allWell: 200, message: 'layout updated' } as const
    return writeSettings(c, world, write, row => {
      // looked up anew for each row, since the one before may have changed it
      const module = caller.data.module(apiName)!
      const id = row.needed('id', row.text('id', 20))
      const layout = module.layouts.find(each => each.id === id)
      if (!layout) throw row.refuse('invalidId', 'id')
      putLayout(readLayoutChanges(row, layout, module, caller.data), module, caller)
      return id
    })
  })

  on('patch', '/settings/layouts/:id', 'ZohoCRM.settings.layouts.UPDATE', c => {
    layoutOfPath(c)
    return writeOnlyRow(c, root, row => {
      const caller = c.get('caller')
      const { module, layout } = layoutOfPath(c)
      putLayout(readLayoutChanges(row, layout, module, caller.data), module, caller)
      return success('layout updated', { id: layout.id })
    })
  })

  on('delete', '/settings/layouts/:id', 'ZohoCRM.settings.layouts.DELETE', c => {
    const { module, layout } = layoutOfPath(c)
    if (!layout.own) return refuseAction(c, layout, 'delete', 'You cannot delete the system-defined layout')
    deleteLayout(c, module, layout)
    return answer(c, { [root]: [success('layout deleted', { id: layout.id })] })
  })

  on('post', '/settings/layouts/:id/actions/activate', 'ZohoCRM.settings.layouts.CREATE', c => {
    layoutOfPath(c)
    return writeOnlyRow(c, root, row => {
      const caller = c.get('caller')
      const { module, layout } = layoutOfPath(c)
      if (layout.active) throw crmError('alreadyActivated', { resource_path_index: 2 })
      if (row.needed('id', row.text('id', 20)) !== layout.id) throw row.refuse('invalidId', 'id')
      const profileIds = readProfiles(row, layout, module, caller.data)
      if (module.layouts.filter(({ active }) => active).length >= mostActiveLayouts) {
        return crmErrorBody('tooManyLayouts')
      }
      putLayout({ ...layout, profileIds, active: true }, module, caller)
      return success('layout activated', { id: layout.id })
    })
  })

  on('delete', '/settings/layouts/:id/actions/activate', 'ZohoCRM.settings.layouts.DELETE', c => {
    const caller = c.get('caller')
    const { module, layout } = layoutOfPath(c)
    if (!layout.own) return refuseAction(c, layout, 'deactivate', 'You cannot deactivate the system-defined layout')
    if (!layout.active) throw crmError('alreadyDeactivated', { resource_path_index: 2 })
    const target = transferTarget(c, module)
    if (!target) throw crmError('expectedParamMissing', { param_name: 'transfer_to' })
    // the layout itself is on its way out
    if (target.id === layout.id) throw crmError('inactiveTransferLayout', { param_name: 'transfer_to' })
    handProfilesOn(layout, target, module, caller)
    putLayout({ ...layout, active: false }, module, caller)
    return answer(c, { [root]: [success('layout deactivated', { id: layout.id })] })
  })
}

function layoutOfPath(c: CrmContext): { readonly module: ModuleMeta; readonly layout: Layout } {
  const module = moduleOfQuery(c)
  const id = c.req.param('id') ?? ''
  if (!/^\d{1,19}$/.test(id)) throw crmError('malformedLayoutId', { param_name: 'id', expected_data_type: 'int64' })
  const layout = module.layouts.find(each => each.id === id)
  if (!layout) throw crmError('layoutNotFound', { resource_path_index: 2 })
  return { module, layout }
}

function putLayout(layout: Layout, { apiName }: ModuleMeta, { data, user }: Caller): void {
  const now = data.clock.now()
  data.metadata.putLayout({ ...layout, module: apiName, modifiedAt: now, modifiedBy: user.id }, now)
}

function refuseAction(c: CrmContext, { id }: Layout, action: string, message: string): Response {
  return answer(c, { [root]: [{ ...crmErrorBody('layoutActionRefused', { action, id }), message }] }, 400)
}

/** The layout that takes over what belongs to another; null where the call names none. */
function transferTarget(c: CrmContext, module: ModuleMeta): Layout | null {
  const id = queryParam(c, 'transfer_to')
  if (!id) return null
  const target = module.layouts.find(each => each.id === id)
  if (!target) throw crmError('invalidTransferLayout', { param_name: 'transfer_to' })
  if (!target.active) throw crmError('inactiveTransferLayout', { param_name: 'transfer_to' })
  return target
}

function handProfilesOn(from: Layout, to: Layout, module: ModuleMeta, caller: Caller): void {
  if (to.profileIds === null) return
  const all = caller.data.profiles().map(({ id }) => id)
  const users = new Set([...to.profileIds, ...(from.profileIds ?? all)])
  const profileIds = all.every(id => users.has(id)) ? null : all.filter(id => users.has(id))
  putLayout({ ...to, profileIds }, module, caller)
}

/** The layout's profiles and deals go over to another one. Only a layout that nobody uses can go without one. */
function deleteLayout(c: CrmContext, module: ModuleMeta, layout: Layout): void {
  const caller = c.get('caller')
  const { metadata, clock } = caller.data
  const pipelines = metadata.pipelines().filter(({ layoutId }) => layoutId === layout.id)
  const deals = dealsIn(caller, pipelines)
  const target = transferTarget(c, module)
  if (target?.id === layout.id) throw crmError('invalidTransferLayout', { param_name: 'transfer_to' })
  if (!target && (layout.active || deals.length > 0)) {
    throw crmError('expectedParamMissing', { param_name: 'transfer_to' })
  }
  if (target && pipelines.length > 0) {
    const { pipeline, stage } = dealTarget(c, target, module)
    moveDeals(caller, deals, pipeline, () => stage)
  }
  if (target) handProfilesOn(layout, target, module, caller)
  const now = clock.now()
  for (const { id } of pipelines) metadata.deletePipeline(id, now)
  metadata.deleteLayout(layout.id, now)
}

/** Where the deals of a deleted layout go. */
function dealTarget(c: CrmContext, target: Layout, deals: ModuleMeta): { pipeline: PipelineRow; stage: string } {
  const pipeline = namedBy(c, 'pipeline', id =>
    c
      .get('caller')
      .data.metadata.pipelines()
      .find(each => each.id === id && each.layoutId === target.id),
  )
  const stage = namedBy(c, 'stage', id => stagesOf(pipeline, deals).find(each => each.id === id))
  return { pipeline, stage: stage.value }
}

/** What a parameter names that cannot be left out beside `transfer_to`. */
function namedBy<T>(c: CrmContext, name: 'pipeline' | 'stage', find: (id: string) => T | undefined): T {
  const id = queryParam(c, name)
  if (!id) {
    const details = { dependee: { param_name: 'transfer_to' }, param_name: name }
    // the misspelling is the service's
    const message = `Cannot delete layout as ${name} is not specified for trasfer_to layout`
    throw crmError('dependentParamMissing', details, { message })
  }
  const found = find(id)
  if (!found) throw crmError('invalidParam', { param_name: name })
  return found
}

/**
 * `/settings/data_sharing` (v8): with whom the records of each module are shared. What follows from it is
 * records/sharing.ts's business. The errors of single rows are inferred where Zoho's description leaves them open; that older
 * versions lack it is inferred from the rules, which came with v8.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/data-sharing-rules.html and https://github.com/zoho/crm-oas
 */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { type ShareType, shareTypes } from '../../world/sharing.ts'
import { answer, answerRows, type ResultRow, success } from '../answer.ts'
import { moduleWithId } from '../module-of.ts'
import { orgPermission } from '../permissions.ts'
import { readRecordId } from '../records/record-id.ts'
import { readRows } from '../request-body.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import { isRunning } from '../sharing/run-rules.ts'

const root = 'data_sharing'

export function dataSharingRoutes(routes: Routes): void {
  const { world } = routes
  const on = onSince('v8', routes)
  const permit = orgPermission('manage_data_sharing')

  on('get', '/settings/data_sharing', { scopes: 'ZohoCRM.settings.data_sharing.READ', permit }, c => {
    const { data } = c.get('caller')
    return answer(c, { [root]: data.modules().map(module => toSharingResponse(data, module)) })
  })

  on('put', '/settings/data_sharing', { scopes: 'ZohoCRM.settings.data_sharing.UPDATE', permit }, async c => {
    const rows = await readRows(c, root)
    const { data } = c.get('caller')
    return answerRows(
      c,
      world,
      rows.map((row, index) => share(data, row, index)),
      200,
      root,
    )
  })
}

/** Portals are not emulated. */
const toSharingResponse = (data: OrgData, module: ModuleMeta): object => ({
  share_type: data.shareTypeOf(module),
  public_in_portals: false,
  module: { api_name: module.apiName, id: module.id },
  rule_computation_running: isRunning(data, module.apiName),
})

interface SentRow {
  readonly share_type?: unknown
  readonly module?: { readonly api_name?: unknown; readonly id?: unknown } | null
}

function share(data: OrgData, sent: unknown, index: number): ResultRow {
  const place = (path = '') => ({ api_name: path.split('.').at(-1) || root, json_path: `$.${root}[${index}]${path}` })
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', ...place() })
  }
  const { share_type: shareType, module: named } = sent as SentRow
  if (shareType === undefined) return crmErrorBody('mandatoryNotFound', place('.share_type'))
  if (typeof shareType !== 'string') {
    return crmErrorBody('wrongType', { expected_data_type: 'text', ...place('.share_type') })
  }
  if (!isShareType(shareType)) {
    return crmErrorBody('notMatching', { regex: [...shareTypes].join('|'), ...place('.share_type') })
  }
  if (named === undefined || named === null) return crmErrorBody('mandatoryNotFound', place('.module'))
  if (typeof named !== 'object' || Array.isArray(named)) {
    return crmErrorBody('wrongType', { expected_data_type: 'jsonobject', ...place('.module') })
  }
  if (named.id === undefined) return crmErrorBody('mandatoryNotFound', place('.module.id'))
  const id = readRecordId(named.id)
  if (id === null) return crmErrorBody('wrongType', { expected_data_type: 'bigint', ...place('.module.id') })
  const module = moduleWithId(data, id)
  if (!module) return crmErrorBody('invalidId', place('.module.id'))
  if (named.api_name !== undefined && named.api_name !== module.apiName) {
    return crmErrorBody('unsupportedValue', { ...place('.module.api_name'), supported_values: [module.apiName] })
  }
  data.sharing.put({ id: module.apiName, shareType })
  return success('data sharing settings updated successfully', { module: module.apiName })
}

const isShareType = (text: string): text is ShareType => (shareTypes as readonly string[]).includes(text)

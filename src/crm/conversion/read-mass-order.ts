/** What the body of a mass conversion says; whatever is wrong with it refuses the whole request. */

import { CrmError, type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { activityModules } from '../../protocol/modules/activities.ts'
import { type ConvertTarget, convertTargets } from '../../protocol/modules/convert-mapping.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { CrmContext } from '../answer.ts'
import { readRecordId } from '../records/record-id.ts'
import { findVisible } from '../records/sharing.ts'
import { validateRow } from '../records/validate.ts'
import type { WriteContext } from '../records/write.ts'
import { RowRefused, type SettingsRow } from '../settings/row.ts'
import { readModule } from './convert-to.ts'
import { type ConversionOrder, plainOrder } from './order.ts'

const recordsPerJob = 50

/** Ids of records that the caller may see. @throws CrmError, RowRefused */
export function readConvertIds(c: CrmContext, body: SettingsRow, module: ModuleMeta): string[] {
  const sent = body.needed('ids', body.raw('ids'))
  if (!Array.isArray(sent) || sent.length === 0) throw body.wrongType('ids', 'jsonarray')
  if (sent.length > recordsPerJob) {
    throw crmError('tooManyConversions', { limit: recordsPerJob, limit_due_to: [body.place('ids')] })
  }
  return sent.map((each, index) => {
    const where = { api_name: 'ids', json_path: `$.ids[${index}]` }
    const id = readRecordId(each)
    if (id === null) throw crmError('wrongType', { expected_data_type: 'long', ...where })
    if (!findVisible(c.get('caller'), module, id)) throw crmError('invalidValue', where)
    return id
  })
}

/** @throws RowRefused */
export function readAssignee(body: SettingsRow, data: OrgData): string | null {
  const assignee = body.object('assign_to')
  if (!assignee) return null
  const id = readRecordId(assignee.needed('id', assignee.raw('id')))
  if (id === null || !data.activeUser(id)) throw assignee.refuse('invalidAssignee', 'id')
  return id
}

/** The modules of a list, each named by API name, id or both. @throws RowRefused */
export function readModules(body: SettingsRow, key: string, supported: readonly string[], data: OrgData): string[] {
  return (body.objects(key) ?? []).map(each => {
    try {
      return readModule(each, supported, data).apiName
    } catch (error) {
      if (!(error instanceof RowRefused) || error.row.code !== 'AMBIGUITY_DURING_PROCESSING') throw error
      throw new RowRefused(crmErrorBody('twoModules', error.row.details as never))
    }
  })
}

export const activityNames: readonly string[] = activityModules.map(({ apiName }) => apiName)

/** @param deals the context of a write of deals @throws CrmError, RowRefused */
export function readMassOrder(body: SettingsRow, deals: WriteContext): ConversionOrder {
  const { data } = deals
  const portal = body.object('portal_user_type')
  // no org here has portals
  if (portal) throw portal.refuse('invalidValue', 'id')
  body.boolean('apply_assignment_threshold')
  const attachments = body.object('move_attachments_to')
  const deal = body.object('Deals') ? (body.raw('Deals') as Readonly<Record<string, unknown>>) : null
  if (deal) checkDeal(deal, deals)
  const tags = readModules(body, 'carry_over_tags', convertTargets, data) as ConvertTarget[]
  const attachmentsTo = attachments ? (readModule(attachments, convertTargets, data).apiName as ConvertTarget) : null
  if (attachmentsTo === 'Deals' && !deal) throw body.refuse('invalidValue', 'move_attachments_to')
  return {
    ...plainOrder,
    deal,
    assignTo: readAssignee(body, data),
    attachmentsTo,
    tags: Object.fromEntries(tags.map(target => [target, 'all'])),
    ownersOf: readModules(body, 'related_modules', activityNames, data),
  }
}

/** What every deal of the job will say is checked once. @throws CrmError */
function checkDeal(deal: Readonly<Record<string, unknown>>, context: WriteContext): void {
  for (const name of ['Deal_Name', 'Stage', 'Closing_Date', 'Pipeline']) {
    if (deal[name] === undefined || deal[name] === null || deal[name] === '') {
      throw crmError('mandatoryNotFound', { api_name: name, json_path: `$.Deals.${name}` })
    }
  }
  const validated = validateRow(deal, 'insert', context)
  if ('error' in validated) throw new CrmError(400, inDeals(validated.error))
}

function inDeals(error: CrmErrorBody): CrmErrorBody {
  return JSON.parse(JSON.stringify(error).replaceAll('$.data[0]', '$.Deals')) as CrmErrorBody
}

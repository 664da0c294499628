/**
 * `/Leads/{id}/actions/convert`: a lead becomes a contact, an account and, if wanted, a deal. Beside the scope of leads the
 * scopes and permissions of all modules are needed that are written, which is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/convert-lead.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { type CrmErrorBody, crmError } from '../../protocol/crm-errors/index.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answer, answerRows, type CrmContext, success } from '../answer.ts'
import { convertLead } from '../conversion/convert.ts'
import { nameOf } from '../conversion/notify.ts'
import { type ConversionPlan, neededFor, type Part, planConversion } from '../conversion/plan.ts'
import { firstWithObjects, readOrder } from '../conversion/read-order.ts'
import { moduleOfPath, moduleScopes, recordScope } from '../module-of.ts'
import { notPermitted, requirePermission } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import { writeContext } from '../records/write.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'

export function convertLeadRoutes({ on, world }: Routes): void {
  on('post', '/:module{Leads}/:id/actions/convert', recordScope('CREATE', ['view', 'edit']), async c => {
    const id = readPathId(c, moduleOfPath(c))
    const [sent] = rowsOf(c, await readJsonObject(c), 'data', 1)
    const lead = leadOfPath(c, id)
    const converted = convert(world, c, lead, sent)
    if ('error' in converted) return answerRows(c, world, [converted.error], 200)
    return answer(c, { data: [toResponse(c, converted)] })
  })
}

/** @throws CrmError for one that is not there, or was converted before */
function leadOfPath(c: CrmContext, id: string): RecordRow {
  const lead = findVisible(c.get('caller'), moduleOfPath(c), id)
  if (!lead) throw crmError('invalidSource', { resource_path_index: 1 })
  if (lead.Converted__s === true) throw crmError('alreadyConverted', { resource_path_index: 1 })
  return lead
}

function convert(
  world: World,
  c: CrmContext,
  lead: RecordRow,
  sent: unknown,
): ConversionPlan | { readonly error: CrmErrorBody } {
  const caller = c.get('caller')
  const leads = writeContext(world, c, moduleOfPath(c), 0)
  if (!may('edit', caller, leads.module, lead)) return { error: notPermitted('edit', leads.module) }
  try {
    const order = readOrder(new SettingsRow(sent, '$.data[0]'), caller.data, leads.version)
    const plan = planConversion(lead, order, leads)
    if ('error' in plan) return plan
    for (const { module, operation, permissions } of neededFor(plan)) {
      requireScope(world, c, moduleScopes(module, operation))
      requirePermission(caller, module, permissions)
    }
    convertLead(world, plan, order, leads)
    return plan
  } catch (error) {
    if (error instanceof RowRefused) return { error: atPlace(c, error.row) }
    throw error
  }
}

/** v2 names the key alone. */
function atPlace(c: CrmContext, error: CrmErrorBody): CrmErrorBody {
  if (c.get('version').jsonPath) return error
  const { json_path: _, ...details } = error.details as { json_path?: string }
  return { ...error, details }
}

/** Older versions answer with bare ids, and no word of how it went. */
function toResponse(c: CrmContext, { contact, account, deal }: ConversionPlan): object {
  if (c.get('version').number < firstWithObjects) {
    return { Contacts: contact.after.id, Deals: deal?.after.id ?? null, Accounts: account?.after.id ?? null }
  }
  return success('The record has been converted successfully', {
    Contacts: toReference(contact),
    Deals: deal && toReference(deal),
    Accounts: account && toReference(account),
  })
}

const toReference = (part: Part) => ({ name: nameOf(part), id: part.after.id })

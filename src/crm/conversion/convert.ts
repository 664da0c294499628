/** Carries out what was planned: records are made and changed, the lead is marked, what it had goes over. */

import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { link } from '../records/related.ts'
import { commitInsert, commitUpdate, prepareUpdate, type WriteContext } from '../records/write.ts'
import { addEvent } from '../timeline/entries.ts'
import { carryOver } from './carry-over.ts'
import { notifyOwners } from './notify.ts'
import type { ConversionOrder } from './order.ts'
import type { ConversionPlan, Part } from './plan.ts'

const dayMs = 24 * 60 * 60 * 1000

export function convertLead(world: World, plan: ConversionPlan, order: ConversionOrder, leads: WriteContext): void {
  const { contact, account, deal } = plan
  for (const part of [account, contact, deal]) if (part) keep(part)
  if (deal && order.contactRole !== null) giveRole(deal, contact, order.contactRole)
  markConverted(plan, leads)
  carryOver(leads.data, plan, order)
  notifyOwners(world, plan, order, leads)
}

function keep({ context, before, after }: Part): void {
  if (before === null) commitInsert(after, context)
  else if (before !== after) commitUpdate(before, after, context)
}

function giveRole({ context, after: deal }: Part, { context: { module: target }, after }: Part, contactRole: string) {
  const { data, module } = context
  const list = module.relatedLists.find(({ apiName }) => apiName === 'Contact_Roles')!
  link({ data, module, record: deal, list, target }, after.id, { contactRole })
}

function markConverted({ lead, contact, account, deal }: ConversionPlan, leads: WriteContext): void {
  const { data, caller, at = data.clock.now(), source = 'convert' } = leads
  const convertedAt = Math.floor(at / 1000) * 1000
  const values = {
    Converted__s: true,
    Converted_Date_Time: convertedAt,
    Converted_Contact: contact.after.id,
    Converted_Account: account?.after.id ?? null,
    Converted_Deal: deal?.after.id ?? null,
    Lead_Conversion_Time: Math.floor((convertedAt - (lead.Created_Time as number)) / dayMs),
    $converted_by: caller.user.id,
  }
  const prepared = prepareUpdate(lead, values, leads)
  // nothing of a lead that another could have is changed here
  if ('error' in prepared) throw new Error(`lead ${lead.id} cannot be marked: ${prepared.error.message}`)
  commitUpdate(lead, prepared.row as RecordRow, { ...leads, source, isToldApart: true })
  addEvent(data, lead.id, { at, action: 'converted', source, doneBy: caller.user.id })
}

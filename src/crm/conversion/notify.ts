/** The mails that tell owners of a conversion. */

import type { World } from '../../world/world.ts'
import { sendNotice } from '../notice.ts'
import type { WriteContext } from '../records/write.ts'
import type { ConversionOrder } from './order.ts'
import type { ConversionPlan, Part } from './plan.ts'

export function notifyOwners(world: World, plan: ConversionPlan, order: ConversionOrder, context: WriteContext): void {
  const { data } = context
  const { lead, contact, account, deal } = plan
  const leadOwner = data.user(String(lead.Owner))
  if (order.notifyLeadOwner && leadOwner) {
    sendNotice(world, data, {
      to: leadOwner,
      subject: `Lead converted: ${lead.Full_Name}`,
      content: `Your lead ${lead.Full_Name} was converted.`,
      module: 'Leads',
      recordId: lead.id,
    })
  }
  if (!order.notifyNewOwners) return
  for (const part of [contact, account, deal]) {
    const owner = part?.before === null && data.user(String(part.after.Owner))
    if (!part || !owner) continue
    const { module } = part.context
    sendNotice(world, data, {
      to: owner,
      subject: `${module.singular} assigned: ${nameOf(part)}`,
      content: `${nameOf(part)} was made of the lead ${lead.Full_Name}, and belongs to you.`,
      module: module.apiName,
      recordId: part.after.id,
    })
  }
}

/** How a conversion names one of its records. */
export const nameOf = ({ context, after }: Part): unknown => after[context.module.displayField] ?? null

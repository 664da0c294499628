/** The mails that tell owners of a conversion; what they say is made up, as no page shows them. */

import type { OrgUser } from '../../world/org-data.ts'
import type { World } from '../../world/world.ts'
import type { WriteContext } from '../records/write.ts'
import type { ConversionOrder } from './order.ts'
import type { ConversionPlan, Part } from './plan.ts'

export function notifyOwners(world: World, plan: ConversionPlan, order: ConversionOrder, context: WriteContext): void {
  const { data } = context
  const { lead, contact, account, deal } = plan
  const leadOwner = data.user(String(lead.Owner))
  if (order.notifyLeadOwner && leadOwner) {
    const subject = `Lead converted: ${lead.Full_Name}`
    send(world, context, leadOwner, subject, `Your lead ${lead.Full_Name} was converted.`, 'Leads', lead.id)
  }
  if (!order.notifyNewOwners) return
  for (const part of [contact, account, deal]) {
    const owner = part?.before === null && data.user(String(part.after.Owner))
    if (!part || !owner) continue
    const { module } = part.context
    const subject = `${module.singular} assigned: ${nameOf(part)}`
    const content = `${nameOf(part)} was made of the lead ${lead.Full_Name}, and belongs to you.`
    send(world, context, owner, subject, content, module.apiName, part.after.id)
  }
}

/** How a conversion names one of its records. */
export const nameOf = ({ context, after }: Part): unknown => after[context.module.displayField] ?? null

function send(
  world: World,
  { data, caller, at = data.clock.now() }: WriteContext,
  to: OrgUser,
  subject: string,
  content: string,
  module: string,
  recordId: string,
): void {
  world.outbox.insert({
    id: data.nextRecordId(),
    at,
    org: data.org.id,
    from: { userName: caller.user.fullName, email: caller.user.email },
    to: [{ userName: to.fullName, email: to.email }],
    cc: [],
    bcc: [],
    subject,
    content,
    mailFormat: 'text',
    module,
    recordId,
  })
}

/**
 * What a lead had goes to what it was converted into: notes to the contact, attachments where they were sent, tasks, meetings
 * and calls to the contact and the deal or account, links to campaigns and products to the contact. Beyond the attachments
 * that is inferred from the web pages.
 */

import { activityModules } from '../../protocol/modules/activities.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredObject } from '../../world/record-row.ts'
import { moveBelongings, moveLinks, type Place } from '../records/references.ts'
import type { ConversionOrder } from './order.ts'
import type { ConversionPlan, Part } from './plan.ts'

const placeOf = ({ context, after }: Part): Place => ({ module: context.module.apiName, id: after.id })

export function carryOver(data: OrgData, plan: ConversionPlan, order: ConversionOrder): void {
  const { lead, contact, account, deal } = plan
  const from: Place = { module: 'Leads', id: lead.id }
  const parts = { Contacts: contact, Accounts: account, Deals: deal }
  const toAttachments = (order.attachmentsTo && parts[order.attachmentsTo]) ?? contact
  moveBelongings(data, from, placeOf(toAttachments), name => name === 'Attachments')
  moveBelongings(data, from, placeOf(contact), name => name !== 'Attachments')
  moveLinks(data, from, placeOf(contact))
  moveActivities(data, plan, order)
}

function moveActivities(data: OrgData, { lead, contact, account, deal }: ConversionPlan, order: ConversionOrder): void {
  const about = deal ?? account
  for (const { apiName } of activityModules) {
    const module = data.module(apiName)!
    const owner = order.assignTo !== null && order.ownersOf.includes(apiName) ? { Owner: order.assignTo } : {}
    for (const row of data.pointingTo(lead.id, module, 'What_Id')) {
      if (row.$se_module !== 'Leads') continue
      data.records(module).put({
        ...row,
        ...owner,
        Who_Id: row.Who_Id ?? contact.after.id,
        What_Id: about?.after.id ?? null,
        $se_module: about ? about.context.module.apiName : null,
      } as RecordRow)
    }
  }
  moveParticipants(data, lead, contact.after)
}

/** Who was invited as a lead is invited as a contact. */
function moveParticipants(data: OrgData, lead: RecordRow, contact: RecordRow): void {
  const events = data.records(data.module('Events')!)
  const changed: RecordRow[] = []
  events.each(row => {
    const participants = (row.Participants ?? []) as readonly StoredObject[]
    if (participants.some(({ participant }) => participant === lead.id)) {
      const moved = participants.map(each =>
        each.participant === lead.id ? Object.freeze({ ...each, type: 'contact', participant: contact.id }) : each,
      )
      changed.push({ ...row, Participants: Object.freeze(moved) })
    }
  })
  for (const row of changed) events.put(row)
}

/** What single fields of single modules say, and what several of them have to agree on, such as the stage of a deal. */

import { stageProbabilities } from '../../protocol/modules/deals.ts'
import { type Draft, day, toDate } from './draft.ts'
import { inventoryMakers } from './inventory.ts'
import type { Make } from './makers.ts'

/** By module and field. */
export const makersByField: Readonly<Record<string, Make>> = {
  ...inventoryMakers,

  'Events.Event_Title': d =>
    d.pick([
      'Product demo',
      'Kick-off',
      'Quarterly review',
      'Contract talks',
      'Site visit',
      'Training',
      'Status meeting',
    ]),
  'Events.Start_DateTime': eventStart,
  'Events.End_DateTime': d => eventStart(d) + d.pick([30, 45, 60, 90]) * 60_000,
  'Events.Venue': d => d.pick(['Meeting room 1', 'Meeting room 2', 'Video call', 'Customer’s office']),
  'Events.Who_Id': contactUnlessLead,

  'Calls.Subject': d =>
    `${callType(d)} call: ${d.pick(['price enquiry', 'delivery date', 'follow-up', 'renewal', 'support question'])}`,
  'Calls.Call_Type': callType,
  'Calls.Outgoing_Call_Status': d => (callType(d) === 'Outbound' ? 'Completed' : null),
  'Calls.Call_Start_Time': d => d.createdAt - d.whole(0, 30) * 60_000,
  'Calls.Call_Duration': d => formatDuration(callSeconds(d)),
  'Calls.Call_Duration_in_seconds': callSeconds,
  'Calls.Reminder': () => null,
  'Calls.Call_Purpose': d => d.pick(['Prospecting', 'Administrative', 'Negotiation', 'Demo', 'Project', 'Desk']),
  'Calls.Call_Agenda': () => null,
  'Calls.Scheduled_In_CRM': () => 'False',
  'Calls.Who_Id': contactUnlessLead,

  'Cases.Subject': d =>
    d.pick([
      'Cannot sign in',
      'Invoice shows the wrong address',
      'Delivery incomplete',
      'Export stops half-way',
      'Question about the licence',
      'Device does not start',
    ]),
  'Cases.Reported_By': d => `${d.person.first} ${d.person.last}`,
  'Cases.No_of_comments': () => 0,
  'Cases.Internal_Comments': () => null,
  'Cases.Solution': () => null,
  'Cases.Add_Comment': () => null,
  'Solutions.Solution_Title': d =>
    `How to ${d.pick(['reset a password', 'change an address', 'export a list', 'install an update', 'order spare parts'])}`,
  'Solutions.Question': d => `${d.pick(['A customer', 'A partner', 'A colleague'])} asked for the steps.`,
  'Solutions.No_of_comments': () => 0,
  'Solutions.Add_Comment': () => null,

  'Accounts.Account_Name': d => d.company,
  'Vendors.Vendor_Name': d => d.company,
  'Vendors.Category': d => d.pick(['Hardware', 'Office Supplies', 'Logistics', 'Consulting', 'Software', 'Facilities']),

  'Deals.Deal_Name': d =>
    `${d.company} - ${d.pick(['Annual Licence', 'Renewal', 'Pilot', 'Rollout', 'Support Contract', 'Expansion', 'Upgrade'])}`,
  'Deals.Stage': stage,
  'Deals.Probability': probability,
  'Deals.Amount': amount,
  'Deals.Expected_Revenue': d => (amount(d) * probability(d)) / 100,
  'Deals.Closing_Date': d => (isClosed(d) ? d.dayOfLife() : d.dayAfter(d.source.until, -10, 120)),
  'Deals.Reason_For_Loss__s': d =>
    stage(d).startsWith('Closed Lost') ? d.pick(['Price', 'Competition', 'Lack of response', 'Future Interest']) : null,
  'Deals.Next_Step': d =>
    isClosed(d)
      ? null
      : d.pick(['Call decision maker', 'Send proposal', 'Arrange demo', 'Agree on terms', 'Sign contract']),

  'Campaigns.Campaign_Name': d => {
    const start = new Date(campaignStart(d))
    const kind = d.pick(['Launch', 'Newsletter', 'Roadshow', 'Webinar Series', 'Referral Drive', 'Customer Day'])
    return `${d.faker.commerce.department()} ${kind} Q${Math.floor(start.getUTCMonth() / 3) + 1} ${start.getUTCFullYear()}`
  },
  'Campaigns.Start_Date': d => toDate(campaignStart(d)),
  'Campaigns.End_Date': d => d.dayAfter(campaignStart(d), 5, 60),

  'Tasks.Subject': d =>
    d.pick([
      'Follow up by phone',
      'Send proposal',
      'Prepare demo',
      'Review contract',
      'Schedule meeting',
      'Check on delivery',
      'Send product brochure',
      'Update contact details',
    ]),
  'Tasks.Status': taskStatus,
  'Tasks.Closed_Time': d => (taskStatus(d) === 'Completed' ? d.modifiedAt : null),
  'Tasks.Due_Date': d =>
    taskStatus(d) === 'Completed' ? d.dayAfter(d.modifiedAt, -3, 3) : d.dayAfter(d.source.until, -15, 45),
  'Tasks.Who_Id': contactUnlessLead,

  'Notes.Note_Title': d => d.pick(noteTitles),
  'Notes.Note_Content': d =>
    `${d.pick(noteTitles)} on ${d.dayOfLife()}. ${d.pick([
      'Wants to hear from us next week.',
      'Asked for a written offer.',
      'Happy with the last delivery.',
      'Will talk to the management first.',
      'Left a message.',
    ])}`,

  'Products.Product_Name': d => d.faker.commerce.productName(),
  'Products.Product_Code': d => `${d.pick(['HW', 'SW', 'CRM', 'SVC'])}-${String(d.index + 1).padStart(5, '0')}`,
  'Products.Unit_Price': unitPrice,
  'Products.Commission_Rate': d => Math.round(unitPrice(d) * d.whole(1, 10)) / 100,
  'Products.Sales_Start_Date': d => toDate(salesStart(d)),
  'Products.Sales_End_Date': d => d.dayAfter(salesStart(d), 200, 900),
  'Products.Support_Start_Date': d => toDate(salesStart(d)),
  'Products.Support_Expiry_Date': d => d.dayAfter(salesStart(d), 400, 1500),
  'Products.Taxable': isTaxable,
  'Products.Tax': d => (isTaxable(d) ? [d.pick(['Vat', 'Sales Tax'])] : []),
}

const noteTitles = ['Phone call', 'Visit', 'Conversation at the trade show', 'Reply to our letter', 'Request']

/** A task, meeting or call of a lead has no contact in Zoho. */
function contactUnlessLead(draft: Draft): string | null {
  const multiModuleField = draft.module.fields.find(({ dataType }) => dataType === 'multi_module_lookup')
  const isOfLead = multiModuleField && draft.target(multiModuleField)?.module === 'Leads'
  return isOfLead ? null : draft.linkedId('Who_Id', 'Contacts')
}

/** On a quarter of an hour in the working day. */
function eventStart(draft: Draft): number {
  return draft.settle('event', () => {
    const midnight = Math.floor((draft.source.until + draft.whole(-60, 30) * day) / day) * day
    return midnight + draft.whole(8 * 4, 17 * 4) * 900_000
  })
}

function callType(draft: Draft): string {
  return draft.settle('call', () => draft.pick(['Outbound', 'Outbound', 'Inbound', 'Missed']))
}

function callSeconds(draft: Draft): number {
  return draft.settle('seconds', () => (callType(draft) === 'Missed' ? 0 : draft.whole(20, 1800)))
}

const formatDuration = (seconds: number): string =>
  [Math.floor(seconds / 60), seconds % 60].map(part => String(part).padStart(2, '0')).join(':')

function stage(draft: Draft): string {
  return draft.settle('stage', () => draft.pick([...stageProbabilities.keys()]))
}

function probability(draft: Draft): number {
  return stageProbabilities.get(stage(draft))!
}

function isClosed(draft: Draft): boolean {
  return stage(draft).startsWith('Closed')
}

function amount(draft: Draft): number {
  return draft.settle('amount', () => draft.whole(5, 2500) * 100)
}

function campaignStart(draft: Draft): number {
  return draft.settle('start', () => draft.createdAt + draft.whole(3, 45) * day)
}

function taskStatus(draft: Draft): string {
  const { values } = draft.module.fields.find(({ apiName }) => apiName === 'Status')!
  return draft.settle('status', () => draft.pick(values!))
}

function unitPrice(draft: Draft): number {
  return draft.settle('price', () => draft.whole(5, 4000) - 0.01)
}

function salesStart(draft: Draft): number {
  return draft.settle('sales', () => draft.createdAt + draft.whole(-60, 30) * day)
}

function isTaxable(draft: Draft): boolean {
  return draft.settle('taxable', () => draft.chance(0.85))
}

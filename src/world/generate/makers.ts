/** What each field of a generated record says: by its name where that says more than its type. */

import { formulasOf, type ModuleFormula } from '../../protocol/formula/module-formulas.ts'
import { stageProbabilities } from '../../protocol/modules/deals.ts'
import type { DataType, FieldDefinition, ModuleDefinition } from '../../protocol/modules/define.ts'
import type { StoredValue } from '../record-row.ts'
import { stream } from './chance.ts'
import { type Address, type Draft, day, toDate, toSlug } from './draft.ts'
import { inventoryMakers } from './inventory.ts'

type Make = (draft: Draft) => StoredValue

export interface Column {
  readonly apiName: string
  /** How often the field is empty for no reason of its own. */
  readonly emptiness: number
  readonly make: Make
}

export interface Plan {
  readonly columns: readonly Column[]
  readonly multiModuleField: FieldDefinition | undefined
  readonly formulas: readonly ModuleFormula[]
}

const plans = new WeakMap<ModuleDefinition, Plan>()

export function planOf(module: ModuleDefinition): Plan {
  let plan = plans.get(module)
  if (!plan) {
    plan = {
      columns: module.fields.map(field => columnOf(module, field)),
      multiModuleField: module.fields.find(({ dataType }) => dataType === 'multi_module_lookup'),
      formulas: formulasOf(module),
    }
    plans.set(module, plan)
  }
  return plan
}

function columnOf(module: ModuleDefinition, field: FieldDefinition): Column {
  const make = makerOf(module, field)
  const { apiName, length = Number.POSITIVE_INFINITY } = field
  return {
    apiName,
    emptiness: emptinessOf(field),
    make: draft => {
      const value = make(draft)
      return typeof value === 'string' && value.length > length ? value.slice(0, length).trimEnd() : value
    },
  }
}

function makerOf(module: ModuleDefinition, field: FieldDefinition): Make {
  if (field.unique || field.external) return numbered(field)
  const isLink = field.dataType === 'lookup' || field.dataType === 'multi_module_lookup'
  const byName =
    makersByField[`${module.apiName}.${field.apiName}`] ?? (isLink ? undefined : makersByName[field.apiName])
  if (byName) return byName
  if (field.readOnly && field.dataType !== 'autonumber') return () => (field.dataType === 'boolean' ? false : null)
  return makersByType[field.dataType](field)
}

/** What no two records may share is counted. */
const numbered = ({ dataType }: FieldDefinition): Make =>
  dataType === 'text' ? d => `${d.module.singular.toUpperCase()}-${d.index + 1}` : d => d.index + 1

const alwaysFilled: ReadonlySet<string> = new Set([
  ...['id', 'Owner', 'Tag', 'Description', 'First_Name', 'Email', 'Status', 'Priority', 'Handler'],
  ...['Stage', 'Pipeline', 'Amount', 'Probability', 'Closing_Date', 'Due_Date', 'Unit_Price', 'Start_Date', 'Tax'],
  ...['Discount', 'Adjustment', 'Quote_Stage', 'Carrier', 'Call_Duration', 'Outgoing_Call_Status', 'Meeting_Venue__s'],
])
const seldomFilled: ReadonlySet<string> = new Set([
  ...['Fax', 'Skype_ID', 'Twitter', 'Secondary_Email', 'Assistant', 'Asst_Phone', 'Home_Phone', 'Other_Phone'],
  ...['Sales_End_Date', 'Account_Site', 'SIC_Code'],
])

function emptinessOf({ apiName, dataType, mandatory, readOnly }: FieldDefinition): number {
  if (mandatory || readOnly || alwaysFilled.has(apiName)) return 0
  if (neverLeftOut.has(dataType)) return 0
  return seldomFilled.has(apiName) ? 0.5 : 0.08
}

const neverLeftOut: ReadonlySet<DataType> = new Set([
  ...(['boolean', 'lookup', 'multi_module_lookup', 'subform', 'multiselectlookup', 'multiuserlookup'] as const),
  ...(['fileupload', 'imageupload', 'participants', 'multireminder', 'ALARM', 'RRULE', 'comments'] as const),
])

const makersByType: Readonly<Record<DataType, (field: FieldDefinition) => Make>> = {
  text: () => d => d.faker.commerce.department(),
  textarea: () => describe,
  richtext: () => d => `<div>${describe(d)}</div>`,
  email: field => d => emailAddress(d, `${toSlug(field.apiName, 20)}.`),
  phone: () => phoneNumber,
  website: () => d => `https://www.${d.host}`,
  integer: () => d => d.whole(1, 500),
  bigint: () => d => d.whole(1, 50) * 100,
  double: () => d => d.whole(1, 500),
  currency: () => d => d.whole(1, 5000) * 10,
  percent: () => d => d.whole(0, 100),
  boolean: field => d => (field.defaultValue === true ? d.chance(0.9) : d.chance(0.1)),
  date: () => d => d.dayOfLife(),
  datetime: () => d => d.createdAt,
  picklist: field => d => d.pick(field.values ?? []) ?? null,
  multiselectpicklist: field => d => (field.values ?? []).filter(() => d.chance(0.4)),
  lookup: field => d => d.linkedId(field.apiName, field.lookup!.module),
  ownerlookup: () => owner,
  userlookup: () => d => d.pick(d.source.owners),
  multi_module_lookup: field => d => d.target(field)?.id ?? null,
  multiselectlookup: () => () => [],
  multiuserlookup: () => () => [],
  subform: () => () => [],
  fileupload: () => () => [],
  imageupload: () => () => [],
  profileimage: () => () => null,
  autonumber: field => d => {
    const { prefix, suffix, start } = field.autoNumber!
    return `${prefix}${start + d.index}${suffix}`
  },
  formula: () => () => null,
  tag: () => () => [],
  linetax: () => () => [],
  participants: () => () => [],
  multireminder: () => () => null,
  ALARM: () => () => null,
  RRULE: () => () => null,
  comments: () => () => [],
}

const makersByName: Readonly<Record<string, Make>> = {
  id: d => d.source.idOf(d.module.apiName, d.index),
  Owner: owner,
  Created_By: owner,
  Modified_By: d => (d.modifiedAt === d.createdAt ? owner(d) : d.pick(d.source.owners)),
  Created_Time: d => d.createdAt,
  Modified_Time: d => d.modifiedAt,
  Last_Activity_Time: d => d.modifiedAt,
  Change_Log_Time__s: d => d.modifiedAt,
  Record_Status__s: () => 'Available',
  Description: describe,

  Name: d => `${d.module.singular} ${d.index + 1}`,
  Salutation: d => d.person.salutation,
  First_Name: d => d.person.first,
  Last_Name: d => d.person.last,
  Full_Name: d => `${d.person.first} ${d.person.last}`,
  Email: d => emailAddress(d, ''),
  Secondary_Email: d => emailAddress(d, 'private.'),
  Designation: d => d.faker.person.jobTitle(),
  Title: d => d.faker.person.jobTitle(),
  Skype_ID: d => `live.${toSlug(`${d.person.first} ${d.person.last}`, 30)}`,
  Twitter: d => `${toSlug(d.person.first, 15)}_${toSlug(d.person.last, 15)}`,
  Fax: phoneNumber,
  Assistant: d => d.faker.person.fullName(),
  Department: d => d.pick(['Sales', 'Marketing', 'Finance', 'Purchasing', 'Operations', 'IT', 'Legal', 'Support']),
  Date_of_Birth: d => d.dayAfter(d.source.until, -65 * 365, -22 * 365),

  Company: d => d.company,
  Employees: employees,
  No_of_Employees: employees,
  Annual_Revenue: d => d.whole(1, 5000) * 10_000,
  Account_Site: d => d.pick(['Headquarters', 'Branch Office', 'Warehouse', 'Plant']),
  Account_Number: d => Number(d.digits(8)),
  Ticker_Symbol: d =>
    d.company
      .replace(/[^A-Za-z]/g, '')
      .slice(0, 4)
      .toUpperCase(),
  SIC_Code: d => Number(d.digits(4)),

  ...addressMakers('', { street: 'Street', city: 'City', state: 'State', code: 'Zip_Code', country: 'Country' }),
  ...addressMakers('Mailing'),
  ...addressMakers('Other'),
  ...addressMakers('Billing'),
  ...addressMakers('Shipping'),
}

const makersByField: Readonly<Record<string, Make>> = {
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

/** A task, meeting or call of a lead has no contact in Zoho. */
function contactUnlessLead(draft: Draft): string | null {
  const { multiModuleField } = planOf(draft.module)
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

function owner(draft: Draft): string {
  return draft.settle('owner', () => draft.pick(draft.source.owners))
}

/** Names the org, so that a record shown under another one is noticed at once. */
function describe({ module, source }: Draft): string {
  return `Sample ${module.singular.toLowerCase()} of ${source.org.name} (${source.org.environment}).`
}

/** The 555-01 numbers belong to nobody. */
function phoneNumber(draft: Draft): string {
  return `+1 ${draft.whole(201, 989)} 555 01${String(draft.whole(0, 99)).padStart(2, '0')}`
}

/** No two fields, records, modules or orgs have the same. */
function emailAddress(draft: Draft, subdomain: string): string {
  const { person, index, module, host } = draft
  const mailbox = `${toSlug(person.first, 12)}.${toSlug(person.last, 14)}.${index}`
  return `${mailbox}@${subdomain}${module.apiName.toLowerCase()}.${host}`
}

function employees(draft: Draft): number {
  return Math.round(2 ** (2 + 12 * stream.next())) + draft.whole(0, 3)
}

function addressMakers(
  kind: string,
  names: Readonly<Record<keyof Address, string>> = {
    street: `${kind}_Street`,
    city: `${kind}_City`,
    state: `${kind}_State`,
    code: kind === 'Billing' || kind === 'Shipping' ? `${kind}_Code` : `${kind}_Zip`,
    country: `${kind}_Country`,
  },
): Record<string, Make> {
  const parts = Object.keys(names) as (keyof Address)[]
  return Object.fromEntries(parts.map(part => [names[part], (d: Draft) => d.address(kind)?.[part] ?? null]))
}

function stage(draft: Draft): string {
  return draft.settle('stage', () => draft.pick(Object.keys(stageProbabilities)))
}

function probability(draft: Draft): number {
  return stageProbabilities[stage(draft)]!
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

/**
 * The views that Zoho ships for each module. Of the system names ALLVIEWS and MYVIEWS are Zoho's own, the others are
 * inferred, as is what exactly "recently" means, which columns a view shows and that no view but the recent ones is sorted.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/custom-view-meta.html, https://www.zoho.com/developer/help/api/getcustomviews.html
 */

import { type JsonCriteria, token } from '../json-criteria.ts'

export interface ViewDefinition {
  readonly name: string
  readonly systemName: string
  /** Null for all records. */
  readonly criteria: JsonCriteria | null
  readonly sortBy: string | null
}

const is = (field: string, comparator: string, value: unknown): JsonCriteria => ({
  comparator,
  field: { api_name: field },
  value,
})

const all = (...group: JsonCriteria[]): JsonCriteria => ({ group_operator: 'AND', group })

const view = (name: string, criteria: JsonCriteria | null = null, sortBy: string | null = null): ViewDefinition => ({
  name,
  systemName: name.toUpperCase().replace(/[^A-Z0-9]/g, ''),
  criteria,
  sortBy,
})

const mine = is('Owner', 'equal', token('CURRENTUSER'))

const allRecords = (plural: string): ViewDefinition => ({ ...view(`All ${plural}`), systemName: 'ALLVIEWS' })
const myRecords = (plural: string): ViewDefinition => ({ ...view(`My ${plural}`, mine), systemName: 'MYVIEWS' })

const newRecords = [
  view('New Last Week', is('Created_Time', 'equal', token('LASTWEEK'))),
  view('New This Week', is('Created_Time', 'equal', token('THISWEEK'))),
]

const recentRecords = (plural: string) => [
  view(`Recently Created ${plural}`, is('Created_Time', 'greater_equal', token('TODAY', -30)), 'Created_Time'),
  view(`Recently Modified ${plural}`, is('Modified_Time', 'greater_equal', token('TODAY', -30)), 'Modified_Time'),
]

const unsubscribed = (plural: string) => view(`Unsubscribed ${plural}`, is('Email_Opt_Out', 'equal', true))

const openTask = is('Status', 'not_equal', 'Completed')
const overdueTask = all(openTask, is('Due_Date', 'less_than', token('TODAY')))
const closedStages = ['Closed Won', 'Closed Lost', 'Closed Lost to Competition']

/** What a module has beside the views that all have. */
const ownViews: Readonly<Record<string, readonly ViewDefinition[]>> = {
  Leads: [
    view('Converted Leads', is('Converted__s', 'equal', true)),
    view('Junk Leads', is('Lead_Status', 'equal', 'Junk Lead')),
    view('Mailing Labels'),
    view('My Converted Leads', all(mine, is('Converted__s', 'equal', true))),
    view('Not Qualified Leads', is('Lead_Status', 'equal', 'Not Qualified')),
    view('Open Leads', is('Lead_Status', 'not_in', ['Junk Lead', 'Lost Lead', 'Not Qualified'])),
    view("Today's Leads", is('Created_Time', 'equal', token('TODAY'))),
    unsubscribed('Leads'),
  ],
  Contacts: [view('Mailing Labels'), ...newRecords, unsubscribed('Contacts')],
  Accounts: newRecords,
  Deals: [
    view('Closing Next Month', is('Closing_Date', 'equal', token('NEXTMONTH'))),
    view('Closing This Month', is('Closing_Date', 'equal', token('THISMONTH'))),
    view('Deals in Pipeline', is('Stage', 'not_in', closedStages)),
    view('Closed Deals', is('Stage', 'in', closedStages)),
    ...newRecords,
  ],
  Tasks: [
    view('Open Tasks', openTask),
    view('My Open Tasks', all(mine, openTask)),
    view('Closed Tasks', is('Status', 'equal', 'Completed')),
    view('My Closed Tasks', all(mine, is('Status', 'equal', 'Completed'))),
    view('Overdue Tasks', overdueTask),
    view('My Overdue Tasks', all(mine, overdueTask)),
    view("Today's Tasks", is('Due_Date', 'equal', token('TODAY'))),
  ],
  Events: [
    view("Today's Meetings", is('Start_DateTime', 'equal', token('TODAY'))),
    view('Upcoming Meetings', is('Start_DateTime', 'greater_than', token('NOW'))),
  ],
  Calls: [
    view('Scheduled Calls', is('Outgoing_Call_Status', 'equal', 'Scheduled')),
    view('Completed Calls', is('Outgoing_Call_Status', 'equal', 'Completed')),
    view('Missed Calls', is('Call_Type', 'equal', 'Missed')),
    view("Today's Calls", is('Call_Start_Time', 'equal', token('TODAY'))),
  ],
  Products: [view('Active Products', is('Product_Active', 'equal', true))],
  Campaigns: [
    view('Active Campaigns', is('Status', 'equal', 'Active')),
    view('Completed Campaigns', is('Status', 'equal', 'Complete')),
  ],
  Price_Books: [view('Active Price Books', is('Active', 'equal', true))],
  Cases: [
    view('Open Cases', is('Status', 'not_equal', 'Closed')),
    view('Closed Cases', is('Status', 'equal', 'Closed')),
    view('Escalated Cases', is('Status', 'equal', 'Escalated')),
  ],
  Solutions: [
    view('Draft Solutions', is('Status', 'equal', 'Draft')),
    view('Published Solutions', is('Published', 'equal', true)),
  ],
}

/** The standard views of any module, those of the org's own too; the first is the default one. */
export const standardViews = (apiName: string, plural: string): readonly ViewDefinition[] => [
  allRecords(plural),
  myRecords(plural),
  ...(Object.hasOwn(ownViews, apiName) ? ownViews[apiName]! : []),
  ...recentRecords(plural),
]

const columns: Readonly<Record<string, readonly string[]>> = {
  Leads: ['Full_Name', 'Company', 'Email', 'Phone', 'Lead_Source', 'Owner'],
  Contacts: ['Full_Name', 'Account_Name', 'Email', 'Phone', 'Owner'],
  Accounts: ['Account_Name', 'Phone', 'Website', 'Owner'],
  Deals: ['Deal_Name', 'Amount', 'Stage', 'Closing_Date', 'Account_Name', 'Contact_Name', 'Owner'],
  Tasks: ['Subject', 'Due_Date', 'Status', 'Priority', 'What_Id', 'Who_Id', 'Owner'],
  Events: ['Event_Title', 'Start_DateTime', 'End_DateTime', 'What_Id', 'Who_Id', 'Owner'],
  Calls: ['Subject', 'Call_Type', 'Call_Start_Time', 'Call_Duration', 'What_Id', 'Who_Id', 'Owner'],
  Products: ['Product_Name', 'Product_Code', 'Product_Active', 'Owner'],
  Quotes: ['Subject', 'Quote_Stage', 'Valid_Till', 'Account_Name', 'Deal_Name', 'Owner'],
  Sales_Orders: ['Subject', 'Status', 'Due_Date', 'Account_Name', 'Owner'],
  Purchase_Orders: ['Subject', 'Status', 'Due_Date', 'Vendor_Name', 'Owner'],
  Invoices: ['Subject', 'Status', 'Invoice_Date', 'Due_Date', 'Account_Name', 'Owner'],
  Campaigns: ['Campaign_Name', 'Type', 'Status', 'Start_Date', 'End_Date', 'Owner'],
  Vendors: ['Vendor_Name', 'Phone', 'Email', 'Website', 'Owner'],
  Price_Books: ['Price_Book_Name', 'Pricing_Model', 'Active', 'Owner'],
  Cases: ['Case_Number', 'Subject', 'Status', 'Priority', 'Case_Origin', 'Owner'],
  Solutions: ['Solution_Number', 'Solution_Title', 'Status', 'Published', 'Owner'],
}

/** Which fields a module's standard views show. */
export const viewColumns = (apiName: string, displayField: string): readonly string[] =>
  Object.hasOwn(columns, apiName) ? columns[apiName]! : [displayField, 'Owner', 'Modified_Time']

import { autonumber, currency, date, defineModule, lookup, picklist, text } from './define.ts'
import {
  addresses,
  addressSection,
  itemsSection,
  lineItems,
  orderStatuses,
  systemSection,
  terms,
  termsSections,
  totals,
} from './inventory.ts'
import { activities, notesAndAttachments } from './related-lists.ts'

const here = { relatedList: 'Invoices', relatedListLabel: 'Invoices' } as const

export const invoices = defineModule({
  apiName: 'Invoices',
  singular: 'Invoice',
  plural: 'Invoices',
  idSuffix: 2225,
  displayField: 'Subject',
  duplicateCheckField: 'Subject',
  sections: [
    {
      name: 'Invoice Information',
      fields: [
        'Invoice_Number',
        'Owner',
        'Subject',
        'Sales_Order',
        'Invoice_Date',
        'Purchase_Order',
        'Due_Date',
        'Excise_Duty',
        'Sales_Commission',
        'Status',
        'Account_Name',
        'Contact_Name',
        'Deal_Name__s',
        ...systemSection,
      ],
    },
    addressSection,
    itemsSection('Invoiced Items', 'Invoiced_Items'),
    ...termsSections,
  ],
  fields: [
    autonumber('Invoice_Number', 'Invoice Number'),
    text('Subject', 'Subject', { mandatory: true }),
    lookup('Sales_Order', 'Sales Order', 'Sales_Orders', here),
    date('Invoice_Date', 'Invoice Date'),
    text('Purchase_Order', 'Purchase Order', { length: 100 }),
    date('Due_Date', 'Due Date'),
    currency('Excise_Duty', 'Excise Duty'),
    currency('Sales_Commission', 'Sales Commission'),
    picklist('Status', 'Status', orderStatuses, { defaultValue: 'Created' }),
    lookup('Account_Name', 'Account Name', 'Accounts', { mandatory: true, ...here }),
    lookup('Contact_Name', 'Contact Name', 'Contacts', here),
    lookup('Deal_Name__s', 'Deal Name', 'Deals', here),
    ...addresses,
    lineItems('Invoiced_Items', 'Invoiced Items'),
    ...totals,
    ...terms,
  ],
  relatedLists: [...notesAndAttachments, ...activities('What_Id')],
})

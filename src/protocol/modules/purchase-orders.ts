import { currency, date, defineModule, lookup, picklist, text } from './define.ts'
import {
  addresses,
  addressSection,
  carriers,
  itemsSection,
  lineItems,
  orderStatuses,
  systemSection,
  terms,
  termsSections,
  totals,
} from './inventory.ts'
import { activities, notesAndAttachments } from './related-lists.ts'

const here = { relatedList: 'Purchase_Orders', relatedListLabel: 'Purchase Orders' } as const

export const purchaseOrders = defineModule({
  apiName: 'Purchase_Orders',
  singular: 'Purchase Order',
  plural: 'Purchase Orders',
  idSuffix: 2223,
  displayField: 'Subject',
  duplicateCheckField: 'Subject',
  sections: [
    {
      name: 'Purchase Order Information',
      fields: [
        'PO_Number',
        'Owner',
        'Subject',
        'Vendor_Name',
        'Requisition_No',
        'Tracking_Number',
        'Contact_Name',
        'PO_Date',
        'Due_Date',
        'Carrier',
        'Excise_Duty',
        'Sales_Commission',
        'Status',
        ...systemSection,
      ],
    },
    addressSection,
    itemsSection('Purchase Items', 'Purchase_Items'),
    ...termsSections,
  ],
  fields: [
    text('PO_Number', 'PO Number', { length: 100 }),
    text('Subject', 'Subject', { mandatory: true }),
    lookup('Vendor_Name', 'Vendor Name', 'Vendors', { mandatory: true, ...here }),
    text('Requisition_No', 'Requisition Number', { length: 100 }),
    text('Tracking_Number', 'Tracking Number', { length: 100 }),
    lookup('Contact_Name', 'Contact Name', 'Contacts', here),
    date('PO_Date', 'PO Date'),
    date('Due_Date', 'Due Date'),
    picklist('Carrier', 'Carrier', carriers, { defaultValue: 'FedEX' }),
    currency('Excise_Duty', 'Excise Duty'),
    currency('Sales_Commission', 'Sales Commission'),
    picklist('Status', 'Status', orderStatuses, { defaultValue: 'Created' }),
    ...addresses,
    lineItems('Purchase_Items', 'Purchase Items'),
    ...totals,
    ...terms,
  ],
  relatedLists: [...notesAndAttachments, ...activities('What_Id')],
})

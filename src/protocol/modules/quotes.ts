import { autonumber, date, defineModule, lookup, picklist, text } from './define.ts'
import {
  addresses,
  addressSection,
  carriers,
  itemsSection,
  lineItems,
  systemSection,
  terms,
  termsSections,
  totals,
} from './inventory.ts'
import { activities, listOf, notesAndAttachments } from './related-lists.ts'

export const quotes = defineModule({
  apiName: 'Quotes',
  singular: 'Quote',
  plural: 'Quotes',
  idSuffix: 2219,
  displayField: 'Subject',
  duplicateCheckField: 'Subject',
  sections: [
    {
      name: 'Quote Information',
      fields: [
        'Quote_Number',
        'Owner',
        'Subject',
        'Deal_Name',
        'Quote_Stage',
        'Valid_Till',
        'Team',
        'Contact_Name',
        'Carrier',
        'Account_Name',
        ...systemSection,
      ],
    },
    addressSection,
    itemsSection('Quoted Items', 'Quoted_Items'),
    ...termsSections,
  ],
  fields: [
    autonumber('Quote_Number', 'Quote Number'),
    text('Subject', 'Subject', { mandatory: true }),
    lookup('Deal_Name', 'Deal Name', 'Deals', { relatedList: 'Quotes', relatedListLabel: 'Quotes' }),
    picklist(
      'Quote_Stage',
      'Quote Stage',
      ['Draft', 'Negotiation', 'Delivered', 'On Hold', 'Confirmed', 'Closed Won', 'Closed Lost'],
      { defaultValue: 'Draft' },
    ),
    date('Valid_Till', 'Valid Until'),
    text('Team', 'Team', { length: 100 }),
    lookup('Contact_Name', 'Contact Name', 'Contacts', { relatedList: 'Quotes', relatedListLabel: 'Quotes' }),
    picklist('Carrier', 'Carrier', carriers, { defaultValue: 'FedEX' }),
    lookup('Account_Name', 'Account Name', 'Accounts', {
      mandatory: true,
      relatedList: 'Quotes',
      relatedListLabel: 'Quotes',
    }),
    ...addresses,
    lineItems('Quoted_Items', 'Quoted Items'),
    ...totals,
    ...terms,
  ],
  relatedLists: [...notesAndAttachments, ...activities('What_Id'), listOf('Sales_Orders', 'Quote_Name')],
})

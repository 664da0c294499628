import { boolean, defineModule, double, picklist, subform, text, textarea } from './define.ts'
import { linked, notesAndAttachments } from './related-lists.ts'

export const priceBooks = defineModule({
  apiName: 'Price_Books',
  singular: 'Price Book',
  plural: 'Price Books',
  idSuffix: 2217,
  displayField: 'Price_Book_Name',
  duplicateCheckField: 'Price_Book_Name',
  sections: [
    {
      name: 'Price Book Information',
      fields: [
        'Owner',
        'Price_Book_Name',
        'Active',
        'Pricing_Model',
        'Created_By',
        'Modified_By',
        'Created_Time',
        'Modified_Time',
        'Tag',
      ],
    },
    { name: 'Pricing Information', fields: ['Pricing_Details'] },
    { name: 'Description Information', fields: ['Description'] },
  ],
  fields: [
    text('Price_Book_Name', 'Price Book Name', { length: 100, mandatory: true }),
    boolean('Active', 'Active', { defaultValue: true }),
    picklist('Pricing_Model', 'Pricing Model', ['Flat', 'Differential']),
    // the service spells the keys of these rows in small letters and gives them nothing of its own but an id
    subform('Pricing_Details', 'Pricing Details', [], {
      mandatory: true,
      rows: {
        module: 'Pricing_Details',
        label: 'Pricing Details',
        fields: [
          double('from_range', 'From Range', { mandatory: true }),
          double('to_range', 'To Range', { mandatory: true }),
          double('discount', 'Discount', { mandatory: true }),
        ],
      },
    }),
    textarea('Description', 'Description'),
  ],
  relatedLists: [...notesAndAttachments, linked('Products')],
})

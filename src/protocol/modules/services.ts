import {
  currency,
  date,
  datetime,
  defineModule,
  image,
  integer,
  multiselect,
  multiuserLookup,
  picklist,
  subform,
  text,
  textarea,
} from './define.ts'
import { notesAndAttachments } from './related-lists.ts'

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Source: https://github.com/zoho/crm-oas; an org begins with none. */
export const services = defineModule({
  apiName: 'Services__s',
  singular: 'Service',
  plural: 'Services',
  idSuffix: 33021,
  displayField: 'Service_Name',
  duplicateCheckField: 'Service_Name',
  startsEmpty: true,
  sections: [
    {
      name: 'Service Information',
      fields: [
        'Record_Image',
        'Service_Name',
        'Owner',
        'Duration',
        'Location',
        'Members',
        'Price',
        'Tax',
        'Status',
        'Unavailable_From',
        'Unavailable_Till',
        'Created_By',
        'Modified_By',
        'Created_Time',
        'Modified_Time',
        'Tag',
      ],
    },
    {
      name: 'Availability Information',
      fields: [
        'Availability_Type',
        'Available_From',
        'Available_Till',
        'Available_Days',
        'Available_Dates',
        'Available_Timings',
      ],
    },
    { name: 'Job Sheet Information', fields: ['Job_Sheet_Required', 'Job_Sheet_Section__s'] },
    { name: 'Description Information', fields: ['Description'] },
  ],
  fields: [
    image('Record_Image', 'Service Image', { readOnly: true }),
    text('Service_Name', 'Service Name', { mandatory: true }),
    integer('Duration', 'Duration', { mandatory: true }),
    picklist('Location', 'Location', ['Business Address', 'Client Address', 'Business Address and Client Address'], {
      mandatory: true,
    }),
    multiuserLookup('Members', 'Members', { linkingModule: 'Service_Members__s' }, { mandatory: true }),
    currency('Price', 'Price'),
    multiselect('Tax', 'Tax', ['Sales Tax', 'Vat']),
    picklist('Status', 'Status', ['In Use', 'Not in Use'], { defaultValue: 'In Use' }),
    datetime('Unavailable_From', 'Unavailable From'),
    datetime('Unavailable_Till', 'Unavailable Till'),
    picklist('Availability_Type', 'Availability Type', [
      'Every Business Days',
      'Specific Date Range',
      'Specific Date(s)',
      'Specific Day(s)',
    ]),
    date('Available_From', 'Available From'),
    date('Available_Till', 'Available Till'),
    multiselect('Available_Days', 'Available Days', weekdays),
    multiselect('Available_Dates', 'Available Dates', []),
    subform('Available_Timings', 'Available Timings', [
      text('From', 'From', { length: 5, mandatory: true }),
      text('To', 'To', { length: 5, mandatory: true }),
    ]),
    picklist('Job_Sheet_Required', 'Job Sheet Required', ['Yes', 'No'], { defaultValue: 'No' }),
    text('Job_Sheet_Section__s', 'Job Sheet Section'),
    textarea('Description', 'Description'),
  ],
  relatedLists: [
    ...notesAndAttachments,
    { apiName: 'Appointments', label: 'Appointments', module: 'Appointments__s', field: 'Service_Name' },
  ],
})

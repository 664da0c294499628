import {
  anyOf,
  boolean,
  datetime,
  defineModule,
  integer,
  lookup,
  picklist,
  reminders,
  text,
  textarea,
  user,
} from './define.ts'
import { notesAndAttachments } from './related-lists.ts'

const reasons = ['By Customer', 'By Business', 'Other']

/** What an appointment says of its last rescheduling, and a row of its history of an earlier one. */
export const reschedulingFields = [
  'Rescheduled_From',
  'Rescheduled_To',
  'Rescheduled_By',
  'Rescheduled_Time',
  'Reschedule_Reason',
  'Reschedule_Note',
]

/** Source: https://github.com/zoho/crm-oas; an org begins with none. */
export const appointments = defineModule({
  apiName: 'Appointments__s',
  singular: 'Appointment',
  plural: 'Appointments',
  idSuffix: 33023,
  displayField: 'Appointment_Name',
  duplicateCheckField: 'Appointment_Name',
  startsEmpty: true,
  sections: [
    {
      name: 'Appointment Information',
      fields: [
        'Appointment_Name',
        'Appointment_For',
        'Service_Name',
        'Owner',
        'Appointment_Start_Time',
        'Appointment_End_Time',
        'Duration',
        'Location',
        'Address',
        'Status',
        'Remind_At',
        'Additional_Information',
        'Created_By',
        'Modified_By',
        'Created_Time',
        'Modified_Time',
        'Tag',
      ],
    },
    {
      name: 'Reschedule Information',
      fields: [...reschedulingFields, 'Reschedule_Count'],
    },
    {
      name: 'Cancellation Information',
      fields: ['Cancelled_By', 'Cancelled_Time', 'Cancellation_Reason', 'Cancellation_Note'],
    },
    {
      name: 'Job Sheet Information',
      fields: ['Job_Sheet_Created__s', 'Job_Sheet_Name__s', 'Job_Sheet_Section__s', 'Job_Sheet_Description__s'],
    },
  ],
  fields: [
    text('Appointment_Name', 'Appointment Name', { mandatory: true }),
    anyOf('Appointment_For', 'Appointment For', ['Contacts', 'Leads', 'Accounts', 'Deals'], {
      mandatory: true,
      tellsModule: true,
    }),
    lookup('Service_Name', 'Service Name', 'Services__s', {
      mandatory: true,
      relatedList: 'Appointments',
      relatedListLabel: 'Appointments',
    }),
    datetime('Appointment_Start_Time', 'Appointment Start Time', { mandatory: true }),
    datetime('Appointment_End_Time', 'Appointment End Time', { readOnly: true }),
    integer('Duration', 'Duration'),
    picklist('Location', 'Location', ['Business Address', 'Client Address']),
    textarea('Address', 'Address', { length: 2000 }),
    picklist('Status', 'Status', ['Scheduled', 'Completed', 'Cancelled', 'Overdue'], { defaultValue: 'Scheduled' }),
    reminders('Remind_At', 'Remind At'),
    textarea('Additional_Information', 'Additional Information'),
    datetime('Rescheduled_From', 'Rescheduled From'),
    datetime('Rescheduled_To', 'Rescheduled To', { readOnly: true }),
    user('Rescheduled_By', 'Rescheduled By', { readOnly: true }),
    datetime('Rescheduled_Time', 'Rescheduled Time', { readOnly: true }),
    picklist('Reschedule_Reason', 'Reschedule Reason', reasons),
    textarea('Reschedule_Note', 'Reschedule Note', { length: 2000 }),
    integer('Reschedule_Count', 'Reschedule Count', { readOnly: true, defaultValue: 0 }),
    user('Cancelled_By', 'Cancelled By', { readOnly: true }),
    datetime('Cancelled_Time', 'Cancelled Time', { readOnly: true }),
    picklist('Cancellation_Reason', 'Cancellation Reason', reasons),
    textarea('Cancellation_Note', 'Cancellation Note', { length: 2000 }),
    boolean('Job_Sheet_Created__s', 'Job Sheet Created', { readOnly: true, defaultValue: false }),
    text('Job_Sheet_Name__s', 'Job Sheet Name'),
    text('Job_Sheet_Section__s', 'Job Sheet Section'),
    textarea('Job_Sheet_Description__s', 'Job Sheet Description'),
  ],
  relatedLists: [
    ...notesAndAttachments,
    {
      apiName: 'Rescheduled_History',
      label: 'Rescheduled History',
      module: 'Appointments_Rescheduled_History__s',
      field: 'Appointment_Name',
    },
  ],
})

/** When an appointment was put off, and why. The service adds a row itself; clients may too. */
export const rescheduledHistory = defineModule({
  apiName: 'Appointments_Rescheduled_History__s',
  singular: 'Appointments Rescheduled History',
  plural: 'Appointments Rescheduled History',
  idSuffix: 33025,
  displayField: 'Name',
  duplicateCheckField: 'Name',
  tab: false,
  startsEmpty: true,
  sections: [
    {
      name: 'Reschedule Information',
      fields: [
        'Name',
        'Appointment_Name',
        'Owner',
        ...reschedulingFields,
        'Created_By',
        'Modified_By',
        'Created_Time',
        'Modified_Time',
      ],
    },
  ],
  fields: [
    text('Name', 'Name'),
    lookup('Appointment_Name', 'Appointment Name', 'Appointments__s', {
      mandatory: true,
      relatedList: 'Rescheduled_History',
      relatedListLabel: 'Rescheduled History',
    }),
    datetime('Rescheduled_From', 'Rescheduled From', { mandatory: true }),
    datetime('Rescheduled_To', 'Rescheduled To', { mandatory: true }),
    user('Rescheduled_By', 'Rescheduled By'),
    datetime('Rescheduled_Time', 'Rescheduled Time'),
    picklist('Reschedule_Reason', 'Reschedule Reason', reasons),
    textarea('Reschedule_Note', 'Reschedule Note', { length: 2000 }),
  ],
  relatedLists: [],
})

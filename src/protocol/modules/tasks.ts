import {
  alarm,
  anyOf,
  boolean,
  date,
  datetime,
  defineModule,
  lookup,
  picklist,
  recurrence,
  text,
  textarea,
} from './define.ts'
import { activityTargets } from './pick-lists.ts'
import { notesAndAttachments } from './related-lists.ts'

export const tasks = defineModule({
  apiName: 'Tasks',
  singular: 'Task',
  plural: 'Tasks',
  idSuffix: 2193,
  displayField: 'Subject',
  duplicateCheckField: 'Subject',
  sections: [
    {
      name: 'Task Information',
      fields: [
        'Owner',
        'Subject',
        'Due_Date',
        'Who_Id',
        'What_Id',
        'Status',
        'Priority',
        'Send_Notification_Email',
        'Remind_At',
        'Recurring_Activity',
        'Closed_Time',
        'Created_By',
        'Modified_By',
        'Created_Time',
        'Modified_Time',
        'Tag',
      ],
    },
    { name: 'Description Information', fields: ['Description'] },
  ],
  fields: [
    text('Subject', 'Subject', { length: 300, mandatory: true }),
    date('Due_Date', 'Due Date'),
    lookup('Who_Id', 'Contact Name', 'Contacts', { relatedList: 'Tasks', relatedListLabel: 'Tasks' }),
    anyOf('What_Id', 'Related To', activityTargets),
    picklist('Status', 'Status', ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input'], {
      defaultValue: 'Not Started',
    }),
    picklist('Priority', 'Priority', ['High', 'Highest', 'Low', 'Lowest', 'Normal'], { defaultValue: 'High' }),
    boolean('Send_Notification_Email', 'Send Notification Email', { defaultValue: false }),
    alarm('Remind_At', 'Reminder'),
    recurrence('Recurring_Activity', 'Repeat'),
    datetime('Closed_Time', 'Closed Time', { readOnly: true }),
    textarea('Description', 'Description'),
  ],
  relatedLists: [...notesAndAttachments],
})

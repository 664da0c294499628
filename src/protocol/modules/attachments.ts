import { anyOf, bigint, defineModule, text } from './define.ts'
import { parentModules } from './pick-lists.ts'

/**
 * Files and links on records. They are uploaded and listed by paths of their own below a record. That the id ends in 2199
 * is inferred from its neighbours.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-attachments.html
 */
export const attachments = defineModule({
  apiName: 'Attachments',
  singular: 'Attachment',
  plural: 'Attachments',
  idSuffix: 2199,
  displayField: 'File_Name',
  duplicateCheckField: 'File_Name',
  tab: false,
  withoutRecords: true,
  sections: [
    {
      name: 'Attachment Information',
      fields: ['Owner', 'File_Name', 'Size', 'Parent_Id', 'Created_By', 'Modified_By', 'Created_Time', 'Modified_Time'],
    },
  ],
  fields: [
    text('File_Name', 'File Name'),
    bigint('Size', 'Size', { readOnly: true }),
    anyOf('Parent_Id', 'Parent ID', parentModules, { mandatory: true, parent: true }),
  ],
  relatedLists: [],
})

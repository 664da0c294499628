import { autonumber, boolean, comments, defineModule, integer, lookup, picklist, text, textarea } from './define.ts'
import { notesAndAttachments } from './related-lists.ts'

export const solutions = defineModule({
  apiName: 'Solutions',
  singular: 'Solution',
  plural: 'Solutions',
  idSuffix: 2211,
  displayField: 'Solution_Title',
  duplicateCheckField: 'Solution_Title',
  sections: [
    {
      name: 'Solution Information',
      fields: [
        'Solution_Number',
        'Owner',
        'Solution_Title',
        'Published',
        'Status',
        'Product_Name',
        'No_of_comments',
        'Created_By',
        'Modified_By',
        'Created_Time',
        'Modified_Time',
        'Tag',
      ],
    },
    { name: 'Description Information', fields: ['Question', 'Answer', 'Add_Comment', 'Comments'] },
  ],
  fields: [
    autonumber('Solution_Number', 'Solution Number'),
    text('Solution_Title', 'Solution Title', { mandatory: true }),
    boolean('Published', 'Published', { defaultValue: false }),
    picklist('Status', 'Status', ['Created', 'Draft', 'Reviewed', 'Duplicate'], { defaultValue: 'Created' }),
    lookup('Product_Name', 'Product Name', 'Products', { relatedList: 'Solutions', relatedListLabel: 'Solutions' }),
    integer('No_of_comments', 'No. of comments', { readOnly: true }),
    textarea('Question', 'Question'),
    textarea('Answer', 'Answer'),
    textarea('Add_Comment', 'Add Comment', { length: 2000 }),
    comments('Comments', 'Comments'),
  ],
  relatedLists: [...notesAndAttachments],
})

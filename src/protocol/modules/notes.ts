import { anyOf, defineModule, text, textarea } from './define.ts'
import { parentModules } from './pick-lists.ts'

/**
 * Remarks on records. That the id ends in 2197 is inferred from its neighbours.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-notes.html
 */
export const notes = defineModule({
  apiName: 'Notes',
  singular: 'Note',
  plural: 'Notes',
  idSuffix: 2197,
  displayField: 'Note_Title',
  duplicateCheckField: 'Note_Title',
  tab: false,
  sections: [
    {
      name: 'Note Information',
      fields: [
        'Owner',
        'Note_Title',
        'Note_Content',
        'Parent_Id',
        'Created_By',
        'Modified_By',
        'Created_Time',
        'Modified_Time',
      ],
    },
  ],
  fields: [
    text('Note_Title', 'Note Title', { length: 120 }),
    textarea('Note_Content', 'Note Content', { length: 65_535, mandatory: true }),
    anyOf('Parent_Id', 'Parent ID', parentModules, { mandatory: true, parent: true }),
  ],
  relatedLists: [],
})

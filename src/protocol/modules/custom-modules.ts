/** A module that an org adds, with the fields that Zoho gives every such module. */

import { boolean, defineModule, email, type FieldDefinition, image, type ModuleDefinition, text } from './define.ts'
import { activities, notesAndAttachments } from './related-lists.ts'

export interface CustomModuleDeclaration {
  readonly apiName: string
  readonly singular: string
  readonly plural: string
  /** The label of the field that names a record, and how it counts where it is numbered. */
  readonly name: { readonly label: string; readonly autoNumber: FieldDefinition['autoNumber'] | null }
}

/** Source: https://www.zoho.com/crm/developer/docs/api/v8/create-custom-module-api.html */
export const defineCustomModule = ({ apiName, singular, plural, name }: CustomModuleDeclaration): ModuleDefinition =>
  defineModule({
    apiName,
    singular,
    plural,
    // its id is not made of this, it is given when the module is added
    idSuffix: 0,
    displayField: 'Name',
    duplicateCheckField: 'Name',
    sections: [
      {
        name: `${singular} Information`,
        fields: [
          'Name',
          'Owner',
          'Email',
          'Secondary_Email',
          'Email_Opt_Out',
          'Created_By',
          'Modified_By',
          'Created_Time',
          'Modified_Time',
          'Tag',
        ],
      },
      { name: `${singular} Image`, fields: ['Record_Image'] },
    ],
    fields: [
      // through the API a name has to be sent even where the web pages count it up
      text('Name', name.label, {
        length: 120,
        mandatory: true,
        ...(name.autoNumber && { autoNumber: name.autoNumber }),
      }),
      email('Email', 'Email'),
      email('Secondary_Email', 'Secondary Email'),
      boolean('Email_Opt_Out', 'Email Opt Out', { defaultValue: false }),
      image('Record_Image', `${singular} Image`),
    ],
    relatedLists: [...notesAndAttachments, ...activities('What_Id')],
  })

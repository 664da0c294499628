import type { RelatedListDefinition } from './define.ts'

/** The two lists that stand first on every record. */
export const notesAndAttachments: readonly RelatedListDefinition[] = [
  { apiName: 'Notes', label: 'Notes', module: 'Notes', field: 'Parent_Id' },
  { apiName: 'Attachments', label: 'Attachments', module: 'Attachments', field: 'Parent_Id' },
]

/** The tasks of a record, under the field of Tasks that names it. */
export const tasks = (field: 'What_Id' | 'Who_Id'): RelatedListDefinition => ({
  apiName: 'Tasks',
  label: 'Tasks',
  module: 'Tasks',
  field,
})

/** The tasks, meetings and calls of a record. */
export const activities = (field: 'What_Id' | 'Who_Id'): readonly RelatedListDefinition[] => [
  tasks(field),
  { apiName: 'Events', label: 'Meetings', module: 'Events', field },
  { apiName: 'Calls', label: 'Calls', module: 'Calls', field },
]

/** The records of a module whose lookup points here. */
export const listOf = (module: string, field: string, label = module.replaceAll('_', ' ')): RelatedListDefinition => ({
  apiName: module,
  label,
  module,
  field,
})

/** A list of records that are linked many to many, so that neither side has a lookup for it. */
export const linked = (apiName: string, label = apiName, module = apiName): RelatedListDefinition => ({
  apiName,
  label,
  module,
  field: null,
})

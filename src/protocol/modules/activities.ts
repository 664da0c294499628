import { calls } from './calls.ts'
import { type FieldDefinition, type ModuleDefinition, picklist } from './define.ts'
import { events } from './events.ts'
import { tasks } from './tasks.ts'

/** The modules that `Activities` puts together. */
export const activityModules: readonly ModuleDefinition[] = [tasks, events, calls]

/**
 * Tasks, meetings and calls as one module, which v2 and v2.1 have: every field of the three, and one that says which of
 * them a record is. No page describes that one, nor the module's id; both are inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v3/change-log.html
 */
export const activities: ModuleDefinition = {
  apiName: 'Activities',
  singular: 'Activity',
  plural: 'Activities',
  idSuffix: 2191,
  displayField: 'Subject',
  duplicateCheckField: 'Subject',
  sections: [],
  fields: [
    picklist(
      'Activity_Type',
      'Activity Type',
      activityModules.map(({ apiName }) => apiName),
      { readOnly: true },
    ),
    ...allFields(),
  ],
  relatedLists: [],
}

/** Where modules have a field of the same name, that of the first counts; none is demanded of all. */
function allFields(): FieldDefinition[] {
  const byName = new Map<string, FieldDefinition>()
  for (const field of activityModules.flatMap(({ fields }) => fields)) {
    if (!byName.has(field.apiName)) byName.set(field.apiName, { ...field, mandatory: false })
  }
  return [...byName.values()]
}

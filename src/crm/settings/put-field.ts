import type { FieldDefinition } from '../../protocol/modules/define.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'

/** Adds a field to a module, or changes one; choices that are there already keep their ids. */
export function putField(
  data: OrgData,
  module: ModuleMeta,
  definition: FieldDefinition,
  id = data.nextRecordId(),
): void {
  const now = data.clock.now()
  const before = module.fields.find(field => field.id === id)
  const known = new Map(before?.pickListValues.map(each => [each.value, each]))
  data.metadata.putField({
    id,
    module: module.apiName,
    definition,
    pickListValues: (definition.values ?? []).map(value => known.get(value) ?? { id: data.nextRecordId(), value }),
    relatedListId: null,
    createdAt: before?.createdAt ?? now,
    modifiedAt: now,
  })
}

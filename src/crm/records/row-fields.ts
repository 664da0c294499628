/**
 * The fields that a subform, a multi-select lookup or an upload field keeps its rows in, and the ids of what belongs to
 * such a field.
 */

import { getOrMake } from '../../protocol/get-or-make.ts'
import type { FieldMeta } from '../../world/metadata.ts'

const rowFields = new WeakMap<FieldMeta, readonly FieldMeta[]>()

/** The fields of a subform's rows, and of the rows of fields like it. */
export const rowFieldsOf = (field: FieldMeta): readonly FieldMeta[] =>
  getOrMake(rowFields, field, () => {
    let values = 0
    return (field.rows?.fields ?? []).map((each, index) => ({
      ...each,
      id: rowsMetaId(field, index),
      sequence: index + 1,
      pickListValues: [...(each.dataType === 'picklist' ? ['-None-'] : []), ...(each.values ?? [])].map(value => ({
        id: rowsMetaId(field, 50 + values++),
        value,
      })),
    }))
  })

/** The id of the module in which a field keeps its rows. */
export const rowsModuleId = (field: FieldMeta): string => rowsMetaId(field, 49)

/** Ids for what belongs to a field: a hundred each, in a range of the org that nothing else uses. */
function rowsMetaId({ id }: FieldMeta, index: number): string {
  const place = Number(id.slice(-12)) * 100 + index
  return `${id.slice(0, -12)}9${String(place).padStart(11, '0').slice(-11)}`
}

/** Search without criteria: by an e-mail address, by a phone number, by a word. */

import type { DataType } from '../../protocol/modules/define.ts'
import type { Version } from '../../protocol/versions.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'
import { textsColumn } from '../records/columns.ts'
import { isVisible } from '../records/render.ts'
import type { Matches } from './compile.ts'

/** The records of which any e-mail field holds the address, in any letter case. */
export const findByEmail = (
  records: Table<RecordRow>,
  module: ModuleMeta,
  version: Version,
  email: string,
): RecordRow[] => findByAny(records, fieldsOf(module, version, ['email']), text => text.toLowerCase(), email)

/** The records of which any phone field holds the number, however its digits are grouped. */
export const findByPhone = (
  records: Table<RecordRow>,
  module: ModuleMeta,
  version: Version,
  phone: string,
): RecordRow[] => findByAny(records, fieldsOf(module, version, ['phone']), digitsOf, phone)

export const digitsOf = (text: string): string => text.replace(/\D/g, '')

const textTypes: readonly DataType[] = [
  'text',
  'textarea',
  'email',
  'phone',
  'website',
  'picklist',
  'multiselectpicklist',
]

/** Whether any field that holds text contains the word. */
export function containsWord(records: Table<RecordRow>, module: ModuleMeta, version: Version, word: string): Matches {
  const texts = textsColumn(
    records,
    fieldsOf(module, version, textTypes).map(({ apiName }) => apiName),
  )
  const wanted = word.toLowerCase()
  return (row, at) => texts.read(row, at).includes(wanted)
}

const fieldsOf = (module: ModuleMeta, version: Version, types: readonly DataType[]): FieldMeta[] =>
  module.fields.filter(field => types.includes(field.dataType) && isVisible(field, version))

/**
 * Looks the value up in an index of each field, built when it is first asked for.
 * @returns each record once, the oldest first
 */
function findByAny(
  records: Table<RecordRow>,
  fields: readonly FieldMeta[],
  toKey: (text: string) => string,
  value: string,
): RecordRow[] {
  const key = toKey(value)
  const found = new Map<string, RecordRow>()
  for (const { apiName, dataType } of fields) {
    // with the type, since a field may go and another of its name come
    const index = `search/${dataType}/${apiName}`
    records.addIndex(index, row => {
      const text = row[apiName]
      return typeof text === 'string' ? toKey(text) || undefined : undefined
    })
    for (const row of records.find(index, key)) found.set(row.id, row)
  }
  return [...found.values()].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
}

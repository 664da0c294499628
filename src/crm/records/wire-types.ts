import type { DataType, FieldDefinition } from '../../protocol/modules/define.ts'

/** Zoho reports the type of these fields by other words than the world keeps them under. */
const wireTypes: Partial<Record<DataType, string>> = {
  tag: 'text',
  multi_module_lookup: 'lookup',
  richtext: 'textarea',
  comments: 'textarea',
}

/** The `data_type` of a field as the API says it. */
export const wireTypeOf = ({ dataType, autoNumber }: Pick<FieldDefinition, 'dataType' | 'autoNumber'>): string =>
  autoNumber ? 'autonumber' : (wireTypes[dataType] ?? dataType)

import type { SettingsRow } from '../settings/row.ts'

/** Numbers could not be read whose parts and decimals are parted alike. @throws RowRefused */
export function checkSeparators(row: SettingsRow, values: Readonly<Record<string, unknown>>): void {
  const { number_separator: ofParts = 'Comma', decimal_separator: ofDecimals = 'Period' } = values
  if (ofParts !== null && ofParts === ofDecimals) {
    throw row.refuse('separatorsAlike', 'decimal_separator', { mapped_field: row.place('number_separator') })
  }
}

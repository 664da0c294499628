import { define, type FormulaFunction } from './define.ts'

const mostDecimals = 9

export const numericFunctions: Readonly<Record<string, FormulaFunction>> = {
  Abs: define(['number'], 'number', ([value]) => Math.abs(value)),
  Ceil: define(['number'], 'number', ([value]) => Math.ceil(value)),
  Floor: define(['number'], 'number', ([value]) => Math.floor(value)),
  Round: define(['number', 'number'], 'number', ([value, decimals = 0]) => round(value, decimals), { optional: 1 }),
  Sqrt: define(['number'], 'number', ([value]) => Math.sqrt(value)),
  Naturallog: define(['number'], 'number', ([value]) => Math.log(value)),
  Base10log: define(['number'], 'number', ([value]) => Math.log10(value)),
  Max: define(['number'], 'number', values => Math.max(...values), { repeats: true }),
  Min: define(['number'], 'number', values => Math.min(...values), { repeats: true }),
  IsPositive: define(['number'], 'boolean', ([value]) => value > 0),
  IsNegative: define(['number'], 'boolean', ([value]) => value < 0),
}

/** A half goes up: Zoho's own example rounds -3.5 to -3. */
function round(value: number, decimals: number): number | null {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > mostDecimals) return null
  return shifted(Math.round(shifted(value, decimals)), -decimals)
}

/** To so many decimal places, a half away from zero: how a computed number is kept. */
export function toDecimalPlaces(value: number, places: number): number {
  const rounded = shifted(Math.round(shifted(Math.abs(value), places)), -places)
  // what is too large to have such places stays as it is
  return Number.isFinite(rounded) ? Math.sign(value) * rounded + 0 : value
}

/** Moves the decimal point in the written number, as 1.005 * 100 is less than 100.5. */
function shifted(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}

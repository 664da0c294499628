/** Types whose value is one thing, or a list of words. */

import { isRealDate, parseDateTime } from '../../../protocol/date-time.ts'
import { type ParseValue, wrongType } from './parsed.ts'

export const parseText: ParseValue = (sent, field) => {
  if (typeof sent !== 'string') return wrongType('string')
  return field.length !== undefined && sent.length > field.length
    ? { wrong: 'length', maximum: field.length }
    : { value: sent }
}

/** A text whose form is checked too. Each pattern takes its input in one pass, whatever it is. */
export const parseFormed =
  (expected: string, pattern: RegExp): ParseValue =>
  (sent, field, context) => {
    const parsed = parseText(sent, field, context)
    return 'value' in parsed && !pattern.test(sent as string) ? wrongType(expected) : parsed
  }

export const parseNumber =
  (expected: 'integer' | 'double'): ParseValue =>
  (sent, field) => {
    if (field.asPercentage && typeof sent === 'string' && /^\d{1,2}(?:\.\d{0,9})?%$/.test(sent)) {
      return { value: `${Number.parseFloat(sent)}%` }
    }
    const value = typeof sent === 'string' && /^-?\d+(?:\.\d+)?$/.test(sent) ? Number(sent) : sent
    if (typeof value !== 'number' || (expected === 'integer' && value % 1 !== 0 && Number.isFinite(value))) {
      return wrongType(expected)
    }
    // a number of more digits than JavaScript has is Infinity by now
    if (field.length !== undefined && Math.abs(value) >= 10 ** field.length) {
      return { wrong: 'length', maximum: field.length }
    }
    return Number.isFinite(value) ? { value } : wrongType(expected)
  }

/** Too long to be a number everywhere, so it travels as text; that a short one may be sent as a number is inferred. */
export const parseLongInteger: ParseValue = (sent, field) => {
  const digits = Number.isSafeInteger(sent) ? String(sent) : sent
  if (typeof digits !== 'string' || !/^\d+$/.test(digits)) return wrongType('bigint')
  const maximum = field.length ?? 19
  return digits.length > maximum ? { wrong: 'length', maximum } : { value: digits }
}

export const emailPattern = /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:".]+(?:\.[^\s@<>()[\],;:".]+)+$/

export const parseBoolean: ParseValue = sent => {
  if (typeof sent === 'boolean') return { value: sent }
  return sent === 'true' || sent === 'false' ? { value: sent === 'true' } : wrongType('boolean')
}

export const parseDate: ParseValue = sent =>
  typeof sent === 'string' && isRealDate(sent) ? { value: sent } : wrongType('date')

/** Whether the moment can be written in every time zone. */
const hasFourDigitYear = (at: number): boolean => at >= firstMoment && at < lastMoment
const firstMoment = Date.parse('0001-01-02T00:00:00Z')
const lastMoment = Date.parse('9999-12-31T00:00:00Z')

export const parseMoment: ParseValue = sent => {
  const at = typeof sent === 'string' ? parseDateTime(sent) : null
  return at === null || !hasFourDigitYear(at) ? wrongType('datetime') : { value: Math.floor(at / 1000) * 1000 }
}

export const parseChoice: ParseValue = (sent, field, context) => {
  const parsed = parseText(sent, field, context)
  if (!('value' in parsed) || !context.picklistValuesChecked) return sent === '-None-' ? { value: null } : parsed
  const supported = field.pickListValues.map(({ value }) => value)
  return supported.includes(sent as string)
    ? { value: sent === '-None-' ? null : (sent as string) }
    : { wrong: 'choice', supported }
}

export const parseChoices: ParseValue = (sent, field, context) => {
  if (!Array.isArray(sent) || sent.some(each => typeof each !== 'string')) return wrongType('jsonarray')
  const supported = field.pickListValues.map(({ value }) => value)
  if (context.picklistValuesChecked && sent.some(each => !supported.includes(each)))
    return { wrong: 'choice', supported }
  return { value: [...new Set(sent as string[])] }
}

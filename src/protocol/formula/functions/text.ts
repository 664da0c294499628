import { formatDateTime } from '../../date-time.ts'
import type { FormulaType } from '../syntax.ts'
import { define, type FormulaFunction, type FormulaValue, type Surroundings } from './define.ts'
import { dayOf } from './moments.ts'

/** No computed text grows beyond this, however often an expression joins texts; that it is cut is inferred. */
const longestText = 32_000

export const textFunctions: Readonly<Record<string, FormulaFunction>> = {
  Len: define(['text'], 'number', ([text]) => text.length),
  Find: define(['text', 'text', 'number'], 'number', ([text, searched, nth]) => find(text, searched, nth)),
  Concat: define(['text'], 'text', texts => texts.reduce<string>((joined, text) => cut(joined + text), ''), {
    repeats: true,
  }),
  Contains: define(['text', 'text'], 'boolean', ([text, searched]) => text.includes(searched)),
  Startswith: define(['text', 'text'], 'boolean', ([text, searched]) => text.startsWith(searched)),
  Endswith: define(['text', 'text'], 'boolean', ([text, searched]) => text.endsWith(searched)),
  CaseInsensitiveEquals: define(['text', 'text'], 'boolean', ([a, b]) => a.toLowerCase() === b.toLowerCase()),
  Lower: define(['text'], 'text', ([text]) => cut(text.toLowerCase())),
  Upper: define(['text'], 'text', ([text]) => cut(text.toUpperCase())),
  Trim: define(['text'], 'text', ([text]) => text.trim()),
  Substring: define(['text', 'number', 'number'], 'text', ([text, from, to]) => substring(text, from, to)),
  Replace: define(['text', 'text', 'text'], 'text', ([text, searched, by]) => replace(text, searched, by)),
  Tostring: define(['any'], 'text', ([value], around, types) => write(value, types[0]!, around), { takesEmpty: true }),
  Tonumber: define(['any'], 'number', ([value]) => readNumber(value)),
  IsEmpty: define(['any'], 'boolean', ([value]) => value === null || value === '', { takesEmpty: true }),
}

const cut = (text: string): string => text.slice(0, longestText)

/** The place of the nth occurrence, counted from 1; that 0 stands for none is inferred. */
function find(text: string, searched: string, nth: number): number | null {
  if (searched === '' || nth < 1) return null
  let at = -1
  for (let left = Math.floor(nth); left > 0; left--) {
    at = text.indexOf(searched, at + 1)
    if (at === -1) return 0
  }
  return at + 1
}

/** From one place to another, both counted from 1 and both taken along; that the second is no length is inferred. */
const substring = (text: string, from: number, to: number): string =>
  text.slice(Math.max(0, Math.floor(from) - 1), Math.max(0, Math.floor(to)))

function replace(text: string, searched: string, by: string): string {
  if (searched === '') return text
  let replaced = ''
  let from = 0
  while (replaced.length < longestText) {
    const at = text.indexOf(searched, from)
    if (at === -1) return cut(replaced + text.slice(from))
    replaced += text.slice(from, at) + by
    from = at + searched.length
  }
  return cut(replaced)
}

/** A moment is written as the API writes it, which is inferred. */
function write(value: FormulaValue, type: FormulaType, { timeZone }: Surroundings): string {
  if (value === null) return ''
  if (type === 'date') return dayOf(value as number, timeZone)
  return type === 'datetime' ? formatDateTime(value as number, timeZone) : String(value)
}

function readNumber(value: FormulaValue): number | null {
  if (typeof value !== 'string') return typeof value === 'number' ? value : null
  return /^[+-]?\d{1,18}(?:\.\d{1,18})?$/.test(value.trim()) ? Number(value) : null
}

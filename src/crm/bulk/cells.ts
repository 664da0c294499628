/**
 * The cells of a table in the form in which the API takes values.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/create-job.html. That days and moments may also be
 * written as the API writes them, whatever the format, is inferred from what bulk reads give.
 */

import type { Actor } from '../../http/authenticate.ts'
import { isRealDate, momentAt, parseDateTime } from '../../protocol/date-time.ts'
import type { FieldMeta, ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { mayDo } from '../permissions.ts'
import { findByValue } from '../records/duplicates.ts'
import { visibleTo } from '../records/sharing.ts'

const usualFormats = { date: 'MM/dd/yyyy', datetime: 'MM/dd/yyyy HH:mm:ss' }

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** What the letters of a format stand for. */
const patterns: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<shortYear>\\d{2})',
  MMM: `(?<monthName>${months.join('|')})`,
  MM: '(?<month>\\d{1,2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{1,2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{1,2})',
  ss: '(?<second>\\d{1,2})',
  a: '(?<half>AM|PM)',
}

const compiled = new Map<string, RegExp | null>()

function compile(format: string): RegExp | null {
  const known = compiled.get(format)
  if (known !== undefined) return known
  const pattern = buildPattern(format)
  if (compiled.size < 200) compiled.set(format, pattern)
  return pattern
}

function buildPattern(format: string): RegExp | null {
  if (format.length > 40) return null
  let source = ''
  for (const [part] of format.matchAll(/([A-Za-z])\1*|'[^']*'|[^A-Za-z']/g)) {
    if (/^[A-Za-z]/.test(part)) {
      const pattern = patterns[part]
      if (!pattern) return null
      source += pattern
    } else source += part.replace(/'/g, '').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  }
  try {
    const pattern = new RegExp(`^${source}$`, 'i')
    return /\(\?<(?:year|shortYear)>/.test(source) && /\(\?<month/.test(source) && /\(\?<day>/.test(source)
      ? pattern
      : null
  } catch {
    // the same part twice
    return null
  }
}

export const isKnownFormat = (format: string): boolean => compile(format) !== null

/** What a text shows by a format, as `YYYY-MM-DDTHH:mm:ss`; null where it isn't written so. */
function readShown(text: string, format: string): string | null {
  const parts = compile(format)?.exec(text)?.groups
  if (!parts) return null
  const two = (value: string | number | undefined) => String(value ?? 0).padStart(2, '0')
  const year = parts.year ?? `20${parts.shortYear}`
  const month = parts.month ?? months.findIndex(name => name.toLowerCase() === parts.monthName?.toLowerCase()) + 1
  const hour = parts.half ? (Number(parts.hour ?? 0) % 12) + (/pm/i.test(parts.half) ? 12 : 0) : parts.hour
  const day = `${year}-${two(month)}-${two(parts.day)}`
  if (!isRealDate(day)) return null
  const shown = `${day}T${two(hour)}:${two(parts.minute)}:${two(parts.second)}`
  return Number.isNaN(Date.parse(`${shown}Z`)) ? null : shown
}

/** How cells of one column are read. */
export interface CellContext {
  readonly caller: Actor
  readonly data: OrgData
  readonly format: string | null
  readonly findBy: string | null
}

/** @returns what the API takes for a field; where a cell cannot be read, what it refuses */
export function toSent(cell: string, field: FieldMeta, { caller, data, format, findBy }: CellContext): unknown {
  switch (field.dataType) {
    case 'date':
      return isRealDate(cell) ? cell : (readShown(cell, format ?? usualFormats.date)?.slice(0, 10) ?? cell)
    case 'datetime': {
      if (parseDateTime(cell) !== null) return cell
      const shown = readShown(cell, format ?? usualFormats.datetime)
      return shown ? new Date(momentAt(Date.parse(`${shown}Z`), data.org.timeZone)).toISOString() : cell
    }
    case 'boolean':
      return cell.toLowerCase()
    case 'multiselectpicklist':
      return splitCell(cell, ';')
    case 'tag':
      return splitCell(cell, cell.includes(';') ? ';' : ',').map(name => ({ name }))
    case 'ownerlookup':
    case 'userlookup':
      return findBy === 'email' || (findBy === null && cell.includes('@')) ? { email: cell } : { id: cell }
    case 'lookup': {
      const target = data.module(field.lookup!.module)
      if (!target || findBy === null || findBy === 'id') return { id: cell }
      return { id: findRecord(cell, findBy, target, caller)?.id ?? '' }
    }
    case 'multi_module_lookup':
      return { id: cell }
    default:
      return cell
  }
}

const splitCell = (cell: string, by: string): string[] =>
  cell
    .split(by)
    .map(part => part.trim())
    .filter(Boolean)

/** The first record that the caller sees and whose field says that. */
export function findRecord(cell: string, findBy: string, module: ModuleMeta, caller: Actor): RecordRow | undefined {
  if (!mayDo(caller.user.profile, 'view', module)) return undefined
  const records = caller.data.records(module)
  const visible = visibleTo(caller, module)
  if (findBy === 'id') {
    const row = records.get(cell)
    return row && (!visible || visible(row)) ? row : undefined
  }
  const field = module.fieldsByName.get(findBy)
  if (!field) return undefined
  const isNumber = ['integer', 'double', 'currency', 'percent'].includes(field.dataType)
  return findByValue(records, field, { id: '', [findBy]: isNumber ? Number(cell) : cell }, visible)
}

/**
 * The rules of each field type for a value that a client sends: what it becomes when stored, or why it is refused. One
 * entry a type; all else about a row is validate.ts's business.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
 */

import type { DataType, FieldDefinition } from '../../../protocol/modules/define.ts'
import type { FieldMeta } from '../../../world/metadata.ts'
import type { Parsed, ParseValue, ValueContext } from './parsed.ts'
import { parseLineTax, parseParticipant, parseParts, parseReminder } from './parts.ts'
import { parseAnyLookup, parseLookup, parsePhoto, parseUser } from './references.ts'
import { rowsParser } from './rows.ts'
import {
  emailPattern,
  parseBoolean,
  parseChoice,
  parseChoices,
  parseDate,
  parseFormed,
  parseLongInteger,
  parseMoment,
  parseNumber,
  parseText,
} from './scalars.ts'
import { parseTags } from './tags.ts'

/** Whether clients may write the field at all. */
export function isWritable({ readOnly, dataType }: FieldDefinition): boolean {
  return !readOnly && dataType in parsers
}

/** @param sent anything but null or an empty string, which clear a field of any type */
export function parseValue(sent: unknown, field: FieldMeta, context: ValueContext): Parsed {
  return parsers[field.dataType as WritableType](sent, field, context)
}

/** The rest is the service's to write. */
type WritableType = Exclude<DataType, 'autonumber' | 'formula' | 'comments'>

const parseRows = rowsParser({ isWritable, parseValue })

const parsers: Readonly<Record<WritableType, ParseValue>> = {
  text: parseText,
  textarea: parseText,
  richtext: parseText,
  email: parseFormed('email', emailPattern),
  phone: parseFormed('phone', /^[-+().,;#*/\s0-9a-zA-Z]+$/),
  website: parseFormed('website', /^[^\s<>"]+$/),
  integer: parseNumber('integer'),
  bigint: parseLongInteger,
  double: parseNumber('double'),
  currency: parseNumber('double'),
  percent: parseNumber('double'),
  boolean: parseBoolean,
  date: parseDate,
  datetime: parseMoment,
  picklist: parseChoice,
  multiselectpicklist: parseChoices,
  lookup: parseLookup,
  ownerlookup: parseUser,
  userlookup: parseUser,
  multi_module_lookup: parseAnyLookup,
  multiselectlookup: parseRows,
  multiuserlookup: parseRows,
  subform: parseRows,
  fileupload: parseRows,
  imageupload: parseRows,
  profileimage: parsePhoto,
  linetax: parseLineTax,
  participants: parseParticipant,
  multireminder: parseReminder,
  ALARM: parseParts('ALARM'),
  RRULE: parseParts('RRULE', 'EXDATE'),
  tag: parseTags,
}

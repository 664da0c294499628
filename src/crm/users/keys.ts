/** What a client may say of a user beside name, address, profile and role: kept as it is said, key by key. */

import { isRealDate } from '../../protocol/date-time.ts'
import type { OrgUser } from '../../world/org-data.ts'
import type { SettingsRow } from '../settings/row.ts'

interface UserKey {
  read(row: SettingsRow, key: string): unknown
  /** Nobody says this of somebody else. */
  readonly own?: boolean
}

const text = (longest: number): UserKey => ({ read: (row, key) => row.text(key, longest) ?? null })

/** @param message of the refusal; Zoho has one of its own for most of these keys */
const matching = (isRight: (value: string) => boolean, message: string, own = false): UserKey => ({
  own,
  read(row, key) {
    const value = row.text(key, 200)
    if (value === undefined) return null
    if (!isRight(value)) throw row.refuse('invalidValue', key, {}, message)
    return value
  },
})

const oneOf = (choices: readonly string[], message: string, own = false): UserKey =>
  matching(value => choices.includes(value), message, own)

const inAnyCase = (choices: readonly string[], message: string): UserKey => ({
  read(row, key) {
    const value = row.text(key, 20)
    if (value === undefined) return null
    const choice = choices.find(each => each.toLowerCase() === value.toLowerCase())
    if (!choice) throw row.refuse('invalidValue', key, {}, message)
    return choice
  },
})

const patternMessage = 'Pattern not matched'
const nameParts = ['Salutation', 'First Name', 'Last Name']
const nameFormats = nameParts.flatMap(first =>
  nameParts
    .filter(second => second !== first)
    .map(second => [first, second, nameParts.find(third => third !== first && third !== second)].join(',')),
)

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]+(?:\/[\w+-]+)+$|^(?:UTC|GMT)$/.test(name)
  } catch {
    return false
  }
}

/** By the names of v8. Which forms a date format and a locale may have is inferred: Zoho lists single ones. */
const keys: Readonly<Record<string, UserKey>> = {
  first_name: text(50),
  alias: text(50),
  phone: text(30),
  mobile: text(30),
  fax: text(30),
  city: text(100),
  state: text(100),
  country: text(100),
  street: text(250),
  zip: text(30),
  website: text(250),
  signature: text(200),
  dob: matching(isRealDate, 'invalid data'),
  time_zone: matching(isTimeZone, 'Give a proper time zone value', true),
  language: matching(value => /^[a-z]{2,3}(?:_[A-Z]{2})?$/.test(value), 'Give a proper language code', true),
  locale: matching(value => /^[a-z]{2,3}_[A-Z]{2}$/.test(value), 'INVALID_DATA'),
  country_locale: matching(value => /^[a-z]{2,3}_[A-Z]{2}$/.test(value), 'INVALID_DATA'),
  date_format: matching(value => /^(?:[dMyE]+(?:[\s,./-]+|$)){1,5}$/.test(value), patternMessage),
  time_format: oneOf(['HH:mm', 'hh:mm a'], patternMessage),
  name_format__s: oneOf(nameFormats, 'Valid name format should be given', true),
  sort_order_preference__s: oneOf(
    ['First Name,Last Name', 'Last Name,First Name'],
    'Valid sort order preference should be given',
    true,
  ),
  number_separator: inAnyCase(
    ['Comma', 'Period', 'Space'],
    'Invalid data. Valid values are Comma/Period/Space (Not case-sensitive)',
  ),
  decimal_separator: inAnyCase(['Comma', 'Period'], 'Invalid data. Valid values are Comma/Period (Not case-sensitive)'),
}

const authorKeys = ['created_by', 'created_time', 'Modified_By', 'Modified_Time', 'modified_by', 'modified_time']
const shiftKeys = ['$current_shift', '$next_shift', '$shift_effective_from']

/**
 * The values of a row by key, those that it names.
 * @param user of whom it is said; undefined for a new one
 * @throws RowRefused
 */
export function readUserKeys(row: SettingsRow, user: OrgUser | undefined, by: OrgUser): Record<string, unknown> {
  for (const key of authorKeys) if (row.raw(key) !== undefined) throw row.refuse('keyNotSupported', key)
  if (row.raw('type__s') !== undefined && row.raw('type__s') !== 'Regular User') {
    throw row.refuse('keyNotSupported', 'type__s', {}, 'type__s is cannot be updated by api')
  }
  for (const key of [...shiftKeys, 'theme', 'customize_info', 'default_tab_group']) {
    if (row.raw(key) !== undefined) throw row.refuse('settingNotEmulated', key)
  }
  const values: Record<string, unknown> = {}
  for (const [key, { read, own }] of Object.entries(keys)) {
    if (!row.has(key)) continue
    const value = read(row, key)
    if (own && user && user.id !== by.id && value !== null) {
      throw row.refuseBare('ofAnotherUser', { api_name: key }, `Cannot update the ${key} of another User`)
    }
    values[key] = value
  }
  return values
}

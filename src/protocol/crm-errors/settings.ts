/** What is wrong with one row of a settings write. */

import { entry, type FieldPlace, type PathIndex } from './entry.ts'

export const settingsErrors = {
  versionNotSupported: entry<{ supported_version: number }>(400, 'API_NOT_SUPPORTED', 'api version is not supported'),
  outOfRange: entry<{ range: { from: number; to: number } } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  invalidValue: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  duplicateSetting: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'duplicate data'),
  dependentFieldMissing: entry<{ dependee?: FieldPlace } & FieldPlace>(
    400,
    'DEPENDENT_FIELD_MISSING',
    'dependent field missing',
  ),
  reservedKeyword: entry<FieldPlace>(400, 'RESERVED_KEYWORD_NOT_ALLOWED', 'reserved keyword not allowed'),
  notAllowed: entry<FieldPlace | PathIndex>(400, 'NOT_ALLOWED', 'not allowed'),
  settingNotEmulated: entry<FieldPlace>(400, 'NOT_EMULATED', 'is not emulated'),
  tooManyModules: entry<{ limit: number }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
} as const

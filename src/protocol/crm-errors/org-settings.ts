/** Refusals of hours, holidays, pick lists, dependencies and sharing rules. */

import { entry, type FieldPlace, type ParamName } from './entry.ts'

export const orgSettingsErrors = {
  tooShort: entry<{ minimum_length: number } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  dayTwice: entry<{ exists_in: FieldPlace } & FieldPlace>(400, 'ALREADY_USED', 'Please avoid duplicate days'),
  businessHoursMissing: entry(400, 'NOT_ALLOWED', 'Business hours is not enabled'),
  nothingGiven: entry(400, 'INVALID_DATA', 'Please give a valid data'),
  paramMissing: entry<{ param: string }>(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing'),
  invalidValueId: entry<ParamName>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
} as const

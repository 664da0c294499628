/** Refusals of hours, holidays, pick lists, dependencies and sharing rules. */

import { entry, type FieldPlace, type ParamName, type PathIndex } from './entry.ts'

export const orgSettingsErrors = {
  tooShort: entry<{ minimum_length: number } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  dayTwice: entry<{ exists_in: FieldPlace } & FieldPlace>(400, 'ALREADY_USED', 'Please avoid duplicate days'),
  businessHoursMissing: entry(400, 'NOT_ALLOWED', 'Business hours is not enabled'),
  nothingGiven: entry(400, 'INVALID_DATA', 'Please give a valid data'),
  paramMissing: entry<{ param: string }>(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing'),
  invalidValueId: entry<ParamName>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  invalidLayout: entry<PathIndex>(400, 'INVALID_DATA', 'Invalid Layout Id'),
  mappingExists: entry<{ id: string; dependency: readonly object[] }>(
    400,
    'MAPPING_ALREADY_EXISTS',
    'The given parent and child fields are already associated in another map dependency in this layout',
  ),
  duplicateCheckUnsupported: entry<ParamName>(400, 'NOT_SUPPORTED', 'the given module is not supported for this api'),
  alreadyConfigured: entry(400, 'ALREADY_CONFIGURED', 'already configured.'),
  duplicateCheckDisabled: entry(
    403,
    'FEATURE_NOT_ENABLED',
    'The DuplicateCheckPreference feature is not yet enabled. Please enable it before doing this action.',
  ),
  resourceMismatch: entry<{ dependee: FieldPlace } & FieldPlace>(
    400,
    'DEPENDENT_FIELD_MISMATCH',
    'the resource given does not match its type',
  ),
  ruleActive: entry<PathIndex>(400, 'ID_ALREADY_ACTIVE', 'data sharing rule is already activated.'),
  ruleInactive: entry<PathIndex>(400, 'ID_ALREADY_DEACTIVATED', 'data sharing rule is already deactivated.'),
  dependentMismatch: entry<{ dependee: FieldPlace } & FieldPlace>(400, 'DEPENDENT_MISMATCH', 'dependent mismatch'),
  dependentUnchanged: entry<{ dependee: FieldPlace } & FieldPlace>(
    400,
    'DEPENDENT_FIELD_UNCHANGED',
    'dependent field unchanged',
  ),
  tooManyMembers: entry<{ limit: number } & FieldPlace>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  requiredDataMissing: entry<FieldPlace>(400, 'REQUIRED_DATA_NOT_FOUND', 'required data not found'),
  wrongTypeOfParam: entry<{ expected_data_type: string } & ParamName>(
    400,
    'INVALID_DATA',
    'Please provide  ISO Time format to the param',
  ),
  tooManyRulesOfLayout: entry<{ limit: number }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  tooManyActiveRules: entry<{ limit: number }>(
    400,
    'ACTIVE_STATE_LIMIT_EXCEEDED',
    'More than 5 active scoring rules cannot be created for a layout',
  ),
  scoringScheduled: entry(400, 'ALREADY_SCHEDULED', 'scoring rules of the module are already scheduled'),
} as const

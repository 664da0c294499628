/** Refusals of conversions, merges, contact roles, blueprints and timelines. */

import { entry, type FieldPlace, type ParamName, type PathIndex } from './entry.ts'

export const conversionErrors = {
  alreadyConverted: entry<PathIndex>(400, 'ID_ALREADY_CONVERTED', 'id already converted'),
  invalidSource: entry<PathIndex>(400, 'INVALID_DATA', 'invalid data'),
  invalidLead: entry<PathIndex>(400, 'INVALID_DATA', 'the given id seems to be invalid'),
  tooManyConversions: entry<{ limit: number; limit_due_to: readonly FieldPlace[] }>(
    400,
    'LIMIT_EXCEEDED',
    'Limit exceeded for mass convert',
  ),
  twoModules: entry<{ ambiguity_due_to: readonly FieldPlace[] }>(
    400,
    'AMBIGUITY_DURING_PROCESSING',
    'two modules are different',
  ),
  invalidAssignee: entry<FieldPlace>(400, 'INVALID_DATA', 'Given assignee param does not match'),
  jobIdMissing: entry<{ param: string; json_path: string } | ParamName>(
    400,
    'REQUIRED_PARAM_MISSING',
    'job_id is required.',
  ),
  tagsAlwaysCarried: entry<{ reason: string } & FieldPlace>(
    400,
    'NOT_ALLOWED',
    'carry over tags must be given as true',
  ),
  targetNotPermitted: entry<{ permissions: readonly string[] } & FieldPlace>(403, 'NO_PERMISSION', 'permission denied'),

  lowerLimitReached: entry<{ limit: number; id: string }>(400, 'LOWER_LIMIT_REACHED', 'Lower limit reached'),

  masterMissing: entry<PathIndex>(400, 'INVALID_DATA', 'Master record id is not available'),
  childIdMissing: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'required id not found'),
  mergeNotAllowed: entry<FieldPlace>(400, 'NOT_ALLOWED', 'This record id is not allowed to be merged'),
  closingDateFollows: entry<FieldPlace>(
    400,
    'NOT_ALLOWED',
    'Closing date will be automatically populated based on master record',
  ),
  stageFollows: entry<FieldPlace>(
    400,
    'NOT_ALLOWED',
    'Stage field will be automatically populated based on chosen Pipeline',
  ),
  probabilityFollows: entry<FieldPlace>(
    400,
    'NOT_ALLOWED',
    'Probability and Expected Revenue fields will be automatically populated based on chosen Stage',
  ),
  onlyOpenDeals: entry<{ api_name: string } & PathIndex>(400, 'NOT_ALLOWED', 'Only Open Deals can be merged'),
  sameRecord: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'Valid record ids need to be given for merging'),
  fieldTwice: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'When one field is mentioned more than once'),
  tooManyMerges: entry(400, 'INVALID_DATA', 'invalid data'),
  fieldNameMissing: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'API name of the field is not mentioned'),
  masterFieldNameMissing: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'API name not mentioned for the master record'),
  tooManyChildren: entry<{ maximum_length: number } & FieldPlace>(
    400,
    'INVALID_DATA',
    ' More than 2 child record ids cannot be merged.',
  ),
  tooFewChildren: entry<{ minimum_length: number } & FieldPlace>(
    400,
    'INVALID_DATA',
    ' Atleast one child record id is required to be merged.',
  ),
  filesNotNamed: entry<{ dependee: FieldPlace } & FieldPlace>(
    400,
    'DEPENDENT_FIELD_MISSING',
    '_data array is not mentioned for the child record',
  ),
  tooManyFiles: entry<{ maximum_length: number } & FieldPlace>(
    400,
    'LIMIT_EXCEEDED',
    'The total number of given files cannot be more than the maximum limit.',
  ),
  reportingApart: entry<FieldPlace>(400, 'INVALID_DATA', 'Reporting to and account should belong to the same record'),

  notInProcess: entry(400, 'RECORD_NOT_IN_PROCESS', 'record not in process'),
  invalidTransition: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid transition'),
} as const

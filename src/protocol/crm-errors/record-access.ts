/** Refusals of what concerns single records: sharing, locking, owners. */

import { entry, type FieldPlace, type ParamName, type PathIndex } from './entry.ts'

export const recordAccessErrors = {
  invalidEntity: entry<PathIndex>(400, 'INVALID_DATA', 'ENTITY_ID_INVALID'),
  sharingNotSupported: entry(403, 'NOT_ALLOWED', 'Record Level Sharing is not supported for this module'),
  sharedRecordShared: entry(403, 'INVALID_DATA', 'Shared record cannot be shared to other users'),
  invalidShareUser: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid user Id'),
  invalidShareRole: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid role Id'),
  notShareable: entry<FieldPlace>(400, 'INVALID_DATA', 'cannot share to the user'),
  // the message of Zoho's descriptions, under a code that none of them ties to it
  alreadyVisible: entry<FieldPlace>(400, 'INVALID_DATA', 'record is already visible to the user.'),
  relatedNotShared: entry<FieldPlace>(400, 'INVALID_DATA', 'cannot share the related records'),
  tooManyShares: entry<{ limit: number } & FieldPlace>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  feedsNotEnabled: entry<FieldPlace>(403, 'NOT_ALLOWED', 'Feeds is not enabled for this org'),
  nothingToRevoke: entry(400, 'CANNOT_PROCESS', 'No sharing through this record is available to revoke'),
  viewNotMatched: entry<{ api_name: string }>(
    400,
    'PATTERN_NOT_MATCHED',
    'Please check whether the input values are correct',
  ),
  recordLocked: entry<{ action: string; id?: string; api_name?: string; json_path?: string }>(
    400,
    'RECORD_LOCKED',
    'Sorry, you cannot perform this operation as the record is locked.',
  ),
  deletedLocked: entry<{ action: string; id?: string }>(
    400,
    'RECORD_LOCKED',
    'You cannot perform this operation as the record is locked.',
  ),
  lockingNotSupported: entry<ParamName>(
    400,
    'NOT_SUPPORTED',
    // the two blanks are the service's
    'the module name given is not supported for the  feature',
  ),
  lockRelationNotFound: entry(400, 'INVALID_DATA', 'relation not found'),
  lockConfigurationMissing: entry<PathIndex>(
    400,
    'NOT_ALLOWED',
    'Required Record Locking Configuration is not present',
  ),
  alreadyLocked: entry<PathIndex>(403, 'NOT_ALLOWED', 'record is already locked'),
  onlyLockedByRules: entry<PathIndex>(
    403,
    'NOT_ALLOWED',
    'record cannot be locked, only automatic locking is configured',
  ),
  ownerNotSupported: entry<PathIndex>(400, 'NOT_SUPPORTED', 'The requested operation is not supported'),
  relatedNotSupported: entry<FieldPlace>(400, 'NOT_SUPPORTED', 'The requested operation is not supported'),
  fieldNotSupported: entry<FieldPlace>(400, 'NOT_SUPPORTED', 'Field not supported'),
  tooManyLockRules: entry<{ limit: number } & FieldPlace>(
    400,
    'LIMIT_EXCEEDED',
    'Maximum limit for locking rules exceeded',
  ),
} as const

/** Refusals of what concerns single records: sharing, locking, owners. */

import { entry, type FieldPlace, type PathIndex } from './entry.ts'

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
} as const

/** Refusals of a composite request and of its parts. Messages without a source are inferred: all but those of a rollback. */

import { entry, type FieldPlace, type ParamName } from './entry.ts'

const rolledBack = 'the transaction was rolled back since another sub request in the same transaction failed.'

export const compositeErrors = {
  subRequestForm: entry<{ expected_data_type: string; regex: string } & FieldPlace>(
    400,
    'INVALID_DATA',
    'invalid data',
  ),
  subRequestTwice: entry<{ sub_request_indexes: readonly number[] } & FieldPlace>(
    400,
    'DUPLICATE_DATA',
    'duplicate sub_request_id found',
  ),
  restrictedHeaders: entry<{ restricted_headers: readonly string[] } & FieldPlace>(
    400,
    'INVALID_DATA',
    'restricted headers are not allowed',
  ),
  subRequestVersion: entry<{ sub_request_version: number; composite_request_version: number }>(
    400,
    'NOT_ALLOWED',
    'the version of the sub request is higher than that of the composite request',
  ),
  subRequestNotSupported: entry<FieldPlace>(
    400,
    'NOT_SUPPORTED',
    'the given api is not supported in composite requests',
  ),
  subRequestLimit: entry<{ by: string; limit: number }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  invalidReference: entry<{ reference: string } & FieldPlace>(
    400,
    'INVALID_REFERENCE',
    'the given reference is invalid',
  ),
  loopingFound: entry<{
    dependent_data: readonly { sub_request_id: string; referred_sub_request_ids: readonly string[] }[]
  }>(400, 'LOOPING_FOUND', 'the sub requests refer to each other'),
  rollbackPerformed: entry<{ rollbacked_by_sub_request_index: number }>(400, 'ROLLBACK_PERFORMED', rolledBack),
  processingStopped: entry<{ rollbacked_by_sub_request_index: number }>(400, 'PROCESSING_STOPPED', rolledBack),
  compositeFlags: entry<{ ambiguity_due_to: readonly (ParamName | FieldPlace)[] }>(
    400,
    'AMBIGUITY_DURING_PROCESSING',
    'Ambiguity while processing the request',
  ),
} as const

/**
 * Refusals of bulk jobs. The codes are those of Zoho's descriptions (https://github.com/zoho/crm-oas, bulk_read, bulk_write,
 * upload); messages that they lack are inferred.
 */

import { entry } from './entry.ts'

type FieldOfModule = { api_name: string; module: string }

export const bulkErrors = {
  bulkBodyEmpty: entry(400, 'REQUEST_BODY_IS_EMPTY', 'The request body is empty.'),
  bulkBodyNotReadable: entry(400, 'REQUEST_BODY_NOT_READABLE', 'The request body is not readable.'),
  bulkModuleNotAvailable: entry(400, 'MODULE_NOT_AVAILABLE', 'Requested module is not available.'),
  bulkModuleNotSupported: entry(400, 'MODULE_NOT_SUPPORTED', 'Requested module is not supported.'),
  bulkQueryNotSupported: entry(400, 'QUERY_NOT_SUPPORTED', 'The query is not supported.'),
  bulkFieldNotAvailable: entry<FieldOfModule>(400, 'FIELD_NOT_AVAILABLE', 'The field is not available.'),
  bulkFieldNotSupported: entry<FieldOfModule>(400, 'FIELD_NOT_SUPPORTED', 'The field is not supported.'),
  joinLimitExceeded: entry<FieldOfModule>(400, 'JOIN_LIMIT_EXCEEDED', 'The join limit is exceeded.'),
  pageNotSupported: entry(400, 'PAGE_NOT_SUPPORTED', 'The page is not supported.'),
  pageRangeExceeded: entry<{ max_limit: number }>(400, 'PAGE_RANGE_EXCEEDED', 'The page range is exceeded.'),
  cvidNotSupported: entry(400, 'CVID_NOT_SUPPORTED', 'The given cvid is not supported.'),
  criteriaInvalid: entry(400, 'INVALID_CRITERIA', 'The criteria is invalid.'),
  criteriaFieldNotAvailable: entry<FieldOfModule>(
    400,
    'FIELD_IN_CRITERIA_NOT_AVAILABLE',
    'The field in the criteria is not available.',
  ),
  criteriaComparatorNotSupported: entry<{ api_name: string; supported: readonly string[] }>(
    400,
    'FIELD_COMPARATOR_IN_CRITERIA_NOT_SUPPORTED',
    'The comparator is not supported for the field in the criteria.',
  ),
  criteriaValueNotCompatible: entry<{ api_name: string; comparator: string }>(
    400,
    'FIELD_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE',
    'The field and the value in the criteria are not compatible.',
  ),
  groupOperatorNotSupported: entry<{ supported: readonly string[] }>(
    400,
    'GROUP_OPERATOR_NOT_SUPPORTED',
    'The group operator is not supported.',
  ),
  criteriaLimitExceeded: entry(400, 'CRITERIA_LIMIT_EXCEEDED', 'The criteria limit is exceeded.'),
  criteriaValueLimitExceeded: entry(
    400,
    'VALUE_LIMIT_EXCEEDED_IN_CRITERIA',
    'The limit of values in the criteria is exceeded.',
  ),
  invalidCallbackUrl: entry(400, 'INVALID_CALLBACK_URL', 'The callback URL is invalid.'),
  invalidCallbackMethod: entry<{ supported_callback_methods: readonly string[] }>(
    400,
    'INVALID_CALLBACK_METHOD',
    'The callback method is invalid.',
  ),
  resourceNotFound: entry(404, 'RESOURCE_NOT_FOUND', "The requested resource doesn't exist."),

  backupRuleInvalid: entry<{ api_name: string; json_path: string }>(400, 'INVALID_DATA', 'invalid data'),
  backupAlreadyScheduled: entry<{ id: string }>(400, 'BACKUP_ALREADY_SCHEDULED', 'backup is already scheduled'),
  backupInProgress: entry<{ id: string }>(400, 'INPROGRESS', 'backup is in progress'),
  backupAlreadyCancelled: entry<{ id: string }>(400, 'ALREADY_CANCELLED', 'backup is already cancelled'),

  uploadNotZip: entry(400, 'INVALID_FILE_FORMAT', 'invalid file format. only zip format is supported'),
  uploadMissing: entry(400, 'MANDATORY_NOT_FOUND', 'Required key file is not available'),
  uploadTooLarge: entry(413, 'FILE_TOO_LARGE', 'File size too large to process'),
  bulkKeyMissing: entry(400, 'MISSING_REQUIRED_KEY', 'required key is not found in request body.'),
  bulkValueInvalid: entry<{ api_name: string }>(400, 'INVALID_DATA', 'invalid data'),
  bulkFileIdInvalid: entry(400, 'INVALID_FILE_ID', 'improper file id'),
  bulkMappingInvalid: entry(400, 'INVALID_FIELD', 'invalid mapping.'),
  bulkFormatInvalid: entry(400, 'INVALID_FORMAT', 'invalid format.'),
  bulkMandatoryNotMapped: entry(
    400,
    'MANDATORY_FIELDS_NOT_MAPPED',
    'All mandatory fields are not mapped for the layout',
  ),
  bulkLimitExceeded: entry<{ limit: number; api_name: string }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
} as const

/** What is wrong with one row of a write, or of another list in a body. */

import { entry, type FieldPlace } from './entry.ts'

/** Which record has the value already; older versions say no more than its id. */
type DuplicateDetails =
  | { api_name: string; id: string }
  | (FieldPlace & { id: string; more_records: boolean; duplicate_record: object })

export const rowErrors = {
  missingRoot: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'required field not found'),
  mandatoryNotFound: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'required field not found'),
  wrongType: entry<{ expected_data_type: string } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  tooLong: entry<{ maximum_length: number } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  unsupportedValue: entry<FieldPlace & { supported_values: readonly string[] }>(400, 'INVALID_DATA', 'invalid data'),
  expectedFieldMissing: entry<{ expected_fields: readonly FieldPlace[] }>(
    400,
    'EXPECTED_FIELD_MISSING',
    'Specify atleast one field',
  ),
  invalidViewId: entry<{ id: string }>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  viewTwice: entry<FieldPlace>(400, 'DUPLICATE_DATA', 'duplicate data'),
  notMatching: entry<{ regex: string } & FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  invalidId: entry<FieldPlace>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  unknownField: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
  criteriaTooLarge: entry<FieldPlace>(400, 'CRITERIA_LIMIT_EXCEEDED', 'criteria limit exceeded'),
  invalidModuleValue: entry<FieldPlace>(400, 'INVALID_MODULE', 'the module name given seems to be invalid'),
  tooManyRows: entry<{ maximum_length: number; api_name: string }>(
    400,
    'LIMIT_EXCEEDED',
    'count of records in your request exceeds the limit',
  ),
  multipleErrors: entry<{ errors: readonly unknown[] }>(
    400,
    'MULTIPLE_OR_MULTI_ERRORS',
    'Multiple errors in the request',
  ),
  alreadyModified: entry<{
    Modified_Time: string
    Created_Time: string
    id: string
    Modified_By: object
    Created_By: object
  }>(412, 'ALREADY_MODIFIED', 'record updated time has already passed if-unmodified-since time'),
  notDeleted: entry<Readonly<Record<string, string>>>(400, 'INVALID_DATA', 'record not deleted'),
  duplicateData: entry<DuplicateDetails>(400, 'DUPLICATE_DATA', 'duplicate data'),

  invalidRelatedList: entry<FieldPlace>(400, 'INVALID_DATA', 'Given related_list is invalid'),
  relatedListNotSupported: entry(400, 'NOT_SUPPORTED', 'The given related list id is not supported in api'),
  invalidField: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid data'),
} as const

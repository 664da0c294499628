/** Refusals of a mass action and of its job. */

import { entry, type FieldPlace, type ParamName } from './entry.ts'

export const massActionErrors = {
  recordNotFound: entry<{ id: string }>(400, 'INVALID_DATA', 'the id given seems to be invalid'),
  massTargetMissing: entry<{ api_name?: string; expected_data_type?: string }>(
    400,
    'MANDATORY_NOT_FOUND',
    'required field not found',
  ),
  massFieldMissing: entry(400, 'INVALID_DATA', 'No field found'),
  massFieldsExceeded: entry<{ limit: number }>(400, 'INVALID_DATA', 'Max field limit exceeded'),
  massFieldRefused: entry<FieldPlace>(400, 'INVALID_DATA', 'This field cannot be updated in the Mass Update'),
  invalidView: entry<FieldPlace>(400, 'INVALID_DATA', 'the cvid given seems to be invalid'),
  noRecordsFound: entry(400, 'NO_RECORDS_FOUND', 'no record found to update'),
  massRecordsExceeded: entry<{ limit: number }>(400, 'LIMIT_EXCEEDED', 'Record count exceeded'),
  alreadyScheduled: entry<{ api_name: string }>(
    400,
    'ALREADY_SCHEDULED',
    'Already a Mass Action scheduler is running for the given cvid',
  ),
  jobParamMissing: entry<ParamName>(400, 'MANDATORY_NOT_FOUND', 'mandatory param missing'),
  invalidJob: entry<ParamName>(400, 'INVALID_DATA', 'The jobid given seems to be invalid'),
} as const

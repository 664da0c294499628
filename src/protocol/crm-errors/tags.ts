/** Refusals of tags. */

import { entry, type FieldPlace, type ParamName } from './entry.ts'

export const tagErrors = {
  tagParamMissing: entry<{ param: string } | ParamName>(
    400,
    'REQUIRED_PARAM_MISSING',
    'One of the expected parameter is missing',
  ),
  notTaggable: entry(400, 'INVALID_MODULE', 'the given module is not supported for this api'),
  tagNotFound: entry<{ id: string } | FieldPlace>(400, 'INVALID_DATA', 'tags not found'),
  tagOfOtherModule: entry<FieldPlace>(400, 'INVALID_DATA', 'one of the tags seems not found.'),
  tooManyTags: entry(400, 'LICENSE_LIMIT_EXCEEDED', 'tags edition limit exceeded'),
  duplicateTag: entry<{ id: string } & FieldPlace>(400, 'DUPLICATE_DATA', 'duplicate data'),
  invalidColour: entry<FieldPlace>(400, 'INVALID_DATA', 'special characters found in the given name'),
  ambiguousModule: entry<{ ambiguity_due_to: readonly FieldPlace[] }>(
    400,
    'AMBIGUITY_DURING_PROCESSING',
    'ambiguous module identifiers',
  ),
  // the two blanks are the service's
  tagWriteDenied: entry(403, 'FAILURE', 'permission denied to  update records'),
  tagJobNotFound: entry<{ job_id: string }>(400, 'INVALID_DATA', 'job details not found'),
} as const

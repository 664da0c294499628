/** Refusals of notification channels. */

import { entry, type FieldPlace, type ParamName } from './entry.ts'

export const notificationErrors = {
  // the code is Zoho's; message and details are inferred
  notSubscribed: entry<{ channel_id: string }>(400, 'NOT_SUBSCRIBED', 'the given channel is not subscribed'),
  channelIdsMissing: entry<ParamName>(400, 'REQUIRED_PARAM_MISSING', 'required param is missing'),
  conditionAmbiguous: entry<{ ambiguity_due_to: readonly FieldPlace[] }>(
    400,
    'AMBIGUITY_DURING_PROCESSING',
    'AMBIGUITY_DURING_PROCESSING',
  ),
  conditionIncomplete: entry<{ dependee: FieldPlace } & FieldPlace>(
    400,
    'DEPENDENT_FIELD_MISSING',
    'DEPENDENT_FIELD_MISSING',
  ),
} as const

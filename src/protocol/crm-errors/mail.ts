/** Refusals of e-mails: sending, drafts, links, sharing; and of cancelled meetings. */

import { entry, type FieldPlace, type ParamName, type PathIndex } from './entry.ts'

export const mailErrors = {
  moduleWithoutEmails: entry<PathIndex>(400, 'NOT_SUPPORTED', 'the given module is not supported in api'),
  // inferred from what the service says of drafts
  fromNotAllowed: entry<FieldPlace>(
    400,
    'INVALID_DATA',
    "Email can't be sent using this from address.Kindly check the allowed from address list",
  ),
  draftFromNotAllowed: entry<FieldPlace>(
    400,
    'INVALID_DATA',
    "Email can't be saved as draft using this from address.Kindly check the allowed from address list",
  ),
  invalidEmail: entry<FieldPlace>(400, 'INVALID_DATA', 'invalid email'),
  inventoryFixed: entry<FieldPlace>(
    400,
    'NOT_ALLOWED',
    'The inventory_details field is not allowed in update draft request.',
  ),
  invalidDraftPath: entry<PathIndex>(400, 'INVALID_DATA', 'Invalid draft Id'),
  invalidDraftId: entry<FieldPlace>(400, 'INVALID_DATA', 'Invalid draft Id'),
  emailsAlreadyShared: entry<{ id: string }>(
    400,
    'ALREADY_SHARED',
    'Emails are already shared to the colleagues already',
  ),
  emailsNotShared: entry<{ id: string }>(400, 'NOT_ALLOWED', 'Emails are not shared'),
  noEmailConfiguration: entry(400, 'NOT_ALLOWED', 'Email Configuration does not exist'),
  relatedIdOfRow: entry<{ id: string }>(400, 'INVALID_DATA', 'the related id given seems to be invalid'),
  templateModule: entry<ParamName>(400, 'INVALID_DATA', 'Module not found or not allowed'),
  unsubscribeLinkLimit: entry<{ limit: number; limit_due_to: readonly FieldPlace[] }>(
    400,
    'LIMIT_EXCEEDED',
    'Unsubscribe Link limit exceeded',
  ),
  alreadyCancelled: entry(400, 'NOT_ALLOWED', 'The event is already cancelled'),
  noParticipants: entry<{ reason: 'no_participants_invited'; id: string }>(
    400,
    'NOT_ALLOWED',
    'You cannot cancel the event without inviting participants',
  ),
  meetingOver: entry<{ reason: 'completed_meeting'; id: string }>(
    400,
    'NOT_ALLOWED',
    'You cannot cancel the meeting after the meeting end time',
  ),
  dependentMismatch: entry<{ dependee: FieldPlace } & FieldPlace>(400, 'DEPENDENT_MISMATCH', 'dependent mismatch'),
} as const

/** Refusals of audit log exports. Source: https://github.com/zoho/crm-oas, audit_log_export */

import { entry } from './entry.ts'

type Place = { api_name: string; json_path: string }

export const auditLogErrors = {
  auditMandatoryMissing: entry<Place>(400, 'MANDATORY_NOT_FOUND', 'Required field missing'),
  auditLimitExceeded: entry<Place & { limit: string }>(
    400,
    'LIMIT_EXCEEDED',
    'The audit_log_export jsonarray size should not exceed one',
  ),
  auditRangeNotAllowed: entry<Place>(
    400,
    'NOT_ALLOWED',
    'Logs only within 6 month intervals are allowed to be fetched',
  ),
  auditAlreadyScheduled: entry<{ id: string }>(400, 'ALREADY_SCHEDULED', 'Export is already scheduled'),
  auditNotSupported: entry<Place>(400, 'NOT_SUPPORTED', 'not supported'),
  auditMismatch: entry<Place & { dependee: Place; expected_data_type: string }>(
    400,
    'DEPENDENT_MISMATCH',
    'the value does not fit the comparator',
  ),
  auditDependentMissing: entry<Place & { dependee: Place }>(
    400,
    'DEPENDENT_FIELD_MISSING',
    'the dependent field is missing',
  ),
} as const

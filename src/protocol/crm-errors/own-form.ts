/**
 * Refusals whose bodies have another form than all others of CRM.
 *
 * Source: https://github.com/zoho/crm-oas, bulk_write and backup
 */

import { type CrmErrorName, crmErrorBody } from './index.ts'

export class OwnFormError extends Error {
  readonly status: number
  readonly body: object

  constructor(status: number, body: object, reason: string) {
    super(reason)
    this.status = status
    this.body = body
  }
}

export const badUploadHeaders = (reason: string): OwnFormError =>
  new OwnFormError(
    400,
    {
      ERROR_CODE: 400,
      ERROR_MESSAGE: 'Bad Request',
      'x-error': 'check if headers [feature, X-CRM-ORG] are present and valid',
    },
    reason,
  )

export const deadLink = (reason: string): OwnFormError =>
  new OwnFormError(403, { info: 'Forbidden', 'x-info': 'Link not valid', http_status: '403' }, reason)

/** A refusal under a key of its own, though it is no list. */
export function under<Name extends CrmErrorName>(
  key: string,
  name: Name,
  details: Parameters<typeof crmErrorBody<Name>>[1],
  reason: string,
): OwnFormError {
  return new OwnFormError(400, { [key]: crmErrorBody(name, details) }, reason)
}

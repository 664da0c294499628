/**
 * Refusals of the content and download hosts that have forms of their own, which no other answer of CRM has.
 *
 * Source: https://github.com/zoho/crm-oas, bulk_write
 */

export class ContentError extends Error {
  readonly status: number
  readonly body: object

  constructor(status: number, body: object, reason: string) {
    super(reason)
    this.status = status
    this.body = body
  }
}

export const badUploadHeaders = (reason: string): ContentError =>
  new ContentError(
    400,
    {
      ERROR_CODE: 400,
      ERROR_MESSAGE: 'Bad Request',
      'x-error': 'check if headers [feature, X-CRM-ORG] are present and valid',
    },
    reason,
  )

export const deadLink = (reason: string): ContentError =>
  new ContentError(403, { info: 'Forbidden', 'x-info': 'Link not valid', http_status: '403' }, reason)

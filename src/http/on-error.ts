import { CrmError, crmErrorBody, TokenError } from '../protocol/errors.ts'
import { jsonResponse, reasonHeader } from './respond.ts'

/** Writes thrown refusals in the form of their family; anything unexpected is a 500 in CRM's form, its stack on stderr. */
export const onError = (error: Error): Response => {
  if (error instanceof CrmError) return crmErrorResponse(error)
  if (error instanceof TokenError) {
    return jsonResponse(200, { error: error.code }, reasonHeader(`${error.code}: ${error.reason}`))
  }
  console.error(error)
  return jsonResponse(500, crmErrorBody('internalError'), reasonHeader(`unexpected: ${error.message}`))
}

export function crmErrorResponse(error: CrmError): Response {
  const body = error.root ? { [error.root]: [error.body] } : error.body
  return jsonResponse(error.status, body, {
    'Content-Disposition': 'attachment; filename=response.json',
    ...reasonHeader(`${error.body.code}: ${error.message}`),
  })
}

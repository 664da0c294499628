import type { Context, ErrorHandler } from 'hono'
import { AccountsPageError, TokenError } from '../protocol/accounts-errors.ts'
import { CrmError, crmError, crmErrorBody } from '../protocol/crm-errors/index.ts'
import { OwnFormError } from '../protocol/crm-errors/own-form.ts'
import { ThrottleError, throttleBody } from '../protocol/throttle.ts'
import { FilesFull } from '../world/file-bytes.ts'
import type { World } from '../world/world.ts'
import type { EmulatorEnv } from './env.ts'
import { errorPage } from './error-page.tsx'
import { noteCrmError } from './journal/left-out.ts'
import { BodyTooLarge } from './read-body.ts'
import { emptyResponse, jsonResponse, reasonHeader } from './respond.ts'
import { ControlError } from './validate.ts'

/** Writes thrown refusals in the form of their family; anything unexpected is a 500 in CRM's form, its stack on stderr. */
export const onError =
  (world: World): ErrorHandler<EmulatorEnv> =>
  (error, c) => {
    const { exchange } = c.env
    if (error instanceof CrmError) {
      noteCrmError(exchange, error.body)
      return crmErrorResponse(error)
    }
    if (error instanceof OwnFormError) return jsonResponse(error.status, error.body, reasonHeader(error.message))
    if (error instanceof TokenError) {
      exchange.refuse(error)
      return jsonResponse(200, { error: error.code }, reasonHeader(`${error.code}: ${error.reason}`))
    }
    if (error instanceof ThrottleError) {
      return jsonResponse(world.toggles.throttle_status, throttleBody, reasonHeader(error.message))
    }
    if (error instanceof AccountsPageError) {
      exchange.refuse(error)
      return errorPage(world, c, error)
    }
    if (error instanceof ControlError) {
      const { status, code, message, path } = error
      return jsonResponse(status, { error: { code, message, path } }, reasonHeader(message))
    }
    if (error instanceof FilesFull) return filesFull(c, error)
    if (error instanceof BodyTooLarge) return bodyTooLarge(world, c)
    // a client that went away while it sent is no failure of ours
    if (c.req.raw.signal.aborted || (error as NodeJS.ErrnoException).code === 'ECONNRESET') return emptyResponse(400)
    console.error(error)
    return jsonResponse(500, crmErrorBody('internalError'), reasonHeader(`unexpected: ${error.message}`))
  }

function crmErrorResponse(error: CrmError): Response {
  const body = error.root ? { [error.root]: [error.body] } : error.body
  return jsonResponse(error.status, body, {
    'Content-Disposition': 'attachment; filename=response.json',
    ...error.headers,
    ...reasonHeader(`${error.body.code}: ${error.message}`),
  })
}

function filesFull(c: Context<EmulatorEnv>, { message }: FilesFull): Response {
  if (c.env.located.service !== 'own') return crmErrorResponse(crmError('filesFull', {}, { reason: message }))
  return jsonResponse(413, { error: { code: 'FILES_FULL', message, path: '' } }, reasonHeader(message))
}

function bodyTooLarge(world: World, c: Context<EmulatorEnv>): Response {
  const reason = 'the body is too long'
  if (c.env.located.service !== 'own') return errorPage(world, c, new AccountsPageError('other', reason, 413))
  return jsonResponse(413, { error: { code: 'BODY_TOO_LARGE', message: reason, path: '' } }, reasonHeader(reason))
}

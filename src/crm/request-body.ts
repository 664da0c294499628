import { recordedBody } from '../http/journal/unread.ts'
import { BodyTooLarge, readText } from '../http/read-body.ts'
import { crmError } from '../protocol/crm-errors/index.ts'
import type { CrmContext } from './answer.ts'
import { checkAutomationKeys } from './automation/write-keys.ts'

const bodyLimit = 64 * 1024 * 1024
const rowsPerRequest = 100

/**
 * The JSON object of a request. SDKs leave the content type out, so it isn't asked for.
 * @throws CrmError
 */
export async function readJsonObject(c: CrmContext, limit = bodyLimit): Promise<Record<string, unknown>> {
  try {
    return recordedBody(c.env.exchange.reads, parseJsonObject(await readText(c, limit)))
  } catch (error) {
    throw error instanceof BodyTooLarge ? crmError('bodyTooLarge') : error
  }
}

/** Where a number of so many digits may stand that it is perhaps more than JavaScript can tell apart. */
const perhapsLong = /[:[,]\s*-?\d{16}/
const textOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs
const longWhole = /^-?[1-9]\d{15,}$/

/** Ids are numbers of nineteen digits, and some SDKs send them as such: those that would lose digits become texts. */
const keepingDigits = (text: string): string =>
  perhapsLong.test(text)
    ? text.replace(textOrNumber, token =>
        longWhole.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
      )
    : text

/** @throws CrmError */
export function parseJsonObject(text: string): Record<string, unknown> {
  let body: unknown
  try {
    body = JSON.parse(keepingDigits(text))
  } catch {
    throw notAnObject('the body is not JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw notAnObject('the body is no JSON object')
  return body as Record<string, unknown>
}

const notAnObject = (reason: string) => crmError('bodyNotJson', { expected_data_type: 'jsonobject' }, { reason })

/**
 * The rows under a root key, one to a hundred.
 * @throws CrmError
 */
export const readRows = async (c: CrmContext, root = 'data'): Promise<readonly unknown[]> =>
  rowsOf(c, await readJsonObject(c), root)

/**
 * As `readRows`, of a body whose other keys are wanted too, and with a limit of its own. What a write of records says of
 * automations is checked here.
 * @throws CrmError
 */
export function rowsOf(
  c: CrmContext,
  body: Record<string, unknown>,
  root = 'data',
  most = rowsPerRequest,
): readonly unknown[] {
  const rows = body[root]
  const path = c.get('version').jsonPath ? { json_path: `$.${root}` } : {}
  if (rows === undefined) throw crmError('missingRoot', { api_name: root }, { reason: `the body has no key ${root}` })
  if (!Array.isArray(rows) || rows.length === 0) {
    throw crmError('wrongType', { expected_data_type: 'jsonarray', api_name: root, ...path })
  }
  if (rows.length > most) throw crmError('tooManyRows', { maximum_length: most, api_name: root }, { root })
  c.set('rows', rows.length)
  if (root !== 'data') return rows
  c.env.running?.hasRows(rows.length)
  checkAutomationKeys(c, body)
  return rows
}

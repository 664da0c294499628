import type { Context } from 'hono'
import type { EmulatorEnv } from './env.ts'
import { RecordedParameters } from './journal/unread.ts'
import { isText, parseMultipart } from './multipart.ts'
import { queryParams, readHeader } from './query.ts'
import { readBytes, readText } from './read-body.ts'

/** What a handler sees of the parameters. */
export type Parameters = Pick<ReadonlyMap<string, string>, 'get' | 'has'>

const formLimit = 1024 * 1024

/**
 * The parameters of a token, revoke or device request. Zoho takes them from the query string, a urlencoded body, a
 * multipart body (the official SDKs) or a mixture, and the client's id and secret from a Basic header too; a body of any
 * other type counts as none. Of a parameter given twice the first counts, the query string before the body.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html
 * @throws BodyTooLarge
 */
export async function readParameters(c: Context<EmulatorEnv>, { fromJson = false } = {}): Promise<Parameters> {
  const { exchange } = c.env
  const parameters = new Map<string, string>()
  const add = (entries: Iterable<[string, unknown]>) => {
    for (const [name, value] of entries)
      if (typeof value === 'string' && !parameters.has(name)) parameters.set(name, value)
  }
  add(queryParams(c))

  const type = (c.req.header('content-type') ?? '').toLowerCase()
  const form = await readFields(c, type, fromJson)
  exchange.reads.bodyNames = form.map(([name]) => name)
  add(form)

  const basic = basicCredentials(readHeader(c, 'authorization'))
  if (basic) add(Object.entries({ client_id: basic.id, client_secret: basic.secret }))
  return new RecordedParameters(exchange.reads, parameters)
}

async function readFields(
  c: Context<EmulatorEnv>,
  type: string,
  fromJson: boolean,
): Promise<readonly [string, unknown][]> {
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return [...new URLSearchParams(await readText(c, formLimit))]
  }
  if (type.startsWith('multipart/form-data')) {
    const bytes = await readBytes(c, formLimit)
    c.env.exchange.requestBody = bytes
    // one that is no proper multipart message has no parameters, as the servers of the service see it
    const parts = parseMultipart(bytes, c.req.header('content-type')!) ?? []
    return parts.filter(isText).map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')])
  }
  const isJson = type.startsWith('application/json')
  if (isJson && fromJson) return readJsonObject(await readText(c, formLimit))
  // a body in the wrong form is what is left of many a first try
  if (isJson) c.env.exchange.reads.passOver(`(a body of type ${type.slice(0, 60)})`)
  return []
}

function readJsonObject(text: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(text) ?? {})
  } catch {
    return []
  }
}

export function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = header?.match(/^basic +([A-Za-z0-9+/=_-]+)$/i)?.[1]
  if (!encoded) return undefined
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  if (id === undefined || secret.length === 0) return undefined
  return { id: formDecode(id), secret: formDecode(secret.join(':')) }
}

/** RFC 6749 2.3.1 lets clients form-encode both halves; those that don't are left as they are. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

import type { Context } from 'hono'
import { readBytes } from './read-body.ts'

const formLimit = 1024 * 1024

/**
 * The parameters of a token, revoke or device request. Zoho takes them from the query string, a urlencoded body, a
 * multipart body (the official SDKs) or a mixture, and the client's id and secret from a Basic header too; a body of any
 * other type counts as none. Of a parameter given twice the first counts, the query string before the body.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html
 * @throws BodyTooLarge
 */
export async function readParameters(c: Context, { fromJson = false } = {}): Promise<Map<string, string>> {
  const parameters = new Map<string, string>()
  const add = (entries: Iterable<[string, unknown]>) => {
    for (const [name, value] of entries)
      if (typeof value === 'string' && !parameters.has(name)) parameters.set(name, value)
  }
  const query = queryOf(c.req.url)
  if (query !== '') add(new URLSearchParams(query))

  const type = (c.req.header('content-type') ?? '').toLowerCase()
  if (type.startsWith('application/x-www-form-urlencoded')) {
    add(new URLSearchParams(new TextDecoder().decode(await readBytes(c, formLimit))))
  } else if (type.startsWith('multipart/form-data')) {
    add(await readMultipart(await readBytes(c, formLimit), c.req.header('content-type')!))
  }

  if (fromJson && type.startsWith('application/json')) add(readJsonObject(await readBytes(c, formLimit)))

  const basic = basicCredentials(c.req.header('authorization'))
  if (basic) add(Object.entries({ client_id: basic.id, client_secret: basic.secret }))
  return parameters
}

/** A body that is no proper multipart message has no parameters, as the servers of the service see it. */
async function readMultipart(bytes: ArrayBuffer, type: string): Promise<Iterable<[string, unknown]>> {
  try {
    return (await new Response(bytes, { headers: { 'Content-Type': type } }).formData()).entries()
  } catch {
    return []
  }
}

function readJsonObject(bytes: ArrayBuffer): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(new TextDecoder().decode(bytes)) ?? {})
  } catch {
    return []
  }
}

/** The query of an address without `?`; empty when there is none. */
export function queryOf(url: string): string {
  const mark = url.indexOf('?')
  if (mark === -1) return ''
  const hash = url.indexOf('#', mark)
  return hash === -1 ? url.slice(mark + 1) : url.slice(mark + 1, hash)
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

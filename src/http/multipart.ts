/**
 * The parts of a multipart/form-data body.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc7578
 */

/** One part; a file has a `fileName`, be it an empty one. */
export interface Part {
  readonly name: string
  readonly fileName: string | null
  /** As the client said; null where it didn't. */
  readonly type: string | null
  /** A view of the body. */
  readonly bytes: Uint8Array
}

export const isText = ({ fileName }: Part): boolean => fileName === null

const mostParts = 200
const longestHead = 16 * 1024
const longestBoundary = 200

/** @returns null for a body that is no proper multipart message */
export function parseMultipart(body: ArrayBuffer, contentType: string): Part[] | null {
  const boundary = boundaryOf(contentType)
  if (boundary === null) return null
  const bytes = Buffer.from(body)
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  let at = startOf(bytes, delimiter)
  const parts: Part[] = []
  while (at !== -1) {
    if (bytes.toString('latin1', at, at + 2) === '--') return parts
    const read = parts.length < mostParts ? readPart(bytes, at, delimiter) : null
    if (!read) return null
    if (read.part) parts.push(read.part)
    at = read.end
  }
  return null
}

function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/form-data *(?:;|$)/i.test(contentType)) return null
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain ?? ''
  return boundary === '' || boundary.length > longestBoundary ? null : boundary
}

/** Behind the first delimiter. What stands before it means nothing. */
function startOf(bytes: Buffer, delimiter: Buffer): number {
  if (bytes.subarray(0, delimiter.length).equals(delimiter)) return delimiter.length
  const at = bytes.indexOf(Buffer.concat([lineFeed, delimiter]))
  return at === -1 ? -1 : at + 1 + delimiter.length
}

const lineFeed = Buffer.from('\n')
const [lf, cr] = [10, 13]

/** @param at behind a delimiter @returns a part without a name as null, and where the next one begins */
function readPart(bytes: Buffer, at: number, delimiter: Buffer): { part: Part | null; end: number } | null {
  const headers = new Map<string, string>()
  let from = bytes.indexOf(lf, at) + 1
  for (const headEnd = at + longestHead; ; ) {
    const end = bytes.indexOf(lf, from)
    if (from === 0 || end === -1 || end > headEnd) return null
    const line = textOf(bytes.subarray(from, bytes[end - 1] === cr ? end - 1 : end))
    from = end + 1
    if (line === '') break
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  // a part without content ends with the line end of its head
  const end = bytes.indexOf(Buffer.concat([lineFeed, delimiter]), from - 1)
  if (end === -1) return null
  const disposition = parametersOf(headers.get('content-disposition') ?? '')
  const name = disposition.get('name')
  const contentEnd = bytes[end - 1] === cr ? end - 1 : end
  return {
    end: end + 1 + delimiter.length,
    part:
      name === undefined
        ? null
        : {
            name,
            fileName: fileNameOf(disposition),
            type: headers.get('content-type') ?? null,
            bytes: bytes.subarray(from, Math.max(from, contentEnd)),
          },
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Names come as UTF-8; what is none was sent by somebody who knows one byte for a character. */
function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

const parameter = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g

function parametersOf(header: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const [, name, quoted, plain] of header.matchAll(parameter)) {
    parameters.set(name!.toLowerCase(), quoted === undefined ? plain! : unquoted(quoted))
  }
  return parameters
}

/** Browsers write three characters as %22, %0D and %0A, others put a backslash before a quotation mark. */
const unquoted = (text: string): string =>
  text.replace(/\\(["\\])/g, '$1').replace(/%(?:22|0D|0A)/gi, code => decodeURIComponent(code))

/** The encoded form wins, and no path comes with it. */
function fileNameOf(disposition: ReadonlyMap<string, string>): string | null {
  const name = decoded(disposition.get('filename*')) ?? disposition.get('filename')
  if (name === undefined) return null
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
}

/** `UTF-8''na%C3%AFve.txt`, as RFC 5987 has it. */
function decoded(extended: string | undefined): string | undefined {
  const [, charset, encoded] = /^([\w-]+)'[^']*'(.*)$/.exec(extended ?? '') ?? []
  if (encoded === undefined) return undefined
  try {
    return /^utf-?8$/i.test(charset!) ? decodeURIComponent(encoded) : fromLatin1(encoded)
  } catch {
    return undefined
  }
}

const fromLatin1 = (encoded: string): string =>
  encoded.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

import { isText, type Part, parseMultipart } from '../http/multipart.ts'
import { BodyTooLarge, readBytes } from '../http/read-body.ts'
import { type CrmError, crmError } from '../protocol/crm-errors/index.ts'
import type { CrmContext } from './answer.ts'

export interface UploadedFile {
  /** Name of the part. */
  readonly field: string
  /** Without a path; empty where the client gave none. */
  readonly name: string
  /** Media type, as the client said or `application/octet-stream`. */
  readonly type: string
  /** A view of the body: copy it where it is kept. */
  readonly bytes: Uint8Array
}

export interface MultipartForm {
  /** Texts by name; of several with one name the first. */
  readonly fields: Pick<ReadonlyMap<string, string>, 'get' | 'has'>
  readonly files: readonly UploadedFile[]
}

/**
 * Reads a multipart/form-data body. One that is of another type or broken has neither fields nor files, so that a route
 * answers what it answers where its file is missing. The journal gets the text of it, without the bytes of files.
 *
 * @param limit of the whole body, in bytes
 * @param tooLong what is thrown for a body that is longer
 * @throws CrmError
 * @example const { files } = await readMultipart(c, { limit: 25 * 1024 * 1024 })
 */
export async function readMultipart(
  c: CrmContext,
  { limit, tooLong = () => crmError('bodyTooLarge') }: { readonly limit: number; readonly tooLong?: () => CrmError },
): Promise<MultipartForm> {
  const { exchange } = c.env
  const parts = parseMultipart(await readWithin(c, limit, tooLong), c.req.header('content-type') ?? '') ?? []
  const texts = new Map<string, string>()
  for (const { name, bytes } of parts.filter(isText)) {
    if (!texts.has(name)) texts.set(name, Buffer.from(bytes).toString('utf8'))
  }
  const { reads } = exchange
  exchange.requestBody = parts.map(shown).join('\n')
  reads.bodyNames = [...new Set(parts.map(({ name }) => name))]
  const files = parts.filter(part => !isText(part)).map(toFile)
  return {
    fields: {
      get(name) {
        reads.bodyKey(name)
        return texts.get(name)
      },
      has(name) {
        reads.bodyKey(name)
        return texts.has(name)
      },
    },
    get files() {
      for (const { field } of files) reads.bodyKey(field)
      return files
    },
  }
}

async function readWithin(c: CrmContext, limit: number, tooLong: () => CrmError): Promise<ArrayBuffer> {
  try {
    return await readBytes(c, limit)
  } catch (error) {
    throw error instanceof BodyTooLarge ? tooLong() : error
  }
}

const toFile = ({ name, fileName, type, bytes }: Part): UploadedFile => ({
  field: name,
  name: fileName ?? '',
  type: mediaTypeOf(type) ?? 'application/octet-stream',
  bytes,
})

/** Without its parameters, and only what may stand in a header. */
const mediaTypeOf = (type: string | null): string | undefined =>
  /^[\w.+-]{1,60}\/[\w.+-]{1,100}(?= *(?:;|$))/.exec(type ?? '')?.[0].toLowerCase()

function shown({ name, fileName, type, bytes }: Part): string {
  const head = `content-disposition: form-data; name="${name}"`
  if (fileName === null) return `${head}\n\n${Buffer.from(bytes).toString('utf8')}\n`
  const ofType = type === null ? '' : `content-type: ${type}\n`
  return `${head}; filename="${fileName}"\n${ofType}\n(${bytes.byteLength} bytes)\n`
}

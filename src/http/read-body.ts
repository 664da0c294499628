import type { Context } from 'hono'
import type { EmulatorEnv } from './env.ts'

/** Thrown while a body is read that is longer than its reader takes. */
export class BodyTooLarge extends Error {}

/**
 * The whole body as bytes, read no further than the limit.
 * @throws BodyTooLarge
 */
export async function readBytes(c: Context, limit: number): Promise<ArrayBuffer> {
  const declared = Number(c.req.header('content-length') ?? Number.NaN)
  if (declared > limit) throw new BodyTooLarge()
  // with a declared length the server reads exactly that; only a chunked body has to be watched while it comes
  if (!Number.isNaN(declared)) return c.req.arrayBuffer()
  const reader = c.req.raw.body?.getReader()
  if (!reader) return new ArrayBuffer(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength
    if (length > limit) {
      await reader.cancel()
      throw new BodyTooLarge()
    }
    chunks.push(part.value)
  }
  return new Blob(chunks as BlobPart[]).arrayBuffer()
}

const utf8 = new TextDecoder()

/** @throws BodyTooLarge */
export async function readText(c: Context, limit: number): Promise<string> {
  const text = utf8.decode(await readBytes(c, limit))
  ;(c as Context<EmulatorEnv>).env.exchange.requestBody = text
  return text
}

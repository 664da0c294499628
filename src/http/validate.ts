import type { Context } from 'hono'
import type { ZodType, z } from 'zod'
import { getOrMake } from '../protocol/get-or-make.ts'
import { BodyTooLarge, readBytes } from './read-body.ts'

/** A refusal of the control API: where in the input, and what was expected. */
export class ControlError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 413 | 415 | 421
  readonly code: string
  readonly path: string

  constructor(status: ControlError['status'], code: string, message: string, path = '') {
    super(message)
    this.status = status
    this.code = code
    this.path = path
  }
}

/** Makes a schema when it is first needed, so that start-up pays neither for zod nor for the schema. */
export type SchemaMaker<T> = (zod: typeof z) => ZodType<T>

const made = new WeakMap<SchemaMaker<never>, ZodType>()
const mebi = 1024 * 1024
const bodyLimit = 64 * mebi
const utf8 = new TextDecoder()

/**
 * Reads a JSON body and checks it; a missing body counts as an empty object.
 * @throws ControlError
 */
export async function validate<T>(c: Context, makeSchema: SchemaMaker<T>): Promise<T> {
  return check(await readJson(c), makeSchema)
}

/**
 * Checks the query of a call; its values are texts.
 * @throws ControlError
 */
export async function validateQuery<T>(c: Context, makeSchema: SchemaMaker<T>): Promise<T> {
  return check(c.req.query(), makeSchema)
}

async function check<T>(input: unknown, makeSchema: SchemaMaker<T>): Promise<T> {
  const { z: zod } = await import('zod')
  const schema = getOrMake(made, makeSchema as SchemaMaker<never>, () => makeSchema(zod)) as ZodType<T>
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  throw new ControlError(400, 'INVALID_INPUT', issue.message, [...issue.path, ...unknown].map(String).join('.'))
}

/**
 * A body of type application/json as it came, or none.
 * @throws ControlError
 */
export async function readJsonBytes(c: Context, limit: number): Promise<Uint8Array> {
  let bytes: ArrayBuffer
  try {
    bytes = await readBytes(c, limit)
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error
    throw new ControlError(413, 'BODY_TOO_LARGE', `the body is longer than ${sizeOf(limit)}`)
  }
  if (bytes.byteLength > 0 && !/^application\/json *(?:;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new ControlError(415, 'UNSUPPORTED_MEDIA_TYPE', 'expected a body of type application/json')
  }
  return new Uint8Array(bytes)
}

const sizeOf = (bytes: number): string => (bytes % mebi === 0 ? `${bytes / mebi} MiB` : `${bytes} bytes`)

async function readJson(c: Context): Promise<unknown> {
  const text = utf8.decode(await readJsonBytes(c, bodyLimit))
  if (text === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    // an object would take it for its prototype, and no schema would see it
    if (typeof body === 'object' && body !== null && Object.hasOwn(body, '__proto__')) {
      throw new ControlError(400, 'INVALID_INPUT', 'unknown key', '__proto__')
    }
    return body
  } catch (error) {
    if (error instanceof ControlError) throw error
    throw new ControlError(400, 'INVALID_JSON', `the body is no valid JSON: ${(error as Error).message}`)
  }
}

/** For calls that take no input: an empty object or none. */
export const nothing: SchemaMaker<Record<string, never>> = zod => zod.strictObject({})

/** Calls the control API of an emulator that runs elsewhere, and explains in one line why it could not. */

import type { ControlRefusal } from '../control/wire.ts'
import { UsageError } from './options.ts'

/** Where the emulator is, from `--url` and `--token`. */
export interface Connection {
  readonly url?: string | undefined
  readonly token?: string | undefined
}

/** A call of the control API whose answer is JSON. @throws UsageError */
export async function callControl<T>(to: Connection, method: string, path: string, body?: object): Promise<T> {
  const response = await sendControl(to, method, path, body && JSON.stringify(body))
  return (await response.json()) as T
}

/** A call of the control API; an answer that comes back is a good one. @throws UsageError */
export async function sendControl(
  to: Connection,
  method: string,
  path: string,
  body?: string | Buffer<ArrayBuffer>,
): Promise<Response> {
  const url = emulatorUrl(to)
  let response: Response
  try {
    response = await fetch(`${url}/_emulator${path}`, {
      method,
      headers: {
        ...(to.token !== undefined && { Authorization: `Bearer ${to.token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    })
  } catch (error) {
    throw new UsageError(unreachable(url, error))
  }
  if (!response.headers.has('x-zoho-emulator')) throw new UsageError(`what answers at ${url} is no zoho-emulator`)
  if (!response.ok) throw new UsageError(refusal(url, (await response.json()) as ControlRefusal))
  return response
}

/** Without a slash at its end. @throws UsageError */
export function emulatorUrl({ url = 'http://localhost:8400' }: Connection): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError(`--url ${url}: expected an address such as http://localhost:8400`)
  }
  return url.replace(/\/+$/, '')
}

function unreachable(url: string, error: unknown): string {
  const cause = (error as { cause?: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] } }).cause
  // a name with several addresses fails with one error for each
  const code = cause?.code ?? cause?.errors?.[0]?.code
  if (code === 'ECONNREFUSED') return `nothing listens at ${url}; start an emulator, or name another with --url`
  return `${url} cannot be reached: ${code ?? cause?.message ?? (error as Error).message}`
}

function refusal(url: string, { error: { code, message, path } }: ControlRefusal): string {
  if (code === 'TOKEN_NEEDED') return `the emulator at ${url} wants the token that it was started with: --token TEXT`
  return path === '' ? message : `${path}: ${message}`
}

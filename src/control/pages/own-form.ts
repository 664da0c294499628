import type { Context } from 'hono'
import type { EmulatorEnv } from '../../http/env.ts'
import { readText } from '../../http/read-body.ts'
import { redirectResponse } from '../../http/respond.ts'
import { ControlError } from '../../http/validate.ts'

const formLimit = 64 * 1024

/**
 * Reads a form of our own pages. Unlike other control calls it is no JSON, so it has to say where it comes from; that it
 * comes from here is then seen to by the guard.
 * @throws ControlError for a form without an `Origin`
 */
export async function readOwnForm(c: Context<EmulatorEnv>): Promise<URLSearchParams> {
  if (c.req.header('origin') === undefined) {
    throw new ControlError(403, 'ORIGIN_NEEDED', 'the form says no origin', 'origin')
  }
  return new URLSearchParams(await readText(c, formLimit))
}

/** To the home page after something was done there. */
export const backHome = (c: Context<EmulatorEnv>): Response =>
  redirectResponse(`${c.env.located.origin}/`, { status: 303 })

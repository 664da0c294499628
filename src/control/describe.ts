/**
 * How a control call is described, beside its route. The descriptions become openapi.json when somebody asks for it; until
 * then they are plain data, and no schema is made.
 *
 * @example
 * describe(app, 'DELETE /_emulator/outbox', { summary: 'Forgets the mails.', answers: { 200: nothing } })
 */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import type { SchemaMaker } from '../http/validate.ts'
import { getOrMake } from '../protocol/get-or-make.ts'

export interface CallDescription {
  readonly summary: string
  /** What the parts of the path mean that begin with a colon, by name. */
  readonly path?: Readonly<Record<string, string>>
  /** What may stand in the query, by name. */
  readonly query?: Readonly<Record<string, string>>
  /** The body; a call without one takes an empty object or nothing. */
  readonly input?: SchemaMaker<unknown>
  /** What it answers when it is not refused, by status. */
  readonly answers: Readonly<Record<number, SchemaMaker<unknown> | MediaAnswer>>
  /** Answers without `--token` too. */
  readonly open?: true
}

/** An answer that is not JSON, or JSON that is described elsewhere. */
export interface MediaAnswer {
  readonly mediaType: string
  readonly description: string
}

/** Method and path as the router has them, e.g. `DELETE /_emulator/tenants/:portal_id`. */
export type Call = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /_emulator/${string}`

/** By the router on which the calls are declared, in the order in which they were. */
const described = new WeakMap<Hono<EmulatorEnv>, Map<Call, CallDescription>>()

export function describe(app: Hono<EmulatorEnv>, call: Call, description: CallDescription): void {
  descriptionsOf(app).set(call, description)
}

export const descriptionsOf = (app: Hono<EmulatorEnv>): Map<Call, CallDescription> =>
  getOrMake(described, app, () => new Map<Call, CallDescription>())

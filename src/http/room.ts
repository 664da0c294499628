import type { Context, Hono } from 'hono'
import type { EmulatorEnv } from './env.ts'

/** What the app mounts: the routes of one kind of host, and what it answers to anything else. */
export interface Room {
  // biome-ignore lint/suspicious/noExplicitAny: rooms have variables of their own, which the app doesn't see
  readonly routes: Hono<any>
  /** For what no route took. Not a catch-all route, since a second match makes every answer wait. */
  unrouted(c: Context<EmulatorEnv>): Response
}

/**
 * Calls that an org's service has to make to an address which a client named: notifications and the ends of bulk jobs. Rooms
 * put them here; who sends them looks here after each answer.
 */

import type { OrgData } from './org-data.ts'

/** A job at whose end somebody is called, so that it must not wait for a request that looks at it. */
export interface AwaitedJob {
  /** Of the job. */
  readonly id: string
  readonly zgid: string
  readonly endsAt: number
}

export interface Callback {
  readonly id: string
  /** The zgid of the org. */
  readonly org: string
  readonly url: string
  /** Sent as JSON. */
  readonly body: object
  /** What it tells of, e.g. `notification`, `bulk read`. */
  readonly about: string
  readonly at: number
}

export function addCallback(data: OrgData, { url, body, about }: Pick<Callback, 'url' | 'body' | 'about'>): Callback {
  return data.callbacks.insert({ id: data.nextCallbackId(), org: data.org.id, url, body, about, at: data.clock.now() })
}

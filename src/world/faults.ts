/**
 * Failures ordered in advance: which requests one meets, and what it does to them. Rows of a table, so that reset and
 * snapshot hold them; http/faults.ts applies them. Counted, never random.
 */

import type { World } from './world.ts'

/** Which requests a fault meets; what is left out is not asked for. */
export interface FaultMatch {
  /** A Zoho host, e.g. `www.zohoapis.com`; its other names count too. */
  readonly host?: string | undefined
  /** In capitals. */
  readonly method?: string | undefined
  /** Zoho's path, exact or with `*` for any part of it. */
  readonly path?: string | undefined
  readonly clientId?: string | undefined
  readonly grantType?: string | undefined
}

export interface FaultAnswer {
  /** Name of an error in protocol/crm-errors or accounts-errors.ts, which brings status and body; without it `status` counts, or 200. */
  readonly error?: string | undefined
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown
}

/** A fault as it was ordered. */
export interface FaultOrder {
  readonly id?: string | undefined
  readonly match: FaultMatch
  /** Null only delays. */
  readonly answer: FaultAnswer | null
  /** Real time, since it is clients who wait. */
  readonly delayMs: number
  /** How often; null for always. */
  readonly times: number | null
}

export interface Fault extends FaultOrder {
  readonly id: string
  /** Grows from one fault to the next: of those that match the first one counts. */
  readonly sequence: number
  readonly hits: number
}

/** The faults that may still meet a request, in the order in which they came. */
export const openFaults = ({ faults }: World): Fault[] =>
  faults
    .all()
    .filter(({ hits, times }) => times === null || hits < times)
    .sort((a, b) => a.sequence - b.sequence)

export const allFaults = ({ faults }: World): Fault[] => faults.all().sort((a, b) => a.sequence - b.sequence)

export function addFault(world: World, { id, ...order }: FaultOrder): Fault {
  let sequence = world.ids.next('fault')
  // a name that a person gave away already
  while (id === undefined && world.faults.has(`fault-${sequence}`)) sequence = world.ids.next('fault')
  return world.faults.insert({ ...order, id: id ?? `fault-${sequence}`, sequence, hits: 0 })
}

/** Puts these in place of those that there are. */
export function setFaults(world: World, orders: readonly FaultOrder[]): void {
  for (const { id } of world.faults.all()) world.faults.delete(id)
  for (const order of orders) addFault(world, order)
}

/** Counts that a fault met a request. */
export const countHit = (world: World, fault: Fault): void => {
  world.faults.put({ ...fault, hits: fault.hits + 1 })
}

/**
 * How many calls of an org and a client run at a time. Counted from their arrival, faults that hold them up included, to their
 * answer; who is too many learns it where CRM refuses, once the token has been looked at. Counted only while a toggle asks.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */

import { type CrmError, crmError } from '../protocol/crm-errors/index.ts'
import { findOperation } from '../protocol/endpoints.ts'
import { defaultOrg } from '../world/people.ts'
import type { World } from '../world/world.ts'
import { tokenInHeader } from './authenticate.ts'
import type { Located } from './locate.ts'
import { queryOf } from './query.ts'

const compositePath = '/crm/{v}/__composite_requests'
/** Of the calls that may run, a composite request takes as many as it may have parts. */
const compositeCalls = 5

const heavyPosts = new Set([
  compositePath,
  '/crm/{v}/coql',
  '/crm/{v}/Leads/{}/actions/convert',
  '/crm/{v}/{}/{}/actions/convert',
  '/crm/{v}/{}/{}/actions/send_mail',
])
/** A write of more rows is heavy. */
const fewRows = 10

interface Counter {
  calls: number
  heavy: number
}

/** A call on its way, as far as others have to wait for it. */
export class RunningCall {
  readonly #world: World
  readonly #counter: Counter
  readonly #calls: number
  #isHeavy: boolean
  #refused: CrmError | null = null

  constructor(world: World, counter: Counter, calls: number, isHeavy: boolean) {
    this.#world = world
    this.#counter = counter
    const { concurrent_calls: most, concurrent_heavy_calls: mostHeavy } = world.toggles
    if (most !== null && counter.calls + calls > most) this.#refused = tooMany('calls', most)
    else if (isHeavy && mostHeavy !== null && counter.heavy + 1 > mostHeavy) {
      this.#refused = tooMany('heavy calls', mostHeavy)
    }
    // one that is refused keeps nobody from anything
    this.#calls = this.#refused ? 0 : calls
    this.#isHeavy = isHeavy && !this.#refused
    counter.calls += this.#calls
    if (this.#isHeavy) counter.heavy++
  }

  /** @throws CrmError where too many were running already when it came */
  require(): void {
    if (this.#refused) throw this.#refused
  }

  /** Told how much it writes. @throws CrmError where that makes one heavy call too many */
  hasRows(rows: number): void {
    const { concurrent_heavy_calls: most } = this.#world.toggles
    if (rows <= fewRows || this.#isHeavy || most === null) return
    if (this.#counter.heavy + 1 > most) throw tooMany('heavy calls', most)
    this.#isHeavy = true
    this.#counter.heavy++
  }

  end(): void {
    this.#counter.calls -= this.#calls
    if (this.#isHeavy) this.#counter.heavy--
  }
}

const tooMany = (what: string, most: number): CrmError =>
  crmError('tooManyRequests', {}, { reason: `${most} ${what} of the org and the client run already` })

export class Concurrency {
  readonly #world: World
  readonly #counters = new Map<string, Counter>()

  constructor(world: World) {
    this.#world = world
  }

  get isLimited(): boolean {
    const { concurrent_calls: calls, concurrent_heavy_calls: heavy } = this.#world.toggles
    return calls !== null || heavy !== null
  }

  /** @returns undefined for a call of nobody that is known */
  begin(request: Request, located: Located): RunningCall | undefined {
    const whose = this.#whose(request, located)
    if (whose === undefined) return undefined
    let counter = this.#counters.get(whose)
    if (!counter) {
      counter = { calls: 0, heavy: 0 }
      this.#counters.set(whose, counter)
    }
    const path = findOperation(located.path)?.path
    const calls = path === compositePath ? compositeCalls : 1
    return new RunningCall(this.#world, counter, calls, isHeavy(request, path))
  }

  /** The org that the token opens, and the client. */
  #whose(request: Request, { environment }: Located): string | undefined {
    const world = this.#world
    const token = tokenInHeader(request.headers.get('authorization') ?? '')
    const grantId = token && world.accessTokens.get(token)?.grantId
    const grant = grantId ? world.grants.get(grantId) : undefined
    const user = grant && world.users.get(grant.zuid)
    if (!grant || !user || !environment) return undefined
    const zgid = grant.zgid ?? defaultOrg(world, user, environment)?.id
    return zgid && `${zgid}|${grant.clientId}`
  }
}

function isHeavy({ method, url }: Request, path: string | undefined): boolean {
  if (path === undefined) return false
  if (method === 'POST') return heavyPosts.has(path)
  if (method !== 'GET') return false
  if (path === '/crm/{v}/{}/search') return true
  const query = queryOf(url)
  return path === '/crm/{v}/{}' && /(?:^|&)(?:cvid|sort_by)=/.test(query)
}

import type { Grant, User } from '../../world/schema.ts'
import type { Located } from '../locate.ts'
import { queryOf } from '../query.ts'
import { type CheckList, type CheckName, plainChecks } from './checks.ts'
import { RecordedParams, type Sent, type Unread } from './unread.ts'

/** A side of a comparison; a function where it takes work to say, since that is done only when somebody reads the journal. */
export type Compared = string | number | null | undefined | readonly string[] | (() => Compared)

/**
 * One request on its way through the rooms, and later its entry in the journal. Rooms note here what they find out; nothing
 * is formatted or copied before somebody reads it.
 */
export class Exchange {
  /** In the order in which requests ended; empty until then. */
  id = ''
  readonly method: string
  /** As the client sent it. */
  readonly url: string
  /** Names and values in turn, as they came over a socket, or the headers of a request that came without one. */
  readonly requestHeaders: readonly string[] | Headers
  /** The world's time, epoch milliseconds. */
  readonly at: number
  /** Real time, for the duration. */
  readonly startedAt: number
  /** Which emptying of the journal the request came after. */
  readonly epoch: number
  durationMs = 0

  located: Located | null = null
  /** The Zoho host, or the name that is none. */
  host = ''
  list: CheckList = plainChecks
  /** Name, passed, expected and actual of each check in turn. */
  readonly checks: unknown[] = []
  /** Whether a check that was recorded failed. */
  failed = false
  /** Whether the answer is a refusal though its status may not say so. */
  isRefusal = false
  /** What a refusal says about the check at which it happened, where that check recorded nothing. */
  problem: Compared = null

  /** The access or refresh token that the client sent. */
  token: string | null = null
  clientId: string | null = null
  grant: Grant | null = null
  user: User | null = null
  zgid: string | null = null

  requestBody: ArrayBuffer | null = null
  status = 0
  responseHeaders: Readonly<Record<string, string>> | Headers = {}
  /** What was sent; a buffer where only the beginning is kept. Null where the answer had no text. */
  responseBody: string | Buffer | null = null
  /** Whether the beginning of a body is all that is kept, or nothing any more. */
  bodies: 'whole' | 'cut' | 'dropped' = 'whole'

  readonly headersRead: string[] = []
  readonly queryRead: string[] = []
  readonly bodyRead: string[] = []
  /** The names in the body, where a handler read it as something that has names. */
  bodyNames: readonly string[] | null = null
  /** What was sent and passed over, as the handlers themselves say. */
  readonly passedOver: Sent[] = []
  /** Required things that the client didn't send. */
  readonly leftOut: Sent[] = []
  unread: Unread | null = null
  #query: RecordedParams | null = null

  constructor(
    request: { readonly method: string; readonly url: string; readonly headers: readonly string[] | Headers },
    times: { readonly at: number; readonly startedAt: number; readonly epoch: number },
  ) {
    this.method = request.method
    this.url = request.url
    this.requestHeaders = request.headers
    this.at = times.at
    this.startedAt = times.startedAt
    this.epoch = times.epoch
  }

  /** Says which checks lie ahead. */
  follow(list: CheckList): void {
    this.list = list
  }

  /**
   * Records a check.
   * @returns whether it passed
   * @example if (!exchange.check('data center', here === home, home, here)) throw crmError('invalidToken')
   */
  check(name: CheckName, passed: boolean, expected?: Compared, actual?: Compared): boolean {
    this.checks.push(name, passed, expected, actual)
    if (!passed) this.failed = true
    return passed
  }

  /** Records a check that throws where it fails. */
  attempt<T>(name: CheckName, check: () => T, expected?: Compared, actual?: Compared): T {
    try {
      const result = check()
      this.check(name, true, expected, actual)
      return result
    } catch (error) {
      this.check(name, false, expected, actual)
      throw error
    }
  }

  readsHeader(name: string): void {
    if (!this.headersRead.includes(name)) this.headersRead.push(name)
  }

  /** Notes a refusal of accounts, whose status may be 200. */
  refuse({ reason, leftOut }: { readonly reason: string; readonly leftOut?: string | undefined }): void {
    this.isRefusal = true
    this.problem ??= reason
    if (leftOut) this.leftOut.push({ in: this.method === 'GET' ? 'query' : 'body', name: leftOut })
  }

  /** Says whose request it is. */
  belongsTo(grant: Grant): void {
    this.grant = grant
    this.zgid = grant.zgid
  }

  /** The query, parsed once. */
  get query(): RecordedParams {
    this.#query ??= new RecordedParams(queryOf(this.url), this.queryRead)
    return this.#query
  }

  /** The names in the query, which is not parsed again where a handler looked at it. */
  queryNames(): readonly string[] {
    return queryOf(this.url) === '' ? [] : [...new Set(this.query.keys())]
  }

  /** Lets go of what only the request itself needed. */
  forgetQuery(): void {
    this.#query = null
  }
}

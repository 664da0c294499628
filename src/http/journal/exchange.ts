import type { Grant, User } from '../../world/schema.ts'
import type { Located } from '../locate.ts'
import type { Body, StoredBody } from './body-store.ts'
import { type CheckList, type CheckName, plainChecks } from './checks.ts'
import { Reads, type Sent } from './unread.ts'

/** A side of a comparison; a function where it takes work to say, since that is done only when somebody reads the journal. */
export type Compared = string | number | null | undefined | readonly string[] | ((exchange: Exchange) => Compared)

const none: readonly never[] = []

/**
 * One request on its way through the rooms, and later its entry in the journal. Rooms note here what they find out; nothing
 * is formatted or copied before somebody reads it.
 */
export class Exchange {
  /** Its place in the order in which requests ended. */
  sequence = 0
  readonly method: string
  /** As the client sent it. */
  readonly url: string
  /** Names and values in turn, as they came over a socket, or the headers of a request that came without one. */
  requestHeaders: readonly string[] | Headers
  /** The world's time, epoch milliseconds. */
  readonly at: number
  /** Real time, for the duration. */
  readonly startedAt: number
  /** Which emptying of the journal the request came after. */
  readonly epoch: number
  durationMs = 0

  located: Located | null = null
  /** Whether the emulator itself sent it, to an address that a client named. */
  isCallback = false
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
  /** Why a callback failed; what a client is answered carries its reason itself. */
  reason: string | null = null

  /** The access or refresh token that the client sent. */
  token: string | null = null
  clientId: string | null = null
  grant: Grant | null = null
  user: User | null = null
  zgid: string | null = null

  /** As far as a handler read it; bytes where it is more than text. The journal takes it over when the request ends. */
  requestBody: Body = null
  storedRequest: StoredBody | null = null
  storedResponse: StoredBody | null = null
  /** 0 where a callback brought no answer. */
  status = 0
  responseHeaders: Readonly<Record<string, string>> | Headers = {}

  /** What handlers have looked at; let go when the request ends. */
  reads: Reads
  /** What the client sent and nobody read. */
  unread: readonly Sent[] = none
  /** Required things that the client didn't send. */
  leftOut: readonly Sent[] = none

  constructor(
    method: string,
    url: string,
    requestHeaders: Exchange['requestHeaders'],
    at: number,
    startedAt: number,
    epoch: number,
  ) {
    this.method = method
    this.url = url
    this.requestHeaders = requestHeaders
    this.at = at
    this.startedAt = startedAt
    this.epoch = epoch
    this.reads = new Reads(url)
  }

  get id(): string {
    return `request-${this.sequence}`
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

  /** Records the check at which the request is refused. */
  fail(name: CheckName, expected?: Compared, actual?: Compared): void {
    this.check(name, false, expected, actual)
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

  /** Notes a refusal of accounts, whose status may be 200. */
  refuse({ reason, leftOut }: { readonly reason: string; readonly leftOut?: string | undefined }): void {
    this.isRefusal = true
    this.problem ??= reason
    if (leftOut) this.leaveOut(this.method === 'GET' ? 'query' : 'body', leftOut)
  }

  /** Notes something required that was not sent. */
  leaveOut(place: Sent['in'], name: string): void {
    if (this.leftOut.some(sent => sent.in === place && sent.name === name)) return
    this.leftOut = [...this.leftOut, { in: place, name }]
  }

  /** Says whose request it is. */
  belongsTo(grant: Grant): void {
    this.grant = grant
    this.zgid = grant.zgid
  }
}

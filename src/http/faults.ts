/** Lets the world's faults meet a request before any room sees it: one may delay it, and may answer in place of the room. */

import { Context } from 'hono'
import { findHost, type Service, type ZohoHost } from '../protocol/data-centers.ts'
import { type ErrorFamily, errorNames, makeError } from '../protocol/error-names.ts'
import { matchesPath } from '../protocol/path-pattern.ts'
import { countHit, type Fault, type FaultAnswer, type FaultMatch, openFaults } from '../world/faults.ts'
import type { World } from '../world/world.ts'
import { tokenInHeader } from './authenticate.ts'
import type { EmulatorEnv } from './env.ts'
import { crmChecks } from './journal/checks.ts'
import { onError } from './on-error.ts'
import { basicCredentials } from './parameters.ts'
import { queryOf } from './query.ts'
import { emptyResponse, jsonResponse, openHeaders, plainResponse, reasonHeader } from './respond.ts'

type Bindings = EmulatorEnv['Bindings']

export interface FaultGate {
  /** Whether there is any fault to look at. */
  readonly isArmed: boolean
  /** @param proceed hands the request to its room */
  pass(request: Request, env: Bindings, proceed: () => Response | Promise<Response>): Response | Promise<Response>
  /** Ends all delays, those to come too. */
  close(): void
}

export function createFaultGate(world: World): FaultGate {
  const delays = createDelays()
  const writeError = onError(world)

  const apply = async (fault: Fault, request: Request, env: Bindings, proceed: () => Response | Promise<Response>) => {
    if (fault.delayMs > 0) await delays.wait(fault.delayMs)
    return fault.answer ? answerWith(fault.id, fault.answer, request, env) : proceed()
  }

  async function answerWith(id: string, answer: FaultAnswer, request: Request, env: Bindings): Promise<Response> {
    const { error, status = 200, headers = {}, body } = answer
    const family = familyOf(env.located.service)
    if (family === 'crm') env.exchange.follow(crmChecks)
    env.exchange.fail('fault', 'no fault for this request', id)
    const thrown = error === undefined || family === null ? null : makeError(family, error, `fault ${id}`)
    const written = thrown && (await writeError(thrown, new Context(request, { env })))
    const response = written && body === undefined ? written : respond(written?.status ?? status, body)
    const reason = reasonHeader(`fault ${id}: ${error ?? `status ${status}`}`)
    for (const [name, value] of Object.entries({ ...reason, ...headers })) openHeaders(response).set(name, value)
    return response
  }

  return {
    get isArmed() {
      return world.faults.size > 0
    },

    pass(request, env, proceed) {
      const { host, path } = env.located
      if (!host) return proceed()
      const near = () => openFaults(world).filter(fault => isNear(fault, host, request.method, path))
      const asking = near().filter(({ match }) => match.clientId !== undefined || match.grantType !== undefined)
      // looked up again and counted at once, as other requests may have used one up while the body was read
      const decide = (sender: Sender) => {
        const fault = near().find(({ match }) => isFrom(match, sender))
        if (!fault) return proceed()
        countHit(world, fault)
        return apply(fault, request, env, proceed)
      }
      if (asking.length === 0) return decide({})
      return host.service === 'accounts'
        ? readSender(request).then(decide)
        : decide({ clientId: clientOfToken(world, request) })
    },

    close: delays.close,
  }
}

/** The two families of errors; an error of one never answers a request to the other. */
const familyOf = (service: Service | 'own'): ErrorFamily | null =>
  service === 'accounts' ? 'accounts' : service === 'console' || service === 'own' ? null : 'crm'

/** Whether host, method and path are those of a fault, and its error one that this host can answer. */
function isNear({ match, answer }: Fault, host: ZohoHost, method: string, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false
  if (match.host !== undefined && !isSameHost(findHost(match.host), host)) return false
  if (match.path !== undefined && !matchesPath(match.path, path)) return false
  if (answer?.error === undefined) return true
  const family = familyOf(host.service)
  return family !== null && errorNames(family).has(answer.error)
}

/** A host may have several names. */
const isSameHost = (a: ZohoHost | undefined, b: ZohoHost): boolean =>
  a !== undefined && a.service === b.service && a.location === b.location && a.environment === b.environment

/** What a request says of itself. */
interface Sender {
  readonly clientId?: string | undefined
  readonly grantType?: string | undefined
}

const isFrom = ({ clientId, grantType }: FaultMatch, sender: Sender): boolean =>
  (clientId === undefined || clientId === sender.clientId) &&
  (grantType === undefined || grantType === sender.grantType)

/** The client to which a CRM call's token was given. */
function clientOfToken(world: World, request: Request): string | undefined {
  const token = world.accessTokens.get(tokenInHeader(request.headers.get('authorization') ?? '') ?? '')
  return token && world.grants.get(token.grantId)?.clientId
}

/** Reads a copy, since the room wants the body too. */
async function readSender(request: Request): Promise<Sender> {
  const query = new URLSearchParams(queryOf(request.url))
  const isForm = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)/i
  const hasForm = isForm.test(request.headers.get('content-type') ?? '')
  // a body that is no proper form has no parameters, and the room says so
  const form = hasForm ? await request.clone().formData().catch(noForm) : noForm()
  const read = (name: string): string | undefined => {
    const value = query.get(name) ?? form.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const basic = basicCredentials(request.headers.get('authorization') ?? undefined)
  return { clientId: read('client_id') ?? basic?.id, grantType: read('grant_type') }
}

const noForm = (): FormData => new FormData()

function respond(status: number, body: unknown): Response {
  if (body === undefined || body === null) return emptyResponse(status)
  return typeof body === 'string' ? plainResponse(status, body) : jsonResponse(status, body)
}

/** Delays in real time that hold no process up and end together. */
function createDelays() {
  const waiting = new Set<() => void>()
  let isClosed = false
  return {
    wait: (ms: number) =>
      new Promise<void>(resolve => {
        if (isClosed) return resolve()
        const timer = setTimeout(end, ms)
        timer.unref?.()
        waiting.add(end)
        function end() {
          clearTimeout(timer)
          waiting.delete(end)
          resolve()
        }
      }),
    close() {
      isClosed = true
      for (const end of waiting) end()
    },
  }
}

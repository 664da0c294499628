import { Hono } from 'hono'
import { accountsRoutes } from './accounts/index.ts'
import { consoleRoutes } from './console/index.ts'
import { controlRoutes } from './control/index.ts'
import { CallbackSender } from './http/callbacks/sender.ts'
import { Concurrency } from './http/concurrency.ts'
import type { EmulatorEnv } from './http/env.ts'
import { createFaultGate } from './http/faults.ts'
import { JobAlarm } from './http/job-alarm.ts'
import type { Exchange } from './http/journal/exchange.ts'
import { Journal } from './http/journal/journal.ts'
import { keepChanges } from './http/keep-changes.ts'
import { Located, type LocateOptions, locate, type Misdirected, type RequestTarget } from './http/locate.ts'
import { onError } from './http/on-error.ts'
import { RememberingRouter } from './http/remembering-router.ts'
import { jsonResponse, reasonHeader } from './http/respond.ts'
import type { Room } from './http/room.ts'
import { locations, type Service } from './protocol/data-centers.ts'
import { settleJobs } from './world/jobs.ts'
import type { StateFile } from './world/state-file/index.ts'
import type { World } from './world/world.ts'

export interface AppOptions {
  /** Names under which the emulator's own pages answer, besides localhost and loopback addresses. */
  readonly publicHosts?: readonly string[]
  /** Needed by control calls when set. */
  readonly token?: string
  /** Believe `X-Forwarded-Host` and `X-Forwarded-Proto`. */
  readonly trustProxy?: boolean
  /** The longest state that is taken, in bytes; 1 GiB. */
  readonly maxSnapshot?: number
  /** Hosts to which callbacks go, besides this machine. */
  readonly allowCallbacks?: readonly string[]
  /** Where changes are kept before they are answered. */
  readonly stateFile?: StateFile
}

interface FetchOptions {
  readonly incoming?: EmulatorEnv['Bindings']['incoming']
  /** Sent by the emulator itself while it answers another one, of which it is a part. */
  readonly isPart?: boolean
}

interface Asked extends FetchOptions {
  readonly exchange: Exchange
  /** No client asked: it meets no fault. */
  readonly isProbe?: boolean
}

export interface App {
  /** Answers a request; `incoming` is there when it came over a socket. */
  fetch(request: Request, env?: FetchOptions): Response | Promise<Response>
  /** The routes of all rooms but CRM's, for the tables that are made from them. */
  readonly routes: Hono<EmulatorEnv>['routes']
  /** Ends live streams and callbacks, and lets requests that a fault holds up go on. */
  close(): void
}

const crmServices: ReadonlySet<Service | 'own'> = new Set(['api', 'content', 'download'])

/** Mounts the rooms; a request is located first, and the router then sees the room in front of Zoho's path. */
export function createApp(world: World, options: AppOptions = {}): App {
  const locateOptions: LocateOptions = {
    publicHosts: new Set(options.publicHosts?.map(name => name.toLowerCase())),
    defaultLocation: world.defaultLocation,
  }

  const { stateFile } = options
  const faults = createFaultGate(world)
  const concurrency = new Concurrency(world)
  const hono = new Hono<EmulatorEnv>({
    router: new RememberingRouter(),
    getPath: (_request, environment) => environment!.env!.located.routePath,
  })
  const journal = new Journal(world.clock)
  world.onReset(() => journal.reset())

  const fetch: App['fetch'] = (request, { incoming, isPart = false } = {}) => {
    const exchange = journal.open(request, incoming)
    const answer = answerTo(request, { incoming, exchange, isPart })
    const close = (response: Response) => {
      if (!isPart) afterAnswer()
      return journal.close(exchange, response)
    }
    return answer instanceof Promise ? answer.then(close) : close(answer)
  }

  const callbacks = new CallbackSender(world, journal, options.allowCallbacks ?? [])
  const alarm = new JobAlarm(world, settle)

  /** What an answer leaves behind: callbacks to be sent, jobs that have to end. */
  function afterAnswer(): void {
    callbacks.take()
    if (world.awaitedJobs.size > 0) alarm.look()
  }

  /** As a request of the org would, so that the state file keeps it and callbacks leave. */
  function settle(zgid: string): void {
    const org = world.orgs.get(zgid)
    if (!org) {
      world.awaitedJobs.forget(job => job.zgid === zgid)
      return
    }
    if (!crm) return void openCrm().then(() => settle(zgid))
    const begun = stateFile?.begin()
    settleJobs(world, world.orgData(org), crm.jobWorks)
    const loss = begun === undefined ? null : stateFile!.end(begun)
    if (loss instanceof Promise) void loss.then(() => callbacks.take())
    else callbacks.take()
  }

  function answerTo(request: Request, { incoming, exchange, isPart, isProbe }: Asked): Response | Promise<Response> {
    if (incoming && countHostHeaders(incoming.rawHeaders) > 1) return refuse(400, 'BAD_REQUEST', 'several Host headers')
    const target = targetOf(request, incoming, options.trustProxy ?? false)
    exchange.host = target?.authority ?? ''
    if (target === null) return refuse(400, 'BAD_REQUEST', 'X-Forwarded-Host is no host name')
    const located = locate(target, locateOptions)
    if (located === null) {
      exchange.check('path', false, 'a host name, a short form or an own page', target.path)
      return unknownPath()
    }
    if (!(located instanceof Located)) {
      exchange.host = located.misdirected
      exchange.check('host', false, located.nearest, located.misdirected)
      return misdirected(located)
    }
    exchange.located = located
    exchange.host = located.host?.name ?? ''
    const isCounted = located.service === 'api' && !isPart && concurrency.isLimited
    const running = isCounted ? concurrency.begin(request, located) : undefined
    const env = { located, incoming, exchange, isPart, running }
    const proceed = () =>
      crm || !crmServices.has(located.service)
        ? hono.fetch(request, env)
        : openCrm().then(() => hono.fetch(request, env))
    const answer = () => (faults.isArmed && !isProbe ? faults.pass(request, env, proceed) : proceed())
    const answered = stateFile && !isPart ? keepChanges(stateFile, request, located, answer) : answer()
    if (!running) return answered
    if (answered instanceof Promise) return answered.finally(() => running.end())
    running.end()
    return answered
  }

  const rooms = new Map<Service | 'own', Room>()
  const mount = (service: Service | 'own', room: Room) => {
    rooms.set(service, room)
    hono.route(`/${service}`, room.routes)
  }

  let crm: typeof import('./crm/index.ts') | undefined
  let opening: Promise<void> | undefined
  /** The rooms of CRM, larger than all else together, which come with the first call that needs them. */
  function openCrm(): Promise<void> {
    opening ??= import('./crm/index.ts').then(loaded => {
      mount(
        'api',
        loaded.crmRoutes(world, request => fetch(request, { isPart: true })),
      )
      mount('content', loaded.contentRoutes(world))
      mount('download', loaded.downloadRoutes(world))
      crm = loaded
    })
    return opening
  }

  mount('accounts', accountsRoutes(world, locateOptions))
  mount('console', consoleRoutes(world))
  const control = controlRoutes(world, {
    fetch: request => fetch(request, { isPart: true }),
    probe: request => answerTo(request, { exchange: journal.open(request, undefined), isPart: true, isProbe: true }),
    beside: async flow => {
      const { sideWorld } = await import('./world/side-world.ts')
      return createApp(await sideWorld(world, flow), { publicHosts: options.publicHosts ?? [] })
    },
    token: options.token,
    publicHosts: locateOptions.publicHosts,
    maxSnapshot: options.maxSnapshot,
    journal,
  })
  mount('own', control)
  hono.onError(onError(world))
  hono.notFound(c => rooms.get(c.env.located.service)!.unrouted(c))

  // what a state file had waiting
  afterAnswer()

  return {
    fetch,
    routes: hono.routes,
    close() {
      alarm.close()
      callbacks.close()
      journal.end()
      faults.close()
    },
  }
}

function targetOf(
  request: Request,
  incoming: EmulatorEnv['Bindings']['incoming'],
  trustProxy: boolean,
): RequestTarget | null {
  const { url } = request
  const authorityAt = url.indexOf('//') + 2
  let pathAt = url.indexOf('/', authorityAt)
  if (pathAt === -1) pathAt = url.length
  let end = url.indexOf('?', pathAt)
  if (end === -1) end = url.length
  const path = url.slice(pathAt, end) || '/'

  let scheme: RequestTarget['scheme'] = url.startsWith('https:') ? 'https' : 'http'
  let authority = url.slice(authorityAt, pathAt)
  const header = incoming ? incoming.headers.host : (request.headers.get('host') ?? undefined)
  // in an absolute-form request the target decides, and the URL already has it
  if (header !== undefined && !(incoming && isAbsolute(incoming.url))) authority = header
  if (trustProxy) {
    const host = request.headers.get('x-forwarded-host')?.split(',')[0]?.trim()
    const proto = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
    if (host && !/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host)) return null
    if (host) authority = host
    if (proto === 'https' || proto === 'http') scheme = proto
  }
  return { scheme, authority, path: path.includes('%') ? decodePath(path) : path }
}

const isAbsolute = (url: string | undefined): boolean => url !== undefined && /^https?:\/\//i.test(url)

/** Decodes what can be decoded, but leaves an encoded slash or percent sign to the parameter it stands in. */
function decodePath(path: string): string {
  return path.replace(/(?:%(?!2f|25)[0-9a-f]{2})+/gi, part => {
    try {
      return decodeURIComponent(part)
    } catch {
      return part
    }
  })
}

function countHostHeaders(raw: readonly string[]): number {
  let count = 0
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!
    if (name.length === 4 && name.toLowerCase() === 'host') count++
  }
  return count
}

const unknownPath = (): Response => refuse(404, 'NOT_FOUND', 'no such path on the emulator')

function misdirected({ misdirected: name, nearest }: Misdirected): Response {
  const message = `${name} is no Zoho host that the emulator knows; the nearest are ${nearest.join(', ')}`
  return jsonResponse(
    421,
    { error: { code: 'UNKNOWN_HOST', message, path: 'host', nearest, locations } },
    reasonHeader(message),
  )
}

const refuse = (status: number, code: string, message: string): Response =>
  jsonResponse(status, { error: { code, message, path: '' } }, reasonHeader(message))

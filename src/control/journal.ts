/**
 * The journal: what clients asked, what they got, and why.
 *
 * GET    /_emulator/requests, /requests/ID   the last requests, the newest first; one of them with all its checks
 * GET    /_emulator/requests.har             the same as an HTTP archive
 * DELETE /_emulator/requests
 * GET    /_emulator/events                   each request when it ends, as a server-sent event
 *        /_emulator/unread                   what nobody read and what was left out, summed over the run
 */

import type { Hono } from 'hono'
import type { z as Zod } from 'zod'
import type { EmulatorEnv } from '../http/env.ts'
import type { Exchange } from '../http/journal/exchange.ts'
import { toHar } from '../http/journal/har.ts'
import { isRefused, type Journal } from '../http/journal/journal.ts'
import { createMask, secretsOfClients } from '../http/journal/mask.ts'
import { hiddenName, pathOf, Showing } from '../http/journal/show.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, nothing, type SchemaMaker, validate, validateQuery } from '../http/validate.ts'
import { normalizeHostName } from '../protocol/data-centers.ts'
import { matchesPath } from '../protocol/path-pattern.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'
import { eventStream } from './event-stream.ts'

export interface Filter {
  readonly host?: string | undefined
  readonly path?: string | undefined
  readonly status?: string | undefined
  readonly since?: string | undefined
  readonly limit?: string | undefined
  /** Only what was refused, whatever its status. */
  readonly refused?: 'true' | undefined
}

const filterSchema: SchemaMaker<Filter> = z =>
  z.strictObject({
    host: z.string().min(1).optional(),
    path: z.string().regex(/^[/*]/, 'expected a path, with * for any part of it').optional(),
    status: z
      .string()
      .regex(/^(?:[1-5]\d\d|[1-5]xx)$/, 'expected a status such as 401 or 4xx')
      .optional(),
    since: z.iso.datetime({ offset: true, error: 'expected a time such as 2026-01-31T12:00:00Z' }).optional(),
    limit: z
      .string()
      .regex(/^[1-9]\d{0,5}$/, 'expected a number from 1 on')
      .optional(),
    refused: z.literal('true').optional(),
  })

const filterMeanings = {
  host: 'A Zoho host, or a name that is none; of callbacks the host and port that they went to.',
  path: 'Zoho’s path, exact or with * for any part of it.',
  status: 'A status such as 401, or 4xx.',
  since: 'From this time of the emulator’s clock on.',
  limit: 'The most that are listed.',
  refused: 'true: only those that were refused.',
}

const rowSchema = (z: typeof Zod) =>
  z.strictObject({
    id: z.string(),
    at: z.iso.datetime(),
    host: z.string(),
    service: z.string().nullable(),
    location: z.string().nullable(),
    environment: z.string().nullable(),
    method: z.string(),
    path: z.string(),
    status: z.number().nullable(),
    duration_ms: z.number(),
    client_id: z.string().nullable(),
    user: z.string().nullable(),
    org: z.string().nullable(),
    token: z.string().nullable(),
    reason: z.string().nullable(),
  })

const unreadSchema = (z: typeof Zod) =>
  z.strictObject({
    in: z.enum(['query', 'header', 'body']),
    name: z.string(),
    service: z.string(),
    method: z.string(),
    path: z.string(),
    count: z.number(),
    last: z.string(),
  })

export function journalRoutes(app: Hono<EmulatorEnv>, world: World, journal: Journal): void {
  describe(app, 'GET /_emulator/requests', {
    summary: 'The last requests to the service, the newest first.',
    query: filterMeanings,
    answers: { 200: z => z.strictObject({ requests: z.array(rowSchema(z)) }) },
  })
  app.get('/_emulator/requests', async c => {
    const found = selectRequests(journal, await validateQuery(c, filterSchema))
    const showing = new Showing(world, journal)
    return jsonResponse(200, { requests: found.map(exchange => showing.row(exchange)) })
  })

  describe(app, 'GET /_emulator/requests.har', {
    summary: 'The same as an HTTP archive, secrets masked.',
    query: filterMeanings,
    answers: { 200: { mediaType: 'application/json', description: 'HAR 1.2.' } },
  })
  app.get('/_emulator/requests.har', async c => {
    const found = selectRequests(journal, await validateQuery(c, filterSchema))
    return jsonResponse(200, toHar(found.reverse(), new Showing(world, journal)), {
      'Content-Disposition': 'attachment; filename=zoho-emulator.har',
    })
  })

  describe(app, 'GET /_emulator/requests/:id', {
    summary: 'One request with both messages, and every check in order.',
    path: { id: 'Id of the request.' },
    answers: { 200: z => rowSchema(z).loose() },
  })
  app.get('/_emulator/requests/:id', c => {
    const exchange = journal.find(c.req.param('id'))
    if (!exchange) throw new ControlError(404, 'NOT_FOUND', 'the journal has no request of that id', 'id')
    return jsonResponse(200, new Showing(world, journal).detail(exchange))
  })

  describe(app, 'DELETE /_emulator/requests', { summary: 'Forgets the requests.', answers: { 200: nothing } })
  app.delete('/_emulator/requests', async c => {
    await validate(c, nothing)
    journal.clear()
    return jsonResponse(200, {})
  })

  describe(app, 'GET /_emulator/events', {
    summary: 'Each request when it ends, as a server-sent event.',
    answers: { 200: { mediaType: 'text/event-stream', description: 'Events named request and lost.' } },
  })
  app.get('/_emulator/events', c => eventStream(journal, world, c.req.header('last-event-id')))

  describe(app, 'GET /_emulator/unread', {
    summary: 'What clients sent that nobody read, and what they left out, summed over the run.',
    answers: { 200: z => z.strictObject({ unread: z.array(unreadSchema(z)), left_out: z.array(unreadSchema(z)) }) },
  })
  app.get('/_emulator/unread', () => {
    const mask = createMask(secretsOfClients(world))
    const { unread, leftOut } = journal.unread
    return jsonResponse(200, {
      unread: unread.map(row => hiddenName(row, mask)),
      left_out: leftOut.map(row => hiddenName(row, mask)),
    })
  })
}

/** The newest first. */
export function selectRequests(journal: Journal, filter: Filter): Exchange[] {
  const { host, path, status, since, limit, refused } = filter
  const name = host && normalizeHostName(host)
  const from = since === undefined ? null : Date.parse(since)
  const most = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit)
  const found: Exchange[] = []
  for (const exchange of journal.entries()) {
    if (found.length >= most) break
    if (name && exchange.host !== name) continue
    if (path && !matchesPath(path, pathOf(exchange))) continue
    if (status && !isOfStatus(exchange.status, status)) continue
    if (from !== null && exchange.at < from) continue
    if (refused && !isRefused(exchange)) continue
    found.push(exchange)
  }
  return found
}

const isOfStatus = (status: number, asked: string): boolean =>
  asked.endsWith('xx') ? Math.floor(status / 100) === Number(asked[0]) : status === Number(asked)

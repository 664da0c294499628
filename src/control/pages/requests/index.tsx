/**
 * What clients did: a list that follows the journal, and one request with all its checks.
 *
 * GET /_emulator/journal          the list; filters `host`, `path`, `status`, `refused`; `page`
 *     /_emulator/journal/ID       one request                                               request.tsx
 *     /_emulator/journal/ID/har   the same as an HTTP archive
 */

import type { Hono, MiddlewareHandler } from 'hono'
import type { EmulatorEnv } from '../../../http/env.ts'
import { toHar } from '../../../http/journal/har.ts'
import { type Journal, journalLimits } from '../../../http/journal/journal.ts'
import { type RequestRow, Showing } from '../../../http/journal/show.ts'
import { jsonResponse, pageResponse } from '../../../http/respond.ts'
import { OwnLayout, ownPages } from '../../../views/own-layout.tsx'
import { Pager } from '../../../views/pager.tsx'
import type { World } from '../../../world/world.ts'
import type { ControlOptions } from '../../index.ts'
import { type Filter, selectRequests } from '../../journal.ts'
import { type Part, partOf, withParam } from '../paging.ts'
import { RequestLines } from './lines.tsx'
import { Live } from './live.tsx'
import { GonePage, RequestPage } from './request.tsx'
import { UnreadSummary } from './unread-summary.tsx'

const { path } = ownPages.requests
const pageSize = 50

export function requestPageRoutes(
  app: Hono<EmulatorEnv>,
  world: World,
  { journal }: ControlOptions,
  unlocked: MiddlewareHandler<EmulatorEnv>,
): void {
  app.use(`${path}/*`, unlocked)

  app.get(path, c => {
    const query = c.req.query()
    const part = partOf(selectRequests(journal, toFilter(query)), query.page, pageSize)
    const showing = new Showing(world, journal)
    const rows = { ...part, items: part.items.map(exchange => showing.row(exchange)) }
    const base = c.env.located.origin
    return pageResponse(200, <RequestsPage world={world} journal={journal} base={base} query={query} rows={rows} />)
  })

  app.get(`${path}/:id`, c => {
    const base = c.env.located.origin
    const exchange = journal.find(c.req.param('id'))
    if (!exchange) return pageResponse(404, <GonePage base={base} kept={journalLimits.entries} />)
    const detail = new Showing(world, journal).detail(exchange)
    return pageResponse(200, <RequestPage world={world} base={base} detail={detail} {...neighbours(journal, detail)} />)
  })

  app.get(`${path}/:id/har`, c => {
    const exchange = journal.find(c.req.param('id'))
    if (!exchange) return pageResponse(404, <GonePage base={c.env.located.origin} kept={journalLimits.entries} />)
    return jsonResponse(200, toHar([exchange], new Showing(world, journal)), {
      'Content-Disposition': `attachment; filename=${exchange.id}.har`,
    })
  })
}

/** The filter that the form asks for; what can't be meant is left out. */
function toFilter({ host, path: part, status, refused }: Readonly<Record<string, string>>): Filter {
  return {
    ...(host && { host }),
    ...(part && { path: toPattern(part) }),
    ...(status && /^[1-5]xx$/.test(status) && { status }),
    ...(refused === 'true' && { refused }),
  }
}

/** Any part of a path will do, or a pattern with `*` for the whole of it. */
const toPattern = (text: string): string => {
  const trimmed = text.trim()
  if (trimmed.startsWith('/') && trimmed.includes('*')) return trimmed
  return `/*${trimmed.replace(/^\//, '')}*`
}

function hostsIn(journal: Journal): string[] {
  const hosts = new Set<string>()
  for (const { host } of journal.entries()) hosts.add(host)
  return [...hosts].sort()
}

/** The requests before and after one. */
function neighbours(journal: Journal, { id }: { readonly id: string }) {
  let later: string | undefined
  let isNext = false
  for (const exchange of journal.entries()) {
    if (isNext) return { later, earlier: exchange.id }
    if (exchange.id === id) isNext = true
    else later = exchange.id
  }
  return { later, earlier: undefined }
}

interface RequestsPageProps {
  readonly world: World
  readonly journal: Journal
  readonly base: string
  readonly query: Readonly<Record<string, string>>
  readonly rows: Part<RequestRow>
}

const RequestsPage = ({ world, journal, base, query, rows }: RequestsPageProps) => {
  const { items, ...part } = rows
  const har = new URLSearchParams(Object.entries(toFilter(query)) as [string, string][])
  const isFiltered = har.size > 0
  return (
    <OwnLayout title="Requests" base={base} current="requests" scripts={['live']} wide>
      <div class="title-row">
        <h1>What clients did</h1>
        <Live base={base} />
      </div>
      <FilterForm query={query} hosts={hostsIn(journal)} />
      <div class="block" id="requests" data-refreshes>
        {items.length > 0 && (
          <>
            <p class="beside hint">
              <span>{part.total === 1 ? '1 request, ' : `${part.total} requests, `}the newest first.</span>{' '}
              <a href={`${base}/_emulator/requests.har${isFiltered ? `?${har}` : ''}`}>Download as HAR</a>
            </p>
            <RequestLines world={world} rows={items} base={base} />
            <Pager label="requests" {...part} href={page => withParam(query, 'page', page)} />
          </>
        )}
        {items.length === 0 && isFiltered && (
          <p class="empty">
            No request is like that. <a href={`${base}${path}`}>Show all</a>
          </p>
        )}
        {items.length === 0 && !isFiltered && (
          <p class="empty">
            Nothing yet. Point your app at <code>{base}/www.zohoapis.com</code>, or{' '}
            <a href={`${base}/`}>start a sign-in</a>: each call will stand here, with every check that it went through.
          </p>
        )}
      </div>
      <UnreadSummary world={world} journal={journal} base={base} />
    </OwnLayout>
  )
}

const statuses = [
  { value: '', text: 'any' },
  { value: '2xx', text: '2xx' },
  { value: '3xx', text: '3xx' },
  { value: '4xx', text: '4xx' },
  { value: '5xx', text: '5xx' },
]

const FilterForm = ({ query, hosts }: { query: Readonly<Record<string, string>>; hosts: readonly string[] }) => {
  const shownHosts = query.host && !hosts.includes(query.host) ? [...hosts, query.host] : hosts
  return (
    <search aria-label="Requests">
      <form method="get" class="filters">
        <div class="field">
          <label for="host">Host</label>
          <select id="host" name="host">
            <option value="">any</option>
            {shownHosts.map(host => (
              <option value={host} selected={host === query.host}>
                {host}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="path">Path</label>
          <input id="path" name="path" type="text" value={query.path ?? ''} placeholder="/crm/v8/Leads" />
        </div>
        <div class="field">
          <label for="status">Status</label>
          <select id="status" name="status">
            {statuses.map(({ value, text }) => (
              <option value={value} selected={value === (query.status ?? '')}>
                {text}
              </option>
            ))}
          </select>
        </div>
        <label class="check">
          <input type="checkbox" name="refused" value="true" checked={query.refused === 'true'} /> Refused only
        </label>
        <button type="submit" class="small">
          Show
        </button>
      </form>
    </search>
  )
}

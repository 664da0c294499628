/**
 * What is in here, and which tokens exist for it.
 *
 * GET /_emulator/orgs                    portals with their orgs, and grants that are bound to none of them
 *     /_emulator/orgs/ZGID               one org: modules, members, grants        org.tsx
 *     /_emulator/orgs/ZGID/MODULE        records of a module                      records.tsx
 *     /_emulator/orgs/ZGID/MODULE/ID     one record                               record.tsx
 */

import type { Hono, MiddlewareHandler } from 'hono'
import type { EmulatorEnv } from '../../../http/env.ts'
import { pageResponse } from '../../../http/respond.ts'
import { OwnLayout, ownPages } from '../../../views/own-layout.tsx'
import type { World } from '../../../world/world.ts'
import { OrgPage } from './org.tsx'
import { OrgsPage } from './orgs.tsx'
import { RecordPage } from './record.tsx'
import { RecordsPage } from './records.tsx'

const { path } = ownPages.orgs

export function orgPageRoutes(app: Hono<EmulatorEnv>, world: World, unlocked: MiddlewareHandler<EmulatorEnv>): void {
  app.get(path, unlocked, c =>
    pageResponse(200, <OrgsPage world={world} located={c.env.located} query={c.req.query()} />),
  )

  app.get(`${path}/:zgid`, unlocked, c => {
    const org = world.orgs.get(c.req.param('zgid'))
    const { located } = c.env
    if (!org) return pageResponse(404, <MissingPage base={located.origin} what="org" />)
    return pageResponse(200, <OrgPage world={world} located={located} org={org} query={c.req.query()} />)
  })

  app.get(`${path}/:zgid/:module`, unlocked, c => {
    const base = c.env.located.origin
    const org = world.orgs.get(c.req.param('zgid'))
    const data = org && world.orgData(org)
    const module = data?.module(c.req.param('module'))
    if (!data || !module) return pageResponse(404, <MissingPage base={base} what={org ? 'module' : 'org'} />)
    return pageResponse(200, <RecordsPage base={base} data={data} module={module} query={c.req.query()} />)
  })

  app.get(`${path}/:zgid/:module/:id`, unlocked, c => {
    const base = c.env.located.origin
    const org = world.orgs.get(c.req.param('zgid'))
    const data = org && world.orgData(org)
    const module = data?.module(c.req.param('module'))
    const record = module && data?.records(module).get(c.req.param('id'))
    if (!data || !module || !record) return pageResponse(404, <MissingPage base={base} what="record" />)
    return pageResponse(200, <RecordPage base={base} data={data} module={module} record={record} />)
  })
}

const MissingPage = ({ base, what }: { base: string; what: string }) => (
  <OwnLayout title={`No such ${what}`} base={base} current="orgs">
    <h1>There is no such {what}</h1>
    <p>
      It may be gone since a reset. <a href={`${base}${path}`}>All orgs</a>
    </p>
  </OwnLayout>
)

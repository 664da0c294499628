/** `/_emulator/tenants`: a portal with user, orgs and clients that share nothing with others, one per parallel test. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, nothing, type SchemaMaker, validate } from '../http/validate.ts'
import { locations } from '../protocol/data-centers.ts'
import { createTenant, deleteTenant, isTenant, type TenantOptions } from '../world/tenants.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'
import { directorySchema, toDirectoryResponse } from './directory.ts'

const mostOrgs = 20

const tenantSchema: SchemaMaker<TenantOptions> = z =>
  z.strictObject({
    name: z.string().min(1).max(100).optional(),
    location: z.enum(locations).optional(),
    sandboxes: z.number().int().min(0).max(mostOrgs).optional(),
    developers: z.number().int().min(0).max(mostOrgs).optional(),
    records: z.number().int().min(0).max(100_000).optional(),
    flow: z.enum(['legacy', 'org-specific']).optional(),
  })

export function tenantRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'POST /_emulator/tenants', {
    summary: 'Makes a portal with a user, orgs and clients of its own; `records` is how many each module starts with.',
    input: tenantSchema,
    answers: { 201: directorySchema },
  })
  app.post('/_emulator/tenants', async c => {
    const { portal, user, clients } = createTenant(world, await validate(c, tenantSchema))
    return jsonResponse(201, toDirectoryResponse(world, c.env.located, { portals: [portal], users: [user], clients }))
  })

  describe(app, 'DELETE /_emulator/tenants/:portal_id', {
    summary: 'Takes a tenant away with all that came of it.',
    path: { portal_id: 'Id of the portal.' },
    answers: { 200: nothing },
  })
  app.delete('/_emulator/tenants/:portal_id', async c => {
    await validate(c, nothing)
    const portal = world.portals.get(c.req.param('portal_id'))
    if (!portal) throw new ControlError(404, 'NOT_FOUND', 'no portal of that id', 'portal_id')
    if (!isTenant(world, portal)) {
      throw new ControlError(
        400,
        'NOT_A_TENANT',
        'a portal of the fixture stays; expected one of POST /tenants',
        'portal_id',
      )
    }
    deleteTenant(world, portal)
    return jsonResponse(200, {})
  })
}

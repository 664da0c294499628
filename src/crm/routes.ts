/**
 * How a CRM route is declared: method and path under `/crm/{version}`, the scopes of which one is enough, and a handler.
 * The checks before the handler come in the service's order: version, path known, token, org, scope.
 */

import type { Hono } from 'hono'
import { authenticate, type CrmEnv, requireScope } from '../http/authenticate.ts'
import { crmError } from '../protocol/errors.ts'
import { findVersion, type Version, versionNames } from '../protocol/versions.ts'
import type { World } from '../world/world.ts'
import type { CrmContext } from './answer.ts'
import { onlyFor } from './not-emulated.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type Handler = (c: CrmContext) => Response | Promise<Response>

/** Scopes of which one is enough, or what makes them from the request. */
export type Needs = string | ((c: CrmContext) => readonly string[])

export interface Routes {
  /** @param path below the version, e.g. `/settings/fields/:id` */
  on(method: Method, path: string, needs: Needs, handler: Handler): void
  readonly world: World
}

/** In a group, or the router would take the beginning of `v2.1` for `v2`. */
const versionSegment = `:version{(?:${versionNames.map(name => name.replace('.', '\\.')).join('|')})}`

export function createRoutes(app: Hono<CrmEnv>, world: World): Routes {
  return {
    world,
    on(method, path, needs, handler) {
      const alternatives = typeof needs === 'string' ? [needs] : null
      const isMeant = onlyFor(`/crm/{v}${path.replace(/:\w+/g, '{}')}`)
      // one handler and no chain, so that the answer to a call that waits for nothing is there at once
      app.on(method.toUpperCase(), `/crm/${versionSegment}${path}`, c => {
        c.set('version', readVersion(c))
        isMeant(c)
        c.set('caller', authenticate(world, c))
        requireScope(world, c, alternatives ?? (needs as (c: CrmContext) => readonly string[])(c))
        return handler(c)
      })
    },
  }
}

function readVersion(c: CrmContext): Version {
  const version = findVersion(c.req.param('version') ?? '')
  if (!version) throw crmError('invalidUrlPattern')
  return version
}

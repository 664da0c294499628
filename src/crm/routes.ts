/**
 * How a CRM route is declared: method and path under `/crm/{version}`, the scopes of which one is enough, and a handler.
 * The checks before the handler come in the service's order: version, path known, token, org, scope. Jobs of the org that have
 * ended by then have done their work when the handler looks.
 */

import type { Hono } from 'hono'
import { authenticate, type CrmEnv, requireScope } from '../http/authenticate.ts'
import { crmError } from '../protocol/errors.ts'
import { findVersion, type Version, versionNames } from '../protocol/versions.ts'
import { settleJobs } from '../world/jobs.ts'
import type { World } from '../world/world.ts'
import type { CrmContext } from './answer.ts'
import { jobWorks } from './jobs.ts'
import { onlyFor } from './not-emulated.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type Handler = (c: CrmContext) => Response | Promise<Response>

/** Scopes of which one is enough, or what makes them from the request. */
export type Needs = string | ((c: CrmContext) => readonly string[])

export interface Routes {
  /** @param path below the version, e.g. `/settings/fields/:id`; `:module{Notes}` is that one name, in any letter case */
  on(method: Method, path: string, needs: Needs, handler: Handler): void
  readonly world: World
}

/** In a group of its own: the router puts `^` in front and `$` behind, and v2.1 would be read as v2. */
const versionSegment = `:version{(?:${versionNames.map(name => name.replace('.', '\\.')).join('|')})}`

export function createRoutes(app: Hono<CrmEnv>, world: World): Routes {
  return {
    world,
    on(method, path, needs, handler) {
      const alternatives = typeof needs === 'string' ? [needs] : null
      // a route that names its module can be meant for nothing else
      const isMeant = namePattern.test(path) ? null : onlyFor(`/crm/{v}${path.replace(/:\w+/g, '{}')}`)
      // one handler and no chain, so that the answer to a call that waits for nothing is there at once
      app.on(method.toUpperCase(), `/crm/${versionSegment}${path.replace(namePattern, inAnyCase)}`, c => {
        c.set('version', readVersion(c))
        isMeant?.(c)
        c.set('caller', authenticate(world, c))
        requireScope(world, c, alternatives ?? (needs as (c: CrmContext) => readonly string[])(c))
        settleJobs(world, c.get('caller').data, jobWorks)
        return handler(c)
      })
    },
  }
}

const namePattern = /\{(\w+)\}/

/** Names of modules come in any letter case. */
const inAnyCase = (_: string, name: string): string =>
  `{${name.replace(/[a-z]/gi, letter => `[${letter.toUpperCase()}${letter.toLowerCase()}]`)}}`

function readVersion(c: CrmContext): Version {
  const version = findVersion(c.req.param('version') ?? '')
  if (!version) throw crmError('invalidUrlPattern')
  return version
}

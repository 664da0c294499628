/**
 * How a CRM route is declared: method and path under `/crm/{version}`, what a call needs, and a handler. The checks before
 * the handler come in the service’s order: version, path known, token, org, scope, module and permission. Jobs of the org that
 * have ended by then have done their work when the handler looks.
 */

import type { Hono } from 'hono'
import { authenticate, type CrmEnv, requireScope } from '../http/authenticate.ts'
import { crmChecks } from '../http/journal/checks.ts'
import { crmError } from '../protocol/crm-errors/index.ts'
import { findVersion, type Version, versionNames } from '../protocol/versions.ts'
import { settleJobs } from '../world/jobs.ts'
import type { World } from '../world/world.ts'
import type { CrmContext } from './answer.ts'
import { answerMetered, isMetered } from './credits.ts'
import { jobWorks } from './jobs.ts'
import { onlyFor } from './not-emulated.ts'
import { orgPermission } from './permissions.ts'
import { asNeeds, requireVersion, type Since } from './require-version.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type Handler = (c: CrmContext) => Response | Promise<Response>

/** Scopes of which one is enough, or what makes them from the request. */
export type Scopes = string | ((c: CrmContext) => readonly string[])

export interface Needs {
  readonly scopes: Scopes
  /**
   * Throws where the caller's profile doesn't permit the call; null where every profile does. Left out, settings are written
   * only by those who may customize, and all else is open.
   */
  readonly permit?: ((c: CrmContext) => void) | null
  /** Older versions lack the operation. */
  readonly since?: Since
}

/** Under which addresses routes lie; `{v}` stands for the version, without which v2 is meant. */
export interface Place {
  readonly root: string
  /** On hosts that belong to no environment: the org that a call names, or a refusal of one that names none. */
  readonly orgOf?: (c: CrmContext) => string
}

export const crm: Place = { root: '/crm/{v}' }
export const bulk: Place = { root: '/crm/bulk/{v}' }
export const email: Place = { root: '/crm/email/{v}' }

/** What a route says of itself. */
export interface Declared {
  readonly method: Method
  /** With the root, e.g. `/crm/{v}/settings/fields/:id`. */
  readonly path: string
  readonly scopes: Scopes
  readonly since: Since | undefined
}

export interface Routes {
  /** @param path below the root, e.g. `/settings/fields/:id`; `:module{Notes}` is that one name, in any letter case */
  on(method: Method, path: string, needs: Scopes | Needs, handler: Handler): void
  /** A call that finds out itself who calls, as there are other ways than a token. */
  onOpen(method: Method, path: string, handler: Handler): void
  readonly world: World
  /** All that was declared, in its order. */
  readonly declared: readonly Declared[]
}

/** In a group of its own: the router puts `^` in front and `$` behind, and v2.1 would be read as v2. */
const versionSegment = `:version{(?:${versionNames.map(name => name.replace('.', '\\.')).join('|')})}`

export function createRoutes(app: Hono<CrmEnv>, world: World, { root, orgOf }: Place = crm): Routes {
  const base = root.replace('{v}', versionSegment)
  const declared: Declared[] = []
  return {
    world,
    declared,
    onOpen(method, path, handler) {
      declared.push({ method, path: root + path, scopes: () => [], since: undefined })
      app.on(method.toUpperCase(), `${base}${path}`, c => {
        c.set('version', readVersion(c))
        return handler(c)
      })
    },
    on(method, path, needs, handler) {
      const { scopes, permit = usualPermit(method, path), since } = asNeeds(needs)
      declared.push({ method, path: root + path, scopes, since })
      const alternatives = typeof scopes === 'string' ? [scopes] : null
      // a route that names its module can be meant for nothing else
      const isMeant = namePattern.test(path) ? null : onlyFor(`${root}${path}`.replace(/:\w+/g, '{}'))
      // one handler and no chain, so that the answer to a call that waits for nothing is there at once
      app.on(method.toUpperCase(), `${base}${path.replace(namePattern, inAnyCase)}`, c => {
        c.env.exchange.follow(crmChecks)
        c.set('version', readVersion(c))
        isMeant?.(c)
        c.set('caller', authenticate(world, c, orgOf))
        requireScope(world, c, alternatives ?? (scopes as (c: CrmContext) => readonly string[])(c))
        permit?.(c)
        if (since) requireVersion(c, since)
        c.env.running?.require()
        settleJobs(world, c.get('caller').data, jobWorks)
        return isMetered(world) && !c.env.isPart ? answerMetered(world, c, handler) : handler(c)
      })
    },
  }
}

const namePattern = /\{(\w+)\}/

/** Names of modules come in any letter case. */
const inAnyCase = (_: string, name: string): string =>
  `{${name.replace(/[a-z]/gi, letter => `[${letter.toUpperCase()}${letter.toLowerCase()}]`)}}`
const mayCustomize = orgPermission('customize')

const usualPermit = (method: Method, path: string): Needs['permit'] =>
  method !== 'get' && path.startsWith('/settings/') ? mayCustomize : null

function readVersion(c: CrmContext): Version {
  const version = findVersion(c.req.param('version') ?? 'v2')
  if (!version) throw crmError('invalidUrlPattern')
  return version
}

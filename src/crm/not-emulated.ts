/** Paths that Zoho has and this emulator lacks are refused by name; a path that Zoho lacks is answered as Zoho would. */

import type { Context } from 'hono'
import type { CrmEnv } from '../http/authenticate.ts'
import type { EmulatorEnv } from '../http/env.ts'
import type { Located } from '../http/locate.ts'
import { queryParam } from '../http/query.ts'
import { type CrmError, crmError } from '../protocol/crm-errors/index.ts'
import { findOperation } from '../protocol/endpoints.ts'
import { standardModules } from '../protocol/modules/index.ts'
import { findVersion, versionNames } from '../protocol/versions.ts'

/** Standard modules of Zoho's whose records no org here has. */
const missingModules = new Set(
  [
    'Forecasts',
    'Meetings',
    ...standardModules.filter(({ withoutRecords }) => withoutRecords).map(({ apiName }) => apiName),
  ].map(name => name.toLowerCase()),
)

const notEmulated = (method: string, path: string): CrmError =>
  crmError(
    'notEmulated',
    { method, path },
    { message: `${method} ${path} is not emulated`, reason: 'Zoho has this operation, but it is not emulated' },
  )

/**
 * Lets only those paths through that a generic route is meant for: `/coql` looks like a module to the router.
 * @param template the route's path, `{v}` and `{}` in place of its parameters
 * @throws CrmError
 */
export const onlyFor =
  (template: string) =>
  (c: Context<CrmEnv>): void => {
    const { path } = c.env.located
    const operation = findOperation(path)
    if (operation && operation.path !== template) throw refuse(c, operation.path)
    if (missingModules.has((c.req.param('module') ?? '').toLowerCase())) throw refuse(c, path)
  }

/** The only operation of a host other than the API's. */
const uploads = '/crm/{v}/upload'

/** An operation of another host is an unknown address here. */
const isElsewhere = ({ service }: Located, path: string): boolean =>
  service === 'api' ? path === uploads : service === 'download' || path !== uploads

const unknownAddress = (reason: string): CrmError => crmError('invalidUrlPattern', {}, { reason })

function refuse(c: Context<CrmEnv>, path: string): CrmError {
  if (isElsewhere(c.env.located, path)) return unknownAddress(`${path} is an operation of the content hosts`)
  c.env.exchange.check('path', false, 'an operation that is emulated', `${c.req.method} ${path}`)
  return notEmulated(c.req.method, path)
}

/** Refuses a parameter that Zoho has and that would change the answer. @throws CrmError */
export function refuseParam(c: Context<CrmEnv>, name: string): void {
  if (queryParam(c, name) === undefined) return
  const { method, path } = { method: c.req.method, path: c.env.located.path }
  throw crmError(
    'notEmulated',
    { method, path },
    {
      message: `the parameter ${name} of ${method} ${path} is not emulated`,
      reason: 'Zoho has this parameter, but it is not emulated',
    },
  )
}

/** For what no route took. */
export function refuseUnrouted(c: Context<EmulatorEnv>): CrmError {
  const { method } = c.req
  const { located, exchange } = c.env
  const { path } = located
  const operation = findOperation(path)
  const version = path.split('/').find(segment => findVersion(segment))
  const lacksVersion = !version && operation !== undefined && operation.path !== path
  if (lacksVersion) exchange.check('version', false, versionNames, path.split('/')[2])
  else
    exchange.check(
      'path',
      false,
      operation ? operation.methods.map(each => `${each} ${operation.path}`) : null,
      `${method} ${path}`,
    )
  if (!operation || lacksVersion) return unknownAddress(`Zoho CRM has no address ${path.slice(0, 200)}`)
  if (isElsewhere(located, operation.path))
    return unknownAddress(`${located.host?.name} has no address ${operation.path}`)
  if (!operation.methods.includes(method)) {
    return crmError('invalidRequestMethod', {}, { reason: `${operation.path} takes ${operation.methods.join(', ')}` })
  }
  return notEmulated(method, operation.path)
}

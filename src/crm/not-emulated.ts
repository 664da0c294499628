/** Paths that Zoho has and this emulator lacks are refused by name; a path that Zoho lacks is answered as Zoho would. */

import type { Context } from 'hono'
import type { CrmEnv } from '../http/authenticate.ts'
import type { Located } from '../http/locate.ts'
import { findOperation } from '../protocol/endpoints.ts'
import { type CrmError, crmError } from '../protocol/errors.ts'
import { standardModules } from '../protocol/modules/index.ts'
import { findVersion } from '../protocol/versions.ts'

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
    if (operation && operation.path !== template) throw notEmulated(c.req.method, operation.path)
    if (missingModules.has((c.req.param('module') ?? '').toLowerCase())) throw notEmulated(c.req.method, path)
  }

/** For what no route took. */
export function refuseUnrouted(method: string, { path }: Located): CrmError {
  const operation = findOperation(path)
  const version = path.split('/').find(segment => findVersion(segment))
  if (!operation || (!version && operation.path !== path)) {
    return crmError('invalidUrlPattern', {}, { reason: `Zoho CRM has no address ${path.slice(0, 200)}` })
  }
  if (!operation.methods.includes(method)) {
    return crmError('invalidRequestMethod', {}, { reason: `${operation.path} takes ${operation.methods.join(', ')}` })
  }
  return notEmulated(method, operation.path)
}

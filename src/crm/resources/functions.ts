/**
 * `/functions/{name}/actions/execute`: a serverless function, called with a token or with the key of a user. Nobody's code runs
 * here; what a function answers is registered through the control API or a scenario, and its arguments change nothing.
 *
 * Source: https://www.zoho.com/crm/developer/docs/functions/serverless.html; the form of the answer is that of captured
 * answers. Keys are made in the service's web pages, so here any key opens.
 */

import { authenticate, requireScope } from '../../http/authenticate.ts'
import { queryParams } from '../../http/query.ts'
import { jsonResponse } from '../../http/respond.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { idIn } from '../../world/metadata.ts'
import { locationOf } from '../../world/people.ts'
import type { CrmFunction, Org } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import { answer, type CrmContext } from '../answer.ts'
import type { Method, Routes } from '../routes.ts'

const scopes: Partial<Record<Method, string>> = {
  get: 'ZohoCRM.functions.execute.READ',
  post: 'ZohoCRM.functions.execute.CREATE',
}

export function functionRoutes({ onOpen, world }: Routes): void {
  for (const [method, scope] of Object.entries(scopes) as [Method, string][]) {
    onOpen(method, '/functions/:name/actions/execute', c => {
      const query = queryParams(c)
      if (query.get('auth_type') === 'apikey') {
        const org = orgOfKey(world, c, query.get('zapikey'))
        return jsonResponse(200, toFunctionAnswer(findFunction(world, c), org))
      }
      c.set('caller', authenticate(world, c))
      requireScope(world, c, [scope])
      return answer(c, toFunctionAnswer(findFunction(world, c), c.get('caller').data.org))
    })
  }
}

/** A key belongs to one org; here that is the first one of the host that was called. */
function orgOfKey(world: World, c: CrmContext, key: string | null): Org {
  if (!key) throw crmError('authenticationFailure', {}, { reason: 'auth_type=apikey needs the parameter zapikey' })
  const { location, environment } = c.env.located
  const org = world.orgs.all().find(each => each.environment === environment && locationOf(world, each) === location)
  if (!org) throw crmError('authenticationFailure', {}, { reason: `there is no ${environment} org in ${location}` })
  return org
}

function findFunction(world: World, c: CrmContext): CrmFunction {
  const name = c.req.param('name') ?? ''
  const found = world.functions.get(name)
  if (found) return found
  throw crmError(
    'invalidFunction',
    { resource_path_index: 1 },
    { reason: `no function ${name}; PUT /_emulator/functions/NAME registers one` },
  )
}

/** That a function without an output leaves it out and says void, and that other values come as JSON text, is inferred. */
function toFunctionAnswer({ output, sequence }: CrmFunction, { idPrefix }: Org): object {
  const returned =
    output === null
      ? { output_type: 'void' }
      : { output: typeof output === 'string' ? output : JSON.stringify(output), output_type: 'string' }
  return {
    code: 'success',
    details: { ...returned, id: idIn(idPrefix, 'functions', sequence) },
    message: 'function executed successfully',
  }
}

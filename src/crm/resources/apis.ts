/**
 * `/__apis`: which calls the caller's version has. Listed are those that are emulated, for each module of the org where a
 * path names one.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/list-available-rest-apis.html
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { usualCost } from '../costs.ts'
import { hasSince } from '../require-version.ts'
import type { Declared, Routes } from '../routes.ts'

interface Listed {
  readonly path: string
  readonly method: string
  readonly scope: string
  readonly module: string | null
}

export function apiRoutes({ on, declared }: Routes): void {
  on('get', '/__apis', 'ZohoCRM.apis.READ', c => {
    const matches = readFilter(c)
    const byPath = new Map<string, object[]>()
    const seen = new Set<string>()
    for (const each of listedFor(c, declared)) {
      // of two routes for a path the first answers
      const call = `${each.method} ${each.path}`
      if (seen.has(call) || !matches(each)) continue
      seen.add(call)
      const credits = usualCost(each.method, each.path)
      const type = { method: each.method, oauth_scope: each.scope, max_credits: credits, min_credits: credits }
      byPath.set(each.path, [...(byPath.get(each.path) ?? []), type])
    }
    if (byPath.size === 0) return answerNothing(c)
    return answer(c, { __apis: [...byPath].map(([path, operation_types]) => ({ path, operation_types })) })
  })
}

function listedFor(c: CrmContext, declared: readonly Declared[]): Listed[] {
  const { data } = c.get('caller')
  const names = data.modules().map(({ apiName }) => apiName)
  const version = c.get('version')
  return declared.flatMap(route => {
    if (route.since && !hasSince(version, route.since)) return []
    const own = /:module\{(\w+)\}/.exec(route.path)?.[1]
    const modules = own ? [own] : route.path.includes(':module') ? names : [null]
    return modules.flatMap(module => {
      const scope = scopeOf(c, route, module)
      if (scope === undefined) return []
      const path = route.path
        .replace('{v}', version.name)
        .replace(/:module(?:\{\w+\})?/, module ?? '')
        .replace(/:\w+(?:\{[^}]*\})?/g, '{{id}}')
      return [{ path, method: route.method.toUpperCase(), scope, module }]
    })
  })
}

/** The scope of a route where the path names that module, as if it were called; undefined where it takes more to know. */
function scopeOf(c: CrmContext, { scopes }: Declared, module: string | null): string | undefined {
  if (typeof scopes === 'string') return scopes
  const asked = {
    get: (key: 'caller' | 'version') => c.get(key),
    env: c.env,
    req: { param: (name: string) => (name === 'module' ? (module ?? undefined) : undefined) },
  }
  try {
    return scopes(asked as unknown as CrmContext)[0]
  } catch {
    return undefined
  }
}

const filterable = ['module', 'operation_types.method', 'operation_types.oauth_scope']

/** One criterion, which has to be equal. @throws CrmError */
function readFilter(c: CrmContext): (listed: Listed) => boolean {
  const sent = queryParam(c, 'filters')
  if (sent === undefined) return () => true
  const { field, comparator, value } = parse(sent)
  if (
    !filterable.includes(String(field?.api_name)) ||
    !/^equals?$/.test(String(comparator)) ||
    typeof value !== 'string'
  ) {
    throw crmError('invalidParam', { param_name: 'filters' })
  }
  const wanted = value.toLowerCase()
  if (field!.api_name === 'module') return ({ module }) => module?.toLowerCase() === wanted
  if (field!.api_name === 'operation_types.method') return ({ method }) => method.toLowerCase() === wanted
  return ({ scope }) => `${scope.toLowerCase()}.`.startsWith(`zohocrm.${wanted}.`)
}

interface Filter {
  readonly field?: { readonly api_name?: unknown } | null
  readonly comparator?: unknown
  readonly value?: unknown
}

function parse(sent: string): Filter {
  try {
    const filter: unknown = JSON.parse(sent)
    if (typeof filter === 'object' && filter !== null) return filter
  } catch {
    // refused below
  }
  throw crmError('invalidParam', { param_name: 'filters' })
}

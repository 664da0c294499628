/**
 * Writes the part of SUPPORT.md that lists every operation of Zoho CRM: which routes answer it, in which versions and with
 * which scopes. Run by `npm run support`; a test holds the file against the code.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { Hono } from 'hono'
import { declareBulkRoutes, declareRoutes } from '../src/crm/index.ts'
import { firstVersion } from '../src/crm/require-version.ts'
import { emailComposeRoutes } from '../src/crm/resources/email-compose.ts'
import { content, uploadRoutes } from '../src/crm/resources/uploads.ts'
import { bulk, createRoutes, crm, email, type Routes, type Scopes } from '../src/crm/routes.ts'
import type { CrmEnv } from '../src/http/authenticate.ts'
import { operations } from '../src/protocol/endpoints.ts'
import type { VersionName } from '../src/protocol/versions.ts'
import { createWorld } from '../src/world/world.ts'
import { remarks } from './support-remarks.ts'

/** A route as it was declared. `operation` is its method and path as the inventory has them. */
interface Declared {
  readonly operation: string
  readonly since: VersionName
  readonly scopes: readonly string[]
}

/** Everything that is emulated. */
export async function declaredOperations(): Promise<ReadonlyMap<string, Declared>> {
  const world = await createWorld()
  const places = [crm, email, bulk, content].map(place => createRoutes(new Hono<CrmEnv>(), world, place))
  const [main, mail, jobs, uploads] = places as [Routes, Routes, Routes, Routes]
  declareRoutes(main, () => Promise.reject(new Error('nothing is asked here')))
  emailComposeRoutes(mail)
  declareBulkRoutes(jobs)
  uploadRoutes(uploads)
  const found = new Map<string, Declared>()
  for (const { method, path, scopes, since = 'v2' } of places.flatMap(({ declared }) => declared)) {
    const operation = `${method.toUpperCase()} ${path.replace(/:\w+\{(\w+)\}/g, '$1').replace(/:\w+/g, '{}')}`
    // of two routes for a path the first answers
    if (!found.has(operation)) found.set(operation, { operation, since: firstVersion(since), scopes: namesOf(scopes) })
  }
  return found
}

/** The scopes of a route; those that depend on the module are named for any. */
function namesOf(scopes: Scopes): readonly string[] {
  if (typeof scopes === 'string') return [scopes]
  const c = {
    req: { param: () => '{module}', query: () => undefined },
    get: () => ({ data: { module: () => undefined } }),
  }
  try {
    return scopes(c as never)
  } catch {
    return []
  }
}

type Status = 'yes' | 'partly' | 'no'

export interface SupportRow {
  readonly path: string
  readonly methods: readonly string[]
  readonly status: Status
  readonly since: VersionName | null
  readonly scopes: readonly string[]
  readonly remark: string
}

/** @returns what is missing of an operation, or nothing */
function remarkOf(method: string, path: string): string {
  for (const [key, remark] of Object.entries(remarks)) {
    const [methods, pattern] = key.split(' ') as [string, string]
    const isPath = pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
    if (isPath && methods.split(',').includes(method)) return remark
  }
  return ''
}

/** A row for each path and each group of its methods of which the same is said. */
export async function supportRows(): Promise<readonly SupportRow[]> {
  const declared = await declaredOperations()
  return operations().flatMap(({ path, methods }) => {
    const rows = new Map<string, SupportRow>()
    for (const method of methods) {
      const found = declared.get(`${method} ${path}`)
      const remark = found ? remarkOf(method, path) : ''
      const status: Status = found ? (remark ? 'partly' : 'yes') : 'no'
      const key = JSON.stringify([status, found?.since, remark])
      const before = rows.get(key)
      rows.set(key, {
        path,
        methods: [...(before?.methods ?? []), method],
        status,
        since: found?.since ?? null,
        scopes: [...new Set([...(before?.scopes ?? []), ...(found?.scopes ?? [])])],
        remark,
      })
    }
    return [...rows.values()]
  })
}

const chapters: readonly (readonly [title: string, holds: (path: string) => boolean])[] = [
  ['Settings', path => path.includes('/settings/')],
  ['Org and users', path => /^\/crm\/\{v\}\/(?:org|users)\b/.test(path)],
  ['Bulk jobs', path => path.startsWith('/crm/bulk/') || path.endsWith('/upload')],
  ['Records', path => path.startsWith('/crm/{v}/{}') || /^\/crm\/\{v\}\/[A-Z]/.test(path)],
  ['Across modules', () => true],
]

/** The scopes of one resource in one word: `ZohoCRM.settings.tags.READ, CREATE`. */
function scopeText(scopes: readonly string[]): string {
  const verbs = new Map<string, string[]>()
  for (const scope of scopes) {
    const dot = scope.lastIndexOf('.')
    const [resource, verb] = [scope.slice(0, dot), scope.slice(dot + 1)]
    verbs.set(resource, [...(verbs.get(resource) ?? []), verb])
  }
  return [...verbs].map(([resource, each]) => `\`${resource}.${each.join(', ')}\``).join('; ')
}

const lineOf = ({ path, methods, status, since, scopes, remark }: SupportRow): string =>
  `| \`${path.replaceAll('{}', '{…}')}\` | ${methods.join(', ')} | ${status} | ${
    since === null ? '' : since === 'v2' ? 'all' : `from ${since}`
  } | ${scopeText(scopes)} | ${remark} |`

/** The generated part of the file. */
export async function operationTables(): Promise<string> {
  const rows = await supportRows()
  const count = (...statuses: Status[]) =>
    rows.filter(({ status }) => statuses.includes(status)).reduce((sum, { methods }) => sum + methods.length, 0)
  const sections = chapters.map(([title, holds], index) => {
    const own = rows.filter(({ path }) => chapters.findIndex(([, each]) => each(path)) === index && holds(path))
    return `### ${title}\n\n| operation | methods | | versions | scopes, of which one is enough | what is missing |\n|---|---|---|---|---|---|\n${own.map(lineOf).join('\n')}\n`
  })
  return `${count('yes', 'partly')} of ${count('yes', 'partly', 'no')} operations are emulated, ${count('partly')} of them partly. \`ALL\` in place of the last word
of a scope opens too, and so does \`ZohoCRM.modules.ALL\` or \`ZohoCRM.settings.ALL\`.

${sections.join('\n')}`
}

const [begin, end] = ['<!-- written by `npm run support` -->', '<!-- end -->']

/** SUPPORT.md as it has to be. */
export async function supportText(): Promise<string> {
  const text = readFileSync('SUPPORT.md', 'utf8')
  return `${text.slice(0, text.indexOf(begin) + begin.length)}\n${await operationTables()}\n${text.slice(text.indexOf(end))}`
}

/** What newer versions lack stands in no inventory of theirs. */
const goneFromZoho = /^GET \/crm\/\{v\}\/Activities\b/

/** Routes that the inventory doesn't know, and remarks that belong to none: both are mistakes. */
export async function strays(): Promise<readonly string[]> {
  const declared = await declaredOperations()
  const known = new Set(operations().flatMap(({ path, methods }) => methods.map(method => `${method} ${path}`)))
  const routes = [...declared.keys()].filter(each => !known.has(each) && !goneFromZoho.test(each))
  const idle = Object.keys(remarks).filter(key => {
    const [methods, pattern] = key.split(' ') as [string, string]
    return !methods.split(',').every(method => {
      const fits = (each: string) =>
        pattern.endsWith('*') ? each.startsWith(`${method} ${pattern.slice(0, -1)}`) : each === `${method} ${pattern}`
      return [...declared.keys()].some(fits)
    })
  })
  return [...routes, ...idle]
}

if (process.argv[1]?.endsWith('support.ts')) writeFileSync('SUPPORT.md', await supportText())

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how criteria name moments
/** Requests that are almost right: each is made for its route, and then something in it is what nobody expects. */

import fc from 'fast-check'
import { versionNames } from '../../../src/protocol/versions.ts'
import { goodBodies, modules } from './bodies.ts'
import type { FuzzOrg, Ids, Route } from './org.ts'

export interface FuzzRequest {
  /** Below `/crm/`. */
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

const words = [
  ...['__proto__', 'constructor', 'toString', 'id', 'null', 'Leads', 'Activities', 'Attachments', 'Standard', '-None-'],
  ...['', ' ', '\0', 'a\0b', '\ud800', '☃😀', '%', '%25', '..', 'a.b', 'a,b', "'", '"', '\\', '$', '('],
  ...['${EMPTY}', '${TODAY} + 9', '-1', '0', '1e9', 'NaN', '9'.repeat(20), '9'.repeat(400), 'x'.repeat(70_000)],
  ...['2026-13-45', '2026-02-30T25:61:00Z', '0000-00-00', '9999-12-31T23:59:59-12:00', 'true'],
]

/** An object of which JavaScript can make no text. */
const noText = { toString: 1, valueOf: 1 }

/** Objects and lists in each other, deeper than anything needs. */
function nested(depth: number): unknown {
  let value: unknown = 1
  for (let at = 0; at < depth; at++) value = at % 2 === 0 ? { group: value, group_operator: 'and' } : [value]
  return value
}

const plain = [null, true, [], {}, [[]], [null], [{}], 0, -1, 2.5, 1e21, -1e308, 2 ** 53]
const large = [Array(101).fill(1), Array(501).fill({}), nested(500)]

const junk = (ids: Ids): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<unknown>(noText, [noText], { id: noText }, { api_name: noText }) },
    { weight: 3, arbitrary: fc.constantFrom(...words, ...Object.values(ids)) },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(...plain) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...words).map(word => JSON.parse(`{"__proto__":${JSON.stringify(word)}}`)),
    },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...large) },
  )

interface Change {
  /** Which of the body's parts, counted from the front as often around as need be. */
  readonly part: number
  readonly how: 'replace' | 'remove' | 'add'
  readonly key: string
  readonly value: unknown
}

const anyChange = (ids: Ids): fc.Arbitrary<Change> =>
  fc.record({
    part: fc.nat(400),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add'),
    key: fc.constantFrom(...words),
    value: junk(ids),
  })

function change(body: unknown, { part, how, key, value: shared }: Change): void {
  // one thing in two places could come to hold itself
  const value = structuredClone(shared)
  const parts: { holder: Record<string, unknown>; name: string }[] = []
  const collect = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return
    for (const name of Object.keys(holder)) {
      parts.push({ holder: holder as Record<string, unknown>, name })
      if (parts.length < 500) collect((holder as Record<string, unknown>)[name])
    }
  }
  collect(body)
  if (parts.length === 0) return
  const { holder, name } = parts[part % parts.length]!
  if (how === 'replace') holder[name] = value
  else if (how === 'remove' && !Array.isArray(holder)) delete holder[name]
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

const notJson = [
  '',
  '{',
  '[]',
  'null',
  '"x"',
  '\0',
  '{"data":',
  '['.repeat(20_000),
  '\ufeff{}',
  '{"data":[]}',
  '{"data":{}}',
]

const anyBody = (route: Route, module: string, ids: Ids): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(1_000_000), fc.nat(30), fc.array(anyChange(ids), { maxLength: 2 })).map(([label, which, changes]) => {
    const good = goodBodies(route, module, ids, `L${label}`)
    const body = structuredClone(good[which % good.length])
    for (const each of changes) change(body, each)
    return JSON.stringify(body)
  })

const parameters = [
  ...[
    'fields',
    'page',
    'per_page',
    'page_token',
    'sort_by',
    'sort_order',
    'cvid',
    'ids',
    'converted',
    'approved',
    'type',
  ],
  ...['module', 'status', 'mode', 'include', 'include_element_types', 'layout_id', 'transfer_to', 'pipeline', 'stage'],
  ...['criteria', 'email', 'phone', 'word', 'approval_state', 'job_id', 'wf_trigger', '__proto__'],
]

const values = [
  ...['1', '200', 'Last_Name,Owner,__proto__', 'Created_Time', 'asc', 'both', 'all', 'a@b.example', '555', 'ab'],
  ...['(Last_Name:equals:a)', '((Owner:in:a,b)or(Created_Time:between:2020-01-01T00:00:00Z,2030-01-01T00:00:00Z))'],
  ...['(__proto__:equals:1)', '(constructor:starts_with:x)', '((((', '(a:b:c\\', 'Quoted_Items'],
]

/** What the routes need, and no other takes amiss. */
function usualParameters({ method, path }: Route, module: string, ids: Ids): string[] {
  const all = [`module=${module}`, `layout_id=${ids.layout}`, `job_id=${ids.job}`]
  if (method === 'GET') all.push('fields=Last_Name,Owner,Note_Title,Description')
  if (/search$|count$/.test(path)) all.push('word=ab')
  if (method === 'DELETE' || path.includes('full_data')) all.push(`ids=${ids.record},1`)
  return all
}

const headerValues: Readonly<Record<string, readonly string[]>> = {
  'If-Modified-Since': ['rubbish', '2020-01-01T00:00:00Z', 'Wed, 21 Oct 2015 07:28:00 GMT', '9'.repeat(20)],
  'If-Unmodified-Since': ['rubbish', '2020-01-01T00:00:00Z', '0'],
  'X-EXTERNAL': ['Leads.x', '__proto__.constructor', 'Events.What_Id->Accounts.x', '...', ',,,', 'a'.repeat(5000)],
}

const anyHeader = fc
  .constantFrom(...Object.entries(headerValues))
  .chain(([name, known]) => fc.constantFrom(...known).map(value => ({ [name]: value })))

const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: other })

/** Half a character cannot stand in an address. */
const encode = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ''))

const oddSegments = [...words.map(word => encode(word.slice(0, 300))), '%E0%A4%A', '%2F', '%252F', 'a/b']

/** What `:id` is the id of, by a word of the path. */
const idNames = [
  ...([
    ['settings/tags', 'tag'],
    ['settings/territories', 'territory'],
    ['record_locking_configurations', 'lockConfiguration'],
    ['/read/', 'bulkRead'],
    ['/write/', 'bulkWrite'],
  ] as const),
  ...([
    ['settings/fields', 'field'],
    ['layouts', 'layout'],
    ['custom_views', 'view'],
    ['pipeline', 'pipeline'],
  ] as const),
  ...([
    ['recycle_bin', 'recycled'],
    ['users', 'user'],
    ['[Nn][Oo][Tt][Ee][Ss]}/:id', 'note'],
  ] as const),
  ...([
    ['[Nn][Oo][Tt][Ee][Ss]}', 'noteParent'],
    ['/deleted', 'recycled'],
  ] as const),
] as const

function anySegment(part: string, { path }: Route, module: string, ids: Ids): fc.Arbitrary<string> {
  const [, name, pattern] = /^:(\w+)(?:\{(.+)\})?$/.exec(part) ?? []
  if (pattern) return fc.constant(pattern.replace(/\[(\w)\w\]/g, '$1'))
  if (!name) return fc.constant(part)
  const id = ids[idNames.find(([word]) => path.includes(word))?.[1] ?? 'record']
  const isNotes = path.includes('[Nn][Oo][Tt][Ee][Ss]}')
  const usual: Readonly<Record<string, readonly string[]>> = {
    module: [isNotes ? ids.noteModule : path.includes('/deleted/') ? 'Leads' : module],
    list: ['Products', 'Notes', 'Deals'],
    related: [isNotes ? ids.note : ids.Products],
    id: [id],
    name: ['greet'],
    territory: [ids.territory],
    user: [ids.colleague],
    lock: [ids.lock],
  }
  return mostly(fc.constantFrom(...(usual[name] ?? [id])), fc.constantFrom(...oddSegments, ...Object.values(ids)))
}

const isUpload = ({ method, path }: Route): boolean =>
  method === 'POST' && (/\/(?:photo|files)$/.test(path) || path.includes('[Aa][Tt][Tt][Aa]'))

/** Parts that are almost a file, and what is no multipart body at all. */
const anyUpload: fc.Arbitrary<string> = mostly(
  fc
    .array(
      fc.record({
        name: mostly(fc.constantFrom('file', 'attachmentUrl', 'title'), fc.constantFrom(...words)),
        file: fc.constantFrom(
          '',
          '; filename="a.txt"',
          '; filename=""',
          "; filename*=UTF-8''%FF",
          '; filename="a.exe"',
        ),
        content: fc.constantFrom('', 'a', 'https://zoho.com', '\x89PNG\r\n', 'GIF89a', ...words),
      }),
      { maxLength: 12 },
    )
    .map(parts => [
      ...parts.map(
        ({ name, file, content }) =>
          `--xyz\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`,
      ),
      '--xyz--',
    ])
    .map(lines => lines.join('')),
  fc.constantFrom('', '--xyz', '--xyz\r\n\r\n', '--xyz--', ...words),
)

/** Requests for one route. */
export const anyRequest = (route: Route, org: FuzzOrg): fc.Arbitrary<FuzzRequest> =>
  fc.constantFrom(...modules).chain(module => {
    const ids = org.idsOf(module)
    const parameter = fc
      .tuple(fc.constantFrom(...parameters), fc.constantFrom(...values, ...words, ...Object.values(ids)))
      .map(([name, value]) => `${name}=${encode(value.slice(0, 2000))}`)
    return fc
      .record({
        version: mostly(fc.constant('v8' as const), fc.constantFrom(...versionNames)),
        segments: fc.tuple(...route.path.split('/').map(part => anySegment(part, route, module, ids))),
        usual: mostly(fc.constant(usualParameters(route, module, ids)), fc.constant<string[]>([])),
        more: fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, fc.array(parameter, { maxLength: 2 })),
        headers: isUpload(route)
          ? fc.constant({ 'content-type': 'multipart/form-data; boundary=xyz' })
          : mostly(fc.constant({}), anyHeader),
        body: isUpload(route) ? anyUpload : mostly(anyBody(route, module, ids), fc.constantFrom(...notJson)),
      })
      .map(({ version, segments, usual, more, headers, body }) => {
        // the first of two that have one name counts
        const query = [...more, ...usual].join('&')
        return { path: `${route.root}${version}${segments.join('/')}${query && `?${query}`}`, headers, body }
      })
  })

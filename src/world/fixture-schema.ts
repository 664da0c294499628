/** What a fixture file may contain, checked when a person's own file is loaded; the shipped ones are checked by a test. */

import { z } from 'zod'
import { environments, locations } from '../protocol/data-centers.ts'
import { standardModules } from '../protocol/modules/index.ts'
import { customizationShape } from './customization-schema.ts'
import { viewListProblems, viewSchema, viewUserProblems } from './fixture-views.ts'
import { administratorName, recordPermissions, usualProfiles } from './profiles.ts'
import { shareTypes } from './sharing.ts'

const id = z.string().regex(/^\d{6,20}$/, 'expected 6 to 20 digits')
const location = z.enum(locations)
const role = z.enum(['CEO', 'Manager'])

const profile = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(50)
    .refine(name => name !== administratorName, 'the profile of administrators cannot be changed'),
  modules: z
    .record(
      z.string(),
      z
        .array(z.enum(recordPermissions))
        .refine(given => given.length === 0 || given.includes('view'), 'expected view beside the others'),
    )
    .optional(),
  customize: z.boolean().optional(),
  mass_update: z.boolean().optional(),
  mass_delete: z.boolean().optional(),
  manage_users: z.boolean().optional(),
  manage_data_sharing: z.boolean().optional(),
})

const org = z.strictObject({
  zgid: id,
  name: z.string().min(1).max(120),
  environment: z.enum(environments),
  domain_name: z.string().optional(),
  id_prefix: z.string().regex(/^[1-8]\d{6}$/, 'expected seven digits below 9000000'),
  records: z.number().int().min(0).max(100_000).optional(),
  ...customizationShape,
  custom_views: z.array(viewSchema).max(500).optional(),
  profiles: z.array(profile).optional(),
  sharing: z.record(z.string(), z.enum(shareTypes)).optional(),
})

const portal = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  location,
  flow: z.enum(['legacy', 'org-specific']).optional(),
  orgs: z.array(org).min(1),
})

const user = z.strictObject({
  zuid: id,
  email: z.string().regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address'),
  password: z.string().min(1),
  first_name: z.string(),
  last_name: z.string(),
  location,
  default_portal: id.nullable(),
  orgs: z.array(z.strictObject({ zgid: id, profile: z.string(), role })),
})

const client = z.strictObject({
  client_id: z.string().regex(/^\d{4}\.[A-Z0-9]{30}$/, 'expected 1000. and 30 capital letters or digits'),
  type: z.enum(['server', 'javascript', 'mobile', 'device', 'self']),
  name: z.string().min(1),
  homepage_url: z.string().optional(),
  redirect_uris: z.array(z.string()).default([]),
  javascript_domains: z.array(z.string()).default([]),
  owner: z.string(),
  locations: z.array(location).min(1),
  client_secrets: z.partialRecord(z.enum(['all', ...locations]), z.string().min(1)),
})

export const fixtureSchema = z
  .strictObject({
    $schema: z.string().optional(),
    title: z.string(),
    extends: z.string().optional(),
    created: z.iso.datetime().optional(),
    records: z.enum(['generated', 'none']).optional(),
    portals: z.array(portal).optional(),
    users: z.array(user).optional(),
    clients: z.array(client).optional(),
  })
  .superRefine((fixture, context) => {
    for (const problem of referenceProblems(fixture)) context.addIssue({ code: 'custom', ...problem })
  })

export type FixtureFile = z.input<typeof fixtureSchema>

interface Problem {
  readonly path: (string | number)[]
  readonly message: string
}

const moduleNames = new Set(standardModules.map(({ apiName }) => apiName))

/** The profiles that every org has, and its own. */
const profileNames = (own: readonly { readonly name: string }[] = []): string[] => [
  ...usualProfiles,
  ...own.map(({ name }) => name),
]

/** References that point nowhere and ids that stand twice; only what the file itself declares can be checked. */
function referenceProblems(fixture: {
  extends?: string | undefined
  portals?: z.infer<typeof portal>[] | undefined
  users?: z.infer<typeof user>[] | undefined
  clients?: z.infer<typeof client>[] | undefined
}): Problem[] {
  const problems: Problem[] = []
  const portals = fixture.portals ?? []
  const orgs = portals.flatMap((one, p) =>
    one.orgs.map((each, o) => ({ ...each, path: ['portals', p, 'orgs', o], of: one })),
  )
  const users = fixture.users ?? []
  const twice = (values: readonly { value: string; path: (string | number)[] }[]) => {
    const seen = new Set<string>()
    for (const { value, path } of values) {
      if (seen.has(value)) problems.push({ path, message: `${value} stands twice` })
      seen.add(value)
    }
  }

  twice(portals.map((one, p) => ({ value: one.id, path: ['portals', p, 'id'] })))
  twice(orgs.map(one => ({ value: one.zgid, path: [...one.path, 'zgid'] })))
  twice(orgs.map(one => ({ value: one.id_prefix, path: [...one.path, 'id_prefix'] })))
  for (const { profiles = [], sharing = {}, modules = [], path } of orgs) {
    const ownModules = new Set(modules.map(one => one.api_name))
    twice(profiles.map(({ name }, p) => ({ value: name, path: [...path, 'profiles', p, 'name'] })))
    const named = Object.keys(sharing).map(name => ({ name, path: [...path, 'sharing', name] }))
    for (const [p, { modules: permitted = {} }] of profiles.entries()) {
      named.push(...Object.keys(permitted).map(name => ({ name, path: [...path, 'profiles', p, 'modules', name] })))
    }
    for (const each of named) {
      if (moduleNames.has(each.name) || ownModules.has(each.name)) continue
      problems.push({ path: each.path, message: `no module ${each.name}` })
    }
  }
  twice(users.map((one, u) => ({ value: one.zuid, path: ['users', u, 'zuid'] })))
  twice(users.map((one, u) => ({ value: one.email.toLowerCase(), path: ['users', u, 'email'] })))
  for (const [u, one] of users.entries()) {
    twice(one.orgs.map((each, o) => ({ value: each.zgid, path: ['users', u, 'orgs', o, 'zgid'] })))
  }
  twice((fixture.clients ?? []).map((one, c) => ({ value: one.client_id, path: ['clients', c, 'client_id'] })))
  const views = orgs.map(one => ({
    zgid: one.zgid,
    views: one.custom_views ?? [],
    path: [...one.path, 'custom_views'],
  }))
  const addUnder = (path: Problem['path'], found: readonly Problem[]) =>
    problems.push(...found.map(each => ({ path: [...path, ...each.path], message: each.message })))
  for (const each of views) addUnder(each.path, viewListProblems(each.views))
  for (const [p, one] of portals.entries()) {
    if (one.orgs.filter(each => each.environment === 'production').length !== 1) {
      problems.push({ path: ['portals', p, 'orgs'], message: 'expected exactly one production org' })
    }
  }
  if (fixture.extends) return problems

  for (const each of views) {
    const members = users.filter(one => one.orgs.some(({ zgid }) => zgid === each.zgid)).map(({ email }) => email)
    addUnder(each.path, viewUserProblems(each.views, new Set(members)))
  }
  for (const [u, one] of users.entries()) {
    const own = portals.find(each => each.id === one.default_portal)
    if (one.default_portal !== null && !own) {
      problems.push({ path: ['users', u, 'default_portal'], message: `no portal ${one.default_portal}` })
    }
    for (const [o, membership] of one.orgs.entries()) {
      const target = orgs.find(each => each.zgid === membership.zgid)
      const path = ['users', u, 'orgs', o, 'zgid']
      if (target && !profileNames(target.profiles).includes(membership.profile)) {
        const message = `org ${membership.zgid} has no profile ${membership.profile}`
        problems.push({ path: ['users', u, 'orgs', o, 'profile'], message })
      }
      if (!target) problems.push({ path, message: `no org ${membership.zgid}` })
      else if (target.of.location !== one.location) {
        problems.push({
          path,
          message: `org ${membership.zgid} lies in ${target.of.location}, the user in ${one.location}`,
        })
      }
    }
  }
  for (const [c, one] of (fixture.clients ?? []).entries()) {
    if (!users.some(each => each.email === one.owner)) {
      problems.push({ path: ['clients', c, 'owner'], message: `no user ${one.owner}` })
    }
    for (const place of one.locations) {
      if (!one.client_secrets.all && !one.client_secrets[place]) {
        problems.push({ path: ['clients', c, 'client_secrets'], message: `no secret for ${place}` })
      }
    }
  }
  return problems
}

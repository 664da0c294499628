/** What a fixture file may contain. That its parts fit each other is checked in fixture-check.ts. */

import { z } from 'zod'
import { environments, locations } from '../protocol/data-centers.ts'
import { customizationShape } from './customization-schema.ts'
import { blueprintsSchema } from './fixture-blueprints.ts'
import { viewSchema } from './fixture-views.ts'
import { administratorName, recordPermissions } from './profiles.ts'
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
  manage_profiles: z.boolean().optional(),
  manage_roles: z.boolean().optional(),
  manage_currencies: z.boolean().optional(),
  manage_groups: z.boolean().optional(),
  manage_portals: z.boolean().optional(),
  manage_portal_users: z.boolean().optional(),
  manage_data_sharing: z.boolean().optional(),
  manage_workflow: z.boolean().optional(),
})

const org = z.strictObject({
  zgid: id,
  name: z.string().min(1).max(120),
  environment: z.enum(environments),
  domain_name: z.string().optional(),
  id_prefix: z
    .string()
    .regex(/^[1-8]\d{6}$/, 'expected seven digits below 9000000')
    .describe('The first digits of all ids in this org; no other org has the same.'),
  records: z.number().int().min(0).max(100_000).optional().describe('How many records each module starts with.'),
  ...customizationShape,
  custom_views: z.array(viewSchema).max(500).optional().describe('Views beside those of Zoho.'),
  blueprints: blueprintsSchema.optional().describe('Processes that records go through.'),
  profiles: z
    .array(profile)
    .optional()
    .describe('Profiles beside Administrator and Standard; one called Standard replaces it.'),
  sharing: z
    .record(z.string(), z.enum(shareTypes))
    .optional()
    .describe('With whom the records of a module are shared.'),
})

const portal = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  location,
  flow: z
    .enum(['legacy', 'org-specific'])
    .optional()
    .describe('The flow that users of this default portal meet, whatever the scenario says.'),
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
  client_secrets: z
    .partialRecord(z.enum(['all', ...locations]), z.string().min(1))
    .describe('By data center, or one for all.'),
})

export const fixtureSchema = z.strictObject({
  $schema: z.string().optional(),
  title: z.string().describe('A few words.'),
  extends: z
    .string()
    .optional()
    .describe('A shipped fixture (default, empty, customized, data-centers), from which comes what is left out here.'),
  created: z.iso.datetime().optional().describe('When the orgs were made; records are younger.'),
  records: z
    .enum(['generated', 'none'])
    .optional()
    .describe('Whether modules start with plausible records, made when they are first touched.'),
  portals: z.array(portal).optional().describe('Companies, each with its production, sandbox and developer orgs.'),
  users: z.array(user).optional().describe('The people who can sign in.'),
  clients: z.array(client).optional().describe('The apps that are registered in the API console.'),
})

export type FixtureFile = z.input<typeof fixtureSchema>

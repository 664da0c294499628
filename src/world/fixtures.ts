import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { toBlueprintRow } from './blueprints.ts'
import { CustomizationProblem, compileCustomization } from './fixture-customization.ts'
import { membershipId } from './membership-id.ts'
import { idIn } from './metadata.ts'
import { packageFile } from './package-files.ts'
import { type Problem, problemLine } from './problems.ts'
import { orgPermissions, type ProfileRow } from './profiles.ts'
import { regions } from './regions.ts'
import type { Client, Membership, Org, OwnView, Portal, User } from './schema.ts'
import { Base } from './table.ts'

/** A starting world, ready to lie under the tables of any number of worlds. */
export interface Fixture {
  readonly name: string
  /** When its orgs were made. */
  readonly createdAt: number
  readonly portals: Base<Portal>
  readonly orgs: Base<Org>
  readonly users: Base<User>
  readonly memberships: Base<Membership>
  readonly clients: Base<Client>
}

type FixtureFile = import('./fixture-schema.ts').FixtureFile
type Complete = Required<Omit<FixtureFile, '$schema' | 'extends'>>

/** A file that cannot be used: which one, where in it, and what was expected. */
export class FileProblem extends Error {
  readonly problem: Problem

  constructor(file: string, path: Problem['path'], message: string) {
    super(problemLine(file, { path, message }))
    this.problem = { path, message }
  }
}

/** The first of a file's problems, as an error that stands for all. */
export function toFileProblem(file: string, problems: readonly Problem[]): FileProblem {
  const [first, ...others] = problems as [Problem, ...Problem[]]
  const more = others.length === 0 ? '' : ` (and ${others.length} more, see zoho-emulator check)`
  return new FileProblem(file, first.path, `${first.message}${more}`)
}

export const fixtureNames = (): string[] =>
  readdirSync(packageFile('fixtures'))
    .filter(file => file.endsWith('.json'))
    .map(file => file.slice(0, -'.json'.length))
    .sort()

const shipped = new Map<string, Fixture>()

/**
 * Loads a shipped fixture by name or a person's own by path.
 * @throws FileProblem
 */
export async function loadFixture(nameOrFile: string): Promise<Fixture> {
  const isName = /^[\w-]+$/.test(nameOrFile)
  if (!isName) return compile(nameOrFile, await readFixtureFile(nameOrFile))
  let fixture = shipped.get(nameOrFile)
  if (!fixture) {
    const path = packageFile('fixtures', `${nameOrFile}.json`)
    if (!existsSync(path)) {
      throw new FileProblem(nameOrFile, [], `no fixture of that name; there are ${fixtureNames().join(', ')}`)
    }
    // shipped files are checked by a test, so start-up does not pay for the schema
    fixture = compile(nameOrFile, completeFixture(readJson(path) as FixtureFile))
    shipped.set(nameOrFile, fixture)
  }
  return fixture
}

/** Reads and checks a person's own fixture, and fills in what it extends. @throws FileProblem */
export async function readFixtureFile(file: string): Promise<Complete> {
  const content = readJson(file)
  const { fixtureProblems } = await import('./fixture-check.ts')
  const problems = fixtureProblems(content)
  if (problems.length > 0) throw toFileProblem(file, problems)
  return completeFixture(content as FixtureFile)
}

/** @throws FileProblem when the file is missing or no JSON */
export function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new FileProblem(file, [], readProblem(error as NodeJS.ErrnoException))
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileProblem(file, [], `no valid JSON: ${(error as Error).message}`)
  }
}

function readProblem({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file'
  return code === 'EISDIR' ? 'is a folder, expected a file' : message
}

/** Fills in what the file takes over from the fixture that it extends. */
export function completeFixture(file: FixtureFile): Complete {
  const under = file.extends
    ? completeFixture(readJson(packageFile('fixtures', `${file.extends}.json`)) as FixtureFile)
    : { created: '2025-11-03T09:00:00Z', records: 'generated' as const, portals: [], users: [], clients: [] }
  return {
    title: file.title,
    created: file.created ?? under.created,
    records: file.records ?? under.records,
    portals: file.portals ?? under.portals,
    users: file.users ?? under.users,
    clients: file.clients ?? under.clients,
  }
}

function compile(name: string, file: Complete): Fixture {
  const createdAt = Date.parse(file.created)
  const userIds = new Map<string, string[]>()
  const prefixes = new Map(file.portals.flatMap(portal => portal.orgs.map(org => [org.zgid, org.id_prefix])))

  const zuidOf = new Map(file.users.map(user => [user.email, user.zuid]))
  const memberships = file.users.flatMap(user =>
    user.orgs.map(({ zgid, profile, role }): Membership => {
      const inOrg = userIds.get(zgid) ?? []
      const userId = idIn(prefixes.get(zgid)!, 'users', inOrg.length * 1000)
      userIds.set(zgid, [...inOrg, userId])
      return { id: membershipId(zgid, user.zuid), zuid: user.zuid, zgid, userId, profile, role }
    }),
  )

  const ownersOf = (org: { zgid: string; id_prefix: string }) => userIds.get(org.zgid) ?? [idIn(org.id_prefix, 'users')]
  const userIdOf = new Map(memberships.map(({ id, userId }) => [id, userId]))
  const orgs = file.portals.flatMap((portal, p) =>
    portal.orgs.map(
      (org, o): Org => ({
        id: org.zgid,
        portalId: portal.id,
        name: org.name,
        environment: org.environment,
        domainName: org.domain_name ?? `org${org.zgid}`,
        idPrefix: org.id_prefix,
        createdAt,
        timeZone: regions[portal.location].timeZone,
        currency: regions[portal.location].currency,
        startingRecords: file.records === 'none' ? 0 : (org.records ?? null),
        recordOwners: ownersOf(org),
        customization: customizationOf(name, ['portals', p, 'orgs', o], org, { createdAt, founder: ownersOf(org)[0]! }),
        customViews: (org.custom_views ?? []).map(view =>
          toOwnView(view, email =>
            email === undefined ? ownersOf(org)[0]! : userIdOf.get(membershipId(org.zgid, zuidOf.get(email)!))!,
          ),
        ),
        profiles: (org.profiles ?? []).map(toProfileRow),
        blueprints: (org.blueprints ?? []).map(toBlueprintRow),
        sharing: org.sharing ?? {},
      }),
    ),
  )

  return {
    name,
    createdAt,
    portals: new Base(file.portals.map(({ id, name, location, flow = null }) => ({ id, name, location, flow }))),
    orgs: new Base(orgs),
    users: new Base(
      file.users.map(user => ({
        id: user.zuid,
        email: user.email,
        password: user.password,
        firstName: user.first_name,
        lastName: user.last_name,
        location: user.location,
        defaultPortalId: user.default_portal,
      })),
    ),
    memberships: new Base(memberships),
    clients: new Base(
      file.clients.map(client => ({
        id: client.client_id,
        type: client.type,
        name: client.name,
        homepageUrl: client.homepage_url ?? null,
        redirectUris: client.redirect_uris ?? [],
        javascriptDomains: client.javascript_domains ?? [],
        ownerZuid: zuidOf.get(client.owner)!,
        locations: client.locations,
        secrets: client.client_secrets,
      })),
    ),
  }
}

type OrgInput = Complete['portals'][number]['orgs'][number]

/** @throws FileProblem */
function customizationOf(
  file: string,
  path: (string | number)[],
  org: OrgInput,
  made: { readonly createdAt: number; readonly founder: string },
) {
  try {
    return compileCustomization(org, { idPrefix: org.id_prefix, ...made })
  } catch (error) {
    if (!(error instanceof CustomizationProblem)) throw error
    throw new FileProblem(file, [...path, ...error.path], error.message)
  }
}

/** @param userIdOf finds a member by e-mail, without one the first of the org */
const toOwnView = (
  view: NonNullable<OrgInput['custom_views']>[number],
  userIdOf: (email?: string) => string,
): OwnView => ({
  module: view.module,
  name: view.name,
  criteria: view.criteria ?? null,
  fields: view.fields ?? null,
  sortBy: view.sort_by ?? null,
  sortOrder: view.sort_by === undefined ? null : (view.sort_order ?? 'asc'),
  accessType: view.access_type ?? 'public',
  createdBy: userIdOf(view.created_by),
  sharedTo: (view.shared_to ?? []).map(userIdOf),
  opensFirst: view.default ?? false,
})

const toProfileRow = (profile: NonNullable<OrgInput['profiles']>[number]): ProfileRow => ({
  name: profile.name,
  modules: profile.modules ?? {},
  permissions: orgPermissions.filter(permission => profile[permission]),
})

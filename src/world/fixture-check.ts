/** Everything that is wrong with a fixture file: what its schema refuses, and what doesn't fit together. */

import { orgProblems } from './fixture-org-check.ts'
import { type FixtureFile, fixtureSchema } from './fixture-schema.ts'
import { viewUserProblems } from './fixture-views.ts'
import { completeFixture, fixtureNames } from './fixtures.ts'
import { listed, type Problem, problemsOf, type Readable, readableParts } from './problems.ts'
import { usualProfiles } from './profiles.ts'

type Fixture = Readable<FixtureFile>
type Path = Problem['path']

/**
 * @param content of the file, as JSON
 * @param options.strict whether a view may name nothing that its org doesn't start with; a client may add that later
 */
export function fixtureProblems(content: unknown, { strict = false } = {}): Problem[] {
  const result = fixtureSchema.safeParse(content)
  const refused = result.success ? [] : problemsOf(result.error)
  const own = readableParts<FixtureFile>(content, refused)
  if (!own) return refused
  const names = own.extends === undefined ? [] : fixtureNames()
  const isBaseKnown = own.extends === undefined || names.includes(own.extends)
  const message = `no fixture ${own.extends}; there are ${names.join(', ')}`
  const problems = isBaseKnown ? [] : [{ path: ['extends'], message }]
  const whole = isBaseKnown ? (completeFixture(own as FixtureFile) as Fixture) : own
  const check = new Check(whole, refused, { isWhole: isBaseKnown, strict })
  return [...refused, ...problems, ...check.problems()]
}

/** Looks at what could be read; what names something that could not is left alone. */
class Check {
  readonly #fixture: Fixture
  readonly #refused: readonly Problem[]
  readonly #isWhole: boolean
  readonly #strict: boolean

  /** @param options.isWhole whether all that the file takes over is there */
  constructor(fixture: Fixture, refused: readonly Problem[], options: { isWhole: boolean; strict: boolean }) {
    this.#fixture = fixture
    this.#refused = refused
    this.#isWhole = options.isWhole
    this.#strict = options.strict
  }

  problems(): Problem[] {
    return [...this.#twice(), ...this.#portals(), ...this.#orgs(), ...this.#users(), ...this.#clients()]
  }

  #orgList() {
    return listed(this.#fixture.portals).flatMap(([p, portal]) =>
      listed(portal.orgs).map(([o, org]) => ({ org, portal, path: ['portals', p, 'orgs', o] as Path })),
    )
  }

  /** Whether the names of such things are all known. @param places where they stand; `*` is any index */
  #isSure(places: Path): boolean {
    const hides = ({ path }: Problem) =>
      path.length <= places.length && path.every((step, at) => places[at] === '*' || places[at] === step)
    return this.#isWhole && !this.#refused.some(hides)
  }

  /** Names that stand twice. */
  #twice(): Problem[] {
    const { portals, users, clients } = this.#fixture
    const orgs = this.#orgList()
    return [
      ...twice(listed(portals).map(([p, one]) => [['portals', p, 'id'], one.id])),
      ...twice(orgs.map(({ org, path }) => [[...path, 'zgid'], org.zgid])),
      ...twice(orgs.map(({ org, path }) => [[...path, 'id_prefix'], org.id_prefix])),
      ...orgs.flatMap(({ org, path }) =>
        twice(listed(org.profiles).map(([p, { name }]) => [[...path, 'profiles', p, 'name'], name])),
      ),
      ...twice(listed(users).map(([u, one]) => [['users', u, 'zuid'], one.zuid])),
      ...twice(listed(users).map(([u, one]) => [['users', u, 'email'], one.email?.toLowerCase()])),
      ...listed(users).flatMap(([u, one]) =>
        twice(listed(one.orgs).map(([o, each]) => [['users', u, 'orgs', o, 'zgid'], each.zgid])),
      ),
      ...twice(listed(clients).map(([c, one]) => [['clients', c, 'client_id'], one.client_id])),
    ]
  }

  #portals(): Problem[] {
    return listed(this.#fixture.portals).flatMap(([p, { orgs }]) => {
      // of an org whose environment could not be read nobody knows whether it is the one
      const environments = listed(orgs).map(([, { environment }]) => environment)
      const productions = environments.filter(environment => environment === 'production').length
      const isOpen = orgs === undefined || environments.length < orgs.length || environments.includes(undefined)
      if (productions === 1 || (productions === 0 && isOpen)) return []
      return [{ path: ['portals', p, 'orgs'], message: 'expected exactly one production org' }]
    })
  }

  #orgs(): Problem[] {
    const isSure = this.#isSure(['users', '*', 'email']) && this.#isSure(['users', '*', 'orgs', '*', 'zgid'])
    return this.#orgList().flatMap(({ org, path }) => {
      const isIn = (problem: Problem) => path.every((step, at) => problem.path[at] === step)
      const refused = this.#refused
        .filter(isIn)
        .map(({ path: whole, message }) => ({ path: whole.slice(path.length), message }))
      const strangers = isSure ? viewUserProblems(org.custom_views, this.#membersOf(org.zgid)) : []
      return [
        ...orgProblems(org, refused, this.#strict),
        ...strangers.map(each => ({ ...each, path: ['custom_views', ...each.path] })),
      ].map(each => ({ path: [...path, ...each.path], message: each.message }))
    })
  }

  #membersOf(zgid: string | undefined): Set<string> {
    const isMember = (user: Readable<FixtureFile['users'] & {}>[number] & {}) =>
      listed(user.orgs).some(([, each]) => each.zgid === zgid)
    return new Set(
      listed(this.#fixture.users).flatMap(([, user]) => (isMember(user) && user.email ? [user.email] : [])),
    )
  }

  #users(): Problem[] {
    return listed(this.#fixture.users).flatMap(([u, user]) => {
      const { default_portal: home } = user
      const knowsPortals = this.#isSure(['portals', '*', 'id'])
      const isHome = listed(this.#fixture.portals).some(([, { id }]) => id === home)
      const homeless = typeof home === 'string' && knowsPortals && !isHome
      return [
        ...(homeless ? [{ path: ['users', u, 'default_portal'], message: `no portal ${home}` }] : []),
        ...listed(user.orgs).flatMap(([o, membership]) =>
          this.#membership(membership, user.location).map(({ path, message }) => ({
            path: ['users', u, 'orgs', o, ...path],
            message,
          })),
        ),
      ]
    })
  }

  #membership(
    { zgid, profile }: { readonly zgid?: string | undefined; readonly profile?: string | undefined },
    location: string | undefined,
  ): Problem[] {
    if (zgid === undefined) return []
    const target = this.#orgList().find(({ org }) => org.zgid === zgid)
    if (!target) {
      const isSure = this.#isSure(['portals', '*', 'orgs', '*', 'zgid'])
      return isSure ? [{ path: ['zgid'], message: `no org ${zgid}` }] : []
    }
    const problems: Problem[] = []
    const names = [...usualProfiles, ...listed(target.org.profiles).map(([, { name }]) => name)]
    const isSure = this.#isSure([...target.path, 'profiles', '*', 'name'])
    if (profile !== undefined && isSure && !names.includes(profile)) {
      problems.push({ path: ['profile'], message: `org ${zgid} has no profile ${profile}` })
    }
    const there = target.portal.location
    if (there !== undefined && location !== undefined && there !== location) {
      problems.push({ path: ['zgid'], message: `org ${zgid} lies in ${there}, the user in ${location}` })
    }
    return problems
  }

  #clients(): Problem[] {
    const isSure = this.#isSure(['users', '*', 'email'])
    const emails = new Set(listed(this.#fixture.users).map(([, { email }]) => email))
    return listed(this.#fixture.clients).flatMap(([c, { owner, locations, client_secrets: secrets }]) => {
      const problems: Problem[] = []
      if (owner !== undefined && isSure && !emails.has(owner)) {
        problems.push({ path: ['clients', c, 'owner'], message: `no user ${owner}` })
      }
      const areSure = this.#isSure(['clients', c, 'client_secrets', '*'])
      for (const [, place] of secrets && areSure ? listed(locations) : []) {
        if (secrets?.all || secrets?.[place]) continue
        problems.push({ path: ['clients', c, 'client_secrets'], message: `no secret for ${place}` })
      }
      return problems
    })
  }
}

function twice(values: readonly (readonly [path: Path, value: string | undefined])[]): Problem[] {
  const seen = new Set<string>()
  return values.flatMap(([path, value]) => {
    if (value === undefined) return []
    if (seen.has(value)) return [{ path, message: `${value} stands twice` }]
    seen.add(value)
    return []
  })
}

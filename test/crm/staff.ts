/** A sandbox without records whose people differ in profile and role. */

import { type Answer, type Harness, start } from '../support/emulator.ts'
import { defaultWorld, fixtureFile, orgOf } from '../support/fixture-file.ts'
import { allScopes } from './at-crm.ts'

export { idsOf, lead } from './at-crm.ts'

const profiles = {
  admin: { profile: 'Administrator', role: 'CEO' },
  boss: { profile: 'Standard', role: 'CEO' },
  agent: { profile: 'Standard', role: 'Manager' },
  peer: { profile: 'Standard', role: 'Manager' },
}

export type Person = keyof typeof profiles

export interface Staff extends Harness {
  /** A call of v8, unless told otherwise, in the sandbox Acme QA. */
  as(person: Person, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** @returns the new record's id */
  insert(person: Person, module: string, row: object): Promise<string>
  query(person: Person, select_query: string): Promise<Answer>
  /** The user's id in the org. */
  idOf(person: Person): Promise<string>
}

/**
 * @param org what the fixture says of the org beside its name
 * @param people whose profile is another than the usual one
 */
export async function staff(
  org: object = {},
  people: Partial<Record<Person, string>> = {},
  scope = allScopes,
): Promise<Staff> {
  const harness = await start({ fixture: staffFixture(org, people) })
  const tokens = new Map<Person, string>()
  for (const person of Object.keys(profiles) as Person[]) {
    tokens.set(person, (await harness.tokens({ org: 'Acme QA', user: emailOf(person), scope })).access_token)
  }
  const as: Staff['as'] = (person, method, path, body, headers = {}) => {
    const version = /^v[\d.]+\//.test(path) ? '' : 'v8/'
    const token = tokens.get(person)!
    return harness.send(method, `/sandbox.zohoapis.com/crm/${version}${path}`, { token, body, headers })
  }
  return {
    ...harness,
    as,
    async insert(person, module, row) {
      const { json, text } = await as(person, 'POST', module, { data: [row] })
      if (json?.data?.[0].code !== 'SUCCESS') throw new Error(text)
      return json.data[0].details.id
    },
    query: (person, select_query) => as(person, 'POST', 'coql', { select_query }),
    idOf: async person => (await as(person, 'GET', 'users?type=CurrentUser')).json.users[0].id,
  }
}

const emailOf = (person: Person): string => `${person}@acme.example`

/** The file of such a world, for those who look at what it may say. */
export function staffFixture(org: object, people: Partial<Record<Person, string>> = {}): string {
  const world = defaultWorld()
  const sandbox = orgOf(world, 'Acme QA')
  Object.assign(sandbox, org)
  const template = world.users[1]!
  const others = Object.entries(profiles).map(([person, { profile, role }], index) => ({
    ...template,
    zuid: `7001000${index + 10}`,
    email: emailOf(person as Person),
    first_name: person,
    last_name: 'Example',
    orgs: [{ zgid: sandbox.zgid, profile: people[person as Person] ?? profile, role }],
  }))
  const kept = world.users.filter(user => !others.some(({ email }) => email === user.email))
  const clients = world.clients.map(client => ({ ...client, owner: others[0]!.email }))
  return fixtureFile({ ...world, records: 'none', users: [...kept, ...others], clients })
}

export const denied = (...permissions: string[]) => ({
  code: 'NO_PERMISSION',
  details: { permissions: permissions.map(each => `Crm_Implied_${each}`) },
  message: 'permission denied',
  status: 'error',
})

/**
 * Rules by which an org shares private records with more people than see them anyway: those of some owners, or those that
 * meet criteria. What a rule gives is worked out for a caller when a module is asked for that everybody does not see.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/data-sharing-rules.html. That the superiors of a group are those of its members is
 * inferred.
 */

import type { Actor } from '../../http/authenticate.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import { isBelow, type Role } from '../../world/profiles.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { compileKeptCriteria } from '../criteria/json.ts'
import type { Access } from '../records/owners-within.ts'
import type { Setting } from '../settings/collection.ts'
import { groupTable, membersOf } from '../users/groups.ts'

/** With whom, or from whom, records are shared. */
export interface Shared {
  readonly type: 'roles' | 'groups' | 'all_users'
  /** Id of a role or a group; null for all users. */
  readonly resource: string | null
  readonly subordinates: boolean
}

export interface SharingRule {
  readonly name: string
  /** API name. */
  readonly module: string
  readonly type: 'Record_Owner_Based' | 'Criteria_Based'
  readonly permission_type: keyof typeof accessOf
  readonly superiors_allowed: boolean
  readonly shared_from: Shared | null
  readonly shared_to: Shared
  readonly criteria: unknown
  readonly status: 'active' | 'inactive'
}

/** What each permission lets people do; that there is one between the two of Zoho's description is inferred from its pages. */
export const accessOf = {
  read: ['see'],
  read_write: ['see', 'edit'],
  read_write_delete: ['see', 'edit', 'delete'],
} as const satisfies Readonly<Record<string, readonly Access[]>>

const sharingRulesOf = (data: OrgData) => data.table<Setting>('settings/data_sharing/rules')

/** What rules add to what a caller reaches of a module anyway. */
export interface RuleReach {
  /** Owners whose records are shared; null for everybody. */
  readonly owners: ReadonlySet<string> | null
  /** Which other records are. */
  readonly matches: ((row: RecordRow) => boolean) | null
}

const nothing: RuleReach = { owners: new Set(), matches: null }
/** An actor lives as long as a request, or as the work of a job. */
const reaches = new WeakMap<Actor, Map<string, RuleReach>>()

export function ruleReach(caller: Actor, module: ModuleMeta, access: Access): RuleReach {
  if (sharingRulesOf(caller.data).size === 0) return nothing
  const known = getOrMake(reaches, caller, () => new Map<string, RuleReach>())
  return getOrMake(known, `${module.apiName} ${access}`, () => findReach(caller, module, access))
}

function findReach({ data, user }: Actor, module: ModuleMeta, access: Access): RuleReach {
  const rules = sharingRulesOf(data)
    .all()
    .map(({ values }) => values as unknown as SharingRule)
    .filter(rule => rule.module === module.apiName && rule.status === 'active')
    .filter(
      rule => (accessOf[rule.permission_type] as readonly Access[]).includes(access) && reachesUser(rule, user, data),
    )
  const owners = new Set<string>()
  const tests: ((row: RecordRow) => boolean)[] = []
  for (const { type, shared_from: from, criteria } of rules) {
    if (type === 'Criteria_Based') tests.push(compileKeptCriteria(criteria, { data, user, module }))
    else if (from?.type === 'all_users') return { owners: null, matches: null }
    else for (const user of data.users()) if (from && holds(from, user, data)) owners.add(user.id)
  }
  return { owners, matches: tests.length > 0 ? row => tests.some(test => test(row)) : null }
}

const roleNamed = (data: OrgData, id: string | null): Role | undefined =>
  id === null ? undefined : data.people.roleRows.get(id)

const membersNamed = (data: OrgData, id: string | null): OrgUser[] => {
  const group = id === null ? undefined : groupTable(data).get(id)
  return group ? membersOf(data, group) : []
}

/** Whether somebody is in the group that is meant, or of the role, or of one below it where those count too. */
function holds({ type, resource, subordinates }: Shared, { id, role }: OrgUser, data: OrgData): boolean {
  if (type === 'groups') return membersNamed(data, resource).some(member => member.id === id)
  if (role.id === resource) return true
  const named = subordinates && roleNamed(data, resource)
  return named ? isBelow(data.roles(), role, named) : false
}

function reachesUser(
  { shared_to: to, superiors_allowed: superiors }: SharingRule,
  user: OrgUser,
  data: OrgData,
): boolean {
  if (to.type === 'all_users' || holds(to, user, data)) return true
  if (!superiors) return false
  const named = roleNamed(data, to.resource)
  const roles = to.type === 'groups' ? membersNamed(data, to.resource).map(({ role }) => role) : named ? [named] : []
  return roles.some(role => isBelow(data.roles(), role, user.role))
}

/** The rules that share something with a group, or what belongs to its members. */
export const rulesOfGroup = (data: OrgData, id: string): Setting[] =>
  sharingRulesOf(data)
    .all()
    .filter(({ values }) => {
      const { shared_from: from, shared_to: to } = values as unknown as SharingRule
      return [from, to].some(shared => shared?.type === 'groups' && shared.resource === id)
    })

/**
 * The people of one org: its users, those who were deleted, its profiles and roles. Who signs in to which org hangs on the
 * memberships, so a user who is deleted loses theirs; the org goes on knowing the name.
 */

import { getOrMake } from '../protocol/get-or-make.ts'
import { membershipId } from './membership-id.ts'
import { type Profile, type Role, startingProfiles, startingRoles } from './profiles.ts'
import type { Membership, Org, User } from './schema.ts'
import type { Store } from './store.ts'
import { Base, type Table } from './table.ts'

export type UserStatus = 'active' | 'inactive' | 'deleted'

/** A user as one org's CRM knows them. */
export interface OrgUser {
  /** The id inside this org. */
  readonly id: string
  readonly zuid: string
  readonly firstName: string
  readonly lastName: string
  readonly fullName: string
  readonly email: string
  readonly profile: Profile
  readonly role: Role
  readonly status: UserStatus
  /** Whether the invitation was accepted. */
  readonly confirmed: boolean
  readonly membership: Membership
}

/** A membership that ended, under the id of the user inside the org. */
export type FormerMember = Membership

interface Described {
  readonly of: readonly unknown[]
  readonly orgUser: OrgUser
}

/** By org row: worlds of one fixture share what its file says. */
const profileBases = new WeakMap<Org, Base<Profile>>()
const roleBases = new WeakMap<Org, Base<Role>>()

/** Rows of a table by name, made anew when the table changed; each call of a user looks some up. */
class ByName<T extends { readonly id: string; readonly name: string }> {
  readonly #table: Table<T>
  #revision = -1
  #names = new Map<string, T>()
  #list: readonly T[] = []

  constructor(table: Table<T>) {
    this.#table = table
  }

  get list(): readonly T[] {
    this.#refresh()
    return this.#list
  }

  get(name: string): T | undefined {
    this.#refresh()
    return this.#names.get(name)
  }

  #refresh(): void {
    if (this.#table.revision === this.#revision) return
    this.#revision = this.#table.revision
    this.#list = this.#table.all()
    this.#names = new Map(this.#list.map(row => [row.name, row]))
  }
}

export class OrgPeople {
  readonly org: Org
  readonly profileRows: Table<Profile>
  readonly roleRows: Table<Role>
  readonly former: Table<FormerMember>
  readonly #profiles: ByName<Profile>
  readonly #roles: ByName<Role>
  readonly #memberships: Table<Membership>
  readonly #accounts: Table<User>
  /** By the rows that they are made from, as every record names three of them. */
  readonly #described = new WeakMap<Membership, Described>()

  constructor(org: Org, store: Store, memberships: Table<Membership>, users: Table<User>) {
    this.org = org
    this.#memberships = memberships
    this.#accounts = users
    this.profileRows = store.table<Profile>(`org/${org.id}/profiles`, {
      base: () => getOrMake(profileBases, org, () => new Base(startingProfiles(org))),
    })
    this.roleRows = store.table<Role>(`org/${org.id}/roles`, {
      base: () => getOrMake(roleBases, org, () => new Base(startingRoles(org))),
    })
    this.former = store.table<FormerMember>(`org/${org.id}/former-users`)
    this.#profiles = new ByName(this.profileRows)
    this.#roles = new ByName(this.roleRows)
  }

  profiles(): readonly Profile[] {
    return this.#profiles.list
  }

  roles(): readonly Role[] {
    return this.#roles.list
  }

  /** All but those who were deleted. */
  users(): OrgUser[] {
    return this.#memberships.find('zgid', this.org.id).map(membership => this.#describe(membership))
  }

  deletedUsers(): OrgUser[] {
    return this.former.size === 0 ? [] : this.former.all().map(membership => this.#describe(membership, true))
  }

  /** By the id inside this org, deleted ones too. */
  user(id: string): OrgUser | undefined {
    const membership = this.#memberships.findOne('userId', id)
    if (membership) return membership.zgid === this.org.id ? this.#describe(membership) : undefined
    const former = this.former.get(id)
    return former && this.#describe(former, true)
  }

  userOfZuid(zuid: string): OrgUser | undefined {
    const membership = this.#memberships.get(membershipId(this.org.id, zuid))
    return membership && this.#describe(membership)
  }

  #describe(membership: Membership, isDeleted = false): OrgUser {
    const user = this.#accounts.get(membership.zuid)!
    const profile = this.#profiles.get(membership.profile)!
    const role = this.#roles.get(membership.role)!
    const known = this.#described.get(membership)
    if (known && known.of[0] === user && known.of[1] === profile && known.of[2] === role) return known.orgUser
    const { first_name: firstName = user.firstName, last_name: lastName = user.lastName } = (membership.about?.values ??
      {}) as { first_name?: string | null; last_name?: string | null }
    const orgUser: OrgUser = {
      id: membership.userId,
      zuid: user.id,
      firstName: firstName ?? '',
      lastName: lastName ?? '',
      fullName: `${firstName ?? ''} ${lastName ?? ''}`.trim(),
      email: user.email,
      profile,
      role,
      status: isDeleted ? 'deleted' : membership.inactive ? 'inactive' : 'active',
      confirmed: !membership.unconfirmed,
      membership,
    }
    this.#described.set(membership, { of: [user, profile, role], orgUser })
    return orgUser
  }
}

/**
 * Whose records of a module a caller reaches as a whole: by what the org shares with everybody, as the owner, from a role above,
 * and by sharing rules. What single records were shared comes on top (sharing.ts).
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/data-sharing-rules.html
 */

import type { Actor } from '../../http/authenticate.ts'
import { getOrMake } from '../../protocol/get-or-make.ts'
import { appointments, rescheduledHistory } from '../../protocol/modules/appointments.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { isBelow } from '../../world/profiles.ts'
import type { ShareType } from '../../world/sharing.ts'
import { mayDo } from '../permissions.ts'
import { type RuleReach, ruleReach } from '../sharing/rules.ts'

export type Access = 'see' | 'edit' | 'delete'

/** What everybody may do with the records of everybody. */
const openTo: Readonly<Record<ShareType, readonly Access[]>> = {
  private: [],
  public_read_only: ['see'],
  public_read_write: ['see', 'edit'],
  public: ['see', 'edit', 'delete'],
}

/** The users whose records of a module the caller may see, edit or delete; null for everybody's, which is the usual case. */
export function ownersWithin(caller: Actor, module: ModuleMeta, access: Access): ReadonlySet<string> | null {
  if (caller.user.profile.administrator) return null
  if (tellsOfAppointments(module, access)) return seesAllAppointments(caller) ? null : nobody
  if (openTo[caller.data.shareTypeOf(module)].includes(access)) return null
  const owners = getOrMake(ownersByCaller, caller, () => findOwners(caller))
  const reach = ruleReach(caller, module, access)
  if (reach.owners === null || reach.owners.size === 0) return reach.owners && owners
  return getOrMake(ownersByReach, reach, () => new Set([...owners, ...reach.owners!]))
}

/** What rules give a caller is worked out once too. */
const ownersByReach = new WeakMap<RuleReach, ReadonlySet<string>>()

/** An actor lives as long as a request, or as the work of a job. */
const ownersByCaller = new WeakMap<Actor, ReadonlySet<string>>()

function findOwners({ data, user }: Actor): ReadonlySet<string> {
  const owners = new Set([user.id])
  const roles = data.roles()
  // records of those who are gone are seen by who saw them before
  for (const { id, role } of [...data.users(), ...data.people.deletedUsers()]) {
    const isPeer = role.id === user.role.id && role.sharesWithPeers
    if (isPeer || isBelow(roles, role, user.role)) owners.add(id)
  }
  return owners
}

const nobody: ReadonlySet<string> = new Set()

/** The history of an appointment names it, and so is seen by those who see the appointment. */
export const tellsOfAppointments = ({ apiName }: ModuleMeta, access: Access): boolean =>
  access === 'see' && apiName === rescheduledHistory.apiName

function seesAllAppointments(caller: Actor): boolean {
  const module = caller.data.module(appointments.apiName)
  return module !== undefined && mayDo(caller.user.profile, 'view', module) && !ownersWithin(caller, module, 'see')
}

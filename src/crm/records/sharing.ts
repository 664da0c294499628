/**
 * Whose records of a module a caller reaches. Where the org shares a module only in part, the rest is left to the owner of a
 * record, to those in the roles above, to administrators, to whom sharing rules name and to whom a record was shared with. To
 * everybody else a record that they may not see is none.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/data-sharing-rules.html
 */

import type { Actor } from '../../http/authenticate.ts'
import { activities } from '../../protocol/modules/activities.ts'
import { appointments } from '../../protocol/modules/appointments.ts'
import { belongings } from '../../protocol/modules/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { RecycledRecord } from '../../world/recycle-bin.ts'
import { mayDo } from '../permissions.ts'
import { ruleReach } from '../sharing/rules.ts'
import { hasShared, isSharedWith } from '../sharing/shares.ts'
import { isLockedFor, locksOf } from './locks.ts'
import { type Access, ownersWithin, tellsOfAppointments } from './owners-within.ts'
import type { RenderRecord } from './render.ts'

/** Which records the caller reaches beside those of `ownersWithin`, by rules or one by one; null for none. */
export function othersWithin(caller: Actor, module: ModuleMeta, access: Access): ((row: RecordRow) => boolean) | null {
  if (tellsOfAppointments(module, access)) return row => hasVisibleAppointment(caller, row)
  const { matches } = ruleReach(caller, module, access)
  if (!hasShared(caller, module)) return matches
  return row => (matches?.(row) ?? false) || isSharedWith(caller, module, row.id, access)
}

function hasVisibleAppointment(caller: Actor, { Appointment_Name: id }: RecordRow): boolean {
  const module = caller.data.module(appointments.apiName)
  if (!module || !mayDo(caller.user.profile, 'view', module)) return false
  return findVisible(caller, module, String(id)) !== undefined
}

/** Which rows of a module the caller may see, edit or delete; null for all of them. */
function rowsWithin(caller: Actor, module: ModuleMeta, access: Access): ((row: RecordRow) => boolean) | null {
  const owners = ownersWithin(caller, module, access)
  if (!owners) return null
  const others = othersWithin(caller, module, access)
  return others ? row => owners.has(row.Owner as string) || others(row) : row => owners.has(row.Owner as string)
}

/** Which rows of a module the caller may see; null for all of them. */
export function visibleTo(caller: Actor, module: ModuleMeta): ((row: RecordRow) => boolean) | null {
  if (caller.user.profile.administrator) return null
  if (module.apiName === activities.apiName) return row => isVisibleActivity(caller, row)
  const parentField = belongings.find(each => each.module === module.apiName)?.field
  if (parentField) return row => hasVisibleParent(caller, row, parentField)
  return rowsWithin(caller, module, 'see')
}

/** An activity is seen by whom the module that it really lies in lets see it. */
function isVisibleActivity(caller: Actor, row: RecordRow): boolean {
  const module = caller.data.module(String(row.Activity_Type))
  return module !== undefined && mayDo(caller.user.profile, 'view', module) && may('see', caller, module, row)
}

/** A note is seen with the record that it belongs to. */
function hasVisibleParent(caller: Actor, row: RecordRow, field: string): boolean {
  const module = caller.data.module(String(row.$se_module))
  if (!module || !mayDo(caller.user.profile, 'view', module)) return false
  return findVisible(caller, module, String(row[field])) !== undefined
}

/** Whether the sharing of a module lets the caller do that with a record; what the profile permits is another question. */
export function may(access: Access, caller: Actor, module: ModuleMeta, row: RecordRow): boolean {
  if (access === 'see') return visibleTo(caller, module)?.(row) ?? true
  return rowsWithin(caller, module, access)?.(row) ?? true
}

/** The record of that id, unless the caller may not see it. */
export function findVisible(caller: Actor, module: ModuleMeta, id: string): RecordRow | undefined {
  const row = caller.data.records(module).get(id)
  return row && may('see', caller, module, row) ? row : undefined
}

/** Which deleted records of a module the caller may see, those that are gone for good too; null for all of them. */
export function recycledVisibleTo(caller: Actor, module: ModuleMeta): ((row: RecycledRecord) => boolean) | null {
  const owners = ownersWithin(caller, module, 'see')
  if (!owners) return null
  const others = othersWithin(caller, module, 'see')
  return ({ record, owner }) =>
    owners.has((record?.Owner as string | undefined) ?? owner ?? '') || (record !== null && (others?.(record) ?? false))
}

/** Makes records say what the caller may do with them, where that is not everything. */
export function withAccess(caller: Actor, module: ModuleMeta, render: RenderRecord): RenderRecord {
  const deletable = ownersWithin(caller, module, 'delete')
  const mayEdit = mayDo(caller.user.profile, 'edit', module)
  const hasLocks = locksOf(caller.data).size > 0
  if (!deletable && mayEdit && !hasLocks) return render
  return row => {
    const response = render(row)
    if (!('$editable' in response)) return response
    if (hasLocks) response.$locked_for_me = isLockedFor(caller, module, row)
    if (!deletable && mayEdit) return response
    const isShared = may('edit', caller, module, row)
    response.$editable = mayEdit && isShared
    if (!may('delete', caller, module, row)) response.$sharing_permission = isShared ? 'read_write' : 'read_only'
    return response
  }
}

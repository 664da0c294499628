/**
 * `/users/…/actions/transfer`, `transfer_and_delete` and `validate_before_transfer`: what belongs to a user goes to another.
 * Nobody here reports to a person (that feature is off), so no subordinates move; the words for a job's phases before its end
 * are inferred. A user who is in the criteria of a view stays there.
 *
 * Source: https://github.com/zoho/crm-oas and https://www.zoho.com/crm/developer/docs/api/v8/transfer-delete-users.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { type JobPhase, phaseOf } from '../../world/jobs.ts'
import type { OrgUser } from '../../world/org-data.ts'
import { isBelow } from '../../world/profiles.ts'
import { answer, answerNothing, type CrmContext, success } from '../answer.ts'
import type { Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { deleteMember, primaryContact } from '../users/members.ts'
import { isInCriteria, scheduleTransfer, type TransferKind } from '../users/transfer.ts'

const byDelete = 'transfer_and_delete'

export function userTransferRoutes({ on, world }: Routes): void {
  on('post', `/users/actions/${byDelete}`, { scopes: 'ZohoCRM.users.CREATE', permit: superAdminOnly }, c =>
    writeOnlyRow(c, byDelete, row => {
      const id = row.needed('id', row.text('id', 20))
      const user = c.get('caller').data.user(id)
      if (!user) throw row.refuse('invalidId', 'id')
      if (user.status === 'deleted') throw row.refuse('transferOfDeleted', 'id', { owner_status: 'deleted' })
      if (isPrimary(c, user)) throw row.refuse('superAdminKept', 'id')
      return success('User is deleted successfully', { job_id: transferAndDelete(c, row, user), id })
    }),
  )

  on('post', `/users/:id/actions/${byDelete}`, { scopes: 'ZohoCRM.users.CREATE', permit: superAdminOnly }, c =>
    writeOnlyRow(c, byDelete, row => {
      const user = userOfPath(c)
      if (isPrimary(c, user)) throw crmError('superAdminKept', { resource_path_index: 1 })
      return success('User is deleted successfully', { job_id: transferAndDelete(c, row, user) })
    }),
  )

  on('get', `/users/actions/${byDelete}`, 'ZohoCRM.users.READ', c => {
    requireScope(world, c, ['ZohoCRM.users.DELETE'])
    return answerStatus(c, 'user_transfer_and_delete', byDelete)
  })

  on('post', '/users/:id/actions/transfer', 'ZohoCRM.change_owner.CREATE', c =>
    writeOnlyRow(c, 'transfer', row => {
      const { data, user: caller } = c.get('caller')
      const user = userOfPath(c)
      const isAbove = caller.profile.administrator || isBelow(data.roles(), user.role, caller.role)
      if (!isAbove) throw crmError('notASubordinate', { resource_path_index: 2 })
      const to = readHeir(c, row, user, 'transfer')
      const job_id = scheduleTransfer(world, c, 'user_transfer', user, to)
      const message = 'transfer of data is successfully scheduled'
      return success(message, { job_id }, 'SCHEDULED')
    }),
  )

  on('get', '/users/actions/transfer', 'ZohoCRM.change_owner.READ', c => answerStatus(c, 'user_transfer', 'transfer'))

  on('get', '/users/:id/actions/validate_before_transfer', 'ZohoCRM.change_owner.READ', c => {
    const { data } = c.get('caller')
    const user = userOfPath(c)
    if (isPrimary(c, user)) throw crmError('superAdminNotValidated', { resource_path_index: 1 })
    const criteria = isInCriteria(data, user)
    const row = { id: user.id, name: user.fullName, assignment: false, criteria, subordinates: false, alert: false }
    return answer(c, { validate_before_transfer: [row] })
  })

  /** The user is gone at once, their records follow. @returns the job's id */
  function transferAndDelete(c: CrmContext, row: SettingsRow, user: OrgUser): string {
    const { data, user: caller } = c.get('caller')
    if (data.org.environment === 'sandbox') {
      throw row.refuseBare('sandboxUsers', {}, 'You cannot delete user in a sandbox org')
    }
    const to = readHeir(c, row, user, byDelete)
    const job = scheduleTransfer(world, c, 'user_transfer_and_delete', user, to)
    deleteMember(world, data, user, caller.id)
    return job
  }
}

const isPrimary = (c: CrmContext, { id }: OrgUser): boolean => id === primaryContact(c.get('caller').data).id

/** @throws CrmError */
function superAdminOnly(c: CrmContext): void {
  const { user, data } = c.get('caller')
  const isOne = user.id === primaryContact(data).id
  if (!c.env.exchange.check('permission', isOne, 'the primary contact of the org', user.email)) {
    throw crmError('superAdminOnly', {}, { reason: `only ${primaryContact(data).email} may delete users so` })
  }
}

/** @throws CrmError */
function userOfPath(c: CrmContext): OrgUser {
  const id = c.req.param('id') ?? ''
  const user = /^\d{1,19}$/.test(id) ? c.get('caller').data.user(id) : undefined
  if (!user) throw crmError('invalidPathId', { resource_path_index: 1 })
  if (user.status === 'deleted')
    throw crmError('transferOfDeleted', { resource_path_index: 1, owner_status: 'deleted' })
  return user
}

/**
 * Who gets the records; null where they stay.
 * @throws RowRefused
 */
function readHeir(c: CrmContext, row: SettingsRow, user: OrgUser, root: string): OrgUser | null {
  const place = (...keys: string[]) => ({ api_name: keys.at(-1)!, json_path: ['$', root, ...keys].join('.') })
  const transfer = row.object('transfer')
  const subordinates = row.object('move_subordinate')
  if (!transfer && !subordinates) {
    throw row.refuseBare('transferIncomplete', { expected_data: [place('transfer'), place('move_subordinate')] })
  }
  const readUser = (part: SettingsRow, parent: string): OrgUser => {
    const id = part.text('id', 20)
    if (id === undefined) throw row.refuseBare('transferIdMissing', { ...place(parent, 'id'), parent_api_name: parent })
    const heir = c.get('caller').data.user(id)
    if (!heir) throw row.refuseBare('transferToAbsent', { ...place(parent, 'id'), owner_status: 'not_crm_user' })
    if (heir.status !== 'active') {
      throw row.refuseBare('transferToAbsent', { ...place(parent, 'id'), owner_status: heir.status })
    }
    if (heir.id === user.id) throw row.refuseBare('invalidId', place(parent, 'id'))
    return heir
  }
  if (subordinates) readUser(subordinates, 'move_subordinate')
  if (!transfer) return null
  const heir = readUser(transfer, 'transfer')
  transfer.boolean('assignment')
  if (transfer.boolean('criteria') && isInCriteria(c.get('caller').data, user)) {
    throw transfer.refuse('settingNotEmulated', 'criteria')
  }
  return transfer.boolean('records') ? heir : null
}

const words: Readonly<Record<JobPhase, string>> = {
  waiting: 'scheduled',
  running: 'in_progress',
  done: 'completed',
  failed: 'failed',
}

function answerStatus(c: CrmContext, kind: TransferKind, root: string): Response {
  const id = queryParam(c, 'job_id')?.trim()
  if (!id) throw crmError('transferJobMissing', { param_name: 'job_id' })
  const { data } = c.get('caller')
  const job = data.jobs.get(id)
  if (!job || job.kind !== kind) return answerNothing(c)
  return answer(c, { [root]: [{ status: words[phaseOf(job, data.clock.now())] }] })
}

/**
 * `/settings/portals/{portal}/user_type/{type}/users` and `/{module}/…/actions/portal_invite`: who was invited to a portal.
 * Nobody accepts an invitation here, so no portal user is ever confirmed, and none can be deactivated. What the ids of a bad
 * bulk request are answered is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-users-of-user-type.html and https://github.com/zoho/crm-oas
 */

import { queryParam } from '../../http/query.ts'
import { CrmError, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { addJob, type Job, type JobPhase, phaseOf } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { moduleOfPath } from '../module-of.ts'
import { orgPermission, requirePermission } from '../permissions.ts'
import { type InvitationJob, inviteKind, invitePersonality } from '../portals/invite.ts'
import {
  type PortalUser,
  portalOfPath,
  portalUserTable,
  refuseSandbox,
  typeOfPath,
  typesOf,
  usersOf,
} from '../portals/tables.ts'
import type { Handler, Method, Routes } from '../routes.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

const path = '/settings/portals/:portal/user_type/:type/users'
const permit = orgPermission('manage_portal_users')

export function portalUserRoutes({ on: declare, world }: Routes): void {
  const on = (method: Method, where: string, verb: string, handler: Handler): void =>
    declare(method, where, { scopes: `ZohoCRM.settings.clientportal.${verb}`, permit }, c => {
      refuseSandbox(c)
      return handler(c)
    })

  on('get', path, 'READ', c => {
    const type = typeOfPath(c)
    const wanted = readType(c)
    const users = usersOf(c.get('caller').data, type).filter(wanted)
    if (users.length === 0) return answerNothing(c)
    return answer(c, {
      users: users.map(user => toResponse(c, user, type.module)),
      info: { per_page: 200, count: users.length, page: 1, total_count: users.length, more_records: false },
    })
  })

  on('delete', path, 'DELETE', c => {
    const rows = eachOf(c, 'Delete', user => {
      portalUserTable(c.get('caller').data).delete(user.id)
      return 'User deleted successfully'
    })
    return answerRows(c, world, rows, 200, 'users')
  })

  on('post', `${path}/action/transfer`, 'UPDATE', c => {
    const { data } = c.get('caller')
    const type = typeOfPath(c)
    const heirId = queryParam(c, 'transfer_To')
    if (!heirId) throw crmError('portalParamMissing', { param: 'transfer_To' })
    const heir = typesOf(data, portalOfPath(c)).find(({ id, module }) => id === heirId && module === type.module)
    if (!heir || heir.id === type.id) throw crmError('invalidParam', { param_name: 'transfer_To' })
    const rows = eachOf(c, 'Transfer', user => {
      portalUserTable(data).put({ ...user, typeId: heir.id })
      return 'User has been transferred successfully'
    })
    return answerRows(c, world, rows, 200, 'users')
  })

  for (const method of ['post', 'put'] as const) {
    on(method, `${path}/:id/actions/change_status`, 'UPDATE', c => {
      const type = typeOfPath(c)
      const user = usersOf(c.get('caller').data, type).find(({ id }) => id === c.req.param('id'))
      if (!user) throw crmError('invalidPathId', { resource_path_index: 6 })
      const active = queryParam(c, 'active')
      if (active !== 'true' && active !== 'false') throw crmError('invalidParam', { param_name: 'active' })
      throw crmError(active === 'true' ? 'portalUserActive' : 'portalUserKept', { resource_path_index: '6' })
    })
  }

  on('post', '/:module/:id/actions/portal_invite', 'CREATE', c => {
    const { apiName } = openModule(c)
    const typeId = queryParam(c, 'user_type_id')
    if (!typeId) throw crmError('portalParamMissing', { param: 'user_type_id' })
    const kind = queryParam(c, 'type') ?? 'invite'
    if (kind !== 'invite' && kind !== 'reinvite') throw crmError('invalidInvitation')
    const invitation = { module: apiName, recordId: c.req.param('id') ?? '', typeId, again: kind === 'reinvite' }
    const row = invitePersonality(world, c.get('caller'), invitation)
    if (row.status === 'error') throw new CrmError(400, row)
    return answer(c, { portal_invite: [row] })
  })

  on('post', '/:module/actions/portal_invite', 'CREATE', c =>
    writeOnlyRow(c, 'portal_invite', row => {
      const { data, user } = c.get('caller')
      const { apiName } = openModule(c)
      const rows = row.objects('data')
      if (!rows || rows.length === 0) throw row.missing('data')
      const invitations = rows.map(each => ({
        module: apiName,
        recordId: each.needed('id', each.text('id', 20)),
        typeId: each.needed('user_type_id', each.text('user_type_id', 20)),
        again: (each.choice('type', ['invite', 'reinvite']) ?? 'invite') === 'reinvite',
      }))
      const details: InvitationJob = { module: apiName, invitations, rows: [] }
      const { id } = addJob(world, data, { kind: inviteKind, userId: user.id, details })
      return success('Portal bulk invite scheduled successfully', { job_id: id }, 'SCHEDULED')
    }),
  )

  on('get', '/:module/actions/portal_invite', 'READ', c => {
    const { data } = c.get('caller')
    const { apiName } = openModule(c)
    const id = queryParam(c, 'job_id')
    if (!id) throw crmError('portalParamMissing', { param: 'job_id' })
    const job = data.jobs.get(id) as Job<InvitationJob> | undefined
    if (job?.kind !== inviteKind || job.details.module !== apiName)
      throw crmError('invalidJob', { param_name: 'job_id' })
    const status = words[phaseOf(job, data.clock.now())]
    return answer(c, { portal_invite: [{ data: job.details.rows.map(withId), job_id: id, status }] })
  })
}

/** The module of the path, if the caller may see its records. @throws CrmError */
function openModule(c: CrmContext): ModuleMeta {
  const module = moduleOfPath(c)
  requirePermission(c.get('caller'), module, ['view'])
  return module
}

const words: Readonly<Record<JobPhase, string>> = {
  waiting: 'scheduled',
  running: 'in_progress',
  done: 'completed',
  failed: 'failed',
}

/** In the rows of a job a record is named otherwise than where it is invited alone. */
function withId(row: ResultRow): ResultRow {
  const { record_id: id, ...rest } = row.details as { record_id?: string }
  return id === undefined ? row : { ...row, details: { id, ...rest } }
}

/** Does something with each of the users that `personality_ids` names. @param act gives back what is said of it */
function eachOf(c: CrmContext, verb: string, act: (user: PortalUser) => string): ResultRow[] {
  const type = typeOfPath(c)
  const ids = queryParam(c, 'personality_ids')
  if (!ids) throw crmError('portalParamMissing', { param: 'personality_ids' })
  const { data } = c.get('caller')
  return ids.split(',').map(id => {
    const user = usersOf(data, type).find(each => each.id === id)
    if (user) return success(act(user), { personality_id: id })
    const message = `${verb} of user failed as personality id does not belongs to any portal user or belongs to portal user, who does not belongs to provided user type.`
    return { ...crmErrorBody('notOfUserType', { personality_id: id }), message }
  })
}

function readType(c: CrmContext): (user: PortalUser) => boolean {
  const type = queryParam(c, 'type')
  if (type === undefined || type === 'all') return () => true
  if (type === 'active') return ({ active }) => active
  if (type === 'inactive') return ({ active }) => !active
  throw crmError('patternNotMatched', { param_name: 'type' })
}

const toResponse = (c: CrmContext, user: PortalUser, module: string): object => ({
  personality_id: user.id,
  confirm: user.confirmed,
  status_reason__s: null,
  invited_time: formatDateTime(user.invitedAt, c.get('caller').data.org.timeZone),
  module,
  name: user.name,
  active: user.active,
  email: user.email,
})

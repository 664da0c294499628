/** Inviting the person behind a record to a portal. */

import type { Actor } from '../../http/authenticate.ts'
import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { Job, Work } from '../../world/jobs.ts'
import type { OrgData } from '../../world/org-data.ts'
import { putInOutbox } from '../../world/outbox.ts'
import type { World } from '../../world/world.ts'
import { type ResultRow, success } from '../answer.ts'
import { findVisible } from '../records/sharing.ts'
import { portalUserTable, userTypeTable } from './tables.ts'

export interface Invitation {
  /** API name. */
  readonly module: string
  readonly recordId: string
  readonly typeId: string
  readonly again: boolean
}

export interface InvitationJob {
  readonly module: string
  readonly invitations: readonly Invitation[]
  readonly rows: readonly ResultRow[]
}

export const inviteKind = 'portal_invite'

/** Sends the mail that would lead to the portal, and notes who got it. */
export function invitePersonality(
  world: World,
  caller: Actor,
  { module: name, recordId, typeId, again }: Invitation,
  at = caller.data.clock.now(),
): ResultRow {
  const { data, user } = caller
  const type = userTypeTable(data).get(typeId)
  if (!type || type.module !== name || !type.active) {
    return { ...crmErrorBody('invalidViewId', { id: typeId }), message: 'the user type id given seems to be invalid' }
  }
  const module = data.module(name)!
  const record = findVisible(caller, module, recordId)
  if (!record) return crmErrorBody('recordNotFound', { id: recordId })
  const email = record.Email
  if (typeof email !== 'string') return crmErrorBody('invitedWithoutMail')
  const before = portalUserTable(data).get(recordId)
  if (again !== (before !== undefined)) return before ? duplicate(recordId) : crmErrorBody('invalidInvitation')
  if (!before && isUsed(data, email)) return duplicate(recordId)
  const personName = String(record[module.displayField] ?? email)
  portalUserTable(data).put({
    id: recordId,
    typeId,
    email,
    name: personName,
    active: true,
    confirmed: false,
    invitedAt: at,
  })
  putInOutbox(world, {
    at,
    org: data.org.id,
    from: { userName: user.fullName, email: user.email },
    to: [{ userName: personName, email }],
    cc: [],
    bcc: [],
    subject: `${data.org.name} has invited you to its portal`,
    content: `You have been invited to the portal of ${data.org.name} as ${type.name}.`,
    mailFormat: 'text',
    module: name,
    recordId,
  })
  return success('An Invite has been sent to the personality.', { record_id: recordId })
}

const duplicate = (record_id: string): CrmErrorBody => crmErrorBody('invitedTwice', { record_id })

const isUsed = (data: OrgData, email: string): boolean =>
  portalUserTable(data)
    .all()
    .some(each => each.email.toLowerCase() === email.toLowerCase())

export const workOfInvitations: Work = (world, data, job) => {
  const { details, userId, endsAt } = job as Job<InvitationJob>
  const user = data.user(userId)
  if (!user) throw new Error(`user ${userId} is gone`)
  const rows = details.invitations.map(each => invitePersonality(world, { data, user }, each, endsAt))
  return { ...details, rows }
}

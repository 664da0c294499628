/**
 * `/Events/{id}/actions/cancel`: a meeting is called off, and those who take part are told if wanted. That whoever takes part
 * counts as invited is inferred.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/meeting-cancel.html and https://github.com/zoho/crm-oas
 */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { putInOutbox } from '../../world/outbox.ts'
import type { RecordRow, StoredObject } from '../../world/record-row.ts'
import type { MailAddress } from '../../world/schema.ts'
import type { World } from '../../world/world.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { escapeHtml } from '../mail/merge-fields.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { notPermitted } from '../permissions.ts'
import { followChange } from '../records/changes.ts'
import { readDigits } from '../records/path-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

export function cancelMeetingRoutes({ on, world }: Routes): void {
  on('post', '/:module{Events}/:id/actions/cancel', recordScope('UPDATE'), c =>
    writeOnlyRow(c, 'data', row => cancel(world, c, row)),
  )
}

/** @throws RowRefused */
function cancel(world: World, c: CrmContext, row: SettingsRow): ResultRow {
  const caller = c.get('caller')
  const module = moduleOfPath(c)
  const id = readDigits(c, 'id', 1)
  const isTold = row.needed('send_cancelling_mail', row.boolean('send_cancelling_mail'))
  const by = readCanceller(c, row, isTold)
  const meeting = findVisible(caller, module, id)
  if (!meeting) return crmErrorBody('recordNotFound', { id })
  if (!may('edit', caller, module, meeting)) return notPermitted('edit', module)
  const now = caller.data.clock.now()
  const participants = (meeting.Participants ?? []) as readonly StoredObject[]
  if (meeting.$event_cancelled) return crmErrorBody('alreadyCancelled')
  if (participants.length === 0) return crmErrorBody('noParticipants', { reason: 'no_participants_invited', id })
  if ((meeting.End_DateTime as number) < now) return crmErrorBody('meetingOver', { reason: 'completed_meeting', id })

  const at = Math.floor(now / 1000) * 1000
  const after = { ...meeting, $event_cancelled: true, Modified_By: by, Modified_Time: at }
  caller.data.records(module).put(after)
  followChange({ operation: 'update', module, before: meeting, after, caller, at })
  if (isTold) tell(world, c, meeting, participants)
  return success('The event is successfully cancelled', { id })
}

/** In whose name: the caller's, or that of another user if mails tell so. @throws RowRefused */
function readCanceller(c: CrmContext, row: SettingsRow, isTold: boolean): string {
  const { data, user } = c.get('caller')
  const named = row.object('cancelled_by')
  if (!named) return user.id
  if (!isTold) throw row.refuse('dependentMismatch', 'cancelled_by', { dependee: row.place('send_cancelling_mail') })
  const id = named.needed('id', named.text('id', 255))
  if (!data.user(id)) throw named.refuse('invalidId', 'id')
  return id
}

function tell(world: World, c: CrmContext, meeting: RecordRow, participants: readonly StoredObject[]): void {
  const { data, user } = c.get('caller')
  const title = String(meeting.Event_Title ?? '')
  const start = formatDateTime(meeting.Start_DateTime as number, data.org.timeZone)
  const to = participants.flatMap(({ Email: email, name }): MailAddress[] =>
    typeof email === 'string' ? [{ userName: typeof name === 'string' ? name : null, email }] : [],
  )
  if (to.length === 0) return
  putInOutbox(world, {
    at: data.clock.now(),
    org: data.org.id,
    from: { userName: user.fullName, email: user.email },
    to,
    cc: [],
    bcc: [],
    subject: `Cancelled: ${title}`,
    content: `<p>The meeting "${escapeHtml(title)}" on ${start} was cancelled.</p>`,
    mailFormat: 'html',
    module: 'Events',
    recordId: meeting.id,
  })
}

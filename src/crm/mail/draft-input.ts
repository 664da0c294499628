/** What a request says of a draft, checked key by key; and who sees drafts. */

import type { Actor } from '../../http/authenticate.ts'
import type { Draft } from '../../world/emails.ts'
import type { CrmContext } from '../answer.ts'
import { emailPattern } from '../records/values/scalars.ts'
import type { SettingsRow } from '../settings/row.ts'
import { checkFrom, readAddresses } from './addresses.ts'
import { readFile, readInventory, readLinkedRecord, readMoment } from './content.ts'
import type { MailRecord } from './record-of-path.ts'

/** A draft is seen and changed by whom it belongs to, and by administrators; that is inferred. */
export const maySeeDraft = ({ user }: Actor, { owner }: Draft): boolean =>
  user.profile.administrator || owner === user.id

const mostAddresses = 100
const mostFiles = 50
const longestContent = 200_000
const scheduleSources = ['ecOneHourAhead', 'upTime', 'ecSchduleBestTime', 'ecUpComing', 'ecSchduleTime'] as const

/** The parts of a draft that a request may say. */
export type DraftInput = Omit<Draft, 'id' | 'record' | 'owner' | 'createdAt' | 'modifiedAt'>

/**
 * A draft as the row leaves it: what a change does not say stays, and null empties.
 * @throws RowRefused
 */
export function readDraft(
  row: SettingsRow,
  { module, record }: MailRecord,
  c: CrmContext,
  current: Draft | undefined,
): DraftInput {
  const { data, user } = c.get('caller')
  const from = row.needed('from', row.text('from', 254))
  checkEmail(row, 'from', from)
  checkFrom(data, user, from, 'draftFromNotAllowed')
  const richText = row.needed('rich_text', row.boolean('rich_text'))
  const replyTo = row.text('reply_to', 256) ?? null
  if (replyTo !== null) checkEmail(row, 'reply_to', replyTo)
  if (current && row.raw('inventory_details') !== undefined) throw row.refuse('inventoryFixed', 'inventory_details')
  const contentKey = richText || !row.has('plainTextContent') ? 'content' : 'plainTextContent'
  const or = <T>(key: string, sent: T, kept: T | undefined): T => (current && !row.has(key) ? kept! : sent)
  return {
    from,
    richText,
    replyTo: or('reply_to', replyTo, current?.replyTo),
    to: or('to', readAddresses(row, 'to', mostAddresses) ?? [], current?.to),
    cc: or('cc', readAddresses(row, 'cc', mostAddresses) ?? [], current?.cc),
    bcc: or('bcc', readAddresses(row, 'bcc', mostAddresses) ?? [], current?.bcc),
    subject: or('subject', row.text('subject', 512) ?? null, current?.subject),
    content: or(contentKey, row.text(contentKey, longestContent) ?? null, current?.content),
    source: or('source', row.text('source', 256) ?? '', current?.source),
    schedule: or('schedule_details', readSchedule(row), current?.schedule),
    inventory: current ? current.inventory : readDraftInventory(row, { data, user, module, record }),
    attachments: or('attachments', readAttachments(row, c, current), current?.attachments),
    linked: or('linked_record', readLinkedContactDeal(row, module.apiName, c), current?.linked),
  }
}

function checkEmail(row: SettingsRow, key: string, email: string): void {
  if (!emailPattern.test(email)) throw row.refuse('invalidEmail', key)
}

/** Only drafts of contacts are linked. @throws RowRefused */
function readLinkedContactDeal(row: SettingsRow, of: string, c: CrmContext): Draft['linked'] {
  if (of === 'Deals' && row.raw('linked_record') !== undefined) throw row.refuse('moduleWithoutEmails', 'linked_record')
  return readLinkedRecord(row, of, c)
}

function readSchedule(row: SettingsRow): Draft['schedule'] {
  const details = row.object('schedule_details')
  if (!details) return null
  return {
    at: details.needed('time', readMoment(details, 'time')),
    timeZone: details.text('timezone', 100) ?? null,
    source: details.choice('source', scheduleSources) ?? 'ecSchduleTime',
  }
}

function readDraftInventory(row: SettingsRow, source: Parameters<typeof readInventory>[1]): Draft['inventory'] {
  const read = readInventory(row, source, ['A4', 'USLetter'])
  return read && { templateId: read.template.id, paperType: read.paperType, viewType: read.viewType }
}

function readAttachments(row: SettingsRow, c: CrmContext, current: Draft | undefined): Draft['attachments'] {
  const all = row.objects('attachments') ?? []
  if (all.length > mostFiles) throw row.refuse('tooLong', 'attachments', { maximum_length: mostFiles })
  return all.map(inner => {
    const file = readFile(inner, c, current?.attachments)
    const name = inner.needed('file_name', inner.text('file_name', 512))
    return { ...file, name, service: inner.text('service_name', 100) ?? 'ZFSAttached' }
  })
}

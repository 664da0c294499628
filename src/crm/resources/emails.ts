/**
 * `/{module}/{id}/Emails`: the e-mails of a record, and what is attached to them.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/get-email-rel-list.html,
 * https://www.zoho.com/crm/developer/docs/api/v8/view-email.html. The form of `index` is inferred.
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { draftsOf, type Email, emailsOf, mailOwner, ofRecord, type RecordPlace } from '../../world/emails.ts'
import { bytesOf } from '../../world/org-files.ts'
import { answer, answerFile, answerNothing, type CrmContext } from '../answer.ts'
import { choiceParam, refuseParam } from '../choice-param.ts'
import { maySeeDraft } from '../mail/draft-input.ts'
import { draftInList, emailInList, wholeEmail } from '../mail/email-response.ts'
import { findMailRecord, type MailRecord, mailRecordOfPath, requireEmailScope } from '../mail/record-of-path.ts'
import { findEmail, maySeeEmail } from '../mail/shared-emails.ts'
import { recordScope } from '../module-of.ts'
import { mayDo } from '../permissions.ts'
import { visibleTo } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'

const perPage = 10

export function emailRoutes({ on, world }: Routes): void {
  on('get', '/:module/:id/Emails', recordScope('READ'), c => {
    requireEmailScope(world, c, 'READ')
    const found = findMailRecord(c)
    return found ? answerList(c, listOf(c, found)) : answerNothing(c)
  })

  on('get', '/:module/:id/Emails/:related', recordScope('READ'), c => {
    requireEmailScope(world, c, 'READ')
    const found = findMailRecord(c)
    const caller = c.get('caller')
    const email = found && findEmail(caller, found.place, c.req.param('related') ?? '')
    if (!email) return answerNothing(c)
    const isAnothers = email.origin === 'server' && email.owner !== caller.user.id
    const asked = queryParam(c, 'user_id') ?? queryParam(c, 'owner_id')
    // whose mail a colleague shares has to be said
    if (isAnothers && asked !== email.owner) return answerNothing(c)
    return answer(c, { [rootOf(c)]: [wholeEmail(caller.data, email)] })
  })

  on('get', '/:module/:id/Emails/actions/download_attachments', recordScope('READ'), c => {
    requireEmailScope(world, c, 'READ')
    const needed = (name: string) => {
      const value = queryParam(c, name)
      if (!value) throw crmError('jobParamMissing', { param_name: name })
      return value
    }
    const [userId, messageId, id, name] = [needed('user_id'), needed('message_id'), needed('id'), needed('name')]
    const email = ownedEmail(c, messageId, userId)
    const attached = email.attachments.find(each => each.id === id)
    if (!attached) throw crmError('invalidParam', { param_name: 'id' })
    if (attached.name !== name) throw crmError('invalidParam', { param_name: 'name' })
    return answerUpload(c, email, id)
  })

  on('get', '/:module/:id/Emails/actions/download_inline_images', recordScope('READ'), c => {
    requireEmailScope(world, c, 'READ')
    const needed = (name: string) => {
      const value = queryParam(c, name)
      if (!value) throw crmError('requiredParamMissing', { param_name: name })
      return value
    }
    const [userId, messageId, id] = [needed('user_id'), needed('message_id'), needed('id')]
    const email = ownedEmail(c, messageId, userId)
    // an image is shown by its id in the text
    if (!email.content.includes(id)) throw crmError('invalidParam', { param_name: 'id' })
    return answerUpload(c, email, id)
  })
}

/** @throws CrmError where the record has no such mail of that user */
function ownedEmail(c: CrmContext, messageId: string, userId: string): Email {
  const { place } = mailRecordOfPath(c)
  const email = findEmail(c.get('caller'), place, messageId)
  if (!email) throw crmError('invalidParam', { param_name: 'message_id' })
  if (email.owner !== userId) throw crmError('invalidParam', { param_name: 'user_id' })
  return email
}

function answerUpload(c: CrmContext, email: Email, id: string): Response {
  const { data } = c.get('caller')
  const file = data.files.get(id)
  if (file?.usedBy !== mailOwner(email.id)) throw crmError('invalidParam', { param_name: 'id' })
  return answerFile(c, file, bytesOf(data.fileBytes, file))
}

const rootOf = (c: CrmContext): string => (c.get('version').namedEmailTypes ? 'Emails' : 'email_related_list')

const types = [
  ...(['sent_from_crm', 'scheduled_in_crm', 'drafts', 'user_emails'] as const),
  ...(['all_contacts_sent_crm_emails', 'all_contacts_scheduled_crm_emails', 'all_contacts_draft_crm_emails'] as const),
] as const

type EmailType = (typeof types)[number]

/** What older versions call by numbers; those without a newer name are all mails that the caller sees. */
const numberedTypes: Readonly<Record<string, EmailType | undefined>> = {
  1: 'sent_from_crm',
  2: 'user_emails',
  3: undefined,
  4: 'all_contacts_sent_crm_emails',
  5: undefined,
}

/** @throws CrmError */
function typeParam(c: CrmContext): EmailType | undefined {
  if (c.get('version').namedEmailTypes) return choiceParam(c, 'type', types)
  const number = choiceParam(c, 'type', Object.keys(numberedTypes))
  return number === undefined ? undefined : numberedTypes[number]
}

/** The mails that are asked for, the latest first. @throws CrmError */
function listOf(c: CrmContext, { module, record, place }: MailRecord): object[] {
  const caller = c.get('caller')
  const { data } = caller
  refuseParam(c, 'filter')
  const type = typeParam(c)
  const ofContacts = type?.startsWith('all_contacts') ?? false
  if (ofContacts && module.apiName !== 'Accounts') throw crmError('patternNotMatched', { param_name: 'type' })
  const owner = type === 'user_emails' ? ownerParam(c) : null
  const places = ofContacts ? contactsOf(c, record.id) : [place]
  if (type === 'drafts' || type === 'all_contacts_draft_crm_emails') {
    const drafts = places.flatMap(each => ofRecord(draftsOf(data), each)).filter(draft => maySeeDraft(caller, draft))
    return drafts.sort((a, b) => b.modifiedAt - a.modifiedAt).map(draft => draftInList(data, draft))
  }
  const now = data.clock.now()
  const isMeant = ({ at, origin, owner: ownerId }: Email): boolean => {
    if (type === undefined) return true
    if (type === 'user_emails') return origin === 'server' && ownerId === owner
    return origin === 'crm' && (type.includes('scheduled') ? at > now : at <= now)
  }
  return places
    .flatMap(each => ofRecord(emailsOf(data), each))
    .filter(email => maySeeEmail(caller, email) && isMeant(email))
    .sort((a, b) => b.at - a.at)
    .map(email => emailInList(data, email))
}

/** Whose mails are meant, where those of a user are asked for. @throws CrmError */
function ownerParam(c: CrmContext): string {
  const { data, user } = c.get('caller')
  const name = c.get('version').namedEmailTypes ? 'owner_id' : 'user_id'
  const sent = queryParam(c, name)
  if (sent === undefined) return user.id
  if (!data.user(sent)) throw crmError('invalidParam', { param_name: name })
  return sent
}

/** The contacts of an account, as far as the caller may see them. */
function contactsOf(c: CrmContext, accountId: string): RecordPlace[] {
  const caller = c.get('caller')
  const contacts = caller.data.module('Contacts')!
  if (!mayDo(caller.user.profile, 'view', contacts)) return []
  const isVisible = visibleTo(caller, contacts)
  return caller.data
    .pointingTo(accountId, contacts, 'Account_Name')
    .filter(row => isVisible?.(row) ?? true)
    .map(({ id }) => ({ module: contacts.apiName, id }))
}

function answerList(c: CrmContext, all: readonly object[]): Response {
  const index = queryParam(c, 'index')
  const skip = index === undefined ? 0 : readIndex(index)
  const rows = all.slice(skip, skip + perPage)
  if (rows.length === 0) return answerNothing(c)
  const more = all.length > skip + perPage
  const info = {
    count: rows.length,
    next_index: more ? writeIndex(skip + perPage) : null,
    prev_index: skip > 0 ? writeIndex(Math.max(0, skip - perPage)) : null,
    per_page: perPage,
    more_records: more,
  }
  return answer(c, { [rootOf(c)]: rows, info })
}

const writeIndex = (skip: number): string => Buffer.from(`emails.${skip}`).toString('base64url')

/** @throws CrmError for what is none */
function readIndex(index: string): number {
  const [, skip] = /^emails\.(\d{1,9})$/.exec(Buffer.from(index, 'base64url').toString('latin1')) ?? []
  if (skip === undefined) throw crmError('invalidParam', { param_name: 'index' })
  return Number(skip)
}

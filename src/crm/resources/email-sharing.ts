/**
 * `/{module}[/{id}]/actions/share_emails` and `unshare_emails`: a user lets colleagues see the mails of a record that came from
 * the user's own account, or no longer; `/{module}/{id}/__emails_sharing_details`: whose mails of a record the caller is shown.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/share-emails.html,
 * https://www.zoho.com/crm/developer/docs/api/v8/get-email-shared-details.html; sharing is among what is new in v8. Inferred: that
 * a mail account is what `associate_email` fills, and every user has chosen to share record by record.
 */

import { type CrmErrorBody, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { RecordPlace } from '../../world/emails.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { answer, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { mailRecordOfPath, requireEmailScope } from '../mail/record-of-path.ts'
import { areShared, hasMailAccount, shareEmails, sharersOf, unshareEmails } from '../mail/shared-emails.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { readPathId } from '../records/path-id.ts'
import { readRecordId } from '../records/record-id.ts'
import { shortUserReference } from '../records/render.ts'
import { findVisible } from '../records/sharing.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'

const mostRecords = 200

interface Action {
  readonly name: 'share_emails' | 'unshare_emails'
  readonly operation: 'CREATE' | 'DELETE'
  readonly message: string
  /** @returns why the mails of a record cannot be */
  act(c: CrmContext, place: RecordPlace): CrmErrorBody | null
}

const actions: readonly Action[] = [
  {
    name: 'share_emails',
    operation: 'CREATE',
    message: 'Successfully shared',
    act(c, place) {
      const { data, user } = c.get('caller')
      if (areShared(data, place, user.id)) return crmErrorBody('emailsAlreadyShared', { id: place.id })
      shareEmails(data, place, user.id)
      return null
    },
  },
  {
    name: 'unshare_emails',
    operation: 'DELETE',
    message: 'Sharing revoked successfully',
    act(c, place) {
      const { data, user } = c.get('caller')
      if (!areShared(data, place, user.id)) return crmErrorBody('emailsNotShared', { id: place.id })
      unshareEmails(data, place, user.id)
      return null
    },
  },
]

export function emailSharingRoutes({ on, world }: Routes): void {
  for (const { name, operation, message, act } of actions) {
    const row = (c: CrmContext, place: RecordPlace): ResultRow => act(c, place) ?? success(message, { id: place.id })

    const needs: Needs = { ...recordScope(operation), since: 'v8' }

    on('post', `/:module/actions/${name}`, needs, async c => {
      const module = sharingModule(c)
      const ids = rowsOf(c, await readJsonObject(c), 'ids', mostRecords)
      requireMailAccount(c)
      const rows = ids.map((sent): ResultRow => {
        const id = readRecordId(sent)
        const isThere = id !== null && findVisible(c.get('caller'), module, id)
        return isThere ? row(c, { module: module.apiName, id }) : crmErrorBody('relatedIdOfRow', { id: nameOf(sent) })
      })
      return answerRows(c, world, rows, 200)
    })

    on('post', `/:module/:id/actions/${name}`, needs, c => {
      const module = sharingModule(c)
      const id = readPathId(c, module)
      if (!findVisible(c.get('caller'), module, id)) throw crmError('invalidRelatedId', { resource_path_index: 1 })
      requireMailAccount(c)
      return answerRows(c, world, [row(c, { module: module.apiName, id })], 200)
    })
  }

  on('get', '/:module/:id/__emails_sharing_details', recordScope('READ'), c => {
    requireEmailScope(world, c, 'READ')
    const { module, place } = mailRecordOfPath(c)
    const { data, user } = c.get('caller')
    const sharers = sharersOf(data, place, user.id)
    const types = [
      'emails_sent_from_crm',
      ...(module.apiName === 'Accounts' ? ['all_contacts_emails'] : []),
      'all_emails',
    ]
    const users = sharers.map(id => ({ ...shortUserReference(data, id), _type: 'api' }))
    return answer(c, {
      __emails_sharing_details: [{ available_types: types, share_from_users: users.length === 0 ? null : users }],
    })
  })
}

/** @throws CrmError for modules whose mails are not shared record by record */
function sharingModule(c: CrmContext): ModuleMeta {
  const module = moduleOfPath(c)
  if (module.custom || ['Leads', 'Contacts'].includes(module.apiName)) return module
  throw crmError('moduleWithoutEmails', { resource_path_index: 0 })
}

/** @throws CrmError */
function requireMailAccount(c: CrmContext): void {
  const { data, user } = c.get('caller')
  if (!hasMailAccount(data, user.id)) throw crmError('noEmailConfiguration')
}

const nameOf = (sent: unknown): string => (typeof sent === 'string' || typeof sent === 'number' ? String(sent) : '')

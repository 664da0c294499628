/**
 * `/Contacts/{id}/Emails/…/link_record`: which deal the mails of a contact are about. That a refused mail stands in the answer
 * as other rows do is inferred, as Zoho's examples put a list around each.
 *
 * Source: https://github.com/zoho/crm-oas (deal_link_emails); it is among what is new in v8, says
 * https://www.zoho.com/crm/developer/docs/api/v8/whats-new.html
 */

import { requireScope } from '../../http/authenticate.ts'
import { queryParam } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { type Email, emailsOf } from '../../world/emails.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { readLinkedRecord } from '../mail/content.ts'
import { mailRecordOfPath, requireEmailScope } from '../mail/record-of-path.ts'
import { findEmail } from '../mail/shared-emails.ts'
import { moduleOfPath } from '../module-of.ts'
import { requirePermission } from '../permissions.ts'
import { splitList } from '../records/query.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { resultOf } from '../settings/write-rows.ts'

const mostEmails = 20
const many = '/:module{Contacts}/:id/Emails/actions/link_record'
const one = '/:module{Contacts}/:id/Emails/:related/actions/link_record'

const needs: Needs = {
  since: 'v8',
  scopes: 'ZohoCRM.modules.Contacts.CREATE',
  permit(c) {
    const caller = c.get('caller')
    requirePermission(caller, moduleOfPath(c), ['view'])
    requirePermission(caller, caller.data.module('Deals')!, ['view'])
  },
}

export function emailLinkRoutes({ on, world }: Routes): void {
  on('post', many, needs, async c => {
    requireOtherScopes(world, c)
    const rows = rowsOf(c, await readJsonObject(c), 'Emails', mostEmails)
    const results = rows.map((sent, index) =>
      resultOf(() => {
        const row = new SettingsRow(sent, `$.Emails[${index}]`)
        const id = row.needed('message_id', row.text('message_id', 500), 'message_id is mandatory')
        const email = emailNamed(c, id)
        if (!email) throw row.refuse('invalidValue', 'message_id')
        return link(c, email, row)
      }),
    )
    return answerRows(c, world, results, 200, 'Emails')
  })

  on('post', one, needs, c => {
    requireOtherScopes(world, c)
    return writeOnlyRow(c, 'Emails', row => link(c, emailOfPath(c), row))
  })

  on('delete', many, needs, c => {
    requireOtherScopes(world, c)
    const ids = splitList(queryParam(c, 'message_ids'))
    if (ids.length === 0) throw crmError('requiredParamMissing', { param_name: 'message_ids' })
    if (ids.length > mostEmails) throw crmError('tooManyOf', { limit: mostEmails, param_name: 'message_ids' })
    const ownerId = ownerParam(c)
    const results = ids.map((id, index) => {
      const email = emailNamed(c, id)
      const place = { api_name: 'message_id', json_path: `message_ids[${index}]` }
      return email?.linked && email.owner === ownerId ? unlink(c, email) : crmErrorBody('invalidValue', place)
    })
    return answerRows(c, world, results, 200, 'Emails')
  })

  on('delete', one, needs, c => {
    requireOtherScopes(world, c)
    const email = emailOfPath(c)
    if (email.owner !== ownerParam(c)) throw crmError('invalidParam', { param_name: 'owner_id' })
    const place = { api_name: 'message_id', json_path: 'message_ids[0]' }
    const result = email.linked ? unlink(c, email) : crmErrorBody('invalidValue', place)
    return answerRows(c, world, [result], 200, 'Emails')
  })
}

/** All three are needed. @throws CrmError */
function requireOtherScopes(world: World, c: CrmContext): void {
  requireEmailScope(world, c, 'CREATE')
  requireScope(world, c, ['ZohoCRM.modules.Deals.CREATE'])
}

/** @throws CrmError */
function ownerParam(c: CrmContext): string {
  const id = queryParam(c, 'owner_id')
  if (!id) throw crmError('requiredParamMissing', { param_name: 'owner_id' })
  if (!c.get('caller').data.user(id)) throw crmError('invalidParam', { param_name: 'owner_id' })
  return id
}

const emailNamed = (c: CrmContext, id: string): Email | undefined =>
  findEmail(c.get('caller'), mailRecordOfPath(c).place, id)

/** @throws CrmError where the contact has no such mail */
function emailOfPath(c: CrmContext): Email {
  const email = emailNamed(c, c.req.param('related') ?? '')
  if (!email) throw crmError('invalidPathId', { resource_path_index: 3 })
  return email
}

/** @throws RowRefused */
function link(c: CrmContext, email: Email, row: SettingsRow): ResultRow {
  const owner = row.needed('owner', row.object('owner'))
  if (owner.needed('id', owner.text('id', 100)) !== email.owner) throw owner.refuse('invalidValue', 'id')
  const linked = row.needed('linked_record', readLinkedRecord(row, 'Contacts', c) ?? undefined)
  emailsOf(c.get('caller').data).put({ ...email, linked })
  return success('Email linked to the record successfully', { message_id: email.id })
}

function unlink(c: CrmContext, email: Email): ResultRow {
  emailsOf(c.get('caller').data).put({ ...email, linked: null })
  return success('Email unlinked from the record successfully', { message_id: email.id })
}

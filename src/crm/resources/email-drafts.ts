/**
 * `/{module}/{id}/__email_drafts`: mails that a user has begun. A time of sending that stands in a draft sends nothing, that
 * being inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-drafts.html and https://github.com/zoho/crm-oas
 */

import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { type Draft, draftsOf, mailOwner, ofRecord, ownFiles } from '../../world/emails.ts'
import type { OrgData } from '../../world/org-data.ts'
import { forgetFiles } from '../../world/org-files.ts'
import { answer, answerNothing, answerRows, type CrmContext, success } from '../answer.ts'
import { answerPage } from '../answer-page.ts'
import { choiceParam } from '../choice-param.ts'
import { addressesResponse } from '../mail/addresses.ts'
import { maySeeDraft, readDraft } from '../mail/draft-input.ts'
import { linkedRecord } from '../mail/email-response.ts'
import { type MailRecord, mailRecordOfPath } from '../mail/record-of-path.ts'
import { templatesOf } from '../mail/templates.ts'
import { recordScope } from '../module-of.ts'
import { readPlainPage } from '../records/page.ts'
import { shortUserReference } from '../records/render.ts'
import type { Routes } from '../routes.ts'
import type { SettingsRow } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'
import { writeSettings } from '../settings/write-rows.ts'

const root = '__email_drafts'
const path = `/:module/:id/${root}`
const summaryLength = 250
const mostPerPage = 10

export function emailDraftRoutes({ on, world }: Routes): void {
  on('get', path, recordScope('READ'), c => {
    const { place } = mailRecordOfPath(c)
    const caller = c.get('caller')
    const by = choiceParam(c, 'sort_by', ['created_time', 'modified_time']) ?? 'created_time'
    const direction = choiceParam(c, 'sort_order', ['asc', 'desc']) === 'desc' ? -1 : 1
    const page = readPlainPage(queryParams(c), mostPerPage)
    const moment = (draft: Draft) => (by === 'created_time' ? draft.createdAt : draft.modifiedAt)
    const all = ofRecord(draftsOf(caller.data), place)
      .filter(draft => maySeeDraft(caller, draft))
      .sort((a, b) => (moment(a) - moment(b)) * direction)
    return answerPage(c, root, all, draft => toResponse(caller.data, draft), page)
  })

  on('get', `${path}/:related`, recordScope('READ'), c => {
    const draft = draftNamed(c, mailRecordOfPath(c), c.req.param('related') ?? '')
    return draft ? answer(c, { [root]: [toResponse(c.get('caller').data, draft)] }) : answerNothing(c)
  })

  on('post', path, recordScope('CREATE', ['view']), c => {
    const write = { root, allWell: 201, message: 'Draft created Successfully' } as const
    return writeSettings(c, world, write, row => {
      const target = mailRecordOfPath(c)
      const { data, user } = c.get('caller')
      const input = readDraft(row, target, c, undefined)
      const now = data.clock.now()
      const id = world.ids.hex(`email-draft/${data.org.id}`)
      const made = { id, record: target.place, owner: user.id, createdAt: now, modifiedAt: now }
      return draftsOf(data).insert({ ...input, ...made, attachments: ownFiles(data, id, input.attachments) }).id
    })
  })

  on('put', path, recordScope('UPDATE', ['view']), c => {
    const write = { root, allWell: 200, message: 'Draft updated Successfully' } as const
    return writeSettings(c, world, write, row => {
      const target = mailRecordOfPath(c)
      const draft = draftNamed(c, target, row.needed('id', row.text('id', 256)))
      if (!draft) throw row.refuse('invalidDraftId', 'id')
      return change(c, row, target, draft)
    })
  })

  on('put', `${path}/:related`, recordScope('UPDATE', ['view']), c =>
    writeOnlyRow(c, root, row => {
      const target = mailRecordOfPath(c)
      const draft = existing(draftNamed(c, target, c.req.param('related') ?? ''), 'invalid draft id in the url')
      return success('Draft updated Successfully', { id: change(c, row, target, draft) })
    }),
  )

  on('delete', `${path}/:related`, recordScope('DELETE', ['view']), c => {
    const { id } = existing(draftNamed(c, mailRecordOfPath(c), c.req.param('related') ?? ''), 'Invalid draft Id')
    const { data } = c.get('caller')
    draftsOf(data).delete(id)
    forgetFiles(data, mailOwner(id))
    return answerRows(c, world, [success('Draft deleted Successfully', { id })], 200, root)
  })
}

function change(c: CrmContext, row: SettingsRow, target: MailRecord, draft: Draft): string {
  const { data } = c.get('caller')
  const input = readDraft(row, target, c, draft)
  const attachments = ownFiles(data, draft.id, input.attachments, draft.attachments)
  return draftsOf(data).put({ ...draft, ...input, attachments, modifiedAt: data.clock.now() }).id
}

function draftNamed(c: CrmContext, { place }: MailRecord, id: string): Draft | undefined {
  const caller = c.get('caller')
  const draft = draftsOf(caller.data).get(id)
  const isHere = draft?.record.module === place.module && draft.record.id === place.id
  return draft && isHere && maySeeDraft(caller, draft) ? draft : undefined
}

/** @throws CrmError where there is no such draft */
function existing(draft: Draft | undefined, message: string): Draft {
  if (!draft) throw crmError('invalidDraftPath', { resource_path_index: 3 }, { message })
  return draft
}

const withoutTags = (html: string): string => html.replace(/<[^<>]*>/g, '')

function toResponse(data: OrgData, draft: Draft): object {
  const { timeZone } = data.org
  const { schedule, content, attachments } = draft
  return {
    id: draft.id,
    modified_time: formatDateTime(draft.modifiedAt, timeZone),
    created_time: formatDateTime(draft.createdAt, timeZone),
    from: draft.from,
    to: addressesResponse(draft.to),
    reply_to: draft.replyTo,
    cc: addressesResponse(draft.cc),
    bcc: addressesResponse(draft.bcc),
    schedule_details: schedule && {
      time: formatDateTime(schedule.at, timeZone),
      timezone: schedule.timeZone,
      source: schedule.source,
    },
    subject: draft.subject,
    summary: content && (draft.richText ? withoutTags(content) : content).slice(0, summaryLength),
    $sharing_permission: 'full_access',
    rich_text: draft.richText,
    source: draft.source,
    inventory_details: inventoryResponse(data, draft),
    attachments:
      attachments.length === 0
        ? null
        : attachments.map(({ id, name, size, service }) => ({
            id,
            file_name: name,
            file_size: String(size),
            service_name: service,
          })),
    content,
    linked_record: linkedRecord(data, draft.linked),
    owner: shortUserReference(data, draft.owner),
  }
}

function inventoryResponse(data: OrgData, { inventory, record }: Draft): object | null {
  if (!inventory) return null
  const template = templatesOf(data, 'inventory_templates').get(inventory.templateId)!
  const module = data.module(record.module)
  const name = module && data.records(module).get(record.id)?.[module.displayField]
  return {
    inventory_template: { name: template.name, id: template.id },
    paper_type: inventory.paperType,
    view_type: inventory.viewType,
    record: { id: record.id, name: name ?? null },
  }
}

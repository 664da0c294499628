/**
 * `/{module}/{id}/Attachments`: files and links on a record. They belong to it: whoever sees the record sees them, and they
 * are deleted and restored with it. One that is deleted by itself is gone for good, which is inferred.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/get-attachments.html, its siblings, and
 * https://github.com/zoho/crm-oas, attachments
 */

import { requireScope } from '../../http/authenticate.ts'
import { queryParam, queryParams } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { addFile, bytesOf, forgetFiles, recordOwner } from '../../world/org-files.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answer, answerFile, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { extensionOf, mediaTypeOf } from '../media-type.ts'
import { moduleOfPath, moduleScopes, permissionOf, type RecordOperation, recordScope } from '../module-of.ts'
import { type MultipartForm, readMultipart, type UploadedFile } from '../multipart-form.ts'
import { requirePermission } from '../permissions.ts'
import { answerList } from '../records/answer-list.ts'
import { followChange } from '../records/changes.ts'
import { rowSource } from '../records/list.ts'
import { readDigits, readPathId } from '../records/path-id.ts'
import { readIds, splitList } from '../records/query.ts'
import { shortUserReference } from '../records/render.ts'
import { findVisible } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'

const path = '/:module/:id/:list{Attachments}'
const mebi = 1024 * 1024
const mostLength = 100 * mebi
const longestUrl = 3000
const longestName = 255

export function attachmentRoutes({ on, world }: Routes): void {
  on('get', path, recordScope('READ'), c => {
    if (c.get('version').fieldsRequired && splitList(queryParam(c, 'fields')).length === 0) {
      throw crmError('expectedParamMissing', { param_name: 'fields' })
    }
    const { module, record } = readHolder(world, c, 'READ')
    return answerList(c, world, module, rowSource(attachmentsOf(c, module, record)))
  })

  on('post', path, recordScope('READ'), async c => {
    const form = await readMultipart(c, { limit: mostLength + mebi, tooLong })
    const { module, record, holder } = readHolder(world, c, 'CREATE')
    const row = addAttachment(c, module, { holder, record }, readAttachment(c, form))
    return answer(c, { data: [success('attachment uploaded successfully', acknowledgement(c, row))] })
  })

  on('delete', path, recordScope('READ'), c => {
    const ids = readIds(c)
    const { module, record } = readHolder(world, c, 'DELETE')
    const rows = ids.map((id): ResultRow => {
      const isThere = deleteAttachment(c, module, record, id)
      return isThere ? success('record deleted', { id }) : crmErrorBody('notDeleted', { id })
    })
    return answerRows(c, world, rows, 200)
  })

  on('get', `${path}/:related`, recordScope('READ'), c => {
    const { module, record } = readHolder(world, c, 'READ')
    const row = findAttachment(c, module, record, readDigits(c, 'related', 3))
    if (!row) return answerNothing(c)
    const { data } = c.get('caller')
    const file = data.files.get(String(row.$file_id))
    if (!file) throw crmError('linkNotDownloaded')
    return answerFile(c, file, bytesOf(data.fileBytes, file))
  })

  on('delete', `${path}/:related`, recordScope('READ'), c => {
    const { module, record } = readHolder(world, c, 'DELETE')
    const id = readDigits(c, 'related', 3)
    if (!deleteAttachment(c, module, record, id)) throw crmError('attachmentNotDeleted', { resource_path_index: 3 })
    return answer(c, { data: [success('record deleted', { id })] })
  })
}

const tooLong = () => crmError('attachmentTooLarge')

interface Holder {
  /** That of attachments. */
  readonly module: ModuleMeta
  readonly holder: ModuleMeta
  readonly record: RecordRow
}

/**
 * The record that the path names. Beside the scope of its module that of attachments is needed.
 * @throws CrmError
 */
function readHolder(world: World, c: CrmContext, operation: RecordOperation): Holder {
  const holder = moduleOfPath(c)
  const caller = c.get('caller')
  const module = caller.data.module('Attachments')!
  // notes have them too, though no related list says so
  const isOne = holder.apiName === 'Notes' || holder.relatedLists.some(list => list.module === module.apiName)
  if (!isOne) throw crmError('invalidRelation', { resource_path_index: 2 })
  requireScope(world, c, moduleScopes(module, operation))
  requirePermission(caller, module, [permissionOf[operation]])
  const record = findVisible(caller, holder, readPathId(c, holder))
  if (!record) throw crmError('invalidRelatedId', { resource_path_index: 1 })
  return { module, holder, record }
}

function attachmentsOf(c: CrmContext, module: ModuleMeta, { id }: RecordRow): RecordRow[] {
  const rows = c.get('caller').data.pointingTo(id, module, 'Parent_Id')
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function findAttachment(c: CrmContext, module: ModuleMeta, record: RecordRow, id: string): RecordRow | undefined {
  const row = c.get('caller').data.records(module).get(id)
  return row?.Parent_Id === record.id ? row : undefined
}

/** @returns whether it was there */
function deleteAttachment(c: CrmContext, module: ModuleMeta, record: RecordRow, id: string): boolean {
  const caller = c.get('caller')
  const { data } = caller
  const before = findAttachment(c, module, record, id)
  if (!before) return false
  data.records(module).delete(id)
  followChange({ operation: 'delete', module, before, after: null, caller, at: data.clock.now() })
  forgetFiles(data, recordOwner(module.apiName, id))
  return true
}

type NewAttachment = { readonly file: UploadedFile } | { readonly url: string; readonly title: string }

/** A file, or the address of a link: in the body, or in the query as official SDKs send it. @throws CrmError */
function readAttachment(c: CrmContext, { files, fields }: MultipartForm): NewAttachment {
  const query = queryParams(c)
  const url = fields.get('attachmentUrl') ?? query.get('attachmentUrl')
  const title = fields.get('title') ?? query.get('title')
  const file = files.find(({ field }) => field === 'file')
  if (file && url !== null) {
    const ambiguous = ['file', 'attachmentUrl'].map(name => ({ param_name: name }))
    throw crmError('ambiguousParams', { ambiguity_due_to: ambiguous })
  }
  if (file) {
    if (file.name === '' || file.bytes.byteLength === 0) throw crmError('noFile')
    if (file.bytes.byteLength > mostLength) throw tooLong()
    if (extensionOf(file.name) === 'exe') throw crmError('executableRefused')
    return { file }
  }
  if (!url) throw crmError('attachmentMissing', {}, { reason: 'neither a file nor an attachmentUrl was sent' })
  if (!isAddress(url)) throw crmError('invalidAttachmentUrl')
  return { url, title: (title || url).slice(0, longestName) }
}

const isAddress = (url: string): boolean =>
  url.length <= longestUrl && /^(?:https?:\/\/)?[^\s/?#]+\.[^\s/?#]+/i.test(url) && URL.canParse(withScheme(url))

/** SDKs know addresses without a scheme. */
const withScheme = (url: string): string => (/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`)

function addAttachment(
  c: CrmContext,
  module: ModuleMeta,
  { holder, record }: Pick<Holder, 'holder' | 'record'>,
  made: NewAttachment,
): RecordRow {
  const caller = c.get('caller')
  const { data, user } = caller
  const id = data.nextRecordId()
  const now = Math.floor(data.clock.now() / 1000) * 1000
  const file = 'file' in made ? made.file : null
  const kept =
    file &&
    addFile(data, {
      name: file.name,
      type: mediaTypeOf(file.name, file.type),
      bytes: file.bytes,
      userId: user.id,
      usedBy: recordOwner(module.apiName, id),
    })
  const after = data.records(module).insert({
    id,
    Owner: user.id,
    File_Name: 'file' in made ? made.file.name : made.title,
    Size: String(kept?.size ?? 0),
    Parent_Id: record.id,
    $se_module: holder.apiName,
    $file_id: kept?.id ?? null,
    $link_url: 'url' in made ? made.url : null,
    Created_By: user.id,
    Modified_By: user.id,
    Created_Time: now,
    Modified_Time: now,
  })
  followChange({ operation: 'insert', module, before: null, after, caller, at: now })
  return after
}

function acknowledgement(c: CrmContext, row: RecordRow): object {
  const { data } = c.get('caller')
  const by = shortUserReference(data, String(row.Created_By))
  const at = formatDateTime(row.Created_Time as number, data.org.timeZone)
  return { Modified_Time: at, Modified_By: by, Created_Time: at, id: row.id, Created_By: by }
}

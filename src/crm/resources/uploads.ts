/**
 * `/crm/{version}/upload` on the content hosts: a ZIP of tables for a bulk write. The org is named by a header, since the host
 * belongs to no environment.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/bulk-write/upload-file.html
 */

import { readHeader } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { badUploadHeaders } from '../../protocol/crm-errors/own-form.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import { addFile } from '../../world/org-files.ts'
import { answer, type CrmContext } from '../answer.ts'
import { uploadsOf } from '../bulk/uploads.ts'
import { isZip } from '../bulk/zip.ts'
import { readMultipart, type UploadedFile } from '../multipart-form.ts'
import type { Place, Routes } from '../routes.ts'

export const content: Place = {
  root: '/crm/{v}',
  orgOf(c) {
    const feature = readHeader(c, 'feature')
    const zgid = readHeader(c, 'x-crm-org')
    if (feature !== 'bulk-write') throw badUploadHeaders('the header feature is not bulk-write')
    if (!zgid) throw badUploadHeaders('the header X-CRM-ORG is missing')
    return zgid
  },
}

const largest = 25 * 1024 * 1024
/** What a form has around its file. */
const around = 64 * 1024

export function uploadRoutes({ on }: Routes): void {
  // Zoho's page names no narrower one
  on('post', '/upload', 'ZohoFiles.files.ALL', async c => {
    const { name, bytes } = await readUpload(c)
    const { data, user } = c.get('caller')
    // the bytes are a part of the whole body, which need not be kept
    const file = addFile(data, {
      name: name || 'upload.zip',
      type: 'application/zip',
      bytes: bytes.slice(),
      userId: user.id,
      usedBy: 'bulk write',
    })
    const upload = uploadsOf(data).insert({ id: data.nextRecordId(), file: file.id, userId: user.id })
    const created_time = formatDateTime(file.createdAt, data.org.timeZone)
    return answer(c, {
      status: 'success',
      code: 'FILE_UPLOAD_SUCCESS',
      message: 'file uploaded.',
      details: { file_id: upload.id, created_time },
    })
  })
}

async function readUpload(c: CrmContext): Promise<UploadedFile> {
  const tooLong = () => crmError('uploadTooLarge')
  const { files } = await readMultipart(c, { limit: largest + around, tooLong })
  const file = files.find(({ field }) => field === 'file')
  if (!file) throw crmError('uploadMissing', {}, { reason: 'the form has no part called file' })
  if (file.bytes.byteLength > largest) throw tooLong()
  if (!isZip(file.bytes)) throw crmError('uploadNotZip')
  return file
}

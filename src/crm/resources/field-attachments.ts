/**
 * `/{module}/{id}/actions/download_fields_attachment`: a file of one of a record's fields, by the id of its row. What is
 * answered to an id that the record doesn't have is inferred.
 *
 * Source: https://github.com/zoho/crm-oas, field_attachments
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { bytesOf } from '../../world/org-files.ts'
import type { InnerRow, RecordRow } from '../../world/record-row.ts'
import { answerFile } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { readPathId } from '../records/path-id.ts'
import { isUploadField } from '../records/record-files.ts'
import { findVisible } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'

const parameter = 'fields_attachment_id'

export function fieldAttachmentRoutes({ on }: Routes): void {
  on('get', '/:module/:id/actions/download_fields_attachment', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const id = readPathId(c, module)
    const row = queryParam(c, parameter)
    if (!row) throw crmError('expectedParamMissing', { param_name: parameter })
    const caller = c.get('caller')
    const { data } = caller
    const record = findVisible(caller, module, id)
    if (!record) throw crmError('invalidRelatedId', { resource_path_index: 1 })
    const file = data.files.get(fileIdOf(module, record, row))
    if (!file) throw crmError('invalidParam', { param_name: parameter })
    return answerFile(c, file, bytesOf(data.fileBytes, file))
  })
}

function fileIdOf(module: ModuleMeta, record: RecordRow, id: string): string {
  const rows = module.fields.filter(isUploadField).flatMap(({ apiName }) => (record[apiName] ?? []) as InnerRow[])
  return String(rows.find(row => row.id === id)?.File_Id__s)
}

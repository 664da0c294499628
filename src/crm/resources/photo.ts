/**
 * `/{module}/{id}/photo`: the image of a record, which its field `Record_Image` names. That a new one counts as a change of
 * the record is inferred.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/upload-image.html and https://github.com/zoho/crm-oas, record_photo
 */

import { queryParam } from '../../http/query.ts'
import { CrmError, crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { addFile, bytesOf, recordOwner } from '../../world/org-files.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answer, answerFile, answerNothing, type CrmContext, success } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { followChange } from '../records/changes.ts'
import { refuseLocked } from '../records/locks.ts'
import { readPathId } from '../records/path-id.ts'
import { isVisible } from '../records/render.ts'
import { findVisible, may } from '../records/sharing.ts'
import type { Routes } from '../routes.ts'
import { readPhoto } from '../uploaded-photo.ts'

const path = '/:module/:id/photo'
const field = 'Record_Image'

export function photoRoutes({ on }: Routes): void {
  on('get', path, recordScope('READ'), c => {
    const { data } = c.get('caller')
    const { record } = readRecord(c)
    const file = data.files.get(String(record[field]))
    return file ? answerFile(c, file, bytesOf(data.fileBytes, file)) : answerNothing(c)
  })

  on('post', path, recordScope('CREATE', ['edit']), async c => {
    readTriggers(c)
    const photo = await readPhoto(c)
    const { data, user } = c.get('caller')
    const { module, record } = readRecordToChange(c)
    const file = addFile(data, { ...photo, userId: user.id, usedBy: recordOwner(module.apiName, record.id) })
    forgetPhoto(c, record)
    setPhoto(c, module, record, file.id)
    return answer(c, success('photo uploaded successfully', {}))
  })

  on('delete', path, recordScope('DELETE', ['edit']), c => {
    readTriggers(c)
    const { module, record } = readRecordToChange(c)
    forgetPhoto(c, record)
    setPhoto(c, module, record, null)
    return answer(c, success('Photo deleted', {}))
  })
}

/** No workflow hangs on a photo here, so there is none to be left out. */
const readTriggers = (c: CrmContext) => queryParam(c, 'restrict_triggers')

/** @throws CrmError for a module without photos, and for a record that is not there */
function readRecord(c: CrmContext): { readonly module: ModuleMeta; readonly record: RecordRow } {
  const module = moduleOfPath(c)
  const meta = module.fieldsByName.get(field)
  if (!meta || !isVisible(meta, c.get('version'))) throw crmError('invalidModule', { resource_path_index: 0 })
  const record = findVisible(c.get('caller'), module, readPathId(c, module))
  if (!record) throw crmError('invalidPathId', { resource_path_index: 1 })
  return { module, record }
}

function readRecordToChange(c: CrmContext): ReturnType<typeof readRecord> {
  const found = readRecord(c)
  const { module, record } = found
  if (!may('edit', c.get('caller'), module, record)) throw crmError('photoNotPermitted')
  const locked = refuseLocked(c.get('caller'), module, record, 'update', { id: record.id }, [field])
  if (locked) throw new CrmError(400, locked)
  return found
}

function forgetPhoto(c: CrmContext, record: RecordRow): void {
  c.get('caller').data.files.delete(String(record[field]))
}

function setPhoto(c: CrmContext, module: ModuleMeta, record: RecordRow, file: string | null): void {
  const caller = c.get('caller')
  const { data, user } = caller
  const at = Math.floor(data.clock.now() / 1000) * 1000
  const after = { ...record, [field]: file, Modified_By: user.id, Modified_Time: at }
  data.records(module).put(after)
  followChange({ operation: 'update', module, before: record, after, caller, at })
}

/**
 * `/files`: uploads that a field of a record takes afterwards by their id, once, and the files of such fields.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/upload-files-to-zfs.html and https://github.com/zoho/crm-oas, files
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { addFiles, bytesOf, type OrgFile } from '../../world/org-files.ts'
import { answer, answerFile, answerNothing, success } from '../answer.ts'
import { mediaTypeOf } from '../media-type.ts'
import { readMultipart } from '../multipart-form.ts'
import { seesOwner } from '../records/record-files.ts'
import type { Routes } from '../routes.ts'

const mebi = 1024 * 1024
const mostFiles = 10
const mostLength = 20 * mebi

const tooLong = () => crmError('fileTooLarge')

export function fileRoutes({ on }: Routes): void {
  on('post', '/files', 'ZohoCRM.files.CREATE', async c => {
    // means inline images, which are kept like others
    queryParam(c, 'type')
    queryParam(c, 'inline')
    const { files } = await readMultipart(c, { limit: (mostFiles + 1) * mostLength, tooLong })
    const sent = files.filter(({ field }) => field === 'file')
    if (sent.length === 0 || sent.some(({ name, bytes }) => name === '' || bytes.byteLength === 0)) {
      throw crmError('noFile')
    }
    if (sent.length > mostFiles) throw crmError('invalidRequest', {}, { reason: `more than ${mostFiles} files` })
    if (sent.some(({ bytes }) => bytes.byteLength > mostLength)) throw tooLong()
    const { data, user } = c.get('caller')
    const added = addFiles(
      data,
      sent.map(({ name, type, bytes }) => ({ name, type: mediaTypeOf(name, type), bytes, userId: user.id })),
    )
    return answer(c, { data: added.map(({ id, name }) => success(`${name} uploaded successfully`, { name, id })) })
  })

  on('get', '/files', 'ZohoCRM.files.READ', c => {
    const type = queryParam(c, 'type')
    if (type === 'email_template') {
      const { path } = c.env.located
      const message = `GET ${path} of type ${type} is not emulated`
      throw crmError('notEmulated', { method: 'GET', path }, { message })
    }
    const id = queryParam(c, 'id')
    if (id === undefined) throw crmError('expectedParamMissing', { param_name: 'id' })
    const caller = c.get('caller')
    const file: OrgFile | undefined = caller.data.files.get(id)
    if (!file || !seesOwner(caller, file)) return answerNothing(c)
    return answerFile(c, file, bytesOf(caller.data.fileBytes, file))
  })
}

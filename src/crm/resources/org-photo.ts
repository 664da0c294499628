/**
 * `/org/photo`: the image of the organization. Who may write it is inferred: an administrator.
 *
 * Source: https://github.com/zoho/crm-oas, org_photo
 */

import { crmError } from '../../protocol/crm-errors/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import { addFile, bytesOf, forgetFiles, type OrgFile } from '../../world/org-files.ts'
import { answer, answerFile, answerNothing, type CrmContext, success } from '../answer.ts'
import type { Routes } from '../routes.ts'
import { readPhoto } from '../uploaded-photo.ts'

const path = '/org/photo'
const owner = 'org-photo'

export const orgPhoto = (data: OrgData): OrgFile | undefined => data.files.findOne('usedBy', owner)

export function orgPhotoRoutes({ on }: Routes): void {
  on('get', path, 'ZohoCRM.org.READ', c => {
    const { data } = c.get('caller')
    const file = orgPhoto(data)
    return file ? answerFile(c, file, bytesOf(data.fileBytes, file)) : answerNothing(c)
  })

  on('post', path, { scopes: 'ZohoCRM.org.CREATE', permit: permit('upload') }, async c => {
    const photo = await readPhoto(c)
    const { data, user } = c.get('caller')
    const before = orgPhoto(data)
    addFile(data, { ...photo, userId: user.id, usedBy: owner })
    if (before) data.files.delete(before.id)
    return answer(c, success('Organization photo uploaded successfully', {}))
  })

  on('delete', path, { scopes: 'ZohoCRM.org.DELETE', permit: permit('delete') }, c => {
    forgetFiles(c.get('caller').data, owner)
    return answer(c, success('Organization photo deleted successfully', {}))
  })
}

const permit =
  (action: 'upload' | 'delete') =>
  (c: CrmContext): void => {
    const { profile } = c.get('caller').user
    const needed = `org.photo.${action}`
    if (c.env.exchange.check('permission', profile.administrator, needed, profile.name)) return
    const message = `Permission denied to ${action} organization photo`
    throw crmError('noPermission', { permissions: [needed] }, { message })
  }

/**
 * `/settings/tags`: the tags of a module, listed, made, renamed, merged and deleted. Who may edit the records of a module may
 * write its tags; Zoho's profiles have a permission of their own for it, which those here lack.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-tag-list.html and https://github.com/zoho/crm-oas (tags,
 * tags_actions, mass_delete_tags)
 */

import { queryParam } from '../../http/query.ts'
import { CrmError, crmError, crmErrorBody, crmErrors } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { requirePermission } from '../permissions.ts'
import { shortUserReference } from '../records/render.ts'
import { visibleTo } from '../records/sharing.ts'
import {
  addTag,
  countTagged,
  deleteTag,
  isTaggable,
  replaceTag,
  type Tag,
  tagLimits,
  tagNamed,
  tagOf,
  tagsOf,
  tagsOfModule,
} from '../records/tags.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'
import { readMassDelete, scheduleTagDeletion, tagDeletionStatus } from '../tags/mass-delete.ts'

const root = 'tags'
const path = '/settings/tags'
/** More of them are inferred to be too many. */
const mostRows = 100

const needs = (verb: string): Needs => ({ scopes: `ZohoCRM.settings.tags.${verb}`, permit: null })

export function tagRoutes({ on, world }: Routes): void {
  on('get', path, needs('READ'), c => {
    const module = moduleOfTags(c, 'view')
    const { data, user } = c.get('caller')
    const mine = queryParam(c, 'my_tags') === 'true'
    const tags = tagsOfModule(data, module).filter(({ createdBy }) => !mine || createdBy === user.id)
    return answer(c, {
      tags: tags.map(tag => toTagResponse(data, tag, c.get('version'))),
      info: { count: tags.length, allowed_count: tagLimits.perModule },
    })
  })

  on('post', path, needs('CREATE'), async c => {
    const body = await readJsonObject(c)
    const module = moduleOfTags(c, 'edit')
    const rows = tagRows(c, body, row => createTag(c, module, row), 'tags created successfully')
    return answerRows(c, world, rows, 201, root)
  })

  on('put', path, needs('UPDATE'), async c => {
    const body = await readJsonObject(c)
    const module = moduleOfTags(c, 'edit')
    const rows = tagRows(c, body, row => changeTag(c, namedTag(c, module, row), row), 'tags updated successfully')
    return answerRows(c, world, rows, 200, root)
  })

  on('post', `${path}/actions/mass_delete`, needs('DELETE'), async c => {
    const body = await readJsonObject(c)
    const deletion = readMassDelete(c, body)
    requirePermission(c.get('caller'), deletion.module, ['edit'])
    return answer(c, scheduleTagDeletion(world, c, deletion), 202)
  })

  on('get', `${path}/actions/mass_delete`, needs('READ'), c => answer(c, { mass_delete: [tagDeletionStatus(c)] }))

  on('put', `${path}/:id`, needs('UPDATE'), async c => {
    const body = await readJsonObject(c)
    const module = moduleOfTags(c, 'edit')
    const id = c.req.param('id') ?? ''
    const tag = tagOf(c.get('caller').data, module, id)
    if (!tag) throw crmError('tagNotFound', { id })
    const rows = tagRows(c, body, row => changeTag(c, tag, row), 'tags updated successfully', 1)
    return answerRows(c, world, rows, 200, root)
  })

  on('delete', `${path}/:id`, needs('DELETE'), c => {
    const tag = tagOfPath(c)
    deleteTag(c.get('caller').data, tag)
    return answer(c, { tags: [success('tags deleted successfully', { id: tag.id })] })
  })

  on('post', `${path}/:id/actions/merge`, needs('CREATE'), async c => {
    const body = await readJsonObject(c)
    const tag = tagOfPath(c)
    const rows = tagRows(c, body, row => mergeTag(c, tag, row), 'tags merged successfully', 1)
    return answerRows(c, world, rows, 200, root)
  })

  on('get', `${path}/:id/actions/records_count`, needs('READ'), c => {
    const module = moduleOfTags(c, 'view', {
      details: { param_name: 'module' },
      message: 'One of the expected param is missing',
    })
    const { data } = c.get('caller')
    const tag = tagOf(data, module, c.req.param('id') ?? '')
    // the one refusal of tags whose status the description gives as 404
    if (!tag) throw new CrmError(404, crmErrorBody('tagNotFound', { api_name: 'id' }))
    return answer(c, { count: String(countTagged(data, tag, visibleTo(c.get('caller'), module))) })
  })
}

/** Called after the body was read, since all that follows has to be done in one go. @throws CrmError */
function moduleOfTags(
  c: CrmContext,
  permission: 'view' | 'edit',
  missing: { details: { param: string } | { param_name: string }; message: string } = {
    details: { param: 'module' },
    message: crmErrors.tagParamMissing.message,
  },
): ModuleMeta {
  const name = queryParam(c, 'module')
  if (!name) throw crmError('tagParamMissing', missing.details, { message: missing.message })
  const module = c.get('caller').data.module(name)
  if (!module) throw crmError('invalidModule')
  if (!isTaggable(module)) throw crmError('notTaggable')
  requirePermission(c.get('caller'), module, [permission])
  return module
}

/** @throws CrmError */
function tagOfPath(c: CrmContext): Tag {
  const { data } = c.get('caller')
  const id = c.req.param('id') ?? ''
  const tag = tagsOf(data).get(id)
  const module = tag && data.module(tag.module)
  if (!tag || !module) throw crmError('tagNotFound', { id })
  requirePermission(c.get('caller'), module, ['edit'])
  return tag
}

function tagRows(
  c: CrmContext,
  body: Record<string, unknown>,
  write: (row: SettingsRow) => Tag,
  message: string,
  most = mostRows,
): ResultRow[] {
  const { data } = c.get('caller')
  return rowsOf(c, body, root, most).map((sent, index) =>
    resultOf(() => {
      const tag = write(new SettingsRow(sent, `$.${root}[${index}]`))
      return success(message, toTagResponse(data, tag, c.get('version')))
    }),
  )
}

function createTag(c: CrmContext, module: ModuleMeta, row: SettingsRow): Tag {
  const { data, user } = c.get('caller')
  const name = readName(data, module, row)
  const colorCode = readColor(row)
  if (tagsOfModule(data, module).length >= tagLimits.perModule) throw new RowRefused(crmErrorBody('tooManyTags'))
  return addTag(data, module, { name, colorCode }, user.id)
}

/** @throws RowRefused */
function namedTag(c: CrmContext, module: ModuleMeta, row: SettingsRow): Tag {
  const tag = tagOf(c.get('caller').data, module, row.needed('id', row.text('id', 19)))
  if (!tag) throw row.refuse('tagNotFound', 'id')
  return tag
}

function changeTag(c: CrmContext, tag: Tag, row: SettingsRow): Tag {
  const { data, user } = c.get('caller')
  const module = data.module(tag.module)!
  const name = readName(data, module, row, tag)
  const colorCode = row.has('color_code') ? (readColor(row) ?? null) : tag.colorCode
  replaceTag(data, tag, name)
  return tagsOf(data).put({ ...tag, name, colorCode, modifiedAt: data.clock.now(), modifiedBy: user.id })
}

/** The tag of the path takes the records of the other, which is gone then. */
function mergeTag(c: CrmContext, tag: Tag, row: SettingsRow): Tag {
  const { data, user } = c.get('caller')
  const sent = row.raw('conflict_id')
  if (sent === undefined) throw row.missing('conflict_id')
  const other = tagOf(data, data.module(tag.module)!, String(sent))
  if (!other || other.id === tag.id) throw row.refuse('invalidValue', 'conflict_id')
  replaceTag(data, other, tag.name)
  tagsOf(data).delete(other.id)
  return tagsOf(data).put({ ...tag, modifiedAt: data.clock.now(), modifiedBy: user.id })
}

/** @throws RowRefused */
function readName(data: OrgData, module: ModuleMeta, row: SettingsRow, except?: Tag): string {
  const name = row.needed('name', row.text('name', tagLimits.name)?.trim() || undefined)
  const twin = tagNamed(data, module, name)
  if (twin && twin.id !== except?.id) throw row.refuse('duplicateTag', 'name', { id: twin.id })
  return name
}

/** @throws RowRefused */
function readColor(row: SettingsRow): string | undefined {
  const color = row.text('color_code', 7)
  if (color !== undefined && !/^#[\da-f]{6}$/i.test(color)) throw row.refuse('invalidColour', 'color_code')
  return color
}

function toTagResponse(data: OrgData, tag: Tag, { tagColors }: Version): object {
  const { timeZone } = data.org
  return {
    created_time: formatDateTime(tag.createdAt, timeZone),
    modified_time: formatDateTime(tag.modifiedAt, timeZone),
    name: tag.name,
    modified_by: shortUserReference(data, tag.modifiedBy),
    id: tag.id,
    created_by: shortUserReference(data, tag.createdBy),
    ...(tagColors && { color_code: tag.colorCode }),
  }
}

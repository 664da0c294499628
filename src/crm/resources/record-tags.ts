/**
 * `/{module}[/{id}]/actions/add_tags` and `remove_tags`. Before v3 tags, records and `over_write` stand in the query, since
 * then in the body. That a record's tags beyond the tenth are not added but told of in `not_added_tags`, and that tags which
 * a record lacks are passed over when removed, is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/add-tags.html and https://github.com/zoho/crm-oas (tags_actions)
 */

import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { moduleOfPath, scopesOfPath } from '../module-of.ts'
import { requirePermission } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import { isTaggable, paintTag, tagLimits, tagNamed, tagsRenderer } from '../records/tags.ts'
import { place } from '../records/validate.ts'
import { updateRecord, writeContext } from '../records/write.ts'
import type { Needs, Routes } from '../routes.ts'
import { readTagChange, type TagChange } from '../tags/change.ts'

type Kind = 'add' | 'remove'

export function recordTagRoutes({ on, world }: Routes): void {
  for (const kind of ['add', 'remove'] as const) {
    on('post', `/:module/actions/${kind}_tags`, needs(kind), async c => {
      const change = await readTagChange(c, 'several', taggable)
      const rows = change.ids.map((id, index) => tagRecord(world, c, kind, change, id, index))
      return answerTagged(c, world, rows)
    })

    on('post', `/:module/:id/actions/${kind}_tags`, needs(kind), async c => {
      const change = await readTagChange(c, 'one', taggable)
      const id = readPathId(c, change.module)
      if (!findVisible(c.get('caller'), change.module, id)) throw crmError('invalidPathId', { resource_path_index: 1 })
      return answerTagged(c, world, [tagRecord(world, c, kind, change, id, 0)])
    })
  }
}

/** Zoho's pages name the operations that open these calls: ALL, WRITE and, to add, CREATE. */
const needs = (kind: Kind): Needs => ({
  scopes: c => scopesOfPath(c, kind === 'add' ? 'CREATE' : 'WRITE'),
  permit: c => requirePermission(c.get('caller'), taggable(c), ['edit']),
})

function taggable(c: CrmContext): ModuleMeta {
  const module = moduleOfPath(c)
  if (!isTaggable(module)) throw crmError('notTaggable')
  return module
}

function answerTagged(c: CrmContext, world: World, rows: readonly ResultRow[]): Response {
  const count = (counts: (row: ResultRow) => boolean) => String(rows.filter(counts).length)
  return answerRows(c, world, rows, 200, 'data', {
    wf_scheduler: false,
    success_count: count(({ status }) => status === 'success'),
    locked_count: count(({ code }) => code === 'RECORD_LOCKED'),
  })
}

function tagRecord(world: World, c: CrmContext, kind: Kind, change: TagChange, id: string, index: number): ResultRow {
  const { module } = change
  const caller = c.get('caller')
  const { data } = caller
  const context = writeContext(world, c, module, index)
  const row = findVisible(caller, module, id)
  if (!row) return crmErrorBody('invalidId', { ...place(context, 'ids'), json_path: `$.ids[${index}]` })
  if (!may('edit', caller, module, row)) return crmErrorBody('tagWriteDenied')

  const there = (row.Tag as readonly string[] | null | undefined) ?? []
  const { kept, left } = kind === 'add' ? withTags(there, change) : { kept: withoutTags(there, change), left: [] }
  const unknown = kind === 'add' ? change.tags.filter(({ name }) => !tagNamed(data, module, name)) : []
  const result = updateRecord({ Tag: kept.map(name => ({ name })) }, id, { ...context, action: 'tags' })
  if (result.status === 'error') return result
  for (const { name, colorCode } of unknown) if (colorCode) paintTag(data, module, name, colorCode)
  const show = tagsRenderer(data, module, c.get('version'))
  return success('tags updated successfully', {
    id,
    tags: show(data.records(module).get(id)!.Tag ?? null),
    ...(left.length > 0 && { not_added_tags: left.map(name => ({ name })) }),
  })
}

const isIn = (names: readonly string[], wanted: string): boolean =>
  names.some(name => name.toLowerCase() === wanted.toLowerCase())

function withTags(there: readonly string[], { tags, overWrite }: TagChange): { kept: string[]; left: string[] } {
  const before = overWrite ? [] : there
  const all = [...before, ...tags.map(({ name }) => name).filter(name => !isIn(before, name))]
  return { kept: all.slice(0, tagLimits.perRecord), left: all.slice(tagLimits.perRecord) }
}

const withoutTags = (there: readonly string[], { tags }: TagChange): string[] =>
  there.filter(
    name =>
      !isIn(
        tags.map(tag => tag.name),
        name,
      ),
  )

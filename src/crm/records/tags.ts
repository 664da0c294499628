/**
 * The tags of records. A tag is a row of its own, of one module; records hold the names of theirs, so that searching and
 * sorting need nothing else, and a tag that gets another name takes the records along.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-tag-list.html. That two tags of a module may not differ in letter
 * case alone is inferred.
 */

import { activities } from '../../protocol/modules/activities.ts'
import type { Version } from '../../protocol/versions.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow, StoredObject, StoredValue } from '../../world/record-row.ts'
import type { Table } from '../../world/table.ts'

export interface Tag {
  readonly id: string
  /** API name. */
  readonly module: string
  readonly name: string
  /** E.g. `#57B1FD`. */
  readonly colorCode: string | null
  readonly createdAt: number
  /** User ids. */
  readonly createdBy: string
  readonly modifiedAt: number
  readonly modifiedBy: string
}

export const tagLimits = { perModule: 500, perRecord: 10, name: 25 } as const

export const tagsOf = (data: OrgData): Table<Tag> =>
  data.table<Tag>('tags', {
    indexes: { module: ({ module }) => module, name: ({ module, name }) => nameKey(module, name) },
  })

const nameKey = (module: string, name: string): string => `${module}:${name.toLowerCase()}`

export const tagsOfModule = (data: OrgData, { apiName }: ModuleMeta): Tag[] => tagsOf(data).find('module', apiName)

/** In any letter case. */
export const tagNamed = (data: OrgData, { apiName }: ModuleMeta, name: string): Tag | undefined =>
  tagsOf(data).findOne('name', nameKey(apiName, name))

/** The module's tag of that id. */
export function tagOf(data: OrgData, { apiName }: ModuleMeta, id: string): Tag | undefined {
  const tag = tagsOf(data).get(id)
  return tag?.module === apiName ? tag : undefined
}

/** A module whose records cannot be tagged lacks the field. */
export const isTaggable = ({ fieldsByName }: ModuleMeta): boolean => fieldsByName.get('Tag')?.dataType === 'tag'

export function addTag(
  data: OrgData,
  { apiName: module }: ModuleMeta,
  { name, colorCode = null }: { readonly name: string; readonly colorCode?: string | null | undefined },
  userId: string,
  at = data.clock.now(),
): Tag {
  const made = { createdAt: at, createdBy: userId, modifiedAt: at, modifiedBy: userId }
  return tagsOf(data).insert({ id: data.nextRecordId(), module, name, colorCode, ...made })
}

/** Whether a module has room for the tags among these that nobody has made. */
export function hasRoomFor(data: OrgData, module: ModuleMeta, names: readonly string[]): boolean {
  const missing = names.filter(name => !tagNamed(data, module, name)).length
  return missing === 0 || tagsOfModule(data, module).length + missing <= tagLimits.perModule
}

/** The names as the module's tags spell them. Tags that nobody has made are made. */
export const settleTags = (
  data: OrgData,
  module: ModuleMeta,
  names: readonly string[],
  userId: string,
): readonly string[] => names.map(name => (tagNamed(data, module, name) ?? addTag(data, module, { name }, userId)).name)

export function paintTag(data: OrgData, module: ModuleMeta, name: string, colorCode: string): void {
  const tag = tagNamed(data, module, name)
  if (tag) tagsOf(data).put({ ...tag, colorCode })
}

type RowWithTags = StoredObject & RecordRow

/** How a record or a query shows its tags. The first version that tells their colours is inferred. */
export function tagsRenderer(
  data: OrgData,
  module: ModuleMeta,
  { tagColors }: Version,
): (value: StoredValue, row?: RowWithTags) => object[] {
  const ofActivities = module.apiName === activities.apiName
  return (value, row) => {
    if (!Array.isArray(value) || value.length === 0) return []
    const owner = ofActivities ? (data.module(String(row?.Activity_Type)) ?? module) : module
    return (value as readonly string[]).map(name => {
      const tag = tagNamed(data, owner, name)
      return { name, id: tag?.id ?? null, ...(tagColors && { color_code: tag?.colorCode ?? null }) }
    })
  }
}

const namesIn = ({ Tag }: RecordRow): readonly string[] => (Array.isArray(Tag) ? (Tag as readonly string[]) : [])

/** @param visible which records count; null for all */
export function countTagged(
  data: OrgData,
  { module, name }: Tag,
  visible: ((row: RecordRow) => boolean) | null,
): number {
  const meta = data.module(module)
  let count = 0
  if (meta) data.records(meta).each(row => void (namesIn(row).includes(name) && (visible?.(row) ?? true) && count++))
  return count
}

/** Gives the records of a tag another name in its place, or none; those in the recycle bin too. They count as unchanged. */
export function replaceTag(data: OrgData, { module, name }: Tag, by: string | null): void {
  const meta = data.module(module)
  if (!meta || by === name) return
  const replaced = (row: RecordRow): RecordRow => {
    const names = namesIn(row).flatMap(each => (each === name ? (by ?? []) : each))
    return { ...row, Tag: [...new Set(names)] }
  }
  const records = data.records(meta)
  const tagged: RecordRow[] = []
  records.each(row => void (namesIn(row).includes(name) && tagged.push(row)))
  for (const row of tagged) records.put(replaced(row))

  for (const recycled of data.recycled(meta)) {
    if (recycled.record && namesIn(recycled.record).includes(name)) {
      data.recycleBin.put({ ...recycled, record: replaced(recycled.record) })
    }
  }
}

/** Removes a tag, from all records too. */
export function deleteTag(data: OrgData, tag: Tag): void {
  replaceTag(data, tag, null)
  tagsOf(data).delete(tag.id)
}

/** Which tags a request gives to records or takes from them, and which records. */

import { queryParams } from '../../http/query.ts'
import { CrmError, crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { CrmContext } from '../answer.ts'
import { splitList } from '../records/query.ts'
import { readRecordId } from '../records/record-id.ts'
import { tagLimits, tagOf } from '../records/tags.ts'
import { readJsonObject } from '../request-body.ts'
import { RowRefused, SettingsRow } from '../settings/row.ts'

export interface TagChange {
  readonly module: ModuleMeta
  readonly tags: readonly { readonly name: string; readonly colorCode?: string | undefined }[]
  /** Whether they stand in place of the tags that are there. */
  readonly overWrite: boolean
  /** Empty where the path names the record. */
  readonly ids: readonly string[]
}

const mostRecords = 500

/**
 * @param records whether the path names one record, or the request several
 * @throws CrmError
 */
export async function readTagChange(
  c: CrmContext,
  records: 'one' | 'several',
  moduleOf: (c: CrmContext) => ModuleMeta,
): Promise<TagChange> {
  const inQuery = c.get('version').number < 3
  const body = inQuery ? null : await readJsonObject(c)
  const module = moduleOf(c)
  const change = body ? fromBody(c, module, body, records) : fromQuery(c, module, records)
  if (change.ids.length > mostRecords) throw crmError('tooLong', { maximum_length: mostRecords, ...at('ids') })
  return change
}

const at = (key: string) => ({ api_name: key, json_path: `$.${key}` })

function fromQuery(c: CrmContext, module: ModuleMeta, records: 'one' | 'several'): TagChange {
  const query = queryParams(c)
  const names = splitList(query.get('tag_names'))
  const ids = records === 'several' ? splitList(query.get('ids')) : []
  if (names.length === 0) throw crmError('expectedParamMissing', { param_name: 'tag_names' })
  if (records === 'several' && ids.length === 0) throw crmError('expectedParamMissing', { param_name: 'ids' })
  if (names.some(name => name.length > tagLimits.name)) throw crmError('invalidParam', { param_name: 'tag_names' })
  return { module, tags: names.map(name => ({ name })), overWrite: query.get('over_write') === 'true', ids }
}

function fromBody(
  c: CrmContext,
  module: ModuleMeta,
  body: Record<string, unknown>,
  records: 'one' | 'several',
): TagChange {
  try {
    const top = new SettingsRow(body, '$')
    const rows = top.needed('tags', top.objects('tags'))
    if (rows.length === 0) throw top.missing('tags')
    if (rows.length > tagLimits.perRecord) throw top.refuse('tooLong', 'tags', { maximum_length: tagLimits.perRecord })
    const tags = rows.map(row => readTag(c, module, row))
    const overWrite = top.boolean('over_write') ?? queryParams(c).get('over_write') === 'true'
    return { module, tags, overWrite, ids: records === 'several' ? readIds(top) : [] }
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error
    const { json_path = '' } = error.row.details as { json_path?: string }
    const ofTag = json_path.startsWith('$.tags[')
    throw new CrmError(400, error.row, undefined, ofTag ? 'tags' : undefined)
  }
}

/** Where an id and a name disagree the id counts. @throws RowRefused */
function readTag(c: CrmContext, module: ModuleMeta, row: SettingsRow): TagChange['tags'][number] {
  const id = row.raw('id')
  const name = row.text('name', tagLimits.name)?.trim()
  const colorCode = row.text('color_code', 7)
  if (colorCode !== undefined && !/^#[\da-f]{6}$/i.test(colorCode)) throw row.refuse('invalidColour', 'color_code')
  if (id === undefined) {
    if (!name) {
      const expected_fields = [row.place('name'), row.place('id')]
      throw new RowRefused(crmErrorBody('expectedFieldMissing', { expected_fields }))
    }
    return { name, colorCode }
  }
  const tag = tagOf(c.get('caller').data, module, readRecordId(id) ?? '')
  if (!tag) throw row.refuse('tagNotFound', 'id')
  return { name: tag.name }
}

/** A list, or a text that holds one. @throws RowRefused */
function readIds(top: SettingsRow): string[] {
  const sent = top.raw('ids')
  if (sent === undefined) throw top.missing('ids')
  const list = typeof sent === 'string' ? parsed(sent) : sent
  if (!Array.isArray(list)) throw top.wrongType('ids', 'jsonarray')
  if (list.length === 0) throw top.missing('ids')
  return list.map(id => {
    if (typeof id !== 'string' && typeof id !== 'number') throw top.wrongType('ids', 'bigint')
    return readRecordId(id) ?? ''
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `fetch_full_data`: the whole of rich texts, which lists cut short; of one record (from v6 on) or of several (from v8 on). */

import { queryParams } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { RecordRow } from '../../world/record-row.ts'
import { answer, answerNothing, type CrmContext } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { readPathId } from '../records/path-id.ts'
import { splitList } from '../records/query.ts'
import { isVisible } from '../records/render.ts'
import { findVisible } from '../records/sharing.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'

const idsPerRequest = 200
const fieldsPerRequest = 8

/** Source: https://www.zoho.com/crm/developer/docs/api/v8/get-rich-text-fields.html and its older siblings, of which v6 is the first. */
export function fullDataRoutes(routes: Routes): void {
  onSince('v8', routes)('get', '/:module/actions/fetch_full_data', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const ids = readList(c, 'ids', idsPerRequest)
    const fields = readList(c, 'fields', fieldsPerRequest)
    for (const [name, list] of Object.entries({ ids, fields })) {
      if (list.length === 0) throw crmError('expectedParamMissing', { param_name: name })
    }
    const caller = c.get('caller')
    const rows = [...new Set(ids)].map(id => findVisible(caller, module, id)).filter(row => row !== undefined)
    return answerTexts(c, rows, richTexts(c, module, fields))
  })

  onSince('v6', routes)('get', '/:module/:id/actions/fetch_full_data', recordScope('READ'), c => {
    const module = moduleOfPath(c)
    const row = findVisible(c.get('caller'), module, readPathId(c, module))
    const fields = readList(c, 'fields', fieldsPerRequest)
    return answerTexts(c, row ? [row] : [], richTexts(c, module, fields.length > 0 ? fields : null))
  })
}

function readList(c: CrmContext, name: string, most: number): string[] {
  const list = splitList(queryParams(c).get(name))
  if (list.length > most) throw crmError('invalidRequest', {}, { reason: `${name} takes ${most} at most` })
  return list
}

/**
 * Those of the fields that are rich texts; that other names are passed over, as in lists, is inferred.
 * @param named null for all
 */
function richTexts(c: CrmContext, { fields, fieldsByName }: ModuleMeta, named: readonly string[] | null): string[] {
  const meant = named ? named.map(name => fieldsByName.get(name)).filter(field => field !== undefined) : fields
  return meant
    .filter(field => field.dataType === 'richtext' && isVisible(field, c.get('version')))
    .map(({ apiName }) => apiName)
}

/** Nothing is answered where no record has any text. */
function answerTexts(c: CrmContext, rows: readonly RecordRow[], fields: readonly string[]): Response {
  const hasText = rows.some(row => fields.some(field => row[field]))
  if (!hasText) return answerNothing(c)
  const toTexts = (row: RecordRow) => ({
    ...Object.fromEntries(fields.map(field => [field, row[field] ?? null])),
    id: row.id,
  })
  return answer(c, { data: rows.map(toTexts) })
}

/** `convert_to` of the conversions of quotes and sales orders: the module that records are to become. */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { moduleWithId } from '../module-of.ts'
import { RowRefused, type SettingsRow } from '../settings/row.ts'
import { inventoryTargets } from './inventory.ts'

/** @param row what has `convert_to` @throws RowRefused */
export function readConvertTo(row: SettingsRow, source: ModuleMeta, data: OrgData): ModuleMeta {
  const all = row.needed('convert_to', row.objects('convert_to'))
  const [to] = all
  if (!to) throw row.missing('convert_to')
  if (all.length > 1) throw row.refuse('tooLong', 'convert_to', { maximum_length: 1 })
  if (to.boolean('carry_over_tags') === false) {
    const reason = 'Carry over tags will be automatically converted'
    throw to.refuse('tagsAlwaysCarried', 'carry_over_tags', { reason })
  }
  return readModule(to.needed('module', to.object('module')), inventoryTargets[source.apiName] ?? [], data)
}

/**
 * A module named by API name, id or both, one of some. What is answered to others is inferred.
 * @throws RowRefused
 */
export function readModule(row: SettingsRow, supported: readonly string[], data: OrgData): ModuleMeta {
  const name = row.text('api_name', 100)
  const id = row.text('id', 20)
  const places = [row.place('api_name'), row.place('id')]
  if (name === undefined && id === undefined) {
    throw new RowRefused(crmErrorBody('expectedFieldMissing', { expected_fields: places }))
  }
  const byName = name === undefined ? undefined : data.module(name)
  const byId = id === undefined ? undefined : moduleWithId(data, id)
  if (name !== undefined && !byName) throw row.refuse('unsupportedValue', 'api_name', { supported_values: supported })
  if (id !== undefined && !byId) throw row.refuse('invalidValue', 'id')
  if (byName && byId && byName !== byId) {
    throw new RowRefused(crmErrorBody('ambiguousParams', { ambiguity_due_to: places }))
  }
  const module = (byName ?? byId)!
  if (supported.includes(module.apiName)) return module
  throw row.refuse('unsupportedValue', name === undefined ? 'id' : 'api_name', { supported_values: supported })
}

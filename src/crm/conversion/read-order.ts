/**
 * What the body of a conversion says. v6 is taken for the first version in which records are named by objects; before, they
 * are named by their ids alone.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/convert-lead.html and https://github.com/zoho/crm-oas
 */

import { type ConvertTarget, convertTargets } from '../../protocol/modules/convert-mapping.ts'
import type { Version } from '../../protocol/versions.ts'
import type { OrgData } from '../../world/org-data.ts'
import { moduleNamed } from '../module-of.ts'
import { readRecordId } from '../records/record-id.ts'
import { contactRoleReference } from '../resources/contact-roles.ts'
import { SettingsRow } from '../settings/row.ts'
import type { ConversionOrder } from './order.ts'

/** The first version that names records by objects. */
export const firstWithObjects = 6

/** @throws RowRefused */
export function readOrder(row: SettingsRow, data: OrgData, version: Version): ConversionOrder {
  const deal = row.object('Deals')
  const attachmentsTo = readTarget(row.object('move_attachments_to'), data)
  if (attachmentsTo === 'Deals' && !deal) throw row.refuse('invalidValue', 'move_attachments_to')
  return {
    contactId: readId(row, 'Contacts', version),
    accountId: readId(row, 'Accounts', version),
    addToExisting: row.boolean('add_to_existing_record') ?? true,
    overwrite: row.boolean('overwrite') ?? false,
    notifyLeadOwner: row.boolean('notify_lead_owner') ?? false,
    notifyNewOwners: row.boolean('notify_new_entity_owner') ?? false,
    assignTo: readUser(row, data, version),
    attachmentsTo: attachmentsTo ?? (deal?.boolean('$move_attachments') ? 'Deals' : null),
    tags: readTags(row.object('carry_over_tags'), deal !== undefined),
    deal: deal ? (row.raw('Deals') as ConversionOrder['deal']) : null,
    contactRole: deal ? readContactRole(deal, data) : null,
    ownersOf: [],
  }
}

function readId(row: SettingsRow, key: string, { number }: Version): string | null {
  if (row.raw(key) === undefined) return null
  if (number < firstWithObjects) return idIn(row, key)
  return idIn(row.object(key)!, 'id')
}

function idIn(row: SettingsRow, key: string): string {
  const sent = row.needed(key, row.raw(key))
  const id = readRecordId(sent)
  if (id !== null) return id
  throw typeof sent === 'string' ? row.refuse('invalidId', key) : row.wrongType(key, 'bigint')
}

function readUser(row: SettingsRow, data: OrgData, version: Version): string | null {
  const id = readId(row, 'assign_to', version)
  if (id === null || data.activeUser(id)) return id
  if (version.number < firstWithObjects) throw row.refuse('invalidId', 'assign_to')
  throw row.object('assign_to')!.refuse('invalidId', 'id')
}

/** One of the modules of a conversion, by API name, id, or both if they agree. @throws RowRefused */
export function readTarget(row: SettingsRow | undefined, data: OrgData): ConvertTarget | null {
  if (!row) return null
  const named = [row.text('api_name', 100), row.text('id', 20)].filter(each => each !== undefined)
  if (named.length === 0) throw row.missing('api_name')
  const targets = new Set(named.map(each => moduleNamed(data, each)?.apiName))
  const [target] = targets
  const known = convertTargets.find(each => each === target)
  if (!known || targets.size > 1) throw row.refuse('invalidModuleValue', 'api_name')
  return known
}

/** The names of tags, bare or in objects. */
function readTags(row: SettingsRow | undefined, hasDeal: boolean): ConversionOrder['tags'] {
  const tags: Partial<Record<ConvertTarget, string[]>> = {}
  for (const target of row ? convertTargets : []) {
    const sent = row!.list(target)
    if (!sent) continue
    if (target === 'Deals' && !hasDeal) continue
    tags[target] = sent.map((each, index) => {
      const name =
        typeof each === 'string' ? each : new SettingsRow(each, `${row!.path}.${target}[${index}]`).text('name', 25)
      if (name === undefined) throw row!.refuse('invalidValue', target)
      return name
    })
  }
  return tags
}

function readContactRole(deal: SettingsRow, data: OrgData): string | null {
  const sent = deal.raw('Contact_Role')
  if (sent === undefined) return null
  const id = typeof sent === 'object' ? idIn(deal.object('Contact_Role')!, 'id') : idIn(deal, 'Contact_Role')
  if (!contactRoleReference(data, id)) throw deal.refuse('invalidId', 'Contact_Role')
  return id
}

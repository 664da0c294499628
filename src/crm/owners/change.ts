/** Gives records to another owner, and those of their related records that a request names. */

import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData, OrgUser } from '../../world/org-data.ts'
import type { World } from '../../world/world.ts'
import { type CrmContext, type ResultRow, success } from '../answer.ts'
import { sendNotice } from '../notice.ts'
import { mayDo } from '../permissions.ts'
import { readRecordId } from '../records/record-id.ts'
import { relatedRecords } from '../records/related.ts'
import { findVisible } from '../records/sharing.ts'
import { updateRecord, type WriteContext, writeContext } from '../records/write.ts'
import { ofRequest, RowRefused, SettingsRow } from '../settings/row.ts'

export interface OwnerChange {
  readonly owner: OrgUser
  readonly notify: boolean
  readonly related: readonly RelatedChoice[]
}

/** A module whose related records go along: all of them, or one. */
interface RelatedChoice {
  readonly module: ModuleMeta
  readonly record: string | null
}

const relatedModules: readonly string[] = ['Tasks', 'Events', 'Calls', 'Contacts', 'Deals']
const mostRelated = 5

/** @throws CrmError, since nothing is changed where anything is wrong */
export function readOwnerChange(c: CrmContext, body: Record<string, unknown>): OwnerChange {
  const { data } = c.get('caller')
  return ofRequest(() => {
    const top = new SettingsRow(body, '$')
    const notify = top.boolean('notify') ?? false
    const owner = readOwner(data, top)
    const rows = top.objects('related_modules') ?? []
    if (rows.length > mostRelated) throw top.refuse('tooLong', 'related_modules', { maximum_length: mostRelated })
    return { owner, notify, related: rows.map(row => readRelated(data, row)) }
  })
}

/** @throws RowRefused */
export function readOwner(data: OrgData, top: SettingsRow): OrgUser {
  const named = top.needed('owner', top.object('owner'))
  const sent = named.raw('id')
  const id = named.needed('id', typeof sent === 'number' ? (readRecordId(sent) ?? '') : named.text('id', 19))
  const owner = data.activeUser(id)
  if (!owner) throw named.refuse('invalidValue', 'id')
  return owner
}

/** Where a name and an id are given and one of them leads nowhere, the other counts. @throws RowRefused */
function readRelated(data: OrgData, row: SettingsRow): RelatedChoice {
  const [name, id] = [row.text('api_name', 100), row.text('id', 19)]
  if (name === undefined && id === undefined) {
    const expected_fields = [row.place('api_name'), row.place('id')]
    throw new RowRefused(crmErrorBody('expectedFieldMissing', { expected_fields }))
  }
  const modules = relatedModules.flatMap(each => data.module(each) ?? [])
  const byName = modules.find(({ apiName }) => apiName.toLowerCase() === name?.toLowerCase())
  const byId = modules.find(module => module.id === id)
  const holder = modules.find(
    module => (byName ?? module) === module && id !== undefined && data.records(module).has(id),
  )
  const module = holder ?? byName ?? byId
  if (!module)
    throw row.refuse(
      name === undefined ? 'invalidValue' : 'relatedNotSupported',
      name === undefined ? 'id' : 'api_name',
    )
  return { module, record: holder ? id! : null }
}

export function changeOwner(
  world: World,
  c: CrmContext,
  module: ModuleMeta,
  id: string,
  change: OwnerChange,
  index: number,
): ResultRow {
  const context = writeContext(world, c, module, index)
  const { caller } = context
  const record = findVisible(caller, module, id)
  if (!record) return crmErrorBody('invalidId', { api_name: 'ids', json_path: `$.ids[${index}]` })
  const related = change.related.flatMap(choice => relatedTo(context, id, choice))
  const result = giveTo(change.owner, id, context)
  if (result.status === 'error') return result
  // what the caller may not change stays with whom it is
  for (const each of related) {
    if (!mayDo(caller.user.profile, 'edit', each.module)) continue
    giveTo(change.owner, each.id, writeContext(world, c, each.module, index))
  }
  return result
}

/** One record. */
export function giveTo(owner: OrgUser, id: string, context: WriteContext): ResultRow {
  const result = updateRecord({ Owner: { id: owner.id } }, id, { ...context, action: 'change_owner' })
  return result.status === 'success' ? success('owner is successfully updated', { id }) : result
}

interface RelatedRecord {
  readonly module: ModuleMeta
  readonly id: string
}

function relatedTo({ data, module }: WriteContext, id: string, choice: RelatedChoice): RelatedRecord[] {
  const record = data.records(module).get(id)!
  const lists = module.relatedLists.filter(list => list.module === choice.module.apiName)
  const rows = lists.flatMap(list => relatedRecords({ data, module, record, list, target: choice.module }))
  const wanted = choice.record === null ? rows : rows.filter(row => row.id === choice.record)
  return [...new Set(wanted.map(row => row.id))].map(each => ({ module: choice.module, id: each }))
}

/** Tells the new owner, if that was wished, of all records at once. */
export function tellOwner(
  world: World,
  c: CrmContext,
  module: ModuleMeta,
  { owner, notify }: OwnerChange,
  ids: readonly string[],
): void {
  if (!notify || ids.length === 0) return
  const { data, user } = c.get('caller')
  const names = ids.map(id => String(data.records(module).get(id)?.[module.displayField] ?? id))
  sendNotice(world, data, {
    to: owner,
    subject: `${user.fullName} assigned ${ids.length === 1 ? names[0] : `${ids.length} ${module.plural}`} to you`,
    content: names.join('\n'),
    module: module.apiName,
    recordId: ids.length === 1 ? ids[0]! : null,
  })
}

/**
 * `/{module}/{id}/actions/share`: one record, shared with users or roles beyond what the sharing of its module allows. Before v8
 * a share names its user; since then it names whom it is shared with, and may name a role. Both forms are taken.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/share-record.html and https://github.com/zoho/crm-oas (share_records).
 * That shares before v8 answer 200 and need no `permission`, which then is `read_only`, is inferred.
 */

import { queryParam } from '../../http/query.ts'
import { crmError } from '../../protocol/crm-errors/index.ts'
import { formatDateTime } from '../../protocol/date-time.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import type { RecordRow } from '../../world/record-row.ts'
import type { World } from '../../world/world.ts'
import { answer, answerNothing, answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { moduleOfPath, type RecordOperation } from '../module-of.ts'
import { sendNotice } from '../notice.ts'
import { mayDo, requirePermission } from '../permissions.ts'
import { ownersWithin } from '../records/owners-within.ts'
import { readPathId } from '../records/path-id.ts'
import { shortUserReference } from '../records/render.ts'
import { findVisible, may } from '../records/sharing.ts'
import { readJsonObject, rowsOf } from '../request-body.ts'
import type { Needs, Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'
import { checkLimits, readShare } from '../sharing/share-input.ts'
import { type Share, sharesOf, sharesOfRecord } from '../sharing/shares.ts'
import { recordsInReach } from '../territories/store.ts'

const path = '/:module/:id/actions/share'
const sharesPerRequest = 20

export function shareRoutes({ on, world }: Routes): void {
  on('get', path, shareScope('READ'), c => {
    const { module, record } = sharedRecord(c)
    const { data } = c.get('caller')
    const view = queryParam(c, 'view')
    if (view !== undefined && view !== 'summary' && view !== 'manage')
      throw crmError('viewNotMatched', { api_name: 'view' })
    const holder = queryParam(c, 'sharedTo')
    const shares = sharesOfRecord(data, module, record.id).filter(
      share => holderName(data, share) !== null && (holder === undefined || share.holder === holder),
    )
    const shareable = view === 'manage' ? { shareable_user: shareableUsers(data, module, record) } : {}
    if (shares.length === 0 && view !== 'manage') return answerNothing(c)
    return answer(c, {
      share: shares.map(share => toShareResponse(c, module, share, view !== undefined)),
      ...shareable,
    })
  })

  on('post', path, shareScope('CREATE'), async c => {
    const body = await readJsonObject(c)
    const { module, record } = recordToShare(c, body)
    return writeShares(c, world, body, module, record, row => {
      const share = readShare(c, module, record, row)
      const there = sharesOfRecord(c.get('caller').data, module, record.id)
      checkVisible(c, module, record, share, row)
      checkLimits([...there, share], share, row)
      sharesOf(c.get('caller').data).put(share)
      return share
    })
  })

  on('put', path, shareScope('UPDATE'), async c => {
    const body = await readJsonObject(c)
    const { module, record } = recordToShare(c, body)
    const { data } = c.get('caller')
    const kept: Share[] = []
    const response = writeShares(c, world, body, module, record, row => {
      const share = readShare(c, module, record, row)
      const before = sharesOf(data).get(share.id)
      if (!before) checkVisible(c, module, record, share, row)
      checkLimits([...kept, share], share, row)
      kept.push(before ? { ...share, sharedAt: before.sharedAt, sharedBy: before.sharedBy } : share)
      return share
    })
    // who is not named any more loses the record; a request of which nothing was right changes nothing
    if (kept.length > 0) {
      for (const { id } of sharesOfRecord(data, module, record.id)) sharesOf(data).delete(id)
      for (const share of kept) sharesOf(data).put(share)
    }
    return response
  })

  on('delete', path, shareScope('DELETE'), c => {
    const { module, record } = sharedRecord(c)
    refuseReshare(c, module, record)
    const { data } = c.get('caller')
    const shares = sharesOfRecord(data, module, record.id)
    if (shares.length === 0) throw crmError('nothingToRevoke')
    for (const { id } of shares) sharesOf(data).delete(id)
    return answer(c, { share: success('Sharing Revoked', { id: record.id }) })
  })
}

/** Scopes of their own, which name the module; custom modules have one in common too. */
const shareScope = (operation: RecordOperation): Needs => ({
  scopes(c) {
    const name = c.req.param('module') ?? ''
    const isCustom = c.get('caller').data.module(name)?.custom === true
    return [`ZohoCRM.share.${name}.${operation}`, ...(isCustom ? [`ZohoCRM.share.custom.${operation}`] : [])]
  },
  permit: c => requirePermission(c.get('caller'), moduleOfPath(c), ['view']),
})

/** Activities are shared with what they belong to, notes too. */
const notShared = new Set(['Tasks', 'Events', 'Calls', 'Notes', 'Attachments'])

function sharedRecord(c: CrmContext): { readonly module: ModuleMeta; readonly record: RecordRow } {
  const module = moduleOfPath(c)
  if (notShared.has(module.apiName) || module.definition.withoutRecords) throw crmError('sharingNotSupported')
  const record = findVisible(c.get('caller'), module, readPathId(c, module))
  if (!record) throw crmError('invalidEntity', { resource_path_index: 1 })
  return { module, record }
}

function recordToShare(c: CrmContext, body: Record<string, unknown>): ReturnType<typeof sharedRecord> {
  const found = sharedRecord(c)
  refuseReshare(c, found.module, found.record)
  if (body.notify_shared_members === true) {
    throw crmError('feedsNotEnabled', { api_name: 'notify_shared_members', json_path: '$.notify_shared_members' })
  }
  for (const key of ['notify', 'notify_on_completion', 'notify_shared_members']) {
    const sent = body[key] ?? false
    if (typeof sent === 'boolean') continue
    throw crmError('wrongType', { expected_data_type: 'boolean', api_name: key, json_path: `$.${key}` })
  }
  return found
}

/** What somebody sees only because it was shared with them they cannot hand on. @throws CrmError */
function refuseReshare(c: CrmContext, module: ModuleMeta, record: RecordRow): void {
  const { data, user } = c.get('caller')
  const owners = ownersWithin(c.get('caller'), module, 'see')
  if (!owners || owners.has(String(record.Owner))) return
  const inReach = [...recordsInReach(data, user.id, module)].some(([id]) => id === record.id)
  if (!inReach) throw crmError('sharedRecordShared')
}

function writeShares(
  c: CrmContext,
  world: World,
  body: Record<string, unknown>,
  module: ModuleMeta,
  record: RecordRow,
  write: (row: SettingsRow) => Share,
): Response {
  const { data, user } = c.get('caller')
  const shared: Share[] = []
  const rows: ResultRow[] = rowsOf(c, body, 'share', sharesPerRequest).map((sent, index) =>
    resultOf(() => {
      shared.push(write(new SettingsRow(sent, `$.share[${index}]`)))
      return success('record will be shared successfully', {})
    }),
  )
  const name = String(record[module.displayField] ?? record.id)
  const notice = { module: module.apiName, recordId: record.id }
  if (body.notify === true) {
    for (const { kind, holder } of shared) {
      const to = kind === 'users' ? data.user(holder) : undefined
      if (to)
        sendNotice(world, data, { ...notice, to, subject: `${user.fullName} shared ${name} with you`, content: name })
    }
  }
  if (body.notify_on_completion === true && shared.length > 0) {
    sendNotice(world, data, { ...notice, to: user, subject: `${name} was shared`, content: name })
  }
  return answerRows(c, world, rows, c.get('version').number >= 8 ? 201 : 200, 'share')
}

/** @throws RowRefused for a user who has no use of the share, as the record is visible to them without it */
function checkVisible(c: CrmContext, module: ModuleMeta, record: RecordRow, share: Share, row: SettingsRow): void {
  const { data } = c.get('caller')
  if (sharesOf(data).has(share.id)) throw row.refuse('alreadyVisible', row.has('user') ? 'user' : 'shared_with')
  const user = share.kind === 'users' ? data.user(share.holder) : undefined
  if (user && may('see', { data, user }, module, record)) {
    throw row.refuse('alreadyVisible', row.has('user') ? 'user' : 'shared_with')
  }
}

/** Those to whom the record may still be shared. */
const shareableUsers = (data: OrgData, module: ModuleMeta, record: RecordRow): object[] =>
  data
    .users()
    .filter(user => mayDo(user.profile, 'view', module) && !may('see', { data, user }, module, record))
    .map(({ id, fullName, zuid }) => ({ full_name: fullName, id, zuid }))

/** Null for a user or a role that is gone. */
const holderName = (data: OrgData, { kind, holder }: Share): string | null =>
  (kind === 'users' ? data.user(holder)?.fullName : data.people.roleRows.get(holder)?.name) ?? null

/** Source: https://www.zoho.com/crm/developer/docs/api/v8/get-shared-record-details.html */
function toShareResponse(c: CrmContext, module: ModuleMeta, share: Share, detailed: boolean): object {
  const { data } = c.get('caller')
  const isNew = c.get('version').number >= 8
  const through = { ...(isNew && { name: module.apiName }), api_name: module.apiName, id: module.id }
  const made = {
    shared_time: formatDateTime(share.sharedAt, data.org.timeZone),
    shared_by: { ...shortUserReference(data, share.sharedBy), zuid: data.user(share.sharedBy)?.zuid ?? null },
  }
  const common = {
    share_related_records: share.withRelated,
    shared_through: { module: through, id: share.record },
    permission: share.permission,
  }
  if (isNew) {
    const shared_with = { name: holderName(data, share), id: share.holder, type: share.kind }
    return { shared_with, ...common, ...made, type: 'private' }
  }
  const user = share.kind === 'users' ? data.user(share.holder) : undefined
  return {
    ...common,
    ...(detailed && { ...made, user: user ? { full_name: user.fullName, id: user.id, zuid: user.zuid } : null }),
  }
}

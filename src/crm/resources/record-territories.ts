/**
 * `/{module}[/{id}]/actions/assign_territories` and `remove_territories`: what they ask for is done by jobs, one a record.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/assign-territories-to-records.html and
 * https://help.zoho.com/portal/en/community/topic/zoho-crm-updates-to-assign-and-remove-territories-apis for the answers by
 * version. That a territory which a record does not lie in is passed over when removed is inferred.
 */

import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { addJob, type Job, openJobs } from '../../world/jobs.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import type { World } from '../../world/world.ts'
import { answerRows, type CrmContext, type ResultRow, success } from '../answer.ts'
import { moduleOfPath, recordScope } from '../module-of.ts'
import { notPermitted } from '../permissions.ts'
import { readPathId } from '../records/path-id.ts'
import { readRecordId } from '../records/record-id.ts'
import { findVisible, may } from '../records/sharing.ts'
import { territoriesKey } from '../records/territories.ts'
import { readRows } from '../request-body.ts'
import type { Routes } from '../routes.ts'
import { SettingsRow } from '../settings/row.ts'
import { resultOf } from '../settings/write-rows.ts'
import type { TerritoryTask } from '../territories/assign.ts'
import { assignmentsOfRecord, territoriesOf, territoriesPerRecord } from '../territories/store.ts'

type Kind = 'assign_territories' | 'remove_territories'

const messages: Readonly<Record<Kind, string>> = {
  assign_territories: 'Territory assignment process scheduled successfully',
  remove_territories: 'Territory removal process scheduled successfully',
}

export function recordTerritoryRoutes({ on, world }: Routes): void {
  for (const kind of ['assign_territories', 'remove_territories'] as const) {
    on('post', `/:module/actions/${kind}`, recordScope('UPDATE'), async c => {
      const sent = await readRows(c)
      const module = territoryModule(c)
      const rows = sent.map((each, index) => schedule(world, c, kind, module, each, index))
      return answerScheduled(c, world, rows)
    })

    on('post', `/:module/:id/actions/${kind}`, recordScope('UPDATE'), async c => {
      const [sent] = await readRows(c)
      const module = territoryModule(c)
      const id = readPathId(c, module)
      if (!findVisible(c.get('caller'), module, id)) throw crmError('invalidPathId', { resource_path_index: 1 })
      return answerScheduled(c, world, [schedule(world, c, kind, module, sent, 0, id)])
    })
  }
}

/** @throws CrmError */
function territoryModule(c: CrmContext): ModuleMeta {
  const module = moduleOfPath(c)
  if (territoriesKey(module) === undefined) throw crmError('invalidModule', { resource_path_index: 0 })
  return module
}

function answerScheduled(c: CrmContext, world: World, rows: readonly ResultRow[]): Response {
  if (c.get('version').number < 7) return answerRows(c, world, rows, 200)
  const scheduled = rows.map(row => (row.status === 'success' ? { ...row, code: 'SCHEDULED' } : row))
  return answerRows(c, world, scheduled, 202)
}

function schedule(
  world: World,
  c: CrmContext,
  kind: Kind,
  module: ModuleMeta,
  sent: unknown,
  index: number,
  idOfPath?: string,
): ResultRow {
  const caller = c.get('caller')
  const { data, user } = caller
  return resultOf(() => {
    const row = new SettingsRow(sent, `$.data[${index}]`)
    const id = idOfPath ?? readRecordId(row.needed('id', row.raw('id'))) ?? ''
    const record = findVisible(caller, module, id)
    if (!record) throw row.refuse('invalidId', 'id')
    if (!may('edit', caller, module, record)) return notPermitted('edit', module)
    const territories = readTerritories(c, row)
    checkCount(c, kind, module, id, territories, row)
    const isOpen = openJobs(data).some(job => job.kind === kind && (job as Job<TerritoryTask>).details.record === id)
    if (isOpen) return crmErrorBody('territoryScheduled', { id })
    const details: TerritoryTask = { module: module.apiName, record: id, territories }
    const job = addJob(world, data, { kind, userId: user.id, details })
    return success(messages[kind], { id, job_id: job.id })
  })
}

/** @throws RowRefused */
function readTerritories(c: CrmContext, row: SettingsRow): string[] {
  const rows = row.needed('Territories', row.objects('Territories'))
  if (rows.length === 0) throw row.missing('Territories')
  const ids = rows.map(each => {
    const id = each.needed('id', each.text('id', 20))
    if (!territoriesOf(c.get('caller').data).has(id)) throw each.refuse('invalidTerritory', 'id')
    return id
  })
  return [...new Set(ids)]
}

/** @throws RowRefused where a record would lie in too many */
function checkCount(
  c: CrmContext,
  kind: Kind,
  module: ModuleMeta,
  record: string,
  territories: readonly string[],
  row: SettingsRow,
): void {
  const most = territoriesPerRecord[module.apiName]!
  const there = assignmentsOfRecord(c.get('caller').data, module, record).map(({ territory }) => territory)
  const count = kind === 'assign_territories' ? new Set([...there, ...territories]).size : 0
  // a deal leaves its territory for another
  const isMove = most === 1 && territories.length === 1
  if (count > most && !isMove) throw row.refuse('tooLong', 'Territories', { maximum_length: most })
}

import type { Caller } from '../../http/authenticate.ts'
import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { ModuleMeta } from '../../world/metadata.ts'
import { type PipelineRow, stagesOf } from '../../world/pipelines.ts'
import { dealsIn, moveDeals } from './move-deals.ts'
import { RowRefused, type SettingsRow } from './row.ts'

interface Transfer {
  readonly from: PipelineRow
  readonly to: PipelineRow
  /** From the value of each stage to the one that takes its place. */
  readonly stages: ReadonlyMap<string, string>
}

/**
 * Moves the deals of a pipeline into another one, stage by stage, and deletes it. The service does so in the background; here
 * it is done when the call is answered.
 * @param pipelines those of the layout
 * @throws RowRefused
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/transfer-and-delete-pipeline.html
 */
export function transferPipeline(row: SettingsRow, pipelines: readonly PipelineRow[], caller: Caller): void {
  const transfer = readTransfer(row, pipelines, caller)
  const { from, to, stages } = transfer
  const { metadata, clock } = caller.data
  const deals = dealsIn(caller, [from])
  refuseLostStages(row, transfer, new Set(deals.map(({ Stage }) => String(Stage))), caller.data.module('Deals')!)
  moveDeals(caller, deals, to, deal => stages.get(String(deal.Stage)))
  const now = clock.now()
  if (from.isDefault) metadata.putPipeline({ ...to, isDefault: true }, now)
  metadata.deletePipeline(from.id, now)
}

function readTransfer(row: SettingsRow, pipelines: readonly PipelineRow[], { data }: Caller): Transfer {
  const pair = row.needed('pipeline', row.object('pipeline'))
  // the service's paths count the pair, though it stands in no list
  const place = (key: string) => ({ api_name: key, json_path: `${row.path}.pipeline[0].${key}` })
  const find = (key: string) => pipelines.find(({ id }) => id === pair.needed(key, pair.text(key, 20)))
  const from = find('from')
  if (!from) throw new RowRefused(crmErrorBody('invalidTransferFrom', place('from')))
  const to = find('to')
  if (!to) throw new RowRefused(crmErrorBody('invalidTransferTo', place('to')))
  if (to.id === from.id) throw new RowRefused(crmErrorBody('transferToItself', place('to')))
  return { from, to, stages: readStages(row, from, to, data.module('Deals')!) }
}

function readStages(
  row: SettingsRow,
  from: PipelineRow,
  to: PipelineRow,
  deals: ModuleMeta,
): ReadonlyMap<string, string> {
  const rows = row.objects('stages') ?? []
  if (rows.length === 0) throw row.missing('stages', 'Required field not found')
  const sources = new Map(stagesOf(from, deals).map(({ id, value }) => [id, value]))
  const targets = new Map(stagesOf(to, deals).map(({ id, value }) => [id, value]))
  const firstPaths = new Map<string, string>()
  const stages = new Map<string, string>()
  for (const each of rows) {
    const source = sources.get(each.needed('from', each.text('from', 20)))
    if (source === undefined) throw each.refuse('invalidTransferFrom', 'from')
    const first = firstPaths.get(source)
    if (first) throw each.refuse('stageMappedTwice', 'from', { exists_in: { json_path: first } })
    firstPaths.set(source, each.place('from').json_path)
    const target = targets.get(each.needed('to', each.text('to', 20)))
    if (target === undefined) throw each.refuse('invalidTransferTo', 'to')
    stages.set(source, target)
  }
  return stages
}

/** A stage that deals are in has to be mapped, unless the other pipeline has it too; that is inferred. */
function refuseLostStages(
  row: SettingsRow,
  { from, to, stages }: Transfer,
  used: ReadonlySet<string>,
  deals: ModuleMeta,
): void {
  const kept = new Set(stagesOf(to, deals).map(({ value }) => value))
  const isLost = stagesOf(from, deals).some(({ value }) => used.has(value) && !stages.has(value) && !kept.has(value))
  if (isLost) throw row.missing('stages', 'Required field not found')
}

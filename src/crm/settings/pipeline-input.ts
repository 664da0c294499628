/**
 * A pipeline that a client adds, and what it changes about one.
 *
 * Sources: https://www.zoho.com/crm/developer/docs/api/v8/create-pipeline.html and update-pipeline.html
 */

import type { Caller } from '../../http/authenticate.ts'
import { crmErrorBody } from '../../protocol/crm-errors/index.ts'
import type { OrgData } from '../../world/org-data.ts'
import { type PipelineRow, stagesOf, stageValues } from '../../world/pipelines.ts'
import { isDeletion } from './deletion.ts'
import { inPlaces } from './in-places.ts'
import { dealsIn } from './move-deals.ts'
import { RowRefused, type SettingsRow } from './row.ts'

const longestName = 120
const mostStages = 200

/** @throws RowRefused */
export function readNewPipeline(row: SettingsRow, layoutId: string, data: OrgData): PipelineRow {
  const id = data.nextRecordId()
  const label = readLabel(row, { id, layoutId }, data)
  if (!row.objects('maps')) throw row.missing('maps')
  const stages = readStages(row, [], data)
  return { id, layoutId, name: label, label, isDefault: row.boolean('default') ?? false, stages }
}

/**
 * Changes a pipeline as the row says, or deletes it.
 * @param isWhole a `PUT` has to say the label, a `PATCH` may; that is inferred, as both are described alike
 * @throws RowRefused
 */
export function changePipeline(row: SettingsRow, pipeline: PipelineRow, caller: Caller, isWhole: boolean): void {
  const { data } = caller
  const now = data.clock.now()
  if (isDeletion(row)) {
    refuseToDelete(row, pipeline, caller)
    data.metadata.deletePipeline(pipeline.id, now)
    return
  }
  const label = isWhole || row.has('display_value') ? readLabel(row, pipeline, data) : pipeline.label
  const before = stagesOf(pipeline, data.module('Deals')!).map(({ id }) => id)
  const stages = row.has('maps') ? readStages(row, before, data) : pipeline.stages
  // there is always a default, so it is not given up but taken over by another pipeline
  const isDefault = pipeline.isDefault || (row.boolean('default') ?? false)
  data.metadata.putPipeline({ ...pipeline, label, stages, isDefault }, now)
}

/** What new deals get, or what deals are in, goes only by a transfer; that is inferred. */
function refuseToDelete(row: SettingsRow, pipeline: PipelineRow, caller: Caller): void {
  if (pipeline.isDefault || dealsIn(caller, [pipeline]).length > 0) throw row.refuse('pipelineKept', '_delete')
}

function readLabel(row: SettingsRow, { id, layoutId }: Pick<PipelineRow, 'id' | 'layoutId'>, data: OrgData): string {
  const label = row.needed('display_value', row.text('display_value', longestName))
  const isLike = (other: string) => other.toLowerCase() === label.toLowerCase()
  const others = data.metadata.pipelines().filter(other => other.id !== id)
  // records know a pipeline by its name alone, which a renamed one keeps, so names differ across layouts
  const isTaken = others.some(other => (other.layoutId === layoutId && isLike(other.label)) || isLike(other.name))
  if (isTaken || isLike('-None-')) throw row.refuse('duplicatePipeline', 'display_value')
  return label
}

/**
 * The stages as they will be: those that are named are added or moved to their place, `_delete` takes one away, the others
 * stay. That a `PUT` doesn't drop the others is inferred from `_delete` being there.
 */
function readStages(row: SettingsRow, before: readonly string[], data: OrgData): readonly string[] {
  const rows = row.objects('maps') ?? []
  if (rows.length === 0) throw new RowRefused(crmErrorBody('stageNotMapped'))
  if (rows.length > mostStages) throw row.refuse('tooLong', 'maps', { maximum_length: mostStages })
  const all = new Set(stageValues(data.module('Deals')!).map(({ id }) => id))
  const named = new Set<string>()
  const places = new Map<string, number>()
  let stages = [...before]
  for (const each of rows) {
    const id = each.needed('id', each.text('id', 20))
    if (!all.has(id)) throw each.refuse('invalidStage', 'id')
    if (named.has(id)) throw each.refuse('duplicateSetting', 'id')
    named.add(id)
    const place = each.integer('sequence_number', 1, 10_000)
    if (isDeletion(each)) stages = without(stages, id, each)
    else {
      if (!stages.includes(id)) stages.push(id)
      if (place !== undefined) places.set(id, place)
    }
  }
  return inPlaces(stages, id => places.get(id))
}

function without(stages: readonly string[], id: string, row: SettingsRow): string[] {
  if (!stages.includes(id)) throw new RowRefused(crmErrorBody('stageNotMapped'))
  if (stages.length === 1) throw row.refuse('lastStage', 'id')
  return stages.filter(each => each !== id)
}

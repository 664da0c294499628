import type { Caller } from '../../http/authenticate.ts'
import { stageProbabilities } from '../../protocol/modules/deals.ts'
import type { PipelineRow } from '../../world/pipelines.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { deriveValues } from '../records/derived.ts'

/** The deals that are in one of the pipelines. */
export function dealsIn({ data }: Caller, pipelines: readonly PipelineRow[]): RecordRow[] {
  const names = new Set<StoredValue | undefined>(pipelines.map(({ name }) => name))
  const deals: RecordRow[] = []
  data.records(data.module('Deals')!).each(row => {
    if (names.has(row.Pipeline)) deals.push(row)
  })
  return deals
}

/**
 * Puts deals into another pipeline.
 * @param stageOf the stage that a deal gets; undefined leaves it where it is
 */
export function moveDeals(
  { data, user }: Caller,
  deals: readonly RecordRow[],
  pipeline: PipelineRow,
  stageOf: (deal: RecordRow) => string | undefined,
): void {
  const module = data.module('Deals')!
  const now = Math.floor(data.clock.now() / 1000) * 1000
  for (const deal of deals) {
    const stage = stageOf(deal) ?? deal.Stage ?? null
    const probability = stage === deal.Stage ? undefined : stageProbabilities.get(String(stage))
    const moved = {
      ...(deal as Record<string, StoredValue> & RecordRow),
      Pipeline: pipeline.name,
      Stage: stage,
      ...(probability !== undefined && { Probability: probability }),
      Modified_By: user.id,
      Modified_Time: now,
    }
    deriveValues(module, moved, data.org.timeZone)
    data.records(module).put(moved)
  }
}

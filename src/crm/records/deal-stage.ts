import { type CrmErrorBody, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { stageProbabilities } from '../../protocol/modules/deals.ts'
import type { RecordRow, StoredValue } from '../../world/record-row.ts'
import { place, type RowContext } from './validate.ts'

/**
 * Holds the stage of a deal against its pipeline, and lets its probability follow the stage. A pipeline that is sent has to
 * have the stage; where a stage is sent alone, one that no pipeline knows passes as other unknown values do. That
 * distinction is inferred, the refusal is Zoho's: https://www.zoho.com/crm/developer/docs/api/v8/convert-lead.html
 *
 * @param row the deal as it is to be; gets its probability
 * @param sent what a client said of it
 * @param before the deal as it was
 * @returns why the deal is refused
 */
export function settleStage(
  row: Record<string, StoredValue> & RecordRow,
  sent: Readonly<Record<string, StoredValue | undefined>>,
  context: RowContext,
  before?: RecordRow,
): CrmErrorBody | null {
  if (context.module.apiName !== 'Deals') return null
  if (sent.Stage === undefined && sent.Pipeline === undefined) return null
  if (isMismatch(row, sent.Pipeline !== undefined, context)) {
    return crmErrorBody('mappingMismatch', { mapped_field: 'Pipeline', ...place(context, 'Stage') })
  }
  if (sent.Probability === undefined && row.Stage !== before?.Stage) {
    row.Probability = stageProbabilities.get(String(row.Stage)) ?? row.Probability ?? null
  }
  return null
}

function isMismatch(deal: RecordRow, isPipelineSent: boolean, { data, module }: RowContext): boolean {
  if (typeof deal.Pipeline !== 'string' || typeof deal.Stage !== 'string') return false
  const pipeline = data.metadata.pipelines().find(({ name }) => name === deal.Pipeline)
  const stage = module.fieldsByName.get('Stage')!.pickListValues.find(({ value }) => value === deal.Stage)
  if (pipeline && stage && pipeline.stages.includes(stage.id)) return false
  return isPipelineSent || (pipeline !== undefined && stage !== undefined)
}

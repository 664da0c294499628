/** `/settings/pipeline`: through which stages deals go, read and written. */

import { queryParam } from '../../http/query.ts'
import { crmError, crmErrorBody } from '../../protocol/crm-errors/index.ts'
import { stageProbabilities } from '../../protocol/modules/deals.ts'
import { idIn } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { type PipelineRow, stagesOf } from '../../world/pipelines.ts'
import { answer, type CrmContext, success } from '../answer.ts'
import { requirePermission } from '../permissions.ts'
import { onSince } from '../require-version.ts'
import type { Routes } from '../routes.ts'
import { changePipeline, readNewPipeline } from '../settings/pipeline-input.ts'
import { transferPipeline } from '../settings/pipeline-transfer.ts'
import { RowRefused } from '../settings/row.ts'
import { writeOnlyRow } from '../settings/write-only-row.ts'

const root = 'pipeline'
/** The oldest version whose documentation says how. */
const firstToWrite = 'v2.1'

export function pipelineRoutes(routes: Routes): void {
  const { on } = routes
  const write = onSince(firstToWrite, routes)
  on('get', '/settings/pipeline', 'ZohoCRM.settings.pipeline.READ', c => {
    const { data } = c.get('caller')
    return answer(c, { [root]: pipelinesOfQuery(c).map(each => toPipelineResponse(data, each)) })
  })

  on('get', '/settings/pipeline/:id', 'ZohoCRM.settings.pipeline.READ', c =>
    answer(c, { [root]: [toPipelineResponse(c.get('caller').data, pipelineOfPath(c))] }),
  )

  write('post', '/settings/pipeline', 'ZohoCRM.settings.pipeline.CREATE', c => {
    const layoutId = layoutOfQuery(c)
    return writeOnlyRow(
      c,
      root,
      row => {
        const { data } = c.get('caller')
        const pipeline = readNewPipeline(row, layoutId, data)
        data.metadata.putPipeline(pipeline, data.clock.now())
        return success('Pipeline created successfully', { id: pipeline.id })
      },
      201,
    )
  })

  for (const method of ['put', 'patch'] as const) {
    write(method, '/settings/pipeline', 'ZohoCRM.settings.pipeline.UPDATE', c => {
      pipelinesOfQuery(c)
      return writeOnlyRow(c, root, row => {
        const id = row.needed('id', row.text('id', 20))
        const pipeline = pipelinesOfQuery(c).find(each => each.id === id)
        if (!pipeline) throw new RowRefused(crmErrorBody('unknownPipeline', { id }))
        changePipeline(row, pipeline, c.get('caller'), method === 'put')
        return success('Pipeline updated', { id })
      })
    })

    write(method, '/settings/pipeline/:id', 'ZohoCRM.settings.pipeline.UPDATE', c => {
      pipelineOfPath(c)
      return writeOnlyRow(c, root, row => {
        const pipeline = pipelineOfPath(c)
        changePipeline(row, pipeline, c.get('caller'), method === 'put')
        return success('Pipeline updated', { id: pipeline.id })
      })
    })
  }

  write('post', '/settings/pipeline/actions/transfer', 'ZohoCRM.settings.pipeline.CREATE', c => {
    pipelinesOfQuery(c)
    return writeOnlyRow(c, 'transfer_pipeline', row => {
      const caller = c.get('caller')
      transferPipeline(row, pipelinesOfQuery(c), caller)
      return success('transfer pipeline scheduled successfully', { job_id: caller.data.nextRecordId() })
    })
  })
}

/** The layout of deals that the query names. */
function layoutOfQuery(c: CrmContext): string {
  const id = queryParam(c, 'layout_id')
  if (!id) throw crmError('expectedParamMissing', { param_name: 'layout_id' })
  const deals = c.get('caller').data.module('Deals')!
  requirePermission(c.get('caller'), deals, ['view'])
  if (!deals.layouts.some(layout => layout.id === id)) throw crmError('invalidLayoutParam', { param_name: 'layout_id' })
  return id
}

function pipelinesOfQuery(c: CrmContext): readonly PipelineRow[] {
  const id = layoutOfQuery(c)
  return c
    .get('caller')
    .data.metadata.pipelines()
    .filter(({ layoutId }) => layoutId === id)
}

function pipelineOfPath(c: CrmContext): PipelineRow {
  const pipeline = pipelinesOfQuery(c).find(({ id }) => id === c.req.param('id'))
  if (!pipeline) throw crmError('pipelineNotFound', { resource_path_index: 2 })
  return pipeline
}

const forecastTypes = [
  { type: 'Closed Won', category: 'Closed', offset: 0, fits: (probability: number) => probability === 100 },
  { type: 'Closed Lost', category: 'Omitted', offset: 1, fits: (probability: number) => probability === 0 },
  { type: 'Open', category: 'Pipeline', offset: 2, fits: () => true },
]

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/get-pipelines.html */
function toPipelineResponse(data: OrgData, pipeline: PipelineRow): object {
  const stages = stagesOf(pipeline, data.module('Deals')!)
  return {
    display_value: pipeline.label,
    default: pipeline.isDefault,
    maps: stages.map(({ id, value, displayValue, colourCode }, index) => {
      const forecast = forecastTypes.find(({ fits }) => fits(stageProbabilities.get(value) ?? 50))!
      return {
        display_value: displayValue ?? value,
        sequence_number: index + 1,
        forecast_category: {
          name: forecast.category,
          id: idIn(data.org.idPrefix, 'forecastCategories', forecast.offset),
        },
        actual_value: value,
        id,
        colour_code: colourCode ?? null,
        forecast_type: forecast.type,
      }
    }),
    actual_value: pipeline.name,
    id: pipeline.id,
    child_available: false,
    parent: null,
  }
}

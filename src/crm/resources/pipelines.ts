/** `/settings/pipeline`: through which stages deals go. Reading only; every org has the standard pipeline. */

import { crmError } from '../../protocol/errors.ts'
import { stageProbabilities } from '../../protocol/modules/deals.ts'
import { idIn } from '../../world/metadata.ts'
import type { OrgData } from '../../world/org-data.ts'
import { answer } from '../answer.ts'
import type { Routes } from '../routes.ts'

export function pipelineRoutes({ on }: Routes): void {
  on('get', '/settings/pipeline', 'ZohoCRM.settings.pipeline.READ', c => {
    const layout = c.req.query('layout_id')
    if (!layout) throw crmError('expectedParamMissing', { param_name: 'layout_id' })
    const { data } = c.get('caller')
    if (layout !== data.module('Deals')!.layout.id) throw crmError('invalidParam', { param_name: 'layout_id' })
    return answer(c, { pipeline: [standardPipeline(data)] })
  })

  on('get', '/settings/pipeline/:id', 'ZohoCRM.settings.pipeline.READ', c => {
    const { data } = c.get('caller')
    if (c.req.param('id') !== pipelineId(data)) throw crmError('invalidPathId', { resource_path_index: 2 })
    return answer(c, { pipeline: [standardPipeline(data)] })
  })
}

const pipelineId = ({ org }: OrgData): string => idIn(org.idPrefix, 'pipelines')

const forecastTypes = [
  { type: 'Closed Won', category: 'Closed', offset: 0, fits: (probability: number) => probability === 100 },
  { type: 'Closed Lost', category: 'Omitted', offset: 1, fits: (probability: number) => probability === 0 },
  { type: 'Open', category: 'Pipeline', offset: 2, fits: () => true },
]

/** Source of the keys: https://www.zoho.com/crm/developer/docs/api/v8/get-pipelines.html */
function standardPipeline(data: OrgData): object {
  const deals = data.module('Deals')!
  const stages = deals.fieldsByName.get('Stage')!.pickListValues.filter(({ value }) => value !== '-None-')
  return {
    display_value: 'Standard (Standard)',
    default: true,
    maps: stages.map(({ id, value }, index) => {
      const forecast = forecastTypes.find(({ fits }) => fits(stageProbabilities[value] ?? 50))!
      return {
        display_value: value,
        sequence_number: index + 1,
        forecast_category: {
          name: forecast.category,
          id: idIn(data.org.idPrefix, 'forecastCategories', forecast.offset),
        },
        actual_value: value,
        id,
        colour_code: null,
        forecast_type: forecast.type,
      }
    }),
    actual_value: 'Standard (Standard)',
    id: pipelineId(data),
    child_available: false,
    parent: null,
  }
}

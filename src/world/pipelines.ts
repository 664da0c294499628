/**
 * Through which stages deals go. A pipeline is a value of the field `Pipeline`: it has that value's id, and records hold its
 * name. Its stages are values of the field `Stage`.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/get-pipelines.html
 */

import { type FieldMeta, idIn, type Layout, type ModuleMeta, type PickListValue } from './metadata.ts'

export interface PipelineRow {
  readonly id: string
  readonly layoutId: string
  /** What records hold; stays when the pipeline is renamed. */
  readonly name: string
  /** What people see. */
  readonly label: string
  /** What a new deal gets that names none. */
  readonly isDefault: boolean
  /** Ids of stages, in their order. */
  readonly stages: readonly string[]
}

/** The pipeline that Zoho gives each layout, with all stages. */
export function standardPipelines(
  deals: ModuleMeta,
  layouts: readonly Pick<Layout, 'id' | 'name'>[],
  prefix: string,
): PipelineRow[] {
  const stages = stageValues(deals).map(({ id }) => id)
  return layouts.map(({ id: layoutId, name: layout }, index) => {
    const name = `Standard (${layout})`
    return { id: idIn(prefix, 'pipelines', index), layoutId, name, label: name, isDefault: true, stages }
  })
}

/** All stages that there are. */
export const stageValues = (deals: ModuleMeta): readonly PickListValue[] =>
  deals.fieldsByName.get('Stage')!.pickListValues.filter(({ value }) => value !== '-None-')

/** The stages of one pipeline, without those that the field has lost. */
export function stagesOf(pipeline: PipelineRow, deals: ModuleMeta): readonly PickListValue[] {
  const values = new Map(stageValues(deals).map(value => [value.id, value]))
  return pipeline.stages.flatMap(id => values.get(id) ?? [])
}

/** Deals, with the pipelines as the values of their field. */
export function withPipelines(deals: ModuleMeta, pipelines: readonly PipelineRow[]): ModuleMeta {
  const fields = deals.fields.map(field => (field.apiName === 'Pipeline' ? chosenFrom(pipelines, field, deals) : field))
  return { ...deals, fields, fieldsByName: new Map(fields.map(field => [field.apiName, field])) }
}

function chosenFrom(pipelines: readonly PipelineRow[], field: FieldMeta, { layout }: ModuleMeta): FieldMeta {
  const usual = pipelines.find(({ layoutId, isDefault }) => layoutId === layout.id && isDefault)
  return {
    ...field,
    values: pipelines.map(({ name }) => name),
    pickListValues: [
      ...field.pickListValues.filter(({ value }) => value === '-None-'),
      ...pipelines.map(({ id, name, label }) => ({
        id,
        value: name,
        ...(label !== name && { displayValue: label }),
      })),
    ],
    ...(usual && { defaultValue: usual.name }),
  }
}

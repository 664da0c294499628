/** What an SDK reads of an org's modules, fields, layouts, lists and pipelines. */

import { chosen, parameters, read } from './answers.mjs'

const moduleView = module => ({
  name: module.getAPIName(),
  id: `${module.getId()}`,
  label: module.getSingularLabel(),
  generatedType: chosen(module.getGeneratedType()),
  creatable: module.getCreatable(),
})

const fieldView = field => ({
  name: field.getAPIName(),
  id: `${field.getId()}`,
  dataType: field.getDataType(),
  jsonType: field.getJsonType(),
  length: field.getLength(),
  mandatory: field.getSystemMandatory(),
  custom: field.getCustomField(),
  pointsTo: field.getLookup()?.getModule?.()?.getAPIName() ?? null,
  choices: (field.getPickListValues() ?? []).map(choice => chosen(choice.getActualValue())),
})

export async function metadata(sdk) {
  const { Fields, Layouts, Modules, PickListValues, Pipeline, RelatedLists } = sdk
  const inDeals = async param => parameters(sdk, [[param, 'Deals']])

  const modules = new Modules.ModulesOperations()
  const unchanged = new sdk.HeaderMap()
  await unchanged.add(Modules.GetModulesHeader.IF_MODIFIED_SINCE, new Date('2999-01-01T00:00:00Z'))
  const everyModule = read(await modules.getModules(new sdk.ParameterMap(), new sdk.HeaderMap()), Modules, wrapper =>
    wrapper.getModules().map(moduleView),
  )
  const deals = everyModule.content.find(({ name }) => name === 'Deals')

  const fields = new Fields.FieldsOperations()
  const everyField = read(await fields.getFields(await inDeals(Fields.GetFieldsParam.MODULE)), Fields, wrapper =>
    wrapper.getFields().map(fieldView),
  )
  const stage = everyField.content.find(({ name }) => name === 'Stage')

  const layouts = new Layouts.LayoutsOperations()
  const layoutView = layout => ({
    name: layout.getName(),
    id: `${layout.getId()}`,
    status: chosen(layout.getStatus()),
    sections: layout.getSections().map(section => ({
      name: section.getName(),
      fields: section.getFields().map(field => field.getAPIName()),
    })),
  })
  const everyLayout = read(await layouts.getLayouts(await inDeals(Layouts.GetLayoutsParam.MODULE)), Layouts, wrapper =>
    wrapper.getLayouts().map(layoutView),
  )
  const layoutId = BigInt(everyLayout.content[0].id)

  const listView = list => ({
    name: list.getAPIName(),
    id: `${list.getId()}`,
    label: list.getDisplayLabel(),
    module: list.getModule()?.getAPIName() ?? null,
  })
  const lists = new RelatedLists.RelatedListsOperations()
  const everyList = read(
    await lists.getRelatedLists(await inDeals(RelatedLists.GetRelatedListsParam.MODULE)),
    RelatedLists,
    wrapper => wrapper.getRelatedLists().map(listView),
  )

  const pipelines = new Pipeline.PipelineOperations(layoutId)
  const pipelineView = pipeline => ({
    name: pipeline.getDisplayValue(),
    id: `${pipeline.getId()}`,
    isDefault: pipeline.getDefault(),
    stages: pipeline.getMaps().map(map => ({
      name: map.getActualValue(),
      forecast: map.getForecastType(),
      category: map.getForecastCategory()?.getName() ?? null,
    })),
  })
  const everyPipeline = read(await pipelines.getPipelines(), Pipeline, wrapper =>
    wrapper.getPipeline().map(pipelineView),
  )

  return {
    modules: everyModule,
    unchangedModules: read(await modules.getModules(new sdk.ParameterMap(), unchanged), Modules, () => null),
    moduleByName: read(await modules.getModuleByAPIName('Deals'), Modules, wrapper =>
      wrapper.getModules().map(moduleView),
    ),
    moduleById: read(await modules.getModule(BigInt(deals.id)), Modules, wrapper =>
      wrapper.getModules().map(moduleView),
    ),
    fields: everyField,
    field: read(await fields.getField(BigInt(stage.id), await inDeals(Fields.GetFieldParam.MODULE)), Fields, wrapper =>
      wrapper.getFields().map(fieldView),
    ),
    pickListValues: read(
      await new PickListValues.PickListValuesOperations(BigInt(stage.id), 'Deals').getPickListValues(),
      PickListValues,
      wrapper =>
        wrapper.getPickListValues().map(value => ({
          id: `${value.getId()}`,
          name: value.getActualValue(),
          at: value.getSequenceNumber(),
        })),
    ),
    layouts: everyLayout,
    layout: read(await layouts.getLayout(layoutId, await inDeals(Layouts.GetLayoutParam.MODULE)), Layouts, wrapper =>
      wrapper.getLayouts().map(layoutView),
    ),
    relatedLists: everyList,
    relatedList: read(
      await lists.getRelatedList(
        BigInt(everyList.content[0].id),
        await inDeals(RelatedLists.GetRelatedListParam.MODULE),
      ),
      RelatedLists,
      wrapper => wrapper.getRelatedLists().map(listView),
    ),
    pipelines: everyPipeline,
    pipeline: read(await pipelines.getPipeline(BigInt(everyPipeline.content[0].id)), Pipeline, wrapper =>
      wrapper.getPipeline().map(pipelineView),
    ),
  }
}

/** What an org changes about itself: fields, modules, layouts, pipelines, and with whom records are shared. */

import { chosen, parameters, read, result } from './answers.mjs'
import { create, getRecord, idsOf, of } from './record-calls.mjs'

const fieldView = field => ({
  name: field.getAPIName(),
  label: field.getFieldLabel(),
  dataType: field.getDataType(),
  custom: field.getCustomField(),
  length: field.getLength(),
  mandatory: field.getSystemMandatory(),
  choices: (field.getPickListValues() ?? []).map(choice => choice.getDisplayValue()),
  unique: field.getUnique()?.getCasesensitive() ?? null,
  tooltip: field.getTooltip()?.getValue() ?? null,
})

/** Fields of leads: added, read, changed and deleted; and a lead that says something in them. */
export async function customFields(sdk) {
  const { Fields } = sdk
  const operations = new Fields.FieldsOperations()
  const inLeads = param => parameters(sdk, [[param, 'Leads']])
  const body = (...fields) => {
    const wrapper = new Fields.BodyWrapper()
    wrapper.setFields(fields)
    return wrapper
  }
  const results = wrapper => wrapper.getFields().map(result(Fields))
  const field = (label, dataType, more = () => {}) => {
    const made = new Fields.Fields()
    made.setFieldLabel(label)
    made.setDataType(dataType)
    more(made)
    return made
  }
  const choice = (value, more = () => {}) => {
    const made = new Fields.PickListValue()
    made.setDisplayValue(value)
    made.setActualValue(value)
    more(made)
    return made
  }

  const added = read(
    await operations.createField(
      body(
        field('Badge', 'text', made => {
          const unique = new Fields.Unique()
          unique.setCasesensitive('false')
          made.setUnique(unique)
          made.setLength(20)
        }),
        field('Colour', 'picklist', made => made.setPickListValues([choice('Red'), choice('Blue')])),
        field('Story', 'textarea', made => {
          const textarea = new Fields.Textarea()
          textarea.setType('rich_text')
          made.setTextarea(textarea)
        }),
        field('Nothing', 'colour'),
      ),
      await inLeads(Fields.CreateFieldParam.MODULE),
    ),
    Fields,
    results,
  )
  const [badge, colour, story] = added.content.map(({ details }) => details.id)
  const getOne = async id =>
    read(await operations.getField(BigInt(id), await inLeads(Fields.GetFieldParam.MODULE)), Fields, wrapper =>
      wrapper.getFields().map(fieldView),
    )
  const before = [await getOne(badge), await getOne(colour), await getOne(story)]

  const lead = { Last_Name: 'A', Company: 'C', Badge: 'x', Colour: new sdk.Choice('Red'), Story: '<b>a</b>' }
  const created = await create(sdk, 'Leads', lead, { ...lead, Badge: 'X' })
  const [leadId] = idsOf(created)
  const got = await getRecord(sdk, 'Leads', leadId, of('Badge', 'Colour', 'Story'))

  const changed = read(
    await operations.updateField(
      BigInt(badge),
      body(
        field('Badge number', 'text', made => {
          const tooltip = new Fields.Tooltip()
          tooltip.setName('static_text')
          tooltip.setValue('on the door')
          made.setTooltip(tooltip)
        }),
      ),
      await inLeads(Fields.UpdateFieldParam.MODULE),
    ),
    Fields,
    results,
  )
  const values = (await operations.getField(BigInt(colour), await inLeads(Fields.GetFieldParam.MODULE)))
    .getObject()
    .getFields()[0]
    .getPickListValues()
  const red = values.find(value => value.getDisplayValue() === 'Red').getId()
  const renamedValue = new Fields.Fields()
  renamedValue.setId(BigInt(colour))
  renamedValue.setPickListValues([choice('Green'), choice('Ruby', made => made.setId(red))])
  const unknown = new Fields.Fields()
  unknown.setId(7n)
  unknown.setFieldLabel('Nobody')
  const changedSeveral = read(
    await operations.updateFields(body(renamedValue, unknown), await inLeads(Fields.UpdateFieldsParam.MODULE)),
    Fields,
    results,
  )
  const after = [await getOne(badge), await getOne(colour)]

  const deleted = read(
    await operations.deleteField(BigInt(badge), await inLeads(Fields.DeleteFieldParam.MODULE)),
    Fields,
    results,
  )
  return { added, before, created, got, changed, changedSeveral, after, deleted, gone: await getOne(badge) }
}

/** A module of the org's own: added, renamed by its name and by its id, and a record in it. */
export async function customModules(sdk) {
  const { Modules, Users } = sdk
  const operations = new Modules.ModulesOperations()
  const body = (...modules) => {
    const wrapper = new Modules.BodyWrapper()
    wrapper.setModules(modules)
    return wrapper
  }
  const results = wrapper => wrapper.getModules().map(result(Modules))
  const module = setters => {
    const made = new Modules.Modules()
    for (const [setter, value] of Object.entries(setters)) made[setter](value)
    return made
  }
  const me = await new Users.UsersOperations().getUsers(
    await parameters(sdk, [[Users.GetUsersParam.TYPE, 'CurrentUser']]),
    new sdk.HeaderMap(),
  )
  const profile = new sdk.Profiles.MinifiedProfile()
  profile.setId(me.getObject().getUsers()[0].getProfile().getId())
  const labels = { setSingularLabel: 'Machine', setPluralLabel: 'Machines', setAPIName: 'Machines' }

  const added = read(
    await operations.createCustomModules(body(module({ ...labels, setProfiles: [profile] }))),
    Modules,
    results,
  )
  const twice = read(
    await operations.createCustomModules(body(module({ ...labels, setProfiles: [profile] }))),
    Modules,
    results,
  )
  const id = BigInt(added.content[0].details.id)
  const renamed = read(
    await operations.updateModuleByAPIName('Machines', body(module({ setPluralLabel: 'Engines' }))),
    Modules,
    results,
  )
  const again = read(await operations.updateModule(id, body(module({ setSingularLabel: 'Engine' }))), Modules, results)
  const got = read(await operations.getModuleByAPIName('Machines'), Modules, wrapper =>
    wrapper.getModules().map(each => ({
      name: each.getAPIName(),
      id: `${each.getId()}`,
      singular: each.getSingularLabel(),
      plural: each.getPluralLabel(),
      generatedType: chosen(each.getGeneratedType()),
      by: each.getModifiedBy()?.getName() ?? null,
      profiles: each.getProfiles().map(one => one.getName()),
    })),
  )
  const created = await create(sdk, 'Machines', { Name: 'Press', Email: 'press@x.example' })
  const record = await getRecord(sdk, 'Machines', idsOf(created)[0], of('Name', 'Email', 'Owner', 'Tag'))
  return { id: `${id}`, added, twice, renamed, again, got, created, record }
}

/** The layouts of leads: renamed, given a section and a field, taken out of use and back, and deleted. */
export async function layouts(sdk) {
  const { Layouts } = sdk
  const operations = new Layouts.LayoutsOperations()
  const inLeads = (param, ...more) => parameters(sdk, [[param, 'Leads'], ...more])
  const getAll = async () =>
    read(await operations.getLayouts(await inLeads(Layouts.GetLayoutsParam.MODULE)), Layouts, wrapper =>
      wrapper.getLayouts().map(layout => ({
        id: `${layout.getId()}`,
        name: layout.getName(),
        status: chosen(layout.getStatus()),
        visible: layout.getVisible(),
        profiles: layout.getProfiles().map(profile => profile.getName()),
        sections: layout.getSections().map(section => ({
          label: section.getDisplayLabel(),
          id: `${section.getId()}`,
          fields: section.getFields().map(field => ({ name: field.getAPIName(), id: `${field.getId()}` })),
        })),
      })),
    )
  const body = layout => {
    const wrapper = new Layouts.BodyWrapper()
    wrapper.setLayouts([layout])
    return wrapper
  }
  const results = wrapper => wrapper.getLayouts().map(result(Layouts))
  const before = await getAll()
  const [standard, own] = before.content
  const website = standard.sections.flatMap(({ fields }) => fields).find(({ name }) => name === 'Website')

  const field = new Layouts.SectionField()
  field.setId(BigInt(website.id))
  const section = new Layouts.Sections()
  section.setId(BigInt(own.sections[0].id))
  section.setDisplayLabel('Who it is')
  section.setFields([field])
  const visits = new Layouts.Sections()
  visits.setDisplayLabel('Visits')
  visits.setSequenceNumber(1)
  visits.setColumnCount(2)
  visits.setTabTraversal('left_to_right')
  const layout = new Layouts.Layouts()
  layout.setName('Fair')
  layout.setSections([section, visits])
  const update = await inLeads(Layouts.UpdateCustomLayoutParam.MODULE)
  const updated = read(await operations.updateCustomLayout(BigInt(own.id), body(layout), update), Layouts, results)
  const changed = await getAll()

  const { DeactivateCustomLayoutParam, DeleteCustomLayoutParam, ActivateCustomLayoutParam } = Layouts
  const out = await inLeads(DeactivateCustomLayoutParam.MODULE, [DeactivateCustomLayoutParam.TRANSFER_TO, standard.id])
  const deactivate = async id => read(await operations.deactivateCustomLayout(BigInt(id), out), Layouts, results)
  const refused = await deactivate(standard.id)
  const deactivated = await deactivate(own.id)
  const inactive = (await getAll()).content[1]
  const activation = new Layouts.Layouts()
  activation.setId(BigInt(own.id))
  const back = await inLeads(ActivateCustomLayoutParam.MODULE)
  const activated = read(
    await operations.activateCustomLayout(BigInt(own.id), body(activation), back),
    Layouts,
    results,
  )
  const deletion = await inLeads(DeleteCustomLayoutParam.MODULE, [DeleteCustomLayoutParam.TRANSFER_TO, standard.id])
  const deleted = read(await operations.deleteCustomLayout(BigInt(own.id), deletion), Layouts, results)
  return { before, updated, changed, refused, deactivated, inactive, activated, deleted, after: await getAll() }
}

/** Pipelines of deals: added, changed, handed over to another one with the deals in them, and deleted. */
export async function pipelines(sdk) {
  const { Layouts, Pipeline } = sdk
  const inDeals = await parameters(sdk, [[Layouts.GetLayoutsParam.MODULE, 'Deals']])
  const layoutId = (await new Layouts.LayoutsOperations().getLayouts(inDeals)).getObject().getLayouts()[0].getId()
  const operations = new Pipeline.PipelineOperations(layoutId)
  const getAll = async () =>
    read(await operations.getPipelines(), Pipeline, wrapper =>
      wrapper.getPipeline().map(pipeline => ({
        id: `${pipeline.getId()}`,
        name: pipeline.getDisplayValue(),
        value: pipeline.getActualValue(),
        isDefault: pipeline.getDefault(),
        stages: pipeline.getMaps().map(map => map.getActualValue()),
      })),
    )
  const [standard] = (await operations.getPipelines()).getObject().getPipeline()
  const stage = name =>
    standard
      .getMaps()
      .find(map => map.getActualValue() === name)
      .getId()
  const map = (name, position, more = () => {}) => {
    const made = new Pipeline.Maps()
    made.setId(stage(name))
    made.setDisplayValue(name)
    if (position) made.setSequenceNumber(position)
    more(made)
    return made
  }
  const pipeline = (name, maps, id) => {
    const made = new Pipeline.Pipeline()
    made.setDisplayValue(name)
    made.setMaps(maps)
    if (id) made.setId(BigInt(id))
    return made
  }
  const body = (...all) => {
    const wrapper = new Pipeline.BodyWrapper()
    wrapper.setPipeline(all)
    return wrapper
  }
  const results = wrapper => wrapper.getPipeline().map(result(Pipeline))

  const added = read(
    await operations.createPipeline(body(pipeline('Renewals', [map('Qualification', 1), map('Closed Won', 2)]))),
    Pipeline,
    results,
  )
  const { id } = added.content[0].details
  const twice = read(
    await operations.createPipeline(body(pipeline('Renewals', [map('Qualification', 1)]))),
    Pipeline,
    results,
  )
  const afterAdding = await getAll()
  const [deal] = idsOf(
    await create(sdk, 'Deals', {
      Deal_Name: 'D',
      Pipeline: new sdk.Choice('Renewals'),
      Stage: new sdk.Choice('Qualification'),
    }),
  )
  const updated = read(
    await operations.updatePipeline(
      BigInt(id),
      body(
        pipeline('Renewals 2', [map('Needs Analysis', 3), map('Closed Won', undefined, made => made.setDelete(true))]),
      ),
    ),
    Pipeline,
    results,
  )
  const updatedByBody = read(
    await operations.updatePipelines(body(pipeline('Renewals 3', [map('Closed Lost', 3)], id))),
    Pipeline,
    results,
  )
  const afterChanges = await getAll()

  const between = new Pipeline.TPipeline()
  between.setFrom(BigInt(id))
  between.setTo(standard.getId())
  const stages = ['Qualification', 'Needs Analysis', 'Closed Lost'].map(name => {
    const made = new Pipeline.Stages()
    made.setFrom(stage(name))
    made.setTo(stage(name === 'Qualification' ? 'Closed Won' : name))
    return made
  })
  const transfer = new Pipeline.TransferPipeline()
  transfer.setPipeline(between)
  transfer.setStages(stages)
  const transfers = new Pipeline.TransferPipelineWrapper()
  transfers.setTransferPipeline([transfer])
  const transferred = read(await operations.transferPipelines(transfers), Pipeline, wrapper =>
    wrapper.getTransferPipeline().map(result(Pipeline)),
  )
  const moved = await getRecord(sdk, 'Deals', deal, of('Pipeline', 'Stage', 'Probability'))
  const afterTransfer = await getAll()

  const deletion = new Pipeline.Delete()
  deletion.setPermanent(false)
  const deleting = new Pipeline.DPipeline()
  deleting.setDelete(deletion)
  const deletions = new Pipeline.DPipelineWrapper()
  deletions.setPipeline([deleting])
  const more = read(
    await operations.createPipeline(body(pipeline('Fairs', [map('Qualification', 1)]))),
    Pipeline,
    results,
  )
  const deleted = read(
    await operations.deletePipeline(BigInt(more.content[0].details.id), deletions),
    Pipeline,
    results,
  )
  return {
    ids: { layout: `${layoutId}`, renewals: id, deal },
    added,
    twice,
    afterAdding,
    updated,
    updatedByBody,
    afterChanges,
    transferred,
    moved,
    afterTransfer,
    deleted,
    after: await getAll(),
  }
}

/** With whom leads are shared: read, changed and read again. */
export async function dataSharing(sdk) {
  const { DataSharing } = sdk
  const operations = new DataSharing.DataSharingOperations()
  const get = async () =>
    read(await operations.getDataSharing(), DataSharing, wrapper =>
      wrapper.getDataSharing().map(each => ({
        module: each.getModule().getAPIName(),
        id: `${each.getModule().getId()}`,
        shared: chosen(each.getShareType()),
        inPortals: each.getPublicInPortals(),
        running: each.getRuleComputationRunning(),
      })),
    )
  const rule = (name, id, share) => {
    const module = new DataSharing.Module()
    module.setAPIName(name)
    module.setId(BigInt(id))
    const made = new DataSharing.DataSharing()
    made.setModule(module)
    made.setShareType(new sdk.Choice(share))
    return made
  }
  const before = await get()
  const { id } = before.content.find(({ module }) => module === 'Leads')
  const body = new DataSharing.BodyWrapper()
  body.setDataSharing([rule('Leads', id, 'private'), rule('Nonsense', 7, 'public')])
  const changed = read(await operations.updateDataSharing(body), DataSharing, wrapper =>
    wrapper.getDataSharing().map(result(DataSharing)),
  )
  return { before, changed, after: await get() }
}

/** A lead is looked at, converted, and what came of it merged and taken through a process. */

import { chosen, exception, parameters, plain, read, result } from './answers.mjs'
import { create, idsOf } from './record-calls.mjs'

const reference = record => record && { id: `${record.getId()}`, name: record.getKeyValue('name') }

const conversion = ({ ConvertLead }) => {
  return row =>
    row instanceof ConvertLead.APIException
      ? exception(row)
      : {
          code: chosen(row.getCode()),
          message: chosen(row.getMessage()),
          contact: reference(row.getDetails().get('Contacts')),
          account: reference(row.getDetails().get('Accounts')),
          deal: reference(row.getDetails().get('Deals')),
        }
}

export async function conversions(sdk) {
  const { BluePrint, Blueprint = BluePrint, ContactRoles, ConvertLead, DealContactRoles } = sdk
  const { FindAndMerge, Record, Timelines } = sdk
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'Roe', Company: 'Engines', Email: 'roe@x.example' }))
  const [account] = idsOf(await create(sdk, 'Accounts', { Account_Name: 'Engines' }))

  const roles = read(await new ContactRoles.ContactRolesOperations().getRoles(), ContactRoles, wrapper =>
    wrapper.getContactRoles().map(role => ({ id: `${role.getId()}`, name: role.getName() })),
  )
  // conversion options are left out: the SDKs ask for the fields of four modules as if they were one, and stop there
  const convert = async () => {
    const deal = new Record.Record()
    for (const [name, value] of Object.entries({
      Deal_Name: 'Big',
      Closing_Date: new Date('2030-01-31'),
      Stage: new sdk.Choice('Qualification'),
      Pipeline: new sdk.Choice('Standard (Standard)'),
      Amount: 50,
      Contact_Role: roles.content[1].id,
    })) {
      deal.addKeyValue(name, value)
    }
    const converter = new ConvertLead.LeadConverter()
    converter.setOverwrite(false)
    converter.setNotifyLeadOwner(true)
    converter.setAddToExistingRecord(new sdk.Choice(true))
    converter.setDeals(deal)
    const body = new ConvertLead.BodyWrapper()
    body.setData([converter])
    return read(await new ConvertLead.ConvertLeadOperations(BigInt(lead)).convertLead(body), ConvertLead, wrapper =>
      wrapper.getData().map(conversion(sdk)),
    )
  }
  const converted = await convert()
  const again = await convert()
  const { contact, deal } = converted.content[0]

  const inDeal = read(
    await new DealContactRoles.DealContactRolesOperations().getAssociatedContactRoles(
      BigInt(deal.id),
      await parameters(sdk, [[DealContactRoles.GetAssociatedContactRolesParam.FIELDS, 'Last_Name,Contact_Role']]),
    ),
    DealContactRoles,
    wrapper =>
      wrapper.getData().map(each => ({
        id: `${each.getId()}`,
        role: `${each.getContactRole().getId()}`,
      })),
  )

  const [twin] = idsOf(await create(sdk, 'Contacts', { Last_Name: 'Row', Phone: '123' }))
  const field = new FindAndMerge.DataFields()
  field.setAPIName('Phone')
  const child = new FindAndMerge.MergeData()
  child.setId(BigInt(twin))
  child.setFields([field])
  const merge = new FindAndMerge.Merge()
  merge.setData([child])
  const mergeBody = new FindAndMerge.BodyWrapper()
  mergeBody.setMerge([merge])
  const merged = read(
    await new FindAndMerge.FindAndMergeOperations('Contacts', BigInt(contact.id)).mergeRecords(mergeBody),
    FindAndMerge,
    wrapper => wrapper.getMerge().map(result(FindAndMerge)),
  )

  const processes = new Blueprint.BlueprintOperations(deal.id, 'Deals')
  const stateOf = async () =>
    read(await processes.getBlueprint(), Blueprint, wrapper => {
      const blueprint = wrapper.getBlueprint()
      return {
        name: blueprint.getProcessInfo().getName(),
        state: blueprint.getProcessInfo().getFieldValue(),
        transitions: blueprint.getTransitions().map(each => ({
          id: `${each.getId()}`,
          name: each.getName(),
          to: each.getNextFieldValue(),
          fields: each.getFields().map(asked => asked.getAPIName()),
        })),
      }
    })
  const before = await stateOf()
  const step = new Blueprint.BluePrint()
  step.setTransitionId(before.content.transitions[0].id)
  const data = new Record.Record()
  data.addKeyValue('Next_Step', 'Call')
  step.setData(data)
  const stepBody = new Blueprint.BodyWrapper()
  stepBody.setBlueprint([step])
  const answer = (await processes.updateBlueprint(stepBody)).getObject()
  const taken = plain({ code: chosen(answer.getCode()), message: chosen(answer.getMessage()) })
  const after = await stateOf()

  const timeline = async (module, id) =>
    read(
      await new Timelines.TimelinesOperations().getTimelines(module, id, new sdk.ParameterMap()),
      Timelines,
      wrapper =>
        wrapper.getTimeline().map(each => ({
          action: each.getAction(),
          source: each.getSource(),
          by: each.getDoneBy().getName(),
          isDated: each.getAuditedTime() instanceof Date,
          fields: each
            .getFieldHistory()
            ?.map(one => [one.getAPIName(), one.getValue().getOld(), one.getValue().getNew()]),
        })),
    )
  return plain({
    ids: { lead, account, twin },
    roles: roles.content,
    converted,
    again,
    inDeal,
    merged,
    before,
    taken,
    after,
    timelines: { lead: await timeline('Leads', lead), deal: await timeline('Deals', deal.id) },
  })
}

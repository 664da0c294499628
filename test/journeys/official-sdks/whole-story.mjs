/** What a list leaves out: the rich texts of records in full, and how many records are related to one. */

import { exception, parameters, read, recordOf } from './answers.mjs'
import { create, getRecords, idsOf, operations, values } from './record-calls.mjs'

/** Leads with a long text in the field `Story` and none in `Notice`. */
export async function fullData(sdk) {
  const { Record } = sdk
  const { GetFullDataForRichTextParam, GetRichTextRecordsParam } = Record
  const lead = (Last_Name, Story) => ({ Last_Name, Company: 'C', Story })
  const ids = idsOf(await create(sdk, 'Leads', lead('A', 'x'.repeat(1000)), lead('B', '<b>b</b>'), lead('C', null)))
  const leads = operations(sdk, 'Leads')
  const texts = wrapper => wrapper.getData().map(values)
  const getOne = async (id, ...entries) =>
    read(await leads.getFullDataForRichText(BigInt(id), await parameters(sdk, entries)), Record, texts)
  const map = await parameters(sdk, [
    [GetRichTextRecordsParam.IDS, `${ids[1]},${ids[0]}`],
    [GetRichTextRecordsParam.FIELDS, 'Story'],
  ])
  return {
    ids,
    list: await getRecords(sdk, 'Leads', [[Record.GetRecordsParam.FIELDS, 'Story']]),
    one: await getOne(ids[0]),
    field: await getOne(ids[1], [GetFullDataForRichTextParam.FIELDS, 'Story']),
    nothing: await getOne(ids[2]),
    several: read(await leads.getRichTextRecords(map), Record, texts),
  }
}

/** How many tasks and notes a lead has; the SDKs have no way to send what narrows a count down. */
export async function relatedCounts(sdk) {
  const { GetRelatedRecordsCount } = sdk
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'A', Company: 'C' }))
  const task = { Subject: 'T', What_Id: recordOf(sdk, { id: lead }), $se_module: 'Leads' }
  await create(sdk, 'Tasks', task, { ...task, Status: new sdk.Choice('Completed') })
  const list = name => {
    const related = new GetRelatedRecordsCount.RelatedList()
    related.setAPIName(name)
    const count = new GetRelatedRecordsCount.GetRelatedRecordCount()
    count.setRelatedList(related)
    return count
  }
  const body = new GetRelatedRecordsCount.BodyWrapper()
  body.setGetRelatedRecordsCount([list('Tasks'), list('Notes'), list('Nonsense')])
  const operations = new GetRelatedRecordsCount.GetRelatedRecordsCountOperations(BigInt(lead), 'Leads')
  return read(await operations.getRelatedRecordsCount(body), GetRelatedRecordsCount, wrapper =>
    wrapper.getGetRelatedRecordsCount().map(row =>
      row instanceof GetRelatedRecordsCount.APIException
        ? exception(row)
        : {
            type: row.constructor.name,
            count: row.getCount(),
            list: row.getRelatedList().getAPIName(),
            id: `${row.getRelatedList().getId()}`,
          },
    ),
  )
}

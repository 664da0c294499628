/** Many records at once: counted, listed by a custom view, changed and deleted. */

import { chosen, parameters, passTime, plain, read, recordOf, result } from './answers.mjs'
import { create, getRecords, idsOf, operations } from './record-calls.mjs'

const view = each => ({
  name: each.getName(),
  id: `${each.getId()}`,
  category: each.getCategory(),
  systemDefined: each.getSystemDefined(),
  access: chosen(each.getAccessType()),
  criteria: plain(criteria(each.getCriteria())),
  fields: each.getFields().map(field => field.getAPIName()),
  sortedBy: each.getSortBy()?.getAPIName() ?? null,
  order: chosen(each.getSortOrder()) ?? null,
  by: each.getCreatedBy()?.getName() ?? null,
  isDated: each.getCreatedTime() instanceof Date,
})

const criteria = one =>
  one && {
    operator: one.getGroupOperator() ?? null,
    group: one.getGroup()?.map(criteria) ?? null,
    field: one.getField()?.getAPIName() ?? null,
    comparator: one.getComparator() ?? null,
    value: one.getValue() ?? null,
  }

/** The custom views of leads: listed, one by one, sorted anew, and what they show. */
export async function customViews(sdk) {
  const { CustomViews, Record } = sdk
  await create(
    sdk,
    'Leads',
    { Last_Name: 'A', Company: 'C', City: 'Graz' },
    { Last_Name: 'B', Company: 'C', City: 'Graz' },
    { Last_Name: 'C', Company: 'C', City: 'Linz' },
  )
  const views = new CustomViews.CustomViewsOperations()
  const leads = await parameters(sdk, [[CustomViews.GetCustomViewsParam.MODULE, 'Leads']])
  const all = read(await views.getCustomViews(leads), CustomViews, wrapper => ({
    views: wrapper.getCustomViews().map(view),
    count: wrapper.getInfo().getCount(),
    opensWith: `${wrapper.getInfo().getDefault()}`,
    ownViews: wrapper.getInfo().getTranslation().getCreatedByMe(),
  }))
  const { id } = all.content.views.find(({ name }) => name === 'In Graz')
  const inLeads = await parameters(sdk, [[CustomViews.GetCustomViewParam.MODULE, 'Leads']])
  const getOne = async () =>
    read(await views.getCustomView(BigInt(id), inLeads), CustomViews, wrapper => wrapper.getCustomViews().map(view))
  const show = () =>
    getRecords(sdk, 'Leads', [
      [Record.GetRecordsParam.FIELDS, 'Last_Name'],
      [Record.GetRecordsParam.CVID, id],
    ])
  const sorting = (field, order, named) => {
    const sortBy = new CustomViews.SortBy()
    sortBy.setAPIName(field)
    const changed = new CustomViews.CustomViews()
    if (named) changed.setId(BigInt(named))
    changed.setSortBy(sortBy)
    changed.setSortOrder(new sdk.Choice(order))
    return changed
  }
  const body = (...changes) => {
    const wrapper = new CustomViews.BodyWrapper()
    wrapper.setCustomViews(changes)
    return wrapper
  }
  const results = wrapper => wrapper.getCustomViews().map(result(CustomViews))

  const before = { one: await getOne(), shown: await show() }
  const one = await parameters(sdk, [[CustomViews.ChangeSortOrderOfCustomViewParam.MODULE, 'Leads']])
  const several = await parameters(sdk, [[CustomViews.ChangeSortOrderOfCustomViewsParam.MODULE, 'Leads']])
  const sorted = read(
    await views.changeSortOrderOfCustomView(BigInt(id), body(sorting('Last_Name', 'desc')), one),
    CustomViews,
    results,
  )
  const descending = await show()
  const sortedSeveral = read(
    await views.changeSortOrderOfCustomViews(
      body(sorting('City', 'asc', id), sorting('Nonsense', 'asc', '7')),
      several,
    ),
    CustomViews,
    results,
  )
  return { id, all, before, sorted, descending, sortedSeveral, after: { one: await getOne(), shown: await show() } }
}

/** Leads counted and then written and deleted by id, by view and by criteria, the last two in jobs. */
export async function massActions(sdk, input) {
  const { Record, MassDeleteCvid, CustomViews } = sdk
  const inCity = (name, City) => ({ Last_Name: name, Company: 'C', City, Email: `${name}@x.example` })
  const ids = idsOf(
    await create(
      sdk,
      'Leads',
      inCity('A', 'Graz'),
      inCity('B', 'Graz'),
      inCity('C', 'Linz'),
      inCity('D', 'Wien'),
      inCity('E', 'Wien'),
    ),
  )
  const leads = await parameters(sdk, [[CustomViews.GetCustomViewsParam.MODULE, 'Leads']])
  const views = await new CustomViews.CustomViewsOperations().getCustomViews(leads)
  const inGraz = views
    .getObject()
    .getCustomViews()
    .find(each => each.getName() === 'In Graz')
    .getId()

  const { CVID, CRITERIA, EMAIL, WORD } = Record.RecordCountParam
  const count = async (...entries) =>
    read(await operations(sdk, 'Leads').recordCount(await parameters(sdk, entries)), Record, wrapper =>
      typeof wrapper.getCount() === 'bigint' ? `BigInt ${wrapper.getCount()}` : wrapper.getCount(),
    )
  const counts = {
    all: await count(),
    byView: await count([CVID, `${inGraz}`]),
    byCriteria: await count([CRITERIA, '(City:equals:Wien)']),
    byEmail: await count([EMAIL, 'c@x.example']),
    byWord: await count([WORD, 'nobody']),
    unknownView: await count([CVID, '7']),
  }

  const state = async () => {
    const { FIELDS, SORT_BY, SORT_ORDER } = Record.GetRecordsParam
    const list = await getRecords(sdk, 'Leads', [
      [FIELDS, 'Last_Name,State'],
      [SORT_BY, 'Created_Time'],
      [SORT_ORDER, 'asc'],
    ])
    return Object.fromEntries((list.content?.records ?? []).map(({ Last_Name, State }) => [Last_Name, State]))
  }
  const update = async (State, choose) => {
    const body = new Record.MassUpdateBodyWrapper()
    body.setData([recordOf(sdk, { State })])
    choose(body)
    return read(await operations(sdk, 'Leads').massUpdateRecords(body), Record, wrapper =>
      wrapper.getData().map(result(Record)),
    )
  }
  const updateStatus = async jobId => {
    const map = await parameters(sdk, [[Record.GetMassUpdateStatusParam.JOB_ID, jobId]])
    return read(await operations(sdk, 'Leads').getMassUpdateStatus(map), Record, wrapper =>
      wrapper.getData().map(job => ({
        status: chosen(job.getStatus()),
        total: job.getTotalCount(),
        updated: job.getUpdatedCount(),
        notUpdated: job.getNotUpdatedCount(),
        failed: job.getFailedCount(),
      })),
    )
  }
  const criteria = new Record.Criteria()
  criteria.setField('City')
  criteria.setComparator(new sdk.Choice('equal'))
  criteria.setValue('Wien')

  const updated = { byId: await update('one', body => body.setIds([ids[0], '7'])), state: await state() }
  updated.byView = await update('two', body => body.setCvid(`${inGraz}`))
  updated.byCriteria = await update('three', body => body.setCriteria([criteria]))
  updated.again = await update('two', body => body.setCvid(`${inGraz}`))
  const jobId = updated.byView.content[0].details.job_id
  updated.scheduled = [await updateStatus(jobId), await state()]
  await passTime(input, '2s')
  updated.completed = [await updateStatus(jobId), await state()]
  updated.unknown = await updateStatus('7')

  const massDelete = new MassDeleteCvid.MassDeleteCvidOperations('Leads')
  const results = wrapper => wrapper.getData().map(result(MassDeleteCvid))
  const deleteStatus = async job => {
    const map = await parameters(sdk, [[MassDeleteCvid.GetMassDeleteStatusParam.JOB_ID, BigInt(job)]])
    return read(await massDelete.getMassDeleteStatus(map), MassDeleteCvid, wrapper =>
      wrapper.getData().map(each => ({
        status: chosen(each.getStatus()),
        total: each.getTotalCount(),
        deleted: each.getDeletedCount(),
        failed: each.getFailedCount(),
      })),
    )
  }
  const byId = new MassDeleteCvid.RecordIdBodyWrapper()
  byId.setIds([BigInt(ids[2]), 7n])
  const byView = new MassDeleteCvid.CvidBodyWrapper()
  byView.setCvid(inGraz)
  const deleted = {
    byId: read(await massDelete.massDeleteByRecordId(byId), MassDeleteCvid, results),
    byView: read(await massDelete.massDeleteByCvid(byView), MassDeleteCvid, results),
  }
  const deletion = deleted.byView.content[0].details.job_id
  deleted.scheduled = [await deleteStatus(deletion), Object.keys(await state())]
  await passTime(input, '2s')
  deleted.completed = [await deleteStatus(deletion), Object.keys(await state())]
  return { ids, counts, updated, deleted }
}

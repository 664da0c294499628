/** Everything that an SDK does with records: written, read, searched, queried, related, deleted. */

import { bodyOf, chosen, parameters, read, recordOf, rows } from './answers.mjs'

/** A value as the SDK hands it out: what kind of thing it is, and what it says. */
function typed(value) {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(typed)
  if (value instanceof Date) return `Date ${value.toISOString()}`
  if (typeof value === 'bigint') return `BigInt ${value}`
  if (typeof value !== 'object') return value
  const kind = value.constructor.name
  if (value instanceof Map) return `Map ${value.get('name')} ${value.get('id')}`
  if (kind === 'Choice') return `Choice ${value.getValue()}`
  if (kind === 'Record') return `Record ${value.getKeyValue('name')} ${value.getId()}`
  return `${kind} ${value.getName?.()}`
}

const values = record => Object.fromEntries([...record.getKeyValues()].map(([name, value]) => [name, typed(value)]))

const of = (...names) => {
  return record => Object.fromEntries(names.map(name => [name, typed(record.getKeyValue(name))]))
}

async function headers(sdk, entries) {
  const map = new sdk.HeaderMap()
  for (const [header, value] of entries) await map.add(header, value)
  return map
}

/** The records of an answer by a view, and what it says of their page. */
const page = view => wrapper => {
  const info = wrapper.getInfo()
  return {
    records: wrapper.getData().map(view),
    page: info.getPage(),
    perPage: info.getPerPage(),
    count: info.getCount(),
    more: info.getMoreRecords(),
  }
}

const operations = (sdk, module) => new sdk.Record.RecordOperations(module)

async function create(sdk, module, ...records) {
  return read(
    await operations(sdk, module).createRecords(bodyOf(sdk, records), new sdk.HeaderMap()),
    sdk.Record,
    rows(sdk),
  )
}

const idsOf = answer => answer.content.map(({ id }) => id)

async function getRecord(sdk, module, id, view, entries = []) {
  const map = await parameters(sdk, entries)
  const answer = await operations(sdk, module).getRecord(BigInt(id), map, new sdk.HeaderMap())
  return read(answer, sdk.Record, wrapper => wrapper.getData().map(view))
}

async function getRecords(sdk, module, entries, headerEntries = []) {
  const map = await parameters(sdk, entries)
  const answer = await operations(sdk, module).getRecords(map, await headers(sdk, headerEntries))
  return read(answer, sdk.Record, page(values))
}

function tagOf(sdk, name) {
  const tag = new sdk.Tags.Tag()
  tag.setName(name)
  return tag
}

/** What the SDK says of an upsert beside what it says of any write. */
const upserted = sdk => wrapper =>
  rows(sdk)(wrapper).map((row, at) => {
    const action = wrapper.getData()[at]
    return { ...row, action: chosen(action.getAction?.()), field: action.getDuplicateField?.() ?? null }
  })

/** Records of several types from their creation to the recycle bin and out of it. */
export async function recordsAndBin(sdk) {
  const { Record } = sdk
  const { FIELDS, PAGE, PER_PAGE, SORT_BY, SORT_ORDER, IDS } = Record.GetRecordsParam
  const { IF_MODIFIED_SINCE } = Record.GetRecordsHeader
  const leads = operations(sdk, 'Leads')
  const none = new sdk.HeaderMap()

  const [account] = idsOf(
    await create(sdk, 'Accounts', { Account_Name: 'Engines', Account_Number: 123456789012345678n }),
  )
  const [contact] = idsOf(
    await create(sdk, 'Contacts', {
      Last_Name: 'Lovelace',
      Account_Name: recordOf(sdk, { id: account }),
      Date_of_Birth: new Date('1915-12-10'),
      Email_Opt_Out: true,
    }),
  )
  const [event] = idsOf(
    await create(sdk, 'Events', {
      Event_Title: 'Show',
      Start_DateTime: new Date('2027-01-02T03:04:05Z'),
      End_DateTime: new Date('2027-01-02T04:04:05Z'),
    }),
  )
  const created = await create(
    sdk,
    'Leads',
    {
      Last_Name: 'One',
      Company: 'C',
      Email: 'one@x.example',
      No_of_Employees: 12,
      Lead_Source: new sdk.Choice('Web Download'),
      Tag: [tagOf(sdk, 'vip'), tagOf(sdk, 'new')],
    },
    { Last_Name: 'Two', Company: 'C', Email: 'two@x.example' },
    { Last_Name: 'Three', Company: 'C', Email: 'no address' },
  )
  const ids = idsOf(created).slice(0, 2)
  const found = {
    account: await getRecord(sdk, 'Accounts', account, of('Account_Name', 'Account_Number', 'Owner')),
    contact: await getRecord(sdk, 'Contacts', contact, of('Account_Name', 'Date_of_Birth', 'Email_Opt_Out')),
    event: await getRecord(sdk, 'Events', event, of('Start_DateTime', 'End_DateTime')),
    lead: await getRecord(
      sdk,
      'Leads',
      ids[0],
      of('id', 'Full_Name', 'Lead_Source', 'No_of_Employees', 'Tag', 'Created_By', 'Phone'),
    ),
    part: await getRecord(sdk, 'Leads', ids[0], values, [[Record.GetRecordParam.FIELDS, 'Last_Name,Lead_Source']]),
  }

  const sorted = [
    [FIELDS, 'Last_Name'],
    [SORT_BY, 'Created_Time'],
    [SORT_ORDER, 'asc'],
    [PER_PAGE, 1],
    [IDS, ids.join(',')],
  ]
  const lists = {
    first: await getRecords(sdk, 'Leads', sorted),
    second: await getRecords(sdk, 'Leads', [...sorted, [PAGE, 2]]),
    since: await getRecords(sdk, 'Leads', [[FIELDS, 'id']], [[IF_MODIFIED_SINCE, new Date('2000-01-01T00:00:00Z')]]),
    unchanged: await getRecords(
      sdk,
      'Leads',
      [[FIELDS, 'id']],
      [[IF_MODIFIED_SINCE, new Date('2999-01-01T00:00:00Z')]],
    ),
  }

  const upsertBody = bodyOf(sdk, [
    { Last_Name: 'Two', Company: 'D', Email: 'TWO@x.example' },
    { Last_Name: 'Four', Company: 'D', Email: 'four@x.example' },
    { id: ids[0], Company: 'D' },
  ])
  upsertBody.setDuplicateCheckFields(['Phone', 'Email'])
  const upsert = read(await leads.upsertRecords(upsertBody, none), Record, upserted(sdk))
  const updated = read(
    await leads.updateRecords(bodyOf(sdk, [{ id: ids[0], Lead_Source: null }, { Company: 'E' }]), none),
    Record,
    rows(sdk),
  )
  const cloned = read(await leads.cloneRecord(BigInt(ids[0])), Record, rows(sdk))
  const clone = await getRecord(sdk, 'Leads', idsOf(cloned)[0], of('Full_Name', 'Company', 'Lead_Source', 'Tag'))

  const deleteMap = await parameters(sdk, [[Record.DeleteRecordsParam.IDS, [...ids, '7'].join(',')]])
  const deleted = read(await leads.deleteRecords(deleteMap, none), Record, rows(sdk))
  const again = read(await leads.deleteRecord(BigInt(ids[0]), new sdk.ParameterMap(), none), Record, rows(sdk))
  return { ids, created, found, lists, upsert, updated, cloned, clone, deleted, again, bin: await bin(sdk, ids) }
}

const deletedRecord = record => ({
  id: `${record.getId()}`,
  name: record.getDisplayName() ?? null,
  type: record.getType(),
  by: record.getDeletedBy()?.getName() ?? null,
  isDated: record.getDeletedTime() instanceof Date,
})

const recycled = record => ({
  id: `${record.getId()}`,
  name: record.getDisplayName(),
  module: record.getModule().getAPIName(),
  owner: record.getOwner().getName(),
  by: record.getDeletedBy().getName(),
  isDated: record.getDeletedTime() instanceof Date,
})

/** The SDKs offer no way to restore a record. */
async function bin(sdk, ids) {
  const { Record, RecycleBin } = sdk
  const { TYPE, PER_PAGE } = Record.GetDeletedRecordsParam
  const recycleBin = new RecycleBin.RecycleBinOperations()
  const getDeleted = async type => {
    const map = await parameters(sdk, [
      [TYPE, type],
      [PER_PAGE, 5],
    ])
    const answer = await operations(sdk, 'Leads').getDeletedRecords(map, new sdk.HeaderMap())
    return read(answer, Record, wrapper => wrapper.getData().map(deletedRecord))
  }
  const get = async () =>
    read(await recycleBin.getRecyclebinRecords(new sdk.ParameterMap()), RecycleBin, wrapper =>
      wrapper.getRecycleBin().map(recycled),
    )
  const removed = wrapper =>
    wrapper.getRecycleBin().map(row => ({ code: chosen(row.getCode()), message: chosen(row.getMessage()) }))

  const before = await getDeleted('all')
  const all = await get()
  const one = read(await recycleBin.getRecyclebinRecord(BigInt(ids[0])), RecycleBin, wrapper =>
    wrapper.getRecycleBin().map(recycled),
  )
  const oneGone = read(await recycleBin.deleteRecyclebinRecord(BigInt(ids[0])), RecycleBin, removed)
  const map = await parameters(sdk, [[RecycleBin.DeleteRecycleBinRecordsParam.IDS, ids[1]]])
  const restGone = read(await recycleBin.deleteRecyclebinRecords(map), RecycleBin, removed)
  return { before, all, one, oneGone, restGone, empty: await get(), after: await getDeleted('permanent') }
}

/** Contacts of an account, and products of a lead: connected, changed, read and disconnected. */
export async function relations(sdk) {
  const { RelatedRecords } = sdk
  const [account] = idsOf(await create(sdk, 'Accounts', { Account_Name: 'Engines' }))
  const contacts = idsOf(await create(sdk, 'Contacts', { Last_Name: 'One' }, { Last_Name: 'Two' }))
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'L', Company: 'C' }))
  const [product] = idsOf(await create(sdk, 'Products', { Product_Name: 'P' }))
  return {
    ids: { account, contacts, lead, product },
    contacts: await tour('Accounts', account, 'Contacts', contacts, { Title: 'CTO' }),
    products: await tour('Leads', lead, 'Products', [product], {}),
  }

  async function tour(module, id, list, others, change) {
    const related = new RelatedRecords.RelatedRecordsOperations(list, module)
    const none = new sdk.HeaderMap()
    const body = records => {
      const wrapper = new RelatedRecords.BodyWrapper()
      wrapper.setData(records.map(values => recordOf(sdk, values)))
      return wrapper
    }
    const written = wrapper =>
      wrapper.getData().map(row => ({ code: chosen(row.getCode()), message: chosen(row.getMessage()) }))
    const get = async () => {
      const { FIELDS, PER_PAGE } = RelatedRecords.GetRelatedRecordsParam
      const map = await parameters(sdk, [
        [FIELDS, list === 'Contacts' ? 'Last_Name,Title,Account_Name' : 'Product_Name'],
        [PER_PAGE, 10],
      ])
      return read(await related.getRelatedRecords(BigInt(id), map, none), RelatedRecords, page(values))
    }

    const before = await get()
    const linked = read(
      await related.updateRelatedRecords(
        BigInt(id),
        body([...others, '7'].map(other => ({ id: other, ...change }))),
        none,
      ),
      RelatedRecords,
      written,
    )
    const listed = await get()
    const last = others.at(-1)
    const one = read(
      await related.getRelatedRecord(BigInt(last), BigInt(id), new sdk.ParameterMap(), none),
      RelatedRecords,
      wrapper => wrapper.getData().map(record => `${record.getId()}`),
    )
    const changed = read(
      await related.updateRelatedRecord(BigInt(last), BigInt(id), body([{ ...change }]), none),
      RelatedRecords,
      written,
    )
    const delinked = read(await related.delinkRecord(BigInt(last), BigInt(id), none), RelatedRecords, written)
    const map = await parameters(sdk, [[RelatedRecords.DelinkRecordsParam.IDS, others.join(',')]])
    const rest = read(await related.delinkRecords(BigInt(id), map, none), RelatedRecords, written)
    return { before, linked, listed, one, changed, delinked, rest, after: await get() }
  }
}

/** Leads by criteria, e-mail, phone and word; deals by queries with lookups, a date and aggregates. */
export async function queries(sdk) {
  const { Record } = sdk
  const { CRITERIA, EMAIL, PHONE, WORD, FIELDS, PAGE, PER_PAGE } = Record.SearchRecordsParam
  await create(
    sdk,
    'Leads',
    {
      Last_Name: 'Quux',
      Company: 'Engines (old)',
      Email: "o'quux@x.example",
      Secondary_Email: 'quux+1@x.example',
      Phone: '+1 555 0177',
      No_of_Employees: 7,
    },
    { Last_Name: 'Quuxly', Company: 'Engines', City: 'Zorgville', No_of_Employees: 9 },
  )
  const search = async (...entries) => {
    const map = await parameters(sdk, [[FIELDS, 'Last_Name,No_of_Employees'], ...entries])
    const answer = await operations(sdk, 'Leads').searchRecords(map, new sdk.HeaderMap())
    return read(answer, Record, page(of('Last_Name', 'No_of_Employees')))
  }
  const searches = {
    equals: await search([CRITERIA, '(Last_Name:equals:quux)']),
    escaped: await search([CRITERIA, '(Company:equals:Engines \\(old\\))']),
    combined: await search([CRITERIA, '((Last_Name:starts_with:quux)and(No_of_Employees:between:8,10))']),
    email: await search([EMAIL, "o'quux@x.example"]),
    plus: await search([EMAIL, 'quux+1@x.example']),
    phone: await search([PHONE, '15550177']),
    word: await search([WORD, 'zorgville']),
    second: await search([CRITERIA, '(Last_Name:equals:quux)'], [PER_PAGE, 1], [PAGE, 2]),
    nothing: await search([WORD, 'nobody at all']),
    wrong: await search([CRITERIA, '(Last_Name:resembles:quux)']),
  }

  const [account] = idsOf(await create(sdk, 'Accounts', { Account_Name: 'Quux Engines' }))
  const deal = (name, Amount, day) => ({
    Deal_Name: name,
    Account_Name: recordOf(sdk, { id: account }),
    Closing_Date: new Date(day),
    Stage: new sdk.Choice('Qualification'),
    Amount,
  })
  await create(sdk, 'Deals', deal('Quux 1', 10.5, '2027-02-28'), deal('Quux 2', 20, '2027-03-01'))
  const query = async text => {
    const body = new sdk.Coql.BodyWrapper()
    body.setSelectQuery(text)
    return read(await new sdk.Coql.CoqlOperations().getRecords(body), sdk.Coql, wrapper => ({
      records: wrapper.getData().map(values),
      count: wrapper.getInfo().getCount(),
      more: wrapper.getInfo().getMoreRecords(),
    }))
  }
  const named = "where Deal_Name like 'Quux%'"
  const coql = {
    rows: await query(
      `select Deal_Name, Amount, Closing_Date, Stage, Account_Name, Owner from Deals ${named} order by Amount desc limit 1`,
    ),
    sum: await query(`select SUM(Amount), COUNT(id) from Deals ${named}`),
    nothing: await query("select id from Deals where Deal_Name = 'no such deal'"),
    wrong: await query('select Nonsense from Deals where id is not null'),
  }
  return { account, searches, coql }
}

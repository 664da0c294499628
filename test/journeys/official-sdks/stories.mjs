/** What a driver can do with an SDK that is initialised; each story answers with what the SDK's own classes say. */

import { bodyOf, chosen, parameters, read, recordOf, rows } from './answers.mjs'
import { backupAndAuditLog, bulkRead, bulkWrite } from './bulk-stories.mjs'
import { conversions } from './conversion-story.mjs'
import { externalIds } from './external-story.mjs'
import { files } from './files-story.mjs'
import { mails } from './mail-story.mjs'
import { customViews, massActions } from './mass-stories.mjs'
import { metadata } from './metadata-story.mjs'
import { notes } from './notes-story.mjs'
import { notifications } from './notification-story.mjs'
import { currencies, people } from './people-stories.mjs'
import { queries, recordsAndBin, relations } from './record-stories.mjs'
import { customFields, customModules, dataSharing, layouts, pipelines } from './settings-stories.mjs'
import { sharing, tags } from './tag-stories.mjs'
import { fullData, relatedCounts } from './whole-story.mjs'

const lead = record => ({
  id: `${record.getId()}`,
  lastName: record.getKeyValue('Last_Name'),
  company: record.getKeyValue('Company'),
  leadSource: chosen(record.getKeyValue('Lead_Source')),
  annualRevenue: record.getKeyValue('Annual_Revenue'),
  owner: record.getKeyValue('Owner')?.getName?.(),
  isDated: record.getCreatedTime() instanceof Date,
})

async function currentUser(sdk) {
  const { Users } = sdk
  const map = await parameters(sdk, [[Users.GetUsersParam.TYPE, 'CurrentUser']])
  return read(await new Users.UsersOperations().getUsers(map, new sdk.HeaderMap()), Users, wrapper =>
    wrapper.getUsers().map(user => ({
      id: `${user.getId()}`,
      email: user.getEmail(),
      name: user.getFullName(),
      profile: user.getProfile().getName(),
      role: user.getRole().getName(),
    })),
  )
}

async function org(sdk) {
  const { Org } = sdk
  return read(await new Org.OrgOperations().getOrganization(), Org, wrapper =>
    wrapper.getOrg().map(one => ({
      company: one.getCompanyName(),
      zgid: one.getZgid(),
      type: chosen(one.getType()),
      currency: one.getIsoCode(),
    })),
  )
}

async function modules(sdk) {
  const { Modules } = sdk
  const answer = await new Modules.ModulesOperations().getModules(new sdk.ParameterMap(), new sdk.HeaderMap())
  return read(answer, Modules, wrapper =>
    wrapper.getModules().map(module => ({
      name: module.getAPIName(),
      apiSupported: module.getAPISupported(),
      generatedType: chosen(module.getGeneratedType()),
    })),
  )
}

async function fields(sdk) {
  const { Fields } = sdk
  const map = await parameters(sdk, [[Fields.GetFieldsParam.MODULE, 'Leads']])
  return read(await new Fields.FieldsOperations().getFields(map), Fields, wrapper =>
    wrapper.getFields().map(field => ({
      name: field.getAPIName(),
      dataType: field.getDataType(),
      mandatory: field.getSystemMandatory(),
      choices: (field.getPickListValues() ?? []).map(choice => chosen(choice.getActualValue())),
    })),
  )
}

async function relatedLists(sdk) {
  const { RelatedLists } = sdk
  const map = await parameters(sdk, [[RelatedLists.GetRelatedListsParam.MODULE, 'Leads']])
  return read(await new RelatedLists.RelatedListsOperations().getRelatedLists(map), RelatedLists, wrapper =>
    wrapper.getRelatedLists().map(list => ({
      name: list.getAPIName(),
      module: list.getModule()?.getAPIName() ?? null,
      href: list.getHref() ?? null,
    })),
  )
}

async function listLeads(sdk, entries) {
  const { Record } = sdk
  const { FIELDS, PER_PAGE } = Record.GetRecordsParam
  const map = await parameters(sdk, [[FIELDS, 'Last_Name,Company,Lead_Source'], [PER_PAGE, 5], ...entries])
  const answer = await new Record.RecordOperations('Leads').getRecords(map, new sdk.HeaderMap())
  return read(answer, Record, wrapper => {
    const info = wrapper.getInfo()
    return {
      ids: wrapper.getData().map(record => `${record.getId()}`),
      names: wrapper.getData().map(record => record.getKeyValue('Last_Name')),
      page: info.getPage(),
      perPage: info.getPerPage(),
      count: info.getCount(),
      moreRecords: info.getMoreRecords(),
      nextPageToken: info.getNextPageToken() ?? null,
    }
  })
}

async function get(sdk, module, id, view) {
  const operations = new sdk.Record.RecordOperations(module)
  const answer = await operations.getRecord(BigInt(id), new sdk.ParameterMap(), new sdk.HeaderMap())
  return read(answer, sdk.Record, wrapper => wrapper.getData().map(view))
}

async function create(sdk, module, records) {
  const operations = new sdk.Record.RecordOperations(module)
  const answer = await operations.createRecords(bodyOf(sdk, records), new sdk.HeaderMap())
  return read(answer, sdk.Record, rows(sdk))
}

/** One record in one request, by the id in its path. */
async function update(sdk, module, id, values) {
  const operations = new sdk.Record.RecordOperations(module)
  const answer = await operations.updateRecord(BigInt(id), bodyOf(sdk, [values]), new sdk.HeaderMap())
  return read(answer, sdk.Record, rows(sdk))
}

/** Any number of records, by the ids in the body. */
async function updateAll(sdk, module, records) {
  const operations = new sdk.Record.RecordOperations(module)
  const answer = await operations.updateRecords(bodyOf(sdk, records), new sdk.HeaderMap())
  return read(answer, sdk.Record, rows(sdk))
}

async function remove(sdk, module, id) {
  const operations = new sdk.Record.RecordOperations(module)
  const answer = await operations.deleteRecord(BigInt(id), new sdk.ParameterMap(), new sdk.HeaderMap())
  return read(answer, sdk.Record, rows(sdk))
}

async function removeAll(sdk, module, ids) {
  const { Record } = sdk
  const map = await parameters(sdk, [[Record.DeleteRecordsParam.IDS, ids.join(',')]])
  const answer = await new Record.RecordOperations(module).deleteRecords(map, new sdk.HeaderMap())
  return read(answer, Record, rows(sdk))
}

/** Two rows, of which the second lacks the mandatory last name; then list, get, update, delete and get of the first. */
async function leads(sdk) {
  const { PAGE, PAGE_TOKEN } = sdk.Record.GetRecordsParam
  const created = await create(sdk, 'Leads', [
    {
      Last_Name: 'Lovelace',
      Company: 'Analytical Engines',
      Annual_Revenue: 1234.5,
      Lead_Source: new sdk.Choice('Web Download'),
    },
    { Company: 'Nobody Ltd' },
  ])
  const { id } = created.content[0]
  const got = await get(sdk, 'Leads', id, lead)
  const first = await listLeads(sdk, [])
  const second = await listLeads(sdk, [[PAGE, 2]])
  const secondByToken = await listLeads(sdk, [[PAGE_TOKEN, first.content.nextPageToken]])
  const updated = await update(sdk, 'Leads', id, { Company: 'Difference Engines' })
  const gotUpdated = await get(sdk, 'Leads', id, lead)
  const deleted = await remove(sdk, 'Leads', id)
  const gotDeleted = await get(sdk, 'Leads', id, lead)
  return { created, got, first, second, secondByToken, updated, gotUpdated, deleted, gotDeleted }
}

/** A deal of an account, with a date, a number and a choice; moved on, and gone again with its sibling. */
async function deals(sdk) {
  const account = await create(sdk, 'Accounts', [{ Account_Name: 'Analytical Engines' }])
  const deal = name => ({
    Deal_Name: name,
    Account_Name: recordOf(sdk, { id: account.content[0].id }),
    Closing_Date: new Date('2027-02-28'),
    Amount: 99.5,
    Stage: new sdk.Choice('Qualification'),
  })
  const created = await create(sdk, 'Deals', [deal('Engine no. 1'), deal('Engine no. 2')])
  const ids = created.content.map(row => row.id)
  const updated = await updateAll(
    sdk,
    'Deals',
    ids.map(id => ({ id, Stage: new sdk.Choice('Closed Won') })),
  )
  const got = await get(sdk, 'Deals', ids[0], record => ({
    name: record.getKeyValue('Deal_Name'),
    account: record.getKeyValue('Account_Name').getKeyValue('name'),
    accountId: `${record.getKeyValue('Account_Name').getId()}`,
    closes: dayOf(record.getKeyValue('Closing_Date')),
    amount: record.getKeyValue('Amount'),
    stage: chosen(record.getKeyValue('Stage')),
  }))
  const deleted = await removeAll(sdk, 'Deals', ids)
  return { account, created, updated, got, deleted }
}

/** The SDKs read and write a date as midnight in UTC, in whatever zone they run. */
const dayOf = date => date.toISOString().slice(0, 10)

/** The newest record of each module with all its fields: how many of them there are. */
async function everyModule(sdk) {
  const { Record } = sdk
  const { FIELDS, PER_PAGE } = Record.GetRecordsParam
  const found = {}
  for (const { name, generatedType } of (await modules(sdk)).content) {
    // rows come with their record, and attachments below it
    if (['subform', 'linking'].includes(generatedType) || name === 'Attachments') continue
    const map = await parameters(sdk, [
      [FIELDS, 'id'],
      [PER_PAGE, 1],
    ])
    const answer = await new Record.RecordOperations(name).getRecords(map, new sdk.HeaderMap())
    const list = read(answer, Record, wrapper => wrapper.getData().map(record => `${record.getId()}`))
    // services and appointments begin with none
    if (list.type === null) continue
    found[name] = await get(sdk, name, list.content[0], record => record.getKeyValues().size)
  }
  return found
}

async function tour(sdk) {
  return {
    currentUser: await currentUser(sdk),
    org: await org(sdk),
    modules: await modules(sdk),
    fields: await fields(sdk),
    relatedLists: await relatedLists(sdk),
  }
}

/** Ends the refresh token in both ways that the SDK offers, and asks for the org before, between and after. */
async function revoke(sdk, { environment }) {
  const token = (await sdk.Initializer.getInitializer()).getToken()
  const before = await org(sdk)
  const byId = await attempt(() => token.revoke(token.getId()))
  const between = await org(sdk)
  const revokeUrl = `${environment.accounts}/revoke`
  const byToken = await attempt(() => token.revokeRefreshToken(token.getRefreshToken(), revokeUrl))
  return { before, byId, between, byToken, after: await org(sdk) }
}

const attempt = call =>
  call().then(
    value => ({ value }),
    error => ({ error: `${error}` }),
  )

const leadsPage = sdk => listLeads(sdk, [])

export const stories = {
  backupAndAuditLog,
  conversions,
  bulkRead,
  bulkWrite,
  currencies,
  currentUser,
  customFields,
  customModules,
  customViews,
  dataSharing,
  deals,
  everyModule,
  externalIds,
  files,
  fullData,
  layouts,
  leads,
  leadsPage,
  massActions,
  metadata,
  mails,
  notes,
  notifications,
  org,
  people,
  pipelines,
  queries,
  recordsAndBin,
  relatedCounts,
  relations,
  revoke,
  sharing,
  tags,
  tour,
}

/** What a driver can do with an SDK that is initialised; each story answers with what the SDK's own classes say. */

/** @param {Map<object, unknown>} entries */
async function parameters(sdk, entries) {
  const map = new sdk.ParameterMap()
  for (const [parameter, value] of entries) await map.add(parameter, value)
  return map
}

const valueOf = choice => (typeof choice?.getValue === 'function' ? choice.getValue() : choice)

/** JSON for BigInt ids and dates. */
const plain = value =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? 'null')

/** The status and, by class of the answer, its content or the error in it. */
function read(sdk, response, namespace, content) {
  const object = response.getObject()
  const status = response.getStatusCode()
  if (object == null) return { status, type: null }
  if (object instanceof namespace.APIException) return { status, ...exception(object) }
  return { status, type: object.constructor.name, content: plain(content(object)) }
}

const exception = row => ({
  type: 'APIException',
  code: valueOf(row.getCode()),
  state: valueOf(row.getStatus()),
  message: valueOf(row.getMessage()),
  details: plain(Object.fromEntries(row.getDetails() ?? [])),
})

const rows =
  (sdk, { Record }) =>
  wrapper =>
    wrapper.getData().map(row =>
      row instanceof Record.APIException
        ? exception(row)
        : {
            type: row.constructor.name,
            code: valueOf(row.getCode()),
            state: valueOf(row.getStatus()),
            message: valueOf(row.getMessage()),
            id: `${row.getDetails().get('id')}`,
            createdBy: row.getDetails().get('Created_By')?.getName(),
          },
    )

const lead = record => ({
  id: `${record.getId()}`,
  lastName: record.getKeyValue('Last_Name'),
  company: record.getKeyValue('Company'),
  leadSource: valueOf(record.getKeyValue('Lead_Source')),
  annualRevenue: record.getKeyValue('Annual_Revenue'),
  owner: record.getKeyValue('Owner')?.getName?.(),
  isDated: record.getCreatedTime() instanceof Date,
})

async function currentUser(sdk) {
  const { Users } = sdk
  const map = await parameters(sdk, [[Users.GetUsersParam.TYPE, 'CurrentUser']])
  return read(sdk, await new Users.UsersOperations().getUsers(map, new sdk.HeaderMap()), Users, wrapper =>
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
  return read(sdk, await new Org.OrgOperations().getOrganization(), Org, wrapper =>
    wrapper.getOrg().map(one => ({
      company: one.getCompanyName(),
      zgid: one.getZgid(),
      type: valueOf(one.getType()),
      currency: one.getIsoCode(),
    })),
  )
}

async function modules(sdk) {
  const { Modules } = sdk
  const answer = await new Modules.ModulesOperations().getModules(new sdk.ParameterMap(), new sdk.HeaderMap())
  return read(sdk, answer, Modules, wrapper =>
    wrapper.getModules().map(module => ({
      name: module.getAPIName(),
      apiSupported: module.getAPISupported(),
      generatedType: valueOf(module.getGeneratedType()),
    })),
  )
}

async function fields(sdk) {
  const { Fields } = sdk
  const map = await parameters(sdk, [[Fields.GetFieldsParam.MODULE, 'Leads']])
  return read(sdk, await new Fields.FieldsOperations().getFields(map), Fields, wrapper =>
    wrapper.getFields().map(field => ({
      name: field.getAPIName(),
      dataType: field.getDataType(),
      mandatory: field.getSystemMandatory(),
      choices: (field.getPickListValues() ?? []).map(choice => valueOf(choice.getActualValue())),
    })),
  )
}

async function relatedLists(sdk) {
  const { RelatedLists } = sdk
  const map = await parameters(sdk, [[RelatedLists.GetRelatedListsParam.MODULE, 'Leads']])
  return read(sdk, await new RelatedLists.RelatedListsOperations().getRelatedLists(map), RelatedLists, wrapper =>
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
  return read(sdk, answer, Record, wrapper => {
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

async function getLead(sdk, id) {
  const { Record } = sdk
  const operations = new Record.RecordOperations('Leads')
  const answer = await operations.getRecord(BigInt(id), new sdk.ParameterMap(), new sdk.HeaderMap())
  return read(sdk, answer, Record, wrapper => wrapper.getData().map(lead))
}

async function writeLeads(sdk, method, values) {
  const { Record } = sdk
  const records = values.map(({ fields: given, id, source }) => {
    const record = new Record.Record()
    if (id) record.setId(BigInt(id))
    for (const [name, value] of Object.entries(given)) record.addKeyValue(name, value)
    if (source) record.addFieldValue(Record.Field.Leads.LEAD_SOURCE, new sdk.Choice(source))
    return record
  })
  const body = new Record.BodyWrapper()
  body.setData(records)
  const operations = new Record.RecordOperations('Leads')
  return read(sdk, await operations[method](body, new sdk.HeaderMap()), Record, rows(sdk, sdk))
}

/** Two rows, of which the second lacks the mandatory last name; then list, get, update, delete and get of the first. */
async function leads(sdk) {
  const { Record } = sdk
  const { PAGE, PAGE_TOKEN } = Record.GetRecordsParam
  const created = await writeLeads(sdk, 'createRecords', [
    {
      fields: { Last_Name: 'Lovelace', Company: 'Analytical Engines', Annual_Revenue: 1234.5 },
      source: 'Web Download',
    },
    { fields: { Company: 'Nobody Ltd' } },
  ])
  const id = created.content[0].id
  const got = await getLead(sdk, id)
  const first = await listLeads(sdk, [])
  const second = await listLeads(sdk, [[PAGE, 2]])
  const secondByToken = await listLeads(sdk, [[PAGE_TOKEN, first.content.nextPageToken]])
  const updated = await writeLeads(sdk, 'updateRecords', [{ id, fields: { Company: 'Difference Engines' } }])
  const gotUpdated = await getLead(sdk, id)
  const deletion = await new Record.RecordOperations('Leads').deleteRecord(
    BigInt(id),
    new sdk.ParameterMap(),
    new sdk.HeaderMap(),
  )
  const deleted = read(sdk, deletion, Record, rows(sdk, sdk))
  const gotDeleted = await getLead(sdk, id)
  return { created, got, first, second, secondByToken, updated, gotUpdated, deleted, gotDeleted }
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

const attempt = call =>
  call().then(
    value => ({ value }),
    error => ({ error: `${error.code ?? error.name}: ${error.message}` }),
  )

/** Ends the refresh token of the app. */
async function revoke(sdk, { environment }) {
  const token = (await sdk.Initializer.getInitializer()).getToken()
  const before = await org(sdk)
  const byId = await attempt(() => token.revoke(token.getId()))
  const between = await org(sdk)
  const byToken = await attempt(() =>
    token.revokeRefreshToken(token.getRefreshToken(), `${environment.accounts}/revoke`),
  )
  return { before, byId, between, byToken, after: await org(sdk) }
}

export const stories = { tour, leads, org, currentUser, revoke, leadsPage: sdk => listLeads(sdk, []) }

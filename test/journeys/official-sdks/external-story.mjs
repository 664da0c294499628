/** Accounts and contacts named by the ids that another system gave them, in both fields `Ext_ID`. */

import { bodyOf, chosen, headers, parameters, read, recordOf, rows } from './answers.mjs'
import { getRecord, idsOf, of, operations, page, values } from './record-calls.mjs'

const contactField = 'Contacts.Ext_ID'
const bothFields = 'Accounts.Ext_ID,Contacts.Ext_ID'

export async function externalIds(sdk) {
  const { Record } = sdk
  const contacts = operations(sdk, 'Contacts')
  const written = answer => read(answer, Record, rows(sdk))
  const external = (header, field = contactField) => headers(sdk, [[header.X_EXTERNAL, field]])
  const none = new sdk.ParameterMap()

  const [account] = idsOf(
    written(
      await operations(sdk, 'Accounts').createRecords(
        bodyOf(sdk, [{ Account_Name: 'Engines', Ext_ID: 'acc-1' }]),
        new sdk.HeaderMap(),
      ),
    ),
  )
  const created = written(
    await contacts.createRecords(
      bodyOf(sdk, [
        { Last_Name: 'One', Ext_ID: 'con-1', Account_Name: externalRecord(sdk, 'acc-1') },
        { Last_Name: 'Two', Ext_ID: 'con-2', Account_Name: externalRecord(sdk, 'nobody') },
        { Last_Name: 'Three', Ext_ID: 'con-3' },
      ]),
      await external(Record.CreateRecordsHeader, 'Contacts.Account_Name.Ext_ID'),
    ),
  )
  const [one, three] = [created.content[0].id, created.content[2].id]

  const get = async value =>
    read(
      await contacts.getRecordUsingExternalId(value, none, await external(Record.GetRecordUsingExternalIDHeader)),
      Record,
      wrapper => wrapper.getData().map(of('id', 'Last_Name', 'Ext_ID', 'Account_Name', 'Title')),
    )
  const found = await get('con-1')
  const nobody = await get('con-9')
  const updated = written(
    await contacts.updateRecordUsingExternalId(
      'con-1',
      bodyOf(sdk, [{ Title: 'CTO' }]),
      await external(Record.UpdateRecordUsingExternalIDHeader),
    ),
  )
  const updatedSeveral = written(
    await contacts.updateRecords(
      bodyOf(sdk, [
        { Ext_ID: 'con-3', Title: 'CEO' },
        { Ext_ID: 'con-9', Title: 'CEO' },
      ]),
      await external(Record.UpdateRecordsHeader),
    ),
  )
  const upserted = read(
    await contacts.upsertRecords(
      bodyOf(sdk, [
        { Ext_ID: 'con-3', Last_Name: 'Third' },
        { Ext_ID: 'con-4', Last_Name: 'Fourth' },
      ]),
      await external(Record.UpsertRecordsHeader),
    ),
    Record,
    wrapper =>
      wrapper.getData().map(action => ({
        action: chosen(action.getAction()),
        field: action.getDuplicateField() ?? null,
        id: `${action.getDetails().get('id')}`,
      })),
  )
  const changed = { one: await get('con-1'), three: await getRecord(sdk, 'Contacts', three, of('Last_Name', 'Title')) }
  const related = await relations(sdk)
  const deleted = written(
    await contacts.deleteRecordUsingExternalId('con-1', none, await external(Record.DeleteRecordUsingExternalIDHeader)),
  )
  const several = await parameters(sdk, [[Record.DeleteRecordsParam.IDS, 'con-3,con-9']])
  const deletedSeveral = written(await contacts.deleteRecords(several, await external(Record.DeleteRecordsHeader)))
  const gone = await get('con-1')
  const ids = { account, one, three, four: upserted.content[1].id }
  return {
    ...{ ids, created, found, nobody, updated, updatedSeveral, upserted, changed, related },
    ...{ deleted, deletedSeveral, gone },
  }
}

const externalRecord = (sdk, Ext_ID) => recordOf(sdk, { Ext_ID })

/** The contacts of the account `acc-1`, both sides named by their external ids. */
async function relations(sdk) {
  const { RelatedRecords } = sdk
  const related = new RelatedRecords.RelatedRecordsOperations('Contacts', 'Accounts')
  const external = header => headers(sdk, [[header.X_EXTERNAL, bothFields]])
  const body = (...records) => {
    const wrapper = new RelatedRecords.BodyWrapper()
    wrapper.setData(records.map(each => recordOf(sdk, each)))
    return wrapper
  }
  const written = answer =>
    read(answer, RelatedRecords, wrapper =>
      wrapper.getData().map(row => ({ code: chosen(row.getCode()), message: chosen(row.getMessage()) })),
    )
  const list = async () => {
    const { FIELDS } = RelatedRecords.GetRelatedRecordsUsingExternalIDParam
    const map = await parameters(sdk, [[FIELDS, 'Last_Name']])
    const header = await external(RelatedRecords.GetRelatedRecordsUsingExternalIDHeader)
    return read(await related.getRelatedRecordsUsingExternalId('acc-1', map, header), RelatedRecords, page(values))
  }

  const before = await list()
  const linked = written(
    await related.updateRelatedRecordsUsingExternalId(
      'acc-1',
      body({ Ext_ID: 'con-3' }, { Ext_ID: 'con-9' }),
      await external(RelatedRecords.UpdateRelatedRecordsUsingExternalIDHeader),
    ),
  )
  const one = read(
    await related.getRelatedRecordUsingExternalId(
      'con-3',
      'acc-1',
      new sdk.ParameterMap(),
      await external(RelatedRecords.GetRelatedRecordUsingExternalIDHeader),
    ),
    RelatedRecords,
    wrapper => wrapper.getData().map(of('id', 'Last_Name', 'Account_Name')),
  )
  const changed = written(
    await related.updateRelatedRecordUsingExternalId(
      'con-3',
      'acc-1',
      body({ Title: 'CFO' }),
      await external(RelatedRecords.UpdateRelatedRecordUsingExternalIDHeader),
    ),
  )
  const linkedList = await list()
  const removed = written(
    await related.deleteRelatedRecordUsingExternalId(
      'con-3',
      'acc-1',
      await external(RelatedRecords.DeleteRelatedRecordUsingExternalIDHeader),
    ),
  )
  const map = await parameters(sdk, [[RelatedRecords.DeleteRelatedRecordsUsingExternalIDParam.IDS, 'con-1,con-3']])
  const removedSeveral = written(
    await related.deleteRelatedRecordsUsingExternalId(
      'acc-1',
      map,
      await external(RelatedRecords.DeleteRelatedRecordsUsingExternalIDHeader),
    ),
  )
  return { before, linked, one, changed, linkedList, removed, removedSeveral, after: await list() }
}

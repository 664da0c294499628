import { describe, expect, it } from 'vitest'
import { everything, listen } from '../../support/emulator.ts'
import { type App, clientOf, createApp, grantFor, type RunOptions } from './app.ts'

const scope = `${everything},ZohoSearch.securesearch.READ,ZohoCRM.coql.READ`

/** An app of the sandbox Acme QA, which has no records yet. */
async function startApp(sdk: string): Promise<{ app: App; options: RunOptions }> {
  const harness = await listen({ fixture: 'empty' })
  const app = await createApp(harness, sdk)
  return { app, options: { token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA', { scope })) } } }
}

const id = expect.stringMatching(/^5731204\d{12}$/)
const bigId = (of: unknown) => `BigInt ${of}`

const done = (message: string, more: object = {}) =>
  expect.objectContaining({ type: 'SuccessResponse', code: 'SUCCESS', state: 'success', message, ...more })
const refused = (code: string, message: string, details: object) => ({
  type: 'APIException',
  code,
  state: 'error',
  message,
  details,
})

const found = (...content: unknown[]) => ({ status: 200, type: 'ResponseWrapper', content })
const written = (status: number, ...content: unknown[]) => ({ status, type: 'ActionWrapper', content })
const nothing = { status: 204, type: null }

const page = (records: unknown[], more: object = {}) => ({
  status: 200,
  type: 'ResponseWrapper',
  content: { records, page: 1, perPage: 200, count: records.length, more: false, ...more },
})

/** What each official SDK does with records and with what describes them. */
export const describeSdkRecords = (name: string, sdk: string) =>
  describe(`records and the ${name}`, { timeout: 60_000 }, () => {
    it('are written, read, listed, cloned and deleted, their values in the classes of the SDK', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('recordsAndBin', options)

      expect(outcome.failed).toBeUndefined()
      const [one, two] = outcome.ids
      expect(outcome.created).toEqual(
        written(
          207,
          done('record added', { createdBy: 'Ada Marlow' }),
          done('record added'),
          refused('INVALID_DATA', 'invalid data', {
            expected_data_type: 'email',
            api_name: 'Email',
            json_path: '$.data[2].Email',
          }),
        ),
      )
      expect(outcome.found).toEqual({
        account: found({
          Account_Name: 'Engines',
          Account_Number: bigId('123456789012345678'),
          Owner: 'MinifiedUser Ada Marlow',
        }),
        contact: found({
          Account_Name: expect.stringMatching(/^Record Engines 5731204\d{12}$/),
          Date_of_Birth: 'Date 1915-12-10T00:00:00.000Z',
          Email_Opt_Out: true,
        }),
        event: found({
          Start_DateTime: 'Date 2027-01-02T03:04:05.000Z',
          End_DateTime: 'Date 2027-01-02T04:04:05.000Z',
        }),
        lead: found({
          id: bigId(one),
          Full_Name: 'One',
          Lead_Source: 'Choice Web Download',
          No_of_Employees: 12,
          Tag: ['Tag vip', 'Tag new'],
          Created_By: 'MinifiedUser Ada Marlow',
          Phone: null,
        }),
        part: found({ Last_Name: 'One', Lead_Source: 'Choice Web Download', id: bigId(one) }),
      })
      expect(outcome.lists).toEqual({
        first: page([{ Last_Name: 'One', id: bigId(one) }], { perPage: 1, more: true }),
        second: page([{ Last_Name: 'Two', id: bigId(two) }], { perPage: 1, page: 2 }),
        since: page([{ id: bigId(two) }, { id: bigId(one) }]),
        unchanged: { status: 304, type: null },
      })
      expect(outcome.upsert).toEqual(
        written(
          200,
          done('record updated', { id: two, action: 'update', field: 'Email' }),
          done('record added', { id, action: 'insert', field: null }),
          done('record updated', { id: one, action: 'update', field: null }),
        ),
      )
      expect(outcome.updated).toEqual(
        written(
          207,
          done('record updated', { id: one }),
          refused('MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'id', json_path: '$.data[1].id' }),
        ),
      )
      expect(outcome.cloned).toEqual(written(201, done('record added', { id })))
      expect(outcome.clone).toEqual(
        found({ Full_Name: 'One', Company: 'D', Lead_Source: null, Tag: ['Tag vip', 'Tag new'] }),
      )
      const notDeleted = (which: string) => refused('INVALID_DATA', 'record not deleted', { id: which })
      expect(outcome.deleted).toEqual(
        written(207, done('record deleted', { id: one }), done('record deleted', { id: two }), notDeleted('7')),
      )
      expect(outcome.again).toEqual(written(400, notDeleted(one)))

      const who = { by: 'Ada Marlow', isDated: true }
      const gone = { name: null, type: 'permanent', by: null, isDated: true }
      const recycled = { module: 'Leads', owner: 'Ada Marlow', ...who }
      expect(outcome.bin).toEqual({
        before: {
          status: 200,
          type: 'DeletedRecordsWrapper',
          content: [
            { id: two, name: 'Two', type: 'recycle', ...who },
            { id: one, name: 'One', type: 'recycle', ...who },
          ],
        },
        all: found({ id: two, name: 'Two', ...recycled }, { id: one, name: 'One', ...recycled }),
        one: found({ id: one, name: 'One', ...recycled }),
        oneGone: written(200, { code: 'SUCCESS', message: 'record deleted' }),
        restGone: written(200, { code: 'SUCCESS', message: 'record deleted' }),
        empty: nothing,
        after: {
          status: 200,
          type: 'DeletedRecordsWrapper',
          content: [
            { id: two, ...gone },
            { id: one, ...gone },
          ],
        },
      })
    })

    it('are related by a lookup and without one', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('relations', options)

      expect(outcome.failed).toBeUndefined()
      const { account, contacts, product } = outcome.ids
      const added = { code: 'SUCCESS', message: 'relation added' }
      const removed = { code: 'SUCCESS', message: 'relation removed' }
      const unknown = { code: 'INVALID_DATA', message: 'the id given seems to be invalid' }
      const notThere = { code: 'INVALID_DATA', message: 'record not deleted' }
      const contact = (Last_Name: string, which: string) => ({
        ...{ Last_Name, Title: 'CTO', Account_Name: `Record Engines ${account}`, id: bigId(which) },
      })
      expect(outcome.contacts).toEqual({
        before: nothing,
        linked: written(207, added, added, unknown),
        listed: page([contact('Two', contacts[1]), contact('One', contacts[0])], { perPage: 10 }),
        one: found(contacts[1]),
        changed: written(200, added),
        delinked: written(200, removed),
        rest: written(207, removed, notThere),
        after: nothing,
      })
      expect(outcome.products).toEqual({
        before: nothing,
        linked: written(207, added, unknown),
        listed: page([{ Product_Name: 'P', id: bigId(product) }], { perPage: 10 }),
        one: found(product),
        changed: written(200, added),
        delinked: written(200, removed),
        rest: written(400, notThere),
        after: nothing,
      })
    })

    it('are searched and queried', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('queries', options)

      expect(outcome.failed).toBeUndefined()
      const quux = { Last_Name: 'Quux', No_of_Employees: 7 }
      const quuxly = { Last_Name: 'Quuxly', No_of_Employees: 9 }
      // the Node SDK leaves a plus as it is, which arrives as a space
      const encodesPlus = !sdk.includes('nodejs')
      expect(outcome.searches).toEqual({
        equals: page([quuxly, quux]),
        escaped: page([quux]),
        combined: page([quuxly]),
        email: page([quux]),
        plus: encodesPlus ? page([quux]) : nothing,
        phone: page([quux]),
        word: page([quuxly]),
        second: page([quux], { perPage: 1, page: 2 }),
        nothing,
        wrong: {
          status: 400,
          ...refused('INVALID_QUERY', 'Invalid query formed', {
            operator: 'resembles',
            reason: 'invalid operator found',
            api_name: 'Last_Name',
          }),
        },
      })
      const answered = (records: object[], more: boolean) => ({
        status: 200,
        type: 'ResponseWrapper',
        content: { records, count: records.length, more },
      })
      expect(outcome.coql).toEqual({
        rows: answered(
          [
            {
              Deal_Name: 'Quux 2',
              Amount: 20,
              Closing_Date: '2027-03-01',
              Stage: 'Qualification',
              Account_Name: `Map Quux Engines ${outcome.account}`,
              Owner: expect.stringMatching(/^Map .*Marlow 5731204\d{12}$/),
              id: expect.stringMatching(/^BigInt 5731204\d{12}$/),
            },
          ],
          true,
        ),
        sum: answered([{ 'SUM(Amount)': 30.5, 'COUNT(id)': 2 }], false),
        nothing,
        wrong: {
          status: 400,
          ...refused('INVALID_QUERY', 'unsupported column', { column_name: 'Nonsense' }),
        },
      })
    })

    it('are described by modules, fields, layouts, related lists and pipelines', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('metadata', options)

      expect(outcome.failed).toBeUndefined()
      const deals = { name: 'Deals', id, label: 'Deal', generatedType: 'default', creatable: true }
      expect(outcome.modules.content).toEqual(
        expect.arrayContaining([deals, expect.objectContaining({ name: 'Quoted_Items', generatedType: 'subform' })]),
      )
      expect(outcome.unchangedModules).toEqual({ status: 304, type: null })
      expect([outcome.moduleByName, outcome.moduleById]).toEqual([found(deals), found(deals)])

      const field = (named: string) => outcome.fields.content.find((each: { name: string }) => each.name === named)
      expect(field('Account_Name')).toMatchObject({ dataType: 'lookup', jsonType: 'jsonobject', pointsTo: 'Accounts' })
      expect(field('Deal_Name')).toMatchObject({ dataType: 'text', length: 120, mandatory: true, custom: false })
      expect(field('Amount')).toMatchObject({ dataType: 'currency', jsonType: 'double', mandatory: false })
      const stages = ['Qualification', 'Needs Analysis', 'Closed Won', 'Closed Lost']
      expect(field('Stage').choices).toEqual(expect.arrayContaining(stages))
      expect(outcome.field).toEqual(found(field('Stage')))
      const choices = outcome.pickListValues.content.map((each: { name: string }) => each.name)
      expect(choices).toEqual(field('Stage').choices)

      const [layout] = outcome.layouts.content
      expect(layout).toMatchObject({ name: 'Standard', status: 'active' })
      expect(layout.sections[0]).toMatchObject({
        name: 'Deal Information',
        fields: expect.arrayContaining(['Deal_Name', 'Stage']),
      })
      expect(outcome.layout).toEqual(found(layout))

      expect(outcome.relatedLists.content).toContainEqual({ name: 'Quotes', id, label: 'Quotes', module: 'Quotes' })
      expect(outcome.relatedList).toEqual(found(outcome.relatedLists.content[0]))

      const [pipeline] = outcome.pipelines.content
      expect(pipeline).toMatchObject({ name: 'Standard (Standard)', id, isDefault: true })
      expect(pipeline.stages).toContainEqual({
        name: 'Closed Won',
        forecast: 'Closed Won',
        category: expect.any(String),
      })
      expect(outcome.pipeline).toEqual(found(pipeline))
    })
  })

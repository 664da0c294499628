import { describe, expect, it } from 'vitest'
import {
  accepted,
  bigId,
  done,
  found,
  id,
  nothing,
  page,
  refused,
  startApp,
  unnamed,
  written,
} from './usual-answers.ts'

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
      expect(outcome.ofDeleted).toEqual({
        before: {
          status: 400,
          ...refused('INVALID_DATA', 'the related id given seems to be invalid', { resource_path_index: 2 }),
        },
        after: found({ Last_Name: 'Left' }),
      })
    })

    it('are named by the ids of another system', async () => {
      const field = { field_label: 'Ext ID', data_type: 'text', external: 'org' }
      const { app, options } = await startApp(sdk, { fields: { Contacts: [field], Accounts: [field] } })

      const { outcome } = await app.run('externalIds', options)

      expect(outcome.failed).toBeUndefined()
      const { account, one, three, four } = outcome.ids
      const invalid = (path: string) =>
        refused('INVALID_DATA', 'the id given seems to be invalid', { api_name: 'Ext_ID', json_path: path })
      const contact = (more: object) =>
        found({
          ...{ id: bigId(one), Last_Name: 'One', Ext_ID: 'con-1', Account_Name: `Record Engines ${account}` },
          ...more,
        })
      expect(outcome.created).toEqual(
        written(207, done('record added'), invalid('$.data[1].Account_Name.Ext_ID'), done('record added')),
      )
      expect([outcome.found, outcome.nobody, outcome.gone]).toEqual([contact({ Title: null }), nothing, nothing])
      expect(outcome.updated).toEqual(written(200, done('record updated', { id: one })))
      expect(outcome.updatedSeveral).toEqual(
        written(207, done('record updated', { id: three }), invalid('$.data[1].Ext_ID')),
      )
      expect(outcome.upserted).toEqual(
        written(200, { action: 'update', field: 'Ext_ID', id: three }, { action: 'insert', field: null, id: four }),
      )
      expect(outcome.changed).toEqual({
        one: contact({ Title: 'CTO' }),
        three: found({ Last_Name: 'Third', Title: 'CEO' }),
      })
      const listed = (...rows: [string, string][]) =>
        page(rows.map(([Last_Name, id]) => ({ Last_Name, id: bigId(id) })))
      const added = { code: 'SUCCESS', message: 'relation added' }
      const removed = { code: 'SUCCESS', message: 'relation removed' }
      expect(outcome.related).toEqual({
        before: listed(['One', one]),
        linked: written(207, added, { code: 'INVALID_DATA', message: 'the id given seems to be invalid' }),
        one: found({ id: bigId(three), Last_Name: 'Third', Account_Name: `Record Engines ${account}` }),
        changed: written(200, added),
        linkedList: listed(['Third', three], ['One', one]),
        removed: written(200, removed),
        removedSeveral: written(207, removed, { code: 'INVALID_DATA', message: 'record not deleted' }),
        after: nothing,
      })
      expect(outcome.deleted).toEqual(written(200, done('record deleted', { id: one })))
      expect(outcome.deletedSeveral).toEqual(
        written(
          207,
          done('record deleted', { id: three }),
          refused('INVALID_DATA', 'record not deleted', unnamed(sdk, { Ext_ID: 'con-9' })),
        ),
      )
    })

    it('have notes, written on their own and read below what they are about', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('notes', options)

      expect(outcome.failed).toBeUndefined()
      const { lead, account, first, second } = outcome.ids
      const who = { owner: 'Ada Marlow', by: 'Ada Marlow', isDated: true }
      const note = (id: string, title: string | null, content: string, about: object, more: object = {}) => ({
        ...{ id, title, content, about, ...who, editable: null, state: null },
        ...more,
      })
      const ofLead = note(first, 'First', 'about a lead', { name: 'Roe', id: lead, module: 'Leads' })
      const ofAccount = note(second, null, 'about an account', { name: 'Engines', id: account, module: 'Accounts' })
      const list = (notes: object[], more = false, token: unknown = null) => ({
        status: 200,
        type: 'ResponseWrapper',
        content: { notes, count: notes.length, more, token },
      })
      const wrote = (message: string, id: string) => accepted(message, expect.objectContaining({ id }))
      const invalid = (path: string) =>
        refused('INVALID_DATA', 'the id given seems to be invalid', { api_name: 'id', json_path: path })
      expect([outcome.before, outcome.gone, outcome.left]).toEqual([nothing, nothing, nothing])
      expect(outcome.created).toEqual(
        written(207, wrote('record added', first), wrote('record added', second), invalid('$.data[2].Parent_Id.id')),
      )
      expect(outcome.listed).toEqual(list([ofLead, ofAccount]))
      expect(outcome.page).toEqual(list([ofLead], true, expect.any(String)))
      expect(outcome.one).toEqual(found({ ...ofLead, editable: true, state: 'save' }))
      expect(outcome.updated).toEqual(written(200, wrote('record updated', first)))
      expect(outcome.updatedSeveral).toEqual(written(207, wrote('record updated', second), invalid('$.data[1].id')))
      expect(outcome.below).toEqual(found({ id: first, title: 'First again', content: 'about a lead' }))
      expect(outcome.removed).toEqual(written(200, accepted('record deleted', { id: first })))
      expect(outcome.removedSeveral).toEqual(
        written(
          207,
          accepted('record deleted', { id: second }),
          refused('INVALID_DATA', 'record not deleted', { id: first }),
        ),
      )
    })

    it('have rich texts, cut short in lists and whole where they are asked for', async () => {
      const richtext = (field_label: string) => ({ field_label, data_type: 'richtext' })
      const { app, options } = await startApp(sdk, { fields: { Leads: [richtext('Story'), richtext('Notice')] } })

      const { outcome } = await app.run('fullData', options)

      expect(outcome.failed).toBeUndefined()
      const [a, b, c] = outcome.ids
      const long = 'x'.repeat(1000)
      const story = (Story: string | null, which: string) => ({ Story, id: bigId(which) })
      expect(outcome.list).toEqual(page([story(null, c), story('<b>b</b>', b), story(long.slice(0, 500), a)]))
      expect(outcome.one).toEqual(found({ ...story(long, a), Notice: null }))
      expect(outcome.field).toEqual(found(story('<b>b</b>', b)))
      expect(outcome.nothing).toEqual(nothing)
      expect(outcome.several).toEqual(found(story('<b>b</b>', b), story(long, a)))
    })

    it('say how many records are related to one', async () => {
      const { app, options } = await startApp(sdk)

      const { outcome } = await app.run('relatedCounts', options)

      expect(outcome).toEqual(
        written(
          207,
          { type: 'SuccessResponse', count: 2, list: 'Tasks', id },
          { type: 'SuccessResponse', count: 0, list: 'Notes', id },
          refused('INVALID_DATA', 'Given related_list is invalid', {
            api_name: 'api_name',
            json_path: '$.get_related_records_count[2].related_list.api_name',
          }),
        ),
      )
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

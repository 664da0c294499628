import { describe, expect, it } from 'vitest'
import { id, refused, startApp } from './usual-answers.ts'

const company = 'Analytical Engines'

/** What each official SDK does with files of many records. */
export const describeSdkBulkJobs = (name: string, sdk: string) =>
  describe(`bulk jobs and the ${name}`, { timeout: 60_000 }, () => {
    it('write the records of an uploaded ZIP, and tell what became of each', async () => {
      const { harness, app, options } = await startApp(sdk)
      const { zgid } = harness.org('Acme QA')

      const { outcome } = await app.run('bulkWrite', { ...options, more: { zgid } })

      expect(outcome.failed).toBeUndefined()
      const { uploaded, noZip, created, unknownFile, waiting, done, told } = outcome
      const success = (code: string, message: string, details: object) => ({
        type: 'SuccessResponse',
        code,
        message,
        details,
      })
      expect(uploaded).toMatchObject({
        status: 200,
        content: success('FILE_UPLOAD_SUCCESS', 'file uploaded.', { file_id: id }),
      })
      expect(noZip).toEqual({
        status: 400,
        ...refused('INVALID_FILE_FORMAT', 'invalid file format. only zip format is supported', {}),
      })
      expect(created).toMatchObject({ status: 201, content: success('SUCCESS', 'success', { id }) })
      expect(unknownFile).toEqual({ status: 400, ...refused('INVALID_FILE_ID', 'improper file id', {}) })
      const { id: job } = created.content.details
      const file = { name: '', added: 0, skipped: 0, total: 0 }
      const mapped = [
        ['Last_Name', 0],
        ['Company', 1],
      ]
      const content = {
        status: 'ADDED',
        operation: 'insert',
        by: 'Ada Marlow',
        isDated: true,
        callback: 'http://localhost:3000/done',
        result: null,
        resource: [{ status: 'ADDED', module: 'Leads', mapped, file }],
      }
      expect(waiting).toEqual({ status: 200, type: 'BulkWriteResponse', content })
      const result = `${harness.zoho.url}/download-accl.zoho.com/v2/crm/${zgid}/bulk-write/${job}/${job}.zip`
      const resource = {
        ...content.resource[0],
        status: 'COMPLETED',
        file: { name: 'leads.csv', added: 1, skipped: 1, total: 2 },
      }
      expect(done.content).toEqual({ ...content, status: 'COMPLETED', result, resource: [resource] })
      expect(told).toMatchObject({ status: 200, name: `${job}.zip` })
      expect(told.files['Leads-leads.csv'].split('\n')).toEqual([
        'Surname,Firm,STATUS,RECORD_ID,ERRORS',
        expect.stringMatching(/^Lovelace,Analytical Engines,added,\d+,$/),
        'Nobody,,skipped,,MANDATORY_NOT_FOUND-Firm',
        '',
      ])
    })

    it('read records into a ZIP', async () => {
      const { harness, app, options } = await startApp(sdk)
      const { access_token: token } = await harness.tokens({ org: 'Acme QA' })
      const data = ['Lovelace', 'Babbage'].map(Last_Name => ({ Last_Name, Company: company }))
      const inserted = await harness.send('POST', '/sandbox.zohoapis.com/crm/v8/Leads', { token, body: { data } })

      const { outcome } = await app.run('bulkRead', options)

      expect(outcome.failed).toBeUndefined()
      const { created, unknownModule, waiting, done, unknown, file } = outcome
      expect(created).toMatchObject({ status: 201, type: 'ActionWrapper' })
      const [{ details, ...added }] = created.content
      expect(added).toEqual({ type: 'SuccessResponse', code: 'ADDED_SUCCESSFULLY', message: 'Added successfully.' })
      expect(details).toMatchObject({ id, operation: 'read', state: 'ADDED', by: 'Ada Marlow' })
      expect(unknownModule).toEqual({
        status: 400,
        ...refused('MODULE_NOT_AVAILABLE', "Requested module 'Nonsense' is not available.", {}),
      })
      const row = {
        state: 'ADDED',
        operation: 'read',
        by: 'Ada Marlow',
        isDated: true,
        module: 'Leads',
        fields: ['Last_Name', 'Company', 'Owner.last_name'],
        comparator: 'starts_with',
      }
      expect(waiting.content).toEqual([expect.objectContaining(row)])
      const url = `/crm/bulk/v8/read/${details.id}/result`
      const result = { page: 1, perPage: 200_000, count: 1, more: false, url }
      expect(done).toEqual({ status: 200, type: 'ResponseWrapper', content: [{ ...row, state: 'COMPLETED', result }] })
      expect(unknown).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' })
      expect(file).toEqual({
        status: 200,
        name: `${details.id}.zip`,
        files: {
          [`${details.id}.csv`]: `Id,Last_Name,Company,Owner.last_name\n${inserted.json.data[0].details.id},Lovelace,${company},Marlow\n`,
        },
      })
    })

    it('back up all records, and export the audit log', async () => {
      const { harness, app, options } = await startApp(sdk)
      const { access_token: token } = await harness.tokens({ org: 'Acme QA' })
      const data = [{ Last_Name: 'Lovelace', Company: company }]
      const inserted = await harness.send('POST', '/sandbox.zohoapis.com/crm/v8/Leads', { token, body: { data } })

      const { outcome } = await app.run('backupAndAuditLog', options)

      expect(outcome.failed).toBeUndefined()
      const success = { type: 'SuccessResponse', code: 'SUCCESS', details: { id } }
      const by = 'Ada Marlow'
      expect(outcome.scheduled).toMatchObject({ status: 200, content: success })
      expect(outcome.made.content).toEqual({ status: 'COMPLETED', rrule: null, by })
      expect(outcome.files).toEqual(expect.arrayContaining(['Leads.csv', 'Deals.csv']))
      expect(outcome.weekly).toMatchObject({ status: 200, content: success })
      expect(outcome.refused.content).toMatchObject({ code: 'BACKUP_ALREADY_SCHEDULED', details: { id } })
      expect(outcome.cancelled).toMatchObject({ status: 200, content: success })
      expect(outcome.after.content).toMatchObject({ status: 'STOPPED', by })
      expect(outcome.history.content).toEqual({
        rows: [
          ['cancelled', 'weekly', by],
          ['scheduled', 'weekly', by],
          ['completed', null, by],
          ['scheduled', null, by],
        ],
        count: 4,
      })
      expect(outcome.exported.content).toMatchObject([{ type: 'SuccessResponse', code: 'SCHEDULED', details: { id } }])
      expect([outcome.status, outcome.by]).toEqual(['finished', by])
      const record = inserted.json.data[0].details.id
      expect(outcome.log).toMatch(new RegExp(`,Ada Marlow,added,Leads,${record},Lovelace\n$`))
    })
  })

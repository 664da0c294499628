import { describe, expect, it } from 'vitest'
import { control } from '../../support/emulator.ts'
import { accepted, bigId, id, page, refused, startApp, unnamed, written } from './usual-answers.ts'

const inGraz = {
  module: 'Leads',
  name: 'In Graz',
  criteria: { field: { api_name: 'City' }, comparator: 'equal', value: 'Graz' },
  fields: ['Last_Name', 'City'],
  sort_by: 'Last_Name',
  sort_order: 'asc',
}

/** What each official SDK does with many records at once. */
export const describeSdkMassActions = (name: string, sdk: string) =>
  describe(`many records and the ${name}`, { timeout: 60_000 }, () => {
    it('are shown by custom views, which are listed and sorted anew', async () => {
      const { app, options } = await startApp(sdk, { custom_views: [inGraz] })

      const { outcome } = await app.run('customViews', options)

      expect(outcome.failed).toBeUndefined()
      const { views, ...info } = outcome.all.content
      const [allLeads, own] = [views[0], views.at(-1)]
      const condition = (field: string, comparator: string, value: unknown) => {
        return { operator: null, group: null, field, comparator, value }
      }
      expect(info).toEqual({ count: views.length, opensWith: allLeads.id, ownViews: 'Created By Me' })
      expect(allLeads).toMatchObject({ name: 'All Leads', systemDefined: true, criteria: null, by: null })
      expect(own).toEqual({
        name: 'In Graz',
        id: outcome.id,
        category: 'created_by_me',
        systemDefined: false,
        access: 'public',
        criteria: condition('City', 'equal', 'Graz'),
        fields: ['Last_Name', 'City'],
        sortedBy: 'Last_Name',
        order: 'asc',
        by: 'Ada Marlow',
        isDated: true,
      })
      expect(views.find((view: { name: string }) => view.name === 'My Converted Leads').criteria).toEqual({
        operator: 'AND',
        group: [condition('Owner', 'equal', '$' + '{CURRENTUSER}'), condition('Converted__s', 'equal', true)],
        field: null,
        comparator: null,
        value: null,
      })
      const shown = (...names: string[]) => page(names.map(Last_Name => ({ Last_Name, id: expect.any(String) })))
      const one = (view: object) => ({ status: 200, type: 'ResponseWrapper', content: [view] })
      const sorted = accepted('custom view updated', { id: outcome.id })
      expect(outcome.before).toEqual({ one: one(own), shown: shown('A', 'B') })
      expect(outcome.sorted).toEqual(written(200, sorted))
      expect(outcome.descending).toEqual(shown('B', 'A'))
      expect(outcome.sortedSeveral).toEqual(
        written(207, sorted, refused('INVALID_DATA', 'the id given seems to be invalid', { id: '7' })),
      )
      expect(outcome.after).toEqual({ one: one({ ...own, sortedBy: 'City' }), shown: shown('A', 'B') })
    })

    it('are counted, changed and deleted by id, by view and by criteria', async () => {
      const { harness, app, options } = await startApp(sdk, { custom_views: [inGraz] })
      // so that only the story moves it
      await control(harness.send, '/_emulator/clock', { freeze: true })

      const { outcome } = await app.run('massActions', options)

      expect(outcome.failed).toBeUndefined()
      const { ids, counts, updated, deleted } = outcome
      const counted = (count: number) => ({ status: 200, type: 'CountWrapper', content: bigId(count) })
      expect(counts).toEqual({
        all: counted(5),
        byView: counted(2),
        byCriteria: counted(2),
        byEmail: counted(1),
        byWord: counted(0),
        unknownView: { status: 400, ...refused('INVALID_DATA', 'invalid data', { param_name: 'cvid' }) },
      })

      const unknownId = refused('INVALID_DATA', 'the id given seems to be invalid', { id: '7' })
      const answered = (status: number, ...content: unknown[]) => {
        return { status, type: 'MassUpdateActionWrapper', content }
      }
      const massUpdate = (message: string, details: unknown) => {
        return accepted(message, details, 'MassUpdateSuccessResponse')
      }
      const scheduled = answered(200, massUpdate('mass update scheduled successfully', { job_id: id }))
      const job = (status: string, done: number) => ({
        status: 200,
        type: 'MassUpdateResponseWrapper',
        content: [{ status, total: 2, updated: done, notUpdated: 2 - done, failed: 0 }],
      })
      const states = (A: unknown, B: unknown, D: unknown, E: unknown) => ({ A, B, C: null, D, E })
      expect(updated).toEqual({
        byId: answered(207, massUpdate('record updated', expect.objectContaining({ id: ids[0] })), unknownId),
        state: states('one', null, null, null),
        byView: scheduled,
        byCriteria: scheduled,
        again: {
          status: 400,
          ...refused('ALREADY_SCHEDULED', 'Already a Mass Action scheduler is running for the given cvid', {
            api_name: 'cvid',
          }),
        },
        scheduled: [job('SCHEDULED', 0), states('one', null, null, null)],
        completed: [job('COMPLETED', 2), states('two', 'two', 'three', 'three')],
        unknown: {
          status: 400,
          ...refused('INVALID_DATA', 'The jobid given seems to be invalid', { param_name: 'job_id' }),
        },
      })

      const deletion = (status: string, done: number) => ({
        status: 200,
        type: 'ResponseWrapper',
        content: [{ status, total: 2, deleted: done, failed: 0 }],
      })
      expect(deleted).toEqual({
        byId: written(207, accepted('record is deleted', { id: ids[2] }), {
          ...unknownId,
          details: unnamed(sdk, unknownId.details),
        }),
        byView: written(200, accepted('mass delete scheduled successfully', { job_id: id })),
        scheduled: [deletion('SCHEDULED', 0), ['A', 'B', 'D', 'E']],
        completed: [deletion('COMPLETED', 2), ['D', 'E']],
      })
    })
  })

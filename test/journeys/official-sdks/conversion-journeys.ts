import { describe, expect, it } from 'vitest'
import { accepted, found, id, refused, startApp } from './usual-answers.ts'

const blueprint = {
  name: 'Sales process',
  module: 'Deals',
  field: 'Stage',
  transitions: [
    { name: 'Analyze', from: 'Qualification', to: 'Needs Analysis', fields: ['Next_Step'] },
    { name: 'Win', from: 'Needs Analysis', to: 'Closed Won' },
  ],
}

/** What each official SDK does with leads on their way. */
export const describeSdkConversions = (name: string, sdk: string) =>
  describe(`conversions and the ${name}`, { timeout: 60_000 }, () => {
    it('make contacts and deals of leads, which are merged and taken through a process', async () => {
      const { app, options } = await startApp(sdk, { blueprints: [blueprint] })

      const { outcome } = await app.run('conversions', options)

      expect(outcome.failed).toBeUndefined()
      const { ids, roles, converted } = outcome
      expect(converted).toEqual({
        status: 200,
        type: 'ActionWrapper',
        content: [
          {
            code: 'SUCCESS',
            message: 'The record has been converted successfully',
            contact: { id, name: 'Roe' },
            account: { id: ids.account, name: 'Engines' },
            deal: { id, name: 'Big' },
          },
        ],
      })
      const [{ contact }] = converted.content
      expect(outcome.again).toEqual({
        status: 400,
        ...refused('ID_ALREADY_CONVERTED', 'id already converted', { resource_path_index: 1 }),
      })
      expect(outcome.inDeal).toEqual(found({ id: contact.id, role: roles[1].id }))
      expect(outcome.merged).toEqual({
        status: 201,
        type: 'ActionWrapper',
        content: [accepted('The records have been merged successfully', { id: contact.id })],
      })
      expect(outcome.before.content).toMatchObject({
        name: 'Sales process',
        state: 'Qualification',
        transitions: [{ name: 'Analyze', to: 'Needs Analysis', fields: ['Next_Step'] }],
      })
      expect(outcome.taken).toEqual({ code: 'SUCCESS', message: 'transition updated successfully' })
      expect(outcome.after.content).toMatchObject({ state: 'Needs Analysis', transitions: [{ name: 'Win' }] })
      const event = (action: string, source: string) => ({ action, source, by: 'Ada Marlow', isDated: true })
      expect(outcome.timelines.lead.content).toMatchObject([event('converted', 'convert'), event('added', 'crm_api')])
      expect(outcome.timelines.deal.content).toMatchObject([
        {
          ...event('transition_executed', 'blueprint'),
          fields: expect.arrayContaining([['Stage', 'Qualification', 'Needs Analysis']]),
        },
        event('added', 'convert'),
      ])
    })
  })

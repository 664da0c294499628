import { expect, it } from 'vitest'
import { everything, listen } from '../../support/emulator.ts'
import { listener } from '../../support/listener.ts'
import { clientOf, createApp, grantFor } from './app.ts'

const sdks = [
  ['TypeScript SDK 8.0', '@zohocrm/typescript-sdk-8.0'],
  ['Node.js SDK 8.0', '@zohocrm/nodejs-sdk-8.0'],
] as const

it.each(sdks)('the %s subscribes to leads, and its app hears of them', { timeout: 60_000 }, async (_, sdk) => {
  const ear = await listener()
  const harness = await listen({ fixture: 'empty' })
  const app = await createApp(harness, sdk)
  const scope = `${everything},ZohoCRM.notifications.ALL`

  const { outcome } = await app.run('notifications', {
    token: { ...clientOf(harness), ...(await grantFor(harness, 'Acme QA', { scope })) },
    listener: ear.url,
  })
  const heard = await ear.until(1)

  expect(outcome.failed).toBeUndefined()
  const leads = { name: 'Leads', uri: expect.stringMatching(/\/crm\/v8\/Leads$/), channel: '1000000068001' }
  const written = (status: number, message: string, events: object) => ({
    status,
    type: 'ActionWrapper',
    content: [{ type: 'SuccessResponse', code: 'SUCCESS', message, events: [events] }],
  })
  const subscribed = 'Successfully subscribed for actions-watch of the given module'
  expect(outcome.enabled).toEqual(written(201, subscribed, { ...leads, expires: true }))
  expect(outcome.listed).toEqual({
    status: 200,
    type: 'ResponseWrapper',
    content: {
      watch: [
        {
          channel: '1000000068001',
          events: ['Leads.edit', 'Leads.create', 'Leads.delete'],
          url: `${ear.url}/hook?from=sdk`,
          token: 'TOKEN',
          values: true,
          module: 'Leads',
        },
      ],
      count: 1,
    },
  })
  expect(outcome.updated).toEqual(written(200, subscribed, { ...leads, expires: true }))
  expect(outcome.removed).toEqual(
    written(200, 'Successfully removed the subscribe details', { ...leads, expires: false }),
  )
  expect(outcome.none).toEqual({ status: 204, type: null })
  expect(outcome.again.status).toBe(201)
  expect(outcome.disabled).toEqual({
    status: 200,
    type: 'ActionWrapper',
    content: ['Successfully un-subscribed from actions-watch'],
  })
  expect(heard.map(({ path, body }) => [path, body.operation, body.ids, body.token])).toEqual([
    ['/hook?from=sdk', 'insert', [outcome.lead], 'TOKEN'],
  ])
})

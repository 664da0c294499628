import { expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { SentMail } from '../../src/world/schema.ts'
import { createWorld } from '../../src/world/world.ts'
import { type Answer, control, type Harness, start } from '../support/emulator.ts'

const scope = 'ZohoCRM.functions.execute.CREATE,ZohoCRM.functions.execute.READ'
const execute = '/www.zohoapis.com/crm/v8/functions/greet/actions/execute'

const register = (send: Harness['send'], output: unknown, name = 'greet'): Promise<Answer> =>
  control(send, `/_emulator/functions/${name}`, { output }, 'PUT')

const refused = ({ status, json }: Answer) => [status, json.error.code, json.error.path]

it('answers what was registered, with a token of the org', async () => {
  const { send, tokens } = await start()
  await register(send, 'Hello')
  const { access_token: token } = await tokens({ org: 'Acme', scope })

  const { status, json } = await send('POST', execute, { token })

  expect(status).toBe(200)
  expect(json).toEqual({
    code: 'success',
    details: { output: 'Hello', output_type: 'string', id: expect.stringMatching(/^5725767\d{12}$/) },
    message: 'function executed successfully',
  })
})

it('answers with a key instead of a token', async () => {
  const { send } = await start()
  await register(send, 'Hello')

  const { status, json } = await send('POST', `${execute}?auth_type=apikey&zapikey=1003.ab.cd`)

  expect([status, json.details.output]).toEqual([200, 'Hello'])
})

it('is called by GET too', async () => {
  const { send } = await start()
  await register(send, 'Hello')

  expect((await send('GET', `${execute}?auth_type=apikey&zapikey=1003.ab.cd`)).status).toBe(200)
})

it.each([
  [{ a: [1, null] }, { output: '{"a":[1,null]}', output_type: 'string' }],
  [42, { output: '42', output_type: 'string' }],
  [null, { output_type: 'void' }],
])('answers %j as text', async (output, details) => {
  const { send } = await start()
  await register(send, output)

  const { json } = await send('GET', `${execute}?auth_type=apikey&zapikey=1003.ab.cd`)

  expect(json.details).toEqual({ ...details, id: expect.any(String) })
})

it.each([
  ['no token', 'POST', execute, undefined, [401, 'AUTHENTICATION_FAILURE']],
  ['no key', 'POST', `${execute}?auth_type=apikey`, undefined, [401, 'AUTHENTICATION_FAILURE']],
  ['no such scope', 'POST', execute, 'ZohoCRM.modules.ALL', [401, 'OAUTH_SCOPE_MISMATCH']],
  ['another scope', 'GET', execute, 'ZohoCRM.functions.execute.CREATE', [401, 'OAUTH_SCOPE_MISMATCH']],
  ['an unknown function', 'POST', execute.replace('greet', 'nobody'), scope, [400, 'INVALID_DATA']],
])('is refused with %s', async (_, method, path, scopes, expected) => {
  const { send, tokens } = await start()
  await register(send, 'Hello')
  const token = scopes && (await tokens({ org: 'Acme', scope: scopes })).access_token

  const { status, json } = await send(method, path, token ? { token } : {})

  expect([status, json.code]).toEqual(expected)
})

it('has an id that is its own, in each org another', async () => {
  const { send, tokens } = await start()
  await register(send, 'Hello')
  await register(send, 'Bye', 'part')
  const idOf = async (org: string, name: string) => {
    const { access_token: token } = await tokens({ org, scope })
    return (await send('POST', execute.replace('greet', name), { token })).json.details.id
  }

  const ids = [await idOf('Acme', 'greet'), await idOf('Acme', 'part'), await idOf('Globex', 'greet')]

  expect(new Set(ids).size).toBe(3)
  await register(send, 'Good evening')
  expect(await idOf('Acme', 'greet')).toBe(ids[0])
})

it('is registered, read, changed and forgotten', async () => {
  const { send } = await start()
  const path = '/_emulator/functions/greet'

  const made = await register(send, 'Hello')
  const changed = await register(send, { said: 'Hello' })
  const read = await send('GET', path)
  const forgotten = await send('DELETE', path)

  expect([made.status, made.json]).toEqual([201, { output: 'Hello' }])
  expect([changed.status, changed.json]).toEqual([200, { output: { said: 'Hello' } }])
  expect([read.status, read.json]).toEqual([200, changed.json])
  expect([forgotten.status, forgotten.json]).toEqual([200, {}])
  expect(refused(await send('GET', path))).toEqual([404, 'NOT_FOUND', 'name'])
  expect(refused(await send('DELETE', path))).toEqual([404, 'NOT_FOUND', 'name'])
})

it.each([
  ['output', {}],
  ['nonsense', { output: 1, nonsense: 1 }],
])('is not registered with a wrong %s', async (path, body) => {
  const { send } = await start()

  expect(refused(await control(send, '/_emulator/functions/greet', body, 'PUT'))).toEqual([400, 'INVALID_INPUT', path])
})

it('has a name that an address can hold', async () => {
  const { send } = await start()

  expect(refused(await register(send, 1, 'say-hello'))).toEqual([400, 'INVALID_INPUT', 'name'])
})

it('is forgotten by a reset', async () => {
  const { send, zoho } = await start()
  await register(send, 'Hello')

  await zoho.reset()

  expect((await send('GET', '/_emulator/functions/greet')).status).toBe(404)
})

const mail: SentMail = {
  id: 'mail-1',
  at: Date.UTC(2026, 0, 2),
  org: '60021001',
  from: { userName: 'Ada Marlow', email: 'admin@acme.example' },
  to: [{ userName: null, email: 'lead@example.com' }],
  cc: [],
  bcc: [],
  subject: 'Offer',
  content: '<p>Here it is.</p>',
  mailFormat: 'html',
  module: 'Leads',
  recordId: '5725767000010000001',
}

it('the outbox lists what was sent, and is emptied', async () => {
  const world = await createWorld()
  const app = createApp(world)
  const send = async (method: string) =>
    (await app.fetch(new Request('http://localhost/_emulator/outbox', { method }))).json()
  world.outbox.insert(mail)
  world.outbox.insert({ ...mail, id: 'mail-2', module: null, recordId: null })

  const listed = await send('GET')
  const emptied = await send('DELETE')

  expect(listed).toEqual({
    mails: [
      {
        id: 'mail-1',
        at: '2026-01-02T00:00:00.000Z',
        org: '60021001',
        from: { user_name: 'Ada Marlow', email: 'admin@acme.example' },
        to: [{ user_name: null, email: 'lead@example.com' }],
        cc: [],
        bcc: [],
        subject: 'Offer',
        content: '<p>Here it is.</p>',
        mail_format: 'html',
        module: 'Leads',
        record_id: '5725767000010000001',
      },
      expect.objectContaining({ id: 'mail-2', module: null, record_id: null }),
    ],
  })
  expect(emptied).toEqual({})
  expect(await send('GET')).toEqual({ mails: [] })
})

import { expect, it } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import { createWorld } from '../../src/world/world.ts'
import { type Answer, admin, control, everything, type Harness, start } from '../support/emulator.ts'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: { name: string; in: string }[]
  readonly requestBody?: { content: { 'application/json': { schema: JsonSchema } } }
  readonly responses: Record<string, { content: Record<string, { schema?: JsonSchema }> }>
  readonly security?: object[]
}

interface Document {
  readonly openapi: string
  readonly servers: { url: string }[]
  readonly security: object[]
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { schemas: Record<string, JsonSchema> }
}

const read = async ({ send }: Pick<Harness, 'send'>): Promise<Document> =>
  (await send('GET', '/_emulator/openapi.json')).json

const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, operation })),
  )

/** Pages and what they load; all else under /_emulator is a control call. */
const pages = ['/_emulator/callback', '/_emulator/compare', '/_emulator/assets']

it('describes every control call, and only calls that there are', async () => {
  const app = createApp(await createWorld())
  const routed = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/own/_emulator/'))
    .map(({ method, path }) => `${method} ${path.slice('/own'.length).replace(/:(\w+)/g, '{$1}')}`)
    .filter(call => !pages.some(page => call.split(' ')[1]!.startsWith(page)))

  const described = operationsOf(await read(await start())).map(({ call }) => call)

  expect(described.toSorted()).toEqual([...new Set(routed)].toSorted())
})

it('names where it is, and the token where one is needed', async () => {
  const open = await read(await start())
  const { send } = await start({ token: 'secret' })
  const locked: Document = (
    await send('GET', '/_emulator/openapi.json', { headers: { Authorization: 'Bearer secret' } })
  ).json

  expect(open).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://localhost' }], security: [] })
  expect(locked.security).toEqual([{ token: [] }])
  expect(locked.paths['/_emulator/health']!.get!.security).toEqual([])
})

it('has a summary and a name of its own for each call, and says what each part of a path is', async () => {
  const operations = operationsOf(await read(await start()))

  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  for (const { call, operation } of operations) {
    const parts = [...call.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const described = (operation.parameters ?? []).filter(each => each.in === 'path').map(({ name }) => name)
    expect(operation.summary, call).toMatch(/\w.*\.$/)
    expect(described, call).toEqual(parts)
  }
})

/** Whether the answer is what the document says of that call and status. */
const expectAsDescribed = (document: Document, call: string, { status, json }: Answer) => {
  const operation = operationsOf(document).find(each => each.call === call)!.operation
  const response = operation.responses[status] ?? operation.responses.default!
  const { schema } = response.content['application/json']!
  const reference = (schema as { $ref?: string }).$ref?.split('/').at(-1)
  const result = z.fromJSONSchema(reference ? document.components.schemas[reference]! : schema!).safeParse(json)
  expect(result.error?.issues ?? [], call).toEqual([])
}

const acme = '60021001'

it.each<[call: string, body?: object, path?: string]>([
  ['GET /_emulator/health'],
  ['GET /_emulator/directory'],
  ['POST /_emulator/reset'],
  ['GET /_emulator/scenario'],
  ['PUT /_emulator/scenario', { name: 'unlimited' }],
  ['PUT /_emulator/scenario', { name: 'phased-rollout' }],
  ['PUT /_emulator/scenario', { name: 'nonsense' }],
  ['GET /_emulator/scenarios'],
  ['GET /_emulator/toggles'],
  ['PATCH /_emulator/toggles', { window_s: null }],
  ['GET /_emulator/clock'],
  ['POST /_emulator/clock', { advance: '1h' }],
  ['POST /_emulator/clients', { type: 'server', name: 'One', owner: admin }],
  [
    'POST /_emulator/codes',
    { client_id: '1000.AB9GT9GWELBVJ03FFZTGBSWZL21BLV', user: admin, org: acme, scope: everything },
  ],
  [
    'POST /_emulator/tokens',
    { client_id: '1000.AB9GT9GWELBVJ03FFZTGBSWZL21BLV', user: admin, org: acme, scope: `${everything},openid` },
  ],
  ['POST /_emulator/tenants'],
  ['POST /_emulator/tenants', { name: '' }],
  ['DELETE /_emulator/tenants/{portal_id}', undefined, '/_emulator/tenants/1'],
  ['POST /_emulator/orgs/{zgid}/records', { module: 'Leads', count: 2 }, `/_emulator/orgs/${acme}/records`],
  ['PUT /_emulator/functions/{name}', { output: { a: 1 } }, '/_emulator/functions/greet'],
  ['GET /_emulator/functions/{name}', undefined, '/_emulator/functions/greet'],
  ['GET /_emulator/outbox'],
  ['DELETE /_emulator/outbox'],
])('says of %s what it answers to %j', async (call, body, path) => {
  const harness = await start()
  const document = await read(harness)
  const [method, described] = call.split(' ') as [string, string]

  const answer =
    body === undefined
      ? await harness.send(method, path ?? described)
      : await control(harness.send, path ?? described, body, method)

  expectAsDescribed(document, call, answer)
})

it('holds an answer that is not as described against it', async () => {
  const document = await read(await start())
  const answer = { status: 200, json: { now: 'yesterday', frozen: false, offset_ms: 0 } } as Answer

  expect(() => expectAsDescribed(document, 'GET /_emulator/clock', answer)).toThrow()
})

it('says what a call takes', async () => {
  const { paths } = await read(await start())

  const schema = paths['/_emulator/tenants']!.post!.requestBody!.content['application/json'].schema

  expect(z.fromJSONSchema(schema).safeParse({ sandboxes: 2 }).success).toBe(true)
  expect(z.fromJSONSchema(schema).safeParse({ sandboxes: 'two' }).success).toBe(false)
  expect(z.fromJSONSchema(schema).safeParse({ nonsense: 2 }).success).toBe(false)
})

// A test of an app that has testcontainers and vitest among its devDependencies; needs `docker build -t zoho-emulator .`
// Only its syntax is checked in this project; there is no engine where its tests run.

import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { afterAll, beforeAll, expect, test } from 'vitest'

let container: StartedTestContainer
let zoho = ''

beforeAll(async () => {
  container = await new GenericContainer('zoho-emulator')
    .withExposedPorts(8400)
    .withEnvironment({ ZOHO_EMULATOR_QUIET: '1' })
    .withWaitStrategy(Wait.forHttp('/_emulator/health', 8400))
    .start()
  // every address that the emulator hands out follows the mapped port
  zoho = `http://localhost:${container.getMappedPort(8400)}`
}, 60_000)

afterAll(() => container?.stop())

test('a token opens the sandbox that it was issued for', async () => {
  const tokens = await control('/tokens', {
    client_id: '1000.AB9GT9GWELBVJ03FFZTGBSWZL21BLV',
    user: 'admin@acme.example',
    org: '60021002',
    scope: 'ZohoCRM.org.READ',
  })

  const answer = await fetch(`${tokens.api_domain}/crm/v8/org`, {
    headers: { Authorization: `Zoho-oauthtoken ${tokens.access_token}` },
  })

  expect(await answer.json()).toMatchObject({ org: [{ company_name: 'Acme QA' }] })
})

async function control(path: string, body: object): Promise<Record<string, string>> {
  const answer = await fetch(`${zoho}/_emulator${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as Record<string, string>
}

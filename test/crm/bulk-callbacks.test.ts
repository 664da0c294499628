/** What is called at the end of bulk jobs. The table of callbacks is looked at as it is written, whoever sends them then. */

import { strToU8, zipSync } from 'fflate'
import { expect, it, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { uploadsOf } from '../../src/crm/bulk/uploads.ts'
import { addFile } from '../../src/world/org-files.ts'
import { createWorld } from '../../src/world/world.ts'

const url = 'http://127.0.0.1:9/done'
const callback = { url, method: 'post' }

/** An org with a token, and what was put into the table of callbacks. */
async function atWorld() {
  let now = Date.parse('2026-05-05T12:00:00Z')
  const world = await createWorld({ fixture: 'empty', realNow: () => now })
  const app = createApp(world)
  const org = world.orgs.all().find(({ name }) => name === 'Acme QA')!
  const data = world.orgData(org)
  const user = world.users.findOne('email', 'admin@acme.example')!
  const scopes = ['ZohoCRM.modules.ALL', 'ZohoCRM.bulk.ALL']
  const grant = { id: 'grant', clientId: 'client', zuid: user.id, zgid: org.id, scopes, createdAt: 0 } as const
  world.grants.insert({ ...grant, flow: 'org-specific', instanceLevel: false })
  const token = { id: 'token', grantId: 'grant', refreshToken: null, counted: false, scopes, createdAt: 0 } as const
  world.accessTokens.insert({ ...token, expiresAt: null, ended: null })
  const insert = vi.spyOn(world.callbacks, 'insert')
  const call = async (method: string, path: string, body?: object) => {
    const response = await app.fetch(
      new Request(`http://sandbox.zohoapis.com/crm/bulk/v8/${path}`, {
        method,
        headers: { host: 'sandbox.zohoapis.com', Authorization: 'Zoho-oauthtoken token' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
    return JSON.parse(await response.text())
  }
  return {
    data,
    userId: data.userOfZuid(user.id)!.id,
    call,
    pass() {
      now += 2000
    },
    called: () => insert.mock.calls.map(([row]) => ({ url: row.url, body: row.body, about: row.about, org: row.org })),
    zgid: org.id,
  }
}

it('a bulk read sends its status, as it would be answered', async () => {
  const { call, pass, called, zgid } = await atWorld()
  const query = { module: { api_name: 'Leads' } }
  const { data } = await call('POST', 'read', { query, callback })
  const before = called()

  pass()
  const body = await call('GET', `read/${data[0].details.id}`)
  await call('GET', `read/${data[0].details.id}`)

  expect(before).toEqual([])
  expect(body.data[0].state).toBe('COMPLETED')
  expect(called()).toEqual([{ url, body, about: 'bulk read', org: zgid }])
})

it('a bulk write sends its status, with the address of its result', async () => {
  const { data, userId, call, pass, called, zgid } = await atWorld()
  const bytes = zipSync({ 'a.csv': strToU8('Last_Name,Company\nA,C\n') })
  const file = addFile(data, { name: 'a.zip', type: 'application/zip', bytes, userId })
  const { id: file_id } = uploadsOf(data).insert({ id: data.nextRecordId(), file: file.id, userId })
  const resource = [{ type: 'data', module: { api_name: 'Leads' }, file_id }]
  const { details } = await call('POST', 'write', { operation: 'insert', callback, resource })

  pass()
  const body = await call('GET', `write/${details.id}`)

  expect(body).toMatchObject({ status: 'COMPLETED', callback })
  expect(body.result.download_url).toBe(
    `https://download-accl.zoho.com/v2/crm/${zgid}/bulk-write/${details.id}/${details.id}.zip`,
  )
  expect(called()).toEqual([{ url, body, about: 'bulk write', org: zgid }])
})

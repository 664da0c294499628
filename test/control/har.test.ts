/** The journal as an HTTP archive, held against the schema of the format. */

import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { everything, start } from '../support/emulator.ts'

const require = createRequire(import.meta.url)

/** What is wrong with an archive; nothing where it is one. */
function problemsOf(har: unknown): unknown {
  const isDate = (text: string) => !Number.isNaN(Date.parse(text))
  const ajv = new Ajv({ strict: false, formats: { 'date-time': isDate, uri: URL.canParse, ipv4: true, ipv6: true } })
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
  for (const schema of Object.values(require('har-schema') as Record<string, object>)) ajv.addSchema(schema)
  const validate = ajv.getSchema('har.json')!
  return validate(har) ? [] : validate.errors
}

/** An emulator that has answered requests of all kinds. */
async function used() {
  const tested = await start()
  const { send } = tested
  const { access_token: token, refresh_token } = await tested.tokens({ org: 'Acme', scope: everything })
  const { client_id, client_secret } = tested.client('server')
  const lead = { data: [{ Last_Name: 'Ünal', Company: 'B' }] }
  await send('GET', '/www.zohoapis.com/crm/v8/Leads?fields=Last_Name&per_page=3', { token })
  await send('POST', '/www.zohoapis.com/crm/v8/Leads', { token, body: lead })
  await send('GET', '/www.zohoapis.com/crm/v8/Leads/1', { token })
  await send('GET', '/sandbox.zohoapis.com/crm/v8/org', { token })
  await tested.exchange({ grant_type: 'refresh_token', refresh_token: refresh_token!, client_id, client_secret })
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array([0, 255, 1])]), 'x.bin')
  await send('POST', '/accounts.zoho.com/oauth/v2/token', { body: form })
  const { headers } = await send('GET', '/accounts.zoho.com/signin')
  const cookie = headers.getSetCookie().map(each => each.split(';')[0])
  await send('GET', '/accounts.zoho.com/signin?a=%ZZ&b', { headers: { Cookie: [...cookie, 'x=1'].join('; ') } })
  await send('GET', '/accounts.zoho.com/oauth/v2/auth/refresh')
  await send('GET', '/www.zohoapis.xx/')
  await send('GET', '/nowhere')
  return { tested, token, refresh_token: refresh_token!, client_secret }
}

describe('the archive', () => {
  it('keeps to the schema of HAR 1.2', async () => {
    const { tested } = await used()

    const { json, headers } = await tested.send('GET', '/_emulator/requests.har')

    expect(problemsOf(json)).toEqual([])
    expect(headers.get('content-disposition')).toBe('attachment; filename=zoho-emulator.har')
  })

  it('of an empty journal keeps to it too', async () => {
    const { send } = await start()

    const { json } = await send('GET', '/_emulator/requests.har')

    expect(problemsOf(json)).toEqual([])
    expect(json.log.entries).toEqual([])
  })

  it('is held against a schema that refuses', () => {
    expect(problemsOf({ log: { version: '1.2', creator: { name: 'x', version: '1' }, entries: [{}] } })).not.toEqual([])
  })

  it('holds the exchanges, the oldest first, with what the format has no place for', async () => {
    const { tested } = await used()

    const { log } = (await tested.send('GET', '/_emulator/requests.har')).json

    expect(log.version).toBe('1.2')
    expect(log.entries).toHaveLength(11)
    const [list, insert, , refused] = log.entries
    expect(list.request).toMatchObject({
      method: 'GET',
      url: 'http://localhost/www.zohoapis.com/crm/v8/Leads?fields=Last_Name&per_page=3',
      queryString: [
        { name: 'fields', value: 'Last_Name' },
        { name: 'per_page', value: '3' },
      ],
      bodySize: 0,
    })
    expect(JSON.parse(list.response.content.text).data).toHaveLength(3)
    expect(insert.request.postData.text).toBe('{"data":[{"Last_Name":"Ünal","Company":"B"}]}')
    expect(insert.request.bodySize).toBe(46)
    expect(refused.response).toMatchObject({ status: 401, statusText: 'Unauthorized' })
    expect(refused._zoho).toMatchObject({ id: 'request-4', environment: 'sandbox', org: tested.org('Acme').zgid })
    expect(refused._zoho.checks.find((check: { name: string }) => check.name === 'environment').outcome).toBe('failed')
  })

  it('takes the filters of the list', async () => {
    const { tested } = await used()

    const { log } = (await tested.send('GET', '/_emulator/requests.har?host=www.zohoapis.com&limit=2')).json

    expect(log.entries.map((entry: { _zoho: { id: string } }) => entry._zoho.id)).toEqual(['request-2', 'request-3'])
  })

  it('has no secret in it', async () => {
    const { tested, token, refresh_token, client_secret } = await used()

    const { text } = await tested.send('GET', '/_emulator/requests.har')

    for (const secret of [token, refresh_token, client_secret]) expect(text).not.toContain(secret)
    expect(text).toContain(`${token.slice(0, 9)}…${token.slice(-2)}`)
  })
})

/** An app that knows Zoho's own addresses alone, over the HTTP library that its first argument names. */

import { readFileSync } from 'node:fs'
import { request } from 'node:https'

const { code, client, accounts, api, other } = JSON.parse(readFileSync(0, 'utf8'))

const libraries = {
  fetch: async (method, url, headers, body) => (await fetch(url, { method, headers, body })).json(),
  async axios(method, url, headers, data) {
    const { default: axios } = await import('axios')
    return (await axios({ method, url, headers, data, validateStatus: () => true })).data
  },
  async got(method, url, headers, body) {
    const { default: got } = await import('got')
    return JSON.parse((await got(url, { method, headers, body, throwHttpErrors: false })).body)
  },
  https: (method, url, headers, body) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method, headers }, answer => {
        let text = ''
        answer.on('data', part => {
          text += part
        })
        answer.on('end', () => resolve(JSON.parse(text)))
      })
      sent.on('error', reject)
      sent.end(body)
    }),
}

const send = libraries[process.argv[2]]
const form = new URLSearchParams({ ...client, code, grant_type: 'authorization_code' }).toString()
const type = { 'content-type': 'application/x-www-form-urlencoded' }
const tokens = await send('POST', `${accounts}/oauth/v2/token`, type, form)
const headers = { Authorization: `Zoho-oauthtoken ${tokens.access_token}` }
const own = await send('GET', `${api}/crm/v8/org`, headers)
const refused = await send('GET', `${other}/crm/v8/org`, headers)
process.stdout.write(
  JSON.stringify({ apiDomain: tokens.api_domain, org: own.org?.[0].company_name, refused: refused.code }),
)

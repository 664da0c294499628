/** An org to call with one token. */

import { type Answer, admin, everything, type Harness, listen, start } from '../support/emulator.ts'

const hosts = {
  production: 'www.zohoapis.com',
  sandbox: 'sandbox.zohoapis.com',
  developer: 'developer.zohoapis.com',
}

export const allScopes = `${everything},ZohoCRM.coql.READ,ZohoSearch.securesearch.READ`

export interface AtCrm extends Harness {
  /** A call in the org, v8 unless the path says otherwise. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** @returns the new ids */
  insert(module: string, ...rows: object[]): Promise<string[]>
  /** @returns the new id */
  insertOne(module: string, row: object): Promise<string>
}

export async function atCrm({
  fixture = 'empty',
  org = 'Acme QA',
  user = admin,
  scope = allScopes,
  /** For those who come by a browser. */
  listening = false,
} = {}): Promise<AtCrm> {
  const harness = await (listening ? listen : start)({ fixture })
  const host = hosts[harness.org(org).environment]
  const { access_token: token } = await harness.tokens({ org, user, scope })
  const call: AtCrm['call'] = (method, path, body, headers = {}) =>
    harness.send(method, `/${host}/crm/${/^v\d/.test(path) ? path : `v8/${path}`}`, { token, headers, body })
  const insert: AtCrm['insert'] = async (module, ...rows) => {
    const { json, text } = await call('POST', module, { data: rows })
    return json.data.map(({ code, details }: { code: string; details: { id: string } }) => {
      if (code !== 'SUCCESS') throw new Error(text)
      return details.id
    })
  }
  return { ...harness, call, insert, insertOne: async (module, row) => (await insert(module, row))[0]! }
}

/** The ids of the records that were read. */
export const idsOf = ({ json }: Answer): string[] => json?.data?.map(({ id }: { id: string }) => id) ?? []

/** The id that the first row of a write speaks of. */
export const idOf = ({ json }: Answer, root = 'data'): string => json[root][0].details.id

export const lead = (name: string, more: object = {}) => ({ Last_Name: name, Company: 'C', ...more })

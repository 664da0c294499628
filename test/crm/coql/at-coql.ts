/** A sandbox to query: its records and the queries. */

import { type Answer, type Harness, start } from '../../support/emulator.ts'

export const queryScope = 'ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.coql.READ'

export interface AtCoql extends Harness {
  /** A query in the sandbox Acme QA, v8 unless told otherwise. */
  query(text: string, version?: string, more?: object): Promise<Answer>
  /** The rows of an answer; none for 204. */
  rows(text: string, version?: string): Promise<Record<string, unknown>[]>
  call(method: string, path: string, body?: unknown): Promise<Answer>
  /** @returns the new ids */
  insert(module: string, ...rows: object[]): Promise<string[]>
}

export async function atCoql({ fixture = 'empty', scope = queryScope } = {}): Promise<AtCoql> {
  const harness = await start({ fixture })
  const { access_token: token } = await harness.tokens({ org: 'Acme QA', scope })
  const call: AtCoql['call'] = (method, path, body) =>
    harness.send(method, `/sandbox.zohoapis.com/crm/${path}`, { token, body })
  const query: AtCoql['query'] = (text, version = 'v8', more = {}) =>
    call('POST', `${version}/coql`, { select_query: text, ...more })
  return {
    ...harness,
    call,
    query,
    async rows(text, version) {
      const { status, json, text: body } = await query(text, version)
      if (status === 204) return []
      if (status !== 200) throw new Error(body)
      return json.data
    },
    async insert(module, ...rows) {
      const { json, text } = await call('POST', `v8/${module}`, { data: rows })
      return json.data.map(({ code, details }: { code: string; details: { id: string } }) => {
        if (code !== 'SUCCESS') throw new Error(text)
        return details.id
      })
    },
  }
}

export const lead = (name: string, more: object = {}) => ({ Last_Name: name, Company: 'C', ...more })

export const refusal = (code: string, details: object, message: string) => ({ code, details, message, status: 'error' })

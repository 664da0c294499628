/** A sandbox with views: its own, where the fixture is to have some, and calls by both of its users. */

import { type Answer, admin, control, everything, type Harness, start } from '../support/emulator.ts'
import { fixtureWith } from '../support/fixture-file.ts'

export interface AtViews extends Harness {
  /** A call in the sandbox Acme QA, v8 unless the path says otherwise. */
  call(method: string, path: string, body?: unknown, user?: string): Promise<Answer>
  /** @returns the new ids */
  insert(module: string, ...rows: object[]): Promise<string[]>
  view(module: string, name: string, user?: string): Promise<Record<string, unknown> & { id: string }>
  /** What the field of the listed records says. */
  listed(module: string, view: string, field: string, more?: string, user?: string): Promise<unknown[]>
  setClock(at: string): Promise<void>
  reset(): Promise<void>
}

export async function atViews({
  views = [] as readonly object[],
  scope = `${everything},ZohoCRM.coql.READ`,
  fixture = 'empty',
} = {}): Promise<AtViews> {
  const harness = await start({ fixture: views.length === 0 ? fixture : fixtureWith({ custom_views: views }) })
  const tokens = new Map<string, string>()
  const tokenOf = async (user: string) => {
    const known = tokens.get(user) ?? (await harness.tokens({ org: 'Acme QA', user, scope })).access_token
    tokens.set(user, known)
    return known
  }
  const call: AtViews['call'] = async (method, path, body, user = admin) =>
    harness.send(method, `/sandbox.zohoapis.com/crm/${/^v\d/.test(path) ? path : `v8/${path}`}`, {
      token: await tokenOf(user),
      body,
    })
  const view: AtViews['view'] = async (module, name, user) => {
    const { json } = await call('GET', `settings/custom_views?module=${module}`, undefined, user)
    const found = json.custom_views.find((each: { name: string }) => each.name === name)
    if (!found) throw new Error(`${module} has no view ${name}`)
    return found
  }
  return {
    ...harness,
    call,
    view,
    async insert(module, ...rows) {
      const { json, text } = await call('POST', module, { data: rows })
      return json.data.map(({ code, details }: { code: string; details: { id: string } }) => {
        if (code !== 'SUCCESS') throw new Error(text)
        return details.id
      })
    },
    async listed(module, name, field, more = '', user = admin) {
      const { id } = await view(module, name, user)
      const { status, json, text } = await call('GET', `${module}?cvid=${id}&fields=${field}${more}`, undefined, user)
      if (status === 204) return []
      if (status !== 200) throw new Error(text)
      return json.data.map((row: Record<string, unknown>) => row[field])
    },
    async setClock(moment) {
      await control(harness.send, '/_emulator/clock', { set: moment })
      tokens.clear()
    },
    async reset() {
      await harness.zoho.reset()
      tokens.clear()
    },
  }
}

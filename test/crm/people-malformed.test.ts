/** Bodies of the wrong kind, sent to whatever writes people and the org's own settings: always a refusal in Zoho's form. */

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { everything } from '../support/emulator.ts'
import { type AtCrm, atCrm } from './at-crm.ts'

const failures = vi.spyOn(console, 'error')
beforeAll(() => void failures.mockClear())
afterAll(() => expect(failures).not.toHaveBeenCalled())

const scope = `${everything},ZohoCRM.settings.clientportal.ALL,ZohoCRM.change_owner.ALL`

const nonsense = [null, 7, true, 'x', '', [], [[]], {}, { id: {} }, { id: null }, 'x'.repeat(5000), '1'.repeat(30), -1]

/** Method, path, root key, and the keys of a row that are tried one by one. */
const writes: readonly [string, string, string, ...string[]][] = [
  ['POST', 'users', 'users', 'email', 'role', 'profile', 'last_name', 'dob', 'time_zone', 'status', 'Reporting_To'],
  ['PUT', 'users', 'users', 'id', 'role', 'status'],
  ['PUT', 'users/{ben}', 'users', 'email', 'role', 'profile', 'first_name', 'status', 'reinvite', 'number_separator'],
  ['POST', 'users/actions/transfer_and_delete', 'transfer_and_delete', 'id', 'transfer', 'move_subordinate'],
  ['POST', 'users/{ben}/actions/transfer_and_delete', 'transfer_and_delete', 'transfer', 'move_subordinate'],
  ['POST', 'users/{ben}/actions/transfer', 'transfer', 'transfer', 'move_subordinate'],
  ['POST', 'settings/roles', 'roles', 'name', 'reporting_to', 'share_with_peers', 'description', 'forecast_manager'],
  ['PUT', 'settings/roles', 'roles', 'id', 'name'],
  ['POST', 'settings/profiles/{profile}/actions/clone', 'profiles', 'name', 'description'],
  ['PUT', 'settings/profiles/{own}', 'profiles', 'name', 'permissions_details'],
  ['POST', 'org/currencies', 'currencies', 'name', 'iso_code', 'symbol', 'exchange_rate', 'format', 'is_active'],
  ['PUT', 'org/currencies', 'currencies', 'id', 'format'],
  ['POST', 'org/taxes', 'taxes', 'name', 'value'],
  ['POST', 'settings/user_groups', 'user_groups', 'name', 'sources', 'description'],
  ['POST', 'settings/users_unavailability', 'users_unavailability', 'user', 'from', 'to', 'all_day', 'comments'],
  ['POST', 'settings/portals', 'portals', 'name'],
  ['POST', 'settings/portals/customers/user_type', 'user_type', 'name', 'personality_module', 'modules', 'active'],
  ['POST', 'Contacts/actions/portal_invite', 'portal_invite', 'data'],
]

async function prepared(): Promise<AtCrm & { ids: Record<string, string> }> {
  const crm = await atCrm({ org: 'Acme', scope })
  const [, ben] = (await crm.call('GET', 'users')).json.users
  const [, profile] = (await crm.call('GET', 'settings/profiles')).json.profiles
  const clone = { profiles: [{ name: 'Own' }] }
  const own = (await crm.call('POST', `settings/profiles/${profile.id}/actions/clone`, clone)).json.profiles[0].details
  await crm.call('POST', 'settings/portals', { portals: [{ name: 'customers' }] })
  const format = { decimal_separator: 'Period', thousand_separator: 'Comma', decimal_places: '2' }
  const base_currency = { name: 'D', iso_code: 'USD', symbol: '$', exchange_rate: '1', format }
  await crm.call('POST', 'org/currencies/actions/enable', { base_currency })
  return { ...crm, ids: { ben: ben.id, profile: profile.id, own: own.id } }
}

it.each(writes)('%s %s', async (method, path, root, ...keys) => {
  const { call, ids } = await prepared()
  const address = path.replace(/\{(\w+)\}/g, (_, name) => ids[name]!)
  const bodies = [
    ...nonsense.map(value => ({ [root]: value })),
    ...nonsense.map(value => ({ [root]: [value] })),
    ...keys.flatMap(key => nonsense.map(value => ({ [root]: [{ [key]: value }] }))),
    ...nonsense,
  ]

  for (const body of bodies) {
    const { status, json, text } = await call(method, address, body)
    const sent = JSON.stringify(body).slice(0, 100)
    expect(status, `${sent}: ${text}`).toBeLessThan(500)
    if (status >= 400) expect(json.code ?? json[root]?.[0].code, `${sent}: ${text}`).toEqual(expect.any(String))
  }
})

import { it } from 'vitest'
import { listen } from '../../support/emulator.ts'
import { clientOf, createApp, grantFor } from './app.ts'
it.each(['@zohocrm/typescript-sdk-8.0', '@zohocrm/nodejs-sdk-8.0'])('%s', async sdk => {
  const h = await listen()
  const app = await createApp(h, sdk)
  const log = (n: string, r: any) => console.log(n, JSON.stringify(r.outcome, null, 1).slice(0, 3000), JSON.stringify(r.stored), r.requests.map((q: any) => [q.method, q.url, q.authorization?.slice(-6), q.modifiedSince].join(' ')), r.strays)
  const first = await app.run('leadsPage', { token: { ...clientOf(h), ...(await grantFor(h, 'Acme QA')) }, autoRefreshFields: true })
  log('auto on', first)
  for (const s of ['currentUser', 'org', 'leadsPage']) log('wrong env by id ' + s, await app.run(s, { api: 'www.zohoapis.com' }))
  const other = await createApp(h, sdk)
  for (const s of ['currentUser', 'org', 'leadsPage']) log('wrong env by accessToken ' + s, await other.run(s, { token: { accessToken: first.stored[0]!.accessToken }, api: 'www.zohoapis.com' }))
  await h.zoho.advanceClock('61m')
  log('stale', await app.run('org'))
  log('later', await app.run('leadsPage', { clockAheadMs: 61 * 60000, autoRefreshFields: true }))
  const fresh = await createApp(h, sdk)
  log('refreshToken', await fresh.run('leadsPage', { token: { ...clientOf(h), refreshToken: first.stored[0]!.refreshToken! } }))
  await app.rewriteStoredApiDomain('https://sandbox.zohoapis.com')
  log('stray', await app.run('org', { mayStray: true }))
}, 120000)

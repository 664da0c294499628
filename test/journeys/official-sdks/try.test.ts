import { it } from 'vitest'
import { listen } from '../../support/emulator.ts'
import { clientOf, createApp, grantFor } from './app.ts'
it.each(['@zohocrm/typescript-sdk-8.0', '@zohocrm/nodejs-sdk-8.0'])('%s', async sdk => {
  const h = await listen()
  const app = await createApp(h, sdk)
  const log = (n: string, r: any) => console.log(n, JSON.stringify(r.outcome, null, 1).slice(0, 5000), r.requests.map((q: any) => [q.method, q.url, q.authorization?.slice(-6), q.modifiedSince].join(' ')), r.strays)
  const grant = { ...clientOf(h), ...(await grantFor(h, 'Acme QA')) }
  log('deals', await app.run('deals', { token: grant }))
  log('every', await app.run('everyModule'))
  log('twice', await (await createApp(h, sdk)).run('org', { token: grant}))
  log('secret', await (await createApp(h, sdk)).run('org', { token: {...grant, clientSecret: 'x'}}))
  const r = await app.run('revoke')
  log('rev', r)
  log('refresh revoked', await (await createApp(h, sdk)).run('org', { token: {...clientOf(h), refreshToken: r.stored[0]!.refreshToken! }}))
}, 120000)

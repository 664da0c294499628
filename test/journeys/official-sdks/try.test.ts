import { it } from 'vitest'
import { listen } from '../../support/emulator.ts'
import { clientOf, createApp, grantFor } from './app.ts'

it.each(['@zohocrm/typescript-sdk-8.0', '@zohocrm/nodejs-sdk-8.0'])(
  '%s',
  async sdk => {
    const h = await listen()
    const app = await createApp(h, sdk)
    const log = (n: string, r: any) =>
      console.log(
        n,
        JSON.stringify(r.outcome, null, 1).slice(0, 5000),
        r.requests.map((q: any) => [q.method, q.url, q.authorization?.slice(-6), q.modifiedSince].join(' ')),
        r.strays,
      )
    const grant = { ...clientOf(h), ...(await grantFor(h, 'Acme QA')) }
    log('deals', await app.run('deals', { token: grant }))
    const eu = await createApp(h, sdk, { dataCenter: 'eu' })
    log(
      'eu',
      await eu.run('tour', {
        token: { ...clientOf(h, 'eu'), ...(await grantFor(h, 'Initech Sandbox', { user: 'admin@initech.example' })) },
      }),
    )
  },
  120000,
)

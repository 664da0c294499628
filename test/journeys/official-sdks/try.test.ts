import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { it } from 'vitest'
import { callback, listen } from '../../support/emulator.ts'

const run = promisify(execFile)
const here = (n: string) => fileURLToPath(new URL(n, import.meta.url))
it.each(['@zohocrm/typescript-sdk-8.0', '@zohocrm/nodejs-sdk-8.0'])(
  '%s',
  async sdk => {
    for (const story of ['tour', 'leads', 'revoke']) {
      const h = await listen()
      const dir = mkdtempSync('/tmp/sdk-')
      const code = await h.code({ org: h.org('Acme QA').zgid, redirect_uri: callback })
      const c = h.client('server')
      const input = {
        sdk,
        story,
        directory: dir,
        environment: {
          api: `${h.zoho.url}/sandbox.zohoapis.com`,
          accounts: `${h.zoho.url}/accounts.zoho.com/oauth/v2/token`,
          upload: `${h.zoho.url}/content.zohoapis.com`,
        },
        token: { clientId: c.client_id, clientSecret: c.client_secrets.us, grantToken: code, redirectURL: callback },
      }
      const r = await run(
        process.execPath,
        ['--import', here('preload.mjs'), here('driver.mjs'), JSON.stringify(input)],
        { env: { PATH: process.env.PATH } },
      )
      console.log(dir, r.stderr)
      let o
      try {
        o = JSON.parse(r.stdout)
        console.log(JSON.stringify(o, null, 1).slice(0, 20000))
      } catch {
        console.log(r.stdout)
      }
    }
  },
  120000,
)

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { strays, supportRows, supportText } from '../../scripts/support.ts'
import { start } from '../support/emulator.ts'

describe('SUPPORT.md', () => {
  it('says what the routes say (npm run support)', async () => {
    expect(readFileSync('SUPPORT.md', 'utf8')).toBe(await supportText())
  })

  it('leaves no route out and has no remark about an operation that is not emulated', async () => {
    expect(await strays()).toEqual([])
  })

  it('says no to what is refused by name, and to nothing else', async () => {
    const { send, tokens } = await start()
    const { access_token: token } = await tokens({ org: 'Acme' })
    const rows = await supportRows()
    const answers = await Promise.all(
      rows.flatMap(({ path, methods, status }) =>
        methods.map(async method => {
          const url = `/www.zohoapis.com${path.replace('{v}', 'v8').replaceAll('{}', '1')}`
          const { json } = await send(method, url, { token, body: method === 'GET' ? undefined : {} })
          return { operation: `${method} ${path}`, refused: json?.code === 'NOT_EMULATED', status }
        }),
      ),
    )
    const wrong = answers.filter(({ refused, status }) => refused !== (status === 'no'))
    expect(wrong).toEqual([])
  })
})

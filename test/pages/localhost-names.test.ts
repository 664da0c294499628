/** The pages under names that a browser resolves by itself, `accounts.zoho.com.localhost` and its like. */

import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { launchBrowser, openWindow } from '../support/browser.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

describe.skipIf(!browser)('a person whose app uses names under .localhost', () => {
  it('stays under them from sign-in to the way back, also when moved to another data center', async () => {
    const zoho = await startEmulator({ port: 0 })
    onTestFinished(() => zoho.close())
    const { port } = new URL(zoho.url)
    const { page, complaints } = await openWindow(browser!)
    const { clients } = (await (await zoho.fetch('/_emulator/directory')).json()) as {
      clients: { client_id: string }[]
    }
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clients[0]!.client_id,
      redirect_uri: `http://localhost:${port}/_emulator/callback`,
      scope: 'ZohoCRM.org.READ',
    })

    await page.goto(`http://accounts.zoho.com.localhost:${port}/oauth/v2/auth?${query}`)
    await page.getByLabel('E-mail address').fill('admin@initech.example')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Password').fill('password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    const orgPage = page.url()
    await page.getByText('Initech Sandbox').click()
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByRole('button', { name: 'Accept' }).click()
    const back = new URL(page.url()).searchParams

    expect(new URL(orgPage).host).toBe(`accounts.zoho.eu.localhost:${port}`)
    expect(back.get('location')).toBe('eu')
    expect(back.get('accounts-server')).toBe(`http://accounts.zoho.eu.localhost:${port}`)
    expect(back.get('code')).toMatch(/^1000\./)
    expect(complaints).toEqual([])
  })
})

/** Walks the API console as a person does, in a real browser. */

import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { startEmulator } from '../../src/index.ts'
import { launchBrowser, openWindow, type WindowOptions } from '../support/browser.ts'
import { lowContrastTexts, overflow } from '../support/looks.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

async function visit({ width, colorScheme, ...options }: EmulatorOptions & WindowOptions = {}) {
  const zoho = await startEmulator({ port: 0, ...options })
  onTestFinished(() => zoho.close())
  const window = await openWindow(browser!, { width, colorScheme })
  const base = `${zoho.url}/api-console.zoho.com`
  await window.page.goto(`${base}/`)
  return { zoho, base, ...window }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const shown = async (page: Page, testId: string) => (await page.getByTestId(testId).textContent())!

async function signIn(page: Page, email = 'admin@acme.example') {
  await page.getByLabel('E-mail address').fill(email)
  await press(page, 'Next')
  await page.getByLabel('Password').fill('password')
  await press(page, 'Sign in')
}

async function fill(page: Page, fields: Record<string, string>) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value)
}

const serverClient = {
  'Client Name': 'Shop',
  'Homepage URL': 'http://localhost:3000',
  'Authorized Redirect URIs': 'http://localhost:3000/back',
}

const wish = { Scope: 'ZohoCRM.org.READ', 'Scope Description': 'Nightly export' }

/** What the emulator answers to the line that the page offers, and where its token opens something. */
async function reach(page: Page, url: string): Promise<(string | number)[]> {
  const line = await shown(page, 'exchange')
  const parameters = new URLSearchParams(
    [...line.matchAll(/-d '(\w+)=([^']*)'/g)].map(([, name, value]) => [name!, value!]),
  )
  const [, address] = /'([^']*)'/.exec(line)!
  const tokens = (await (await fetch(address!, { method: 'POST', body: parameters })).json()) as {
    access_token: string
  }
  const headers = { Authorization: `Zoho-oauthtoken ${tokens.access_token}` }
  return Promise.all(
    ['www', 'sandbox', 'developer'].map(
      async host => (await fetch(`${url}/${host}.zohoapis.com/crm/v8/org`, { headers })).status,
    ),
  )
}

describe.skipIf(!browser)('a person at the API console', () => {
  it('registers a server client, and finds it again', async () => {
    const { page, complaints } = await visit()
    await signIn(page, 'agent@acme.example')

    await follow(page, 'GET STARTED')
    await follow(page, 'CREATE NOW Server-based Applications')
    await fill(page, { ...serverClient, 'Client Name': 'Shop!' })
    await press(page, 'CREATE')
    expect(await page.locator('[role=alert]').allTextContents()).toEqual(['Enter a valid client name'])
    expect(await page.getByLabel('Client Name').evaluate(field => field === document.activeElement)).toBe(true)
    await fill(page, { 'Client Name': 'Shop' })
    await press(page, 'CREATE')

    expect(await heading(page).textContent()).toBe('Shop')
    expect(await page.getByRole('link', { name: 'Client Secret' }).getAttribute('aria-current')).toBe('page')
    const id = await shown(page, 'client-id')
    expect(id).toMatch(/^1000\.[A-Z0-9]{30}$/)
    await follow(page, 'API Console')
    expect(await page.locator('.client-card').allInnerTexts()).toEqual([expect.stringContaining(id)])
    expect(complaints).toEqual([])
  })

  it('takes the whole secret with one click', async () => {
    const { page, base } = await visit()
    await signIn(page)
    await page.goto(`${base}/`)
    await page.getByText('Acme Connector').click()
    await follow(page, 'Client Secret')

    await page.getByTestId('secret-us').click()

    expect(await page.evaluate(() => getSelection()!.toString())).toBe(await shown(page, 'secret-us'))
  })

  it('changes details and data centers, renews a secret and deletes the client', async () => {
    const { page, complaints } = await visit()
    await signIn(page)
    await page.getByText('Acme Connector').click()

    await fill(page, { 'Client Name': 'Shop' })
    await press(page, 'UPDATE')
    expect(await page.getByRole('status').textContent()).toBe('The changes are in force.')
    await follow(page, 'Settings')
    await page.getByLabel('United Kingdom').uncheck()
    await page.getByLabel('Use the same OAuth credentials for all data centers').check()
    await press(page, 'UPDATE')
    expect(await page.getByLabel('United Kingdom').isChecked()).toBe(false)
    await follow(page, 'Client Secret')
    const secret = await shown(page, 'secret-us')
    await page.getByText('Regenerate this secret').click()
    await press(page, 'REGENERATE')
    expect(await shown(page, 'secret-us')).not.toBe(secret)
    await follow(page, 'Client Details')
    await follow(page, 'DELETE')
    expect(await heading(page).textContent()).toBe('Delete Shop?')
    await press(page, 'DELETE')

    expect(await page.getByRole('status').textContent()).toContain('The client is deleted')
    expect(await page.locator('.client-card').count()).toBe(4)
    expect(complaints).toEqual([])
  })

  it('makes a code for one org in the new flow', async () => {
    const { zoho, page, complaints } = await visit()
    await signIn(page)
    await page.locator('.client-card', { hasText: '3MGGAC' }).click()

    await fill(page, wish)
    await page.getByLabel('Time Duration').selectOption('10 minutes')
    await press(page, 'CREATE')
    await press(page, 'Globex')
    expect(await page.locator('.choice .name').allTextContents()).toEqual(['Globex', 'Globex Dev'])
    await press(page, 'Acme')
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
    const [portals, orgs] = await Promise.all(
      ['Portals', 'Environments'].map(name => page.getByRole('region', { name }).boundingBox()),
    )
    expect(portals!.x + portals!.width).toBeLessThan(orgs!.x)
    await page.getByText('Acme QA').click()
    await press(page, 'Generate')

    expect(await shown(page, 'code')).toMatch(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy' }).first().click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await shown(page, 'code'))
    expect(await shown(page, 'left')).toMatch(/^(?:10:00|9:\d\d) left$/)
    expect(await page.locator('.facts').textContent()).toContain('within 10 minutes')
    expect(await page.locator('.facts .badge').allTextContents()).toEqual(['Sandbox'])
    expect(await reach(page, zoho.url)).toEqual([401, 200, 401])
    expect(complaints).toEqual([])
  })

  it('makes a code for every environment in the old flow', async () => {
    const { zoho, page, complaints } = await visit({ scenario: 'legacy' })
    await signIn(page)
    await page.locator('.client-card', { hasText: '3MGGAC' }).click()

    await fill(page, wish)
    await press(page, 'CREATE')

    expect(await page.getByTestId('every-environment').locator('.badge').count()).toBe(3)
    expect(await reach(page, zoho.url)).toEqual([200, 200, 200])
    expect(complaints).toEqual([])
  })

  it('signs in over hosts with cookies of their own', async () => {
    const { zoho, page, complaints } = await visit()
    const at = (host: string) => zoho.url.replace('localhost', `${host}.localhost`)

    await page.goto(`${at('accounts.zoho.com')}/developerconsole`)
    await signIn(page, 'admin@initech.example')

    expect(page.url()).toBe(`${at('api-console.zoho.eu')}/`)
    await follow(page, 'GET STARTED')
    await follow(page, 'CREATE NOW Self Client')
    await press(page, 'OK')
    expect(await shown(page, 'client-id')).toMatch(/^1000\./)
    await follow(page, 'Sign out')
    expect(await heading(page).textContent()).toBe('You are signed out')
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!browser)('a person with a keyboard alone', () => {
  it('registers a self client and makes a code, and always sees the focus', async () => {
    const { page, complaints } = await visit()
    const { keyboard } = page
    const outline = () => page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)
    const go = async (key: string) => {
      const loaded = page.waitForEvent('load')
      await keyboard.press(key)
      await loaded
    }
    // the browser moves the focus to where a page wants it a moment after loading
    const type = async (text: string) => {
      await page.locator('input:focus, textarea:focus').waitFor()
      await keyboard.type(text)
    }
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 30; presses++) {
        const focused = await page.evaluate(() => {
          const element = document.activeElement as HTMLInputElement
          const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? []
          const label = labelledBy.map(id => document.getElementById(id)?.textContent).join(' ')
          return (label || (element.labels?.[0] ?? element).textContent)?.trim() ?? ''
        })
        if (focused.startsWith(name)) return expect(await outline()).toBe('solid')
        await keyboard.press('Tab')
      }
      throw new Error(`Tab does not lead to ${name}`)
    }
    await type('agent@acme.example')
    await go('Enter')
    await type('password')
    await go('Enter')

    await tabTo('GET STARTED')
    await go('Enter')
    await tabTo('CREATE NOW Self Client')
    await go('Enter')
    await tabTo('OK')
    await go('Enter')
    await tabTo('Generate Code')
    await go('Enter')
    await tabTo('Scope')
    await type(wish.Scope)
    await tabTo('Time Duration')
    await keyboard.press('ArrowDown')
    await tabTo('Scope Description')
    await type(wish['Scope Description'])
    await tabTo('CREATE')
    await go('Enter')
    // the only portal shows its orgs at once, with the focus on the first; its row has the outline
    await page.locator('.choice :focus').waitFor()
    await keyboard.press('ArrowDown')
    const row = page.getByRole('radio', { checked: true }).locator('xpath=..')
    expect(await row.locator('.name').textContent()).toBe('Acme QA')
    expect(await row.evaluate(label => getComputedStyle(label).outlineStyle)).toBe('solid')
    await tabTo('Generate')
    await go('Enter')

    expect(await page.locator('.facts').textContent()).toContain('within 5 minutes')
    expect(await page.locator('.facts .badge').allTextContents()).toEqual(['Sandbox'])
    expect(complaints).toEqual([])
  })
})

const looks: [string, WindowOptions][] = [
  ['wide', { width: 1280 }],
  ['wide and dark', { width: 1280, colorScheme: 'dark' }],
  ['360 pixels wide', { width: 360 }],
  ['360 pixels wide and dark', { width: 360, colorScheme: 'dark' }],
]

describe.skipIf(!browser)('names that are long or Arabic', () => {
  it.each(looks)('stay readable text on every page of the console, %s', async (_, look) => {
    const { zoho, base, page, complaints } = await visit(look)
    const problems: string[] = []
    const inspect = async (step: string) => {
      for (const text of await lowContrastTexts(page)) problems.push(`${step}: ${text}`)
      const wider = await overflow(page)
      if (wider > 0) problems.push(`${step}: ${wider} pixels too wide`)
    }
    const register = async (name: string) => {
      await page.goto(`${base}/add/javascript`)
      await fill(page, {
        ...serverClient,
        'Client Name': name,
        'Authorized Redirect URIs': `http://localhost:3000/${'x'.repeat(90)}`,
        'JavaScript Domains': 'http://localhost:3000',
      })
      await press(page, 'CREATE')
    }
    await signIn(page, 'agent@acme.example')

    await inspect('empty list')
    await follow(page, 'GET STARTED')
    await inspect('types')
    await page.goto(`${base}/add/javascript`)
    await fill(page, { ...serverClient, 'Client Name': '<script>alert(1)</script>', 'JavaScript Domains': 'x' })
    await press(page, 'CREATE')
    await inspect('refused')
    await register('شركة النور للتجارة والمقاولات العامة')
    await inspect('created')
    await register('W'.repeat(80))
    await page.goto(`${base}/`)
    await inspect('list')
    await page.getByText('WWW').click()
    await inspect('details')
    await follow(page, 'Settings')
    await page.getByLabel('Europe').check()
    await inspect('settings')
    await press(page, 'UPDATE')
    await inspect('settings changed')
    await follow(page, 'Client Secret')
    await page.getByText('Regenerate this secret').first().click()
    await inspect('secrets')
    await follow(page, 'Client Details')
    await follow(page, 'DELETE')
    await inspect('delete')
    await page.goto(`${base}/add/self`)
    await inspect('self client')
    await press(page, 'OK')
    await page.goto(`${base}/add/self`)
    await inspect('second self client')
    await page.getByRole('main').getByRole('link', { name: 'Self Client', exact: true }).click()
    await inspect('generate code')
    await fill(page, { Scope: `ZohoCRM.${'x'.repeat(90)}.ALL`, 'Scope Description': 'W'.repeat(80) })
    await press(page, 'CREATE')
    await inspect('scope refused')
    await fill(page, { Scope: wish.Scope })
    await press(page, 'CREATE')
    await inspect('portals')
    await page.getByText('Acme QA').click()
    await inspect('org chosen')
    await press(page, 'Generate')
    await inspect('code')
    await zoho.useScenario('legacy')
    await follow(page, 'Generate another code')
    await fill(page, { Scope: wish.Scope, 'Scope Description': 'شركة النور' })
    await press(page, 'CREATE')
    await inspect('code of the old flow')

    expect(problems).toEqual([])
    expect(complaints).toEqual([])
  })
})

/** Walks the pages as a person does, in a real browser. */

import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { startEmulator } from '../../src/index.ts'
import { launchBrowser, openWindow, type WindowOptions } from '../support/browser.ts'
import { lowContrastTexts, overflow } from '../support/looks.ts'
import {
  arabicName,
  crowdedFixture,
  longEmail,
  longName,
  markup,
  oddFixture,
  unbroken,
} from '../support/odd-fixture.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

async function visit({ width, colorScheme, ...options }: EmulatorOptions & WindowOptions = {}) {
  const zoho = await startEmulator({ port: 0, ...options })
  onTestFinished(() => zoho.close())
  const window = await openWindow(browser!, { width, colorScheme })
  await window.page.goto(zoho.url)
  return { zoho, ...window }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page) => page.getByRole('heading', { level: 1 })

async function signIn(page: Page, email = 'admin@acme.example', password = 'password') {
  await page.getByLabel('E-mail address').fill(email)
  await press(page, 'Next')
  await page.getByLabel('Password').fill(password)
  await press(page, 'Sign in')
}

/** What the callback page says that the app got, by name. */
const received = (page: Page): Promise<Record<string, string>> =>
  page
    .getByTestId('received')
    .locator('div')
    .evaluateAll(facts =>
      Object.fromEntries(
        facts.map(fact => [fact.querySelector('dt')!.textContent, fact.querySelector('dd')!.textContent]),
      ),
    )

/** Environment and status of each row of the reach table. */
const reach = (page: Page): Promise<(string | null)[][]> =>
  page
    .getByTestId('reach')
    .locator('tbody tr')
    .evaluateAll(rows => rows.map(row => ['.badge', 'strong'].map(part => row.querySelector(part)!.textContent)))

/** Presses Tab until the focus is on the element whose label or text begins so. */
async function tabTo(page: Page, text: string) {
  for (let presses = 0; presses < 30; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement
      return (element.labels?.[0] ?? element).textContent?.trim() ?? ''
    })
    if (focused.startsWith(text)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${text}`)
}

const sandboxOnly = [
  ['Production', '401'],
  ['Sandbox', '200'],
  ['Developer', '401'],
]

describe.skipIf(!browser)('a person with a mouse', () => {
  it('walks from the home page to tokens that open the chosen sandbox alone', async () => {
    const { zoho, page, complaints } = await visit()

    await page.getByRole('link', { name: 'Start a sign-in' }).click()
    expect(await page.getByTestId('bar').textContent()).toBe('zoho-emulator · accounts.zoho.com · not the real service')
    expect(await page.locator('main').textContent()).toContain('to continue to Acme Connector')
    await signIn(page)

    expect(await heading(page).textContent()).toBe('Choose the org whose data Acme Connector may access')
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
    await page.getByText('Acme QA').click()
    await press(page, 'Submit')

    expect(await heading(page).textContent()).toBe('Acme Connector')
    const target = page.getByTestId('consent-org')
    expect(await target.locator('.org').textContent()).toBe('Acme QA Sandbox')
    expect(await target.textContent()).toContain('in the portal Acme')
    expect(await page.locator('.scopes code').allTextContents()).toEqual([
      'ZohoCRM.modules.ALL',
      'ZohoCRM.settings.ALL',
      'ZohoCRM.org.READ',
      'ZohoCRM.users.READ',
    ])
    await press(page, 'Accept')

    expect(await received(page)).toEqual({
      code: expect.stringMatching(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/),
      location: 'us',
      'accounts-server': `${zoho.url}/accounts.zoho.com`,
      state: 'try-it',
    })
    await press(page, 'Redeem the code')

    expect(await page.getByTestId('tokens').textContent()).toContain(`"api_domain": "${zoho.url}/sandbox.zohoapis.com"`)
    expect(await page.getByTestId('binding').locator('.what').allTextContents()).toEqual([
      'admin@acme.example',
      'Acme Connector',
      'Acme QA',
    ])
    expect(await reach(page)).toEqual(sandboxOnly)
    expect(complaints).toEqual([])
  })

  it('reads beside the field what was wrong with the e-mail address or the password', async () => {
    const { page, complaints } = await visit()
    await page.getByRole('link', { name: 'Start a sign-in' }).click()

    await page.getByLabel('E-mail address').fill('nobody@acme.example')
    await press(page, 'Next')
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('.field [role=alert]').textContent()).toContain('cannot be found')

    await signIn(page, 'admin@acme.example', 'wrong')
    const password = page.getByLabel('Password')
    expect(await page.locator('.field [role=alert]').textContent()).toContain('Incorrect password')
    expect(await password.getAttribute('aria-describedby')).toBe('password-error')
    await page.locator('#password:focus').waitFor()

    await password.fill('password')
    await press(page, 'Sign in')
    expect(await heading(page).textContent()).toContain('Choose the org')
    expect(complaints).toEqual([])
  })

  it('fills in a person with one click', async () => {
    const { page, complaints } = await visit()
    await page.getByRole('link', { name: 'Start a sign-in' }).click()

    await page.getByRole('button', { name: 'Ben Okafor' }).click()
    expect(await page.locator('main').textContent()).toContain('agent@acme.example')
    await press(page, 'Sign in')

    expect(await page.getByRole('radio').count()).toBe(2)
    expect(complaints).toEqual([])
  })

  it('who rejects sends the app access_denied and no code', async () => {
    const { page, complaints } = await visit()
    await page.getByRole('link', { name: 'Start a sign-in' }).click()
    await signIn(page)
    await page.getByText('Acme QA').click()
    await press(page, 'Submit')

    await press(page, 'Reject')

    const { error, code } = await received(page)
    expect(error).toBe('access_denied')
    expect(code).toBeUndefined()
    expect(await page.getByRole('button', { name: 'Redeem the code' }).count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('meets no org page in the old flow, and gets tokens for every environment', async () => {
    const { zoho, page, complaints } = await visit()
    await zoho.useScenario('legacy')
    await page.getByRole('link', { name: 'Start a sign-in' }).click()

    await signIn(page)
    expect(page.url()).toContain('/oauth/v2/auth/consent')
    const note = page.getByTestId('every-environment')
    expect(await note.textContent()).toContain('will work in every environment')
    expect(await note.locator('.badge').allTextContents()).toEqual(['Production', 'Sandbox', 'Developer'])
    await press(page, 'Accept')
    await press(page, 'Redeem the code')

    expect(await page.getByTestId('binding').textContent()).toContain('every environment')
    expect(await reach(page)).toEqual([
      ['Production', '200'],
      ['Sandbox', '200'],
      ['Developer', '200'],
    ])
    expect(complaints).toEqual([])
  })

  it('reads on an error page what the emulator saw, apart from what Zoho says', async () => {
    const { zoho, page, complaints } = await visit()

    await page.goto(`${zoho.url}/accounts.zoho.com/oauth/v2/auth?client_id=1000.X&response_type=code`)

    expect(await heading(page).textContent()).toBe('Invalid Client')
    const own = page.locator('aside')
    expect(await own.getByRole('heading').textContent()).toBe('What the emulator saw')
    expect(await own.getByTestId('reason').textContent()).toContain('1000.X')
    expect(await own.locator('dt').allTextContents()).toEqual(['Request', 'client_id', 'response_type'])
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!browser)('a person with a keyboard alone', () => {
  it('walks from the home page to tokens, and always sees the focus', async () => {
    const { page, complaints } = await visit()
    const { keyboard } = page
    const outline = () => page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)
    // each page after the first gives the focus to its first field or main button, a moment after it has loaded
    const go = async (key: string) => {
      const loaded = page.waitForEvent('load')
      await keyboard.press(key)
      await loaded
      await page.waitForFunction(() => document.activeElement !== document.body)
    }

    await tabTo(page, 'Start a sign-in')
    expect(await outline()).toBe('solid')
    await go('Enter')

    await keyboard.type('admin@acme.example')
    await go('Enter')
    await keyboard.type('password')
    await tabTo(page, 'Stay signed in')
    await keyboard.press('Space')
    await tabTo(page, 'Sign in')
    expect(await outline()).toBe('solid')
    await go('Enter')

    await tabTo(page, 'Acme')
    await keyboard.press('ArrowDown')
    const chosen = page.getByRole('radio', { checked: true })
    expect(await chosen.locator('xpath=..').locator('.name').textContent()).toBe('Acme QA')
    expect(await chosen.locator('xpath=..').evaluate(row => getComputedStyle(row).outlineStyle)).toBe('solid')
    await tabTo(page, 'Submit')
    await go('Space')

    expect(await page.evaluate(() => document.activeElement!.textContent?.trim())).toBe('Accept')
    expect(await outline()).toBe('solid')
    await go('Enter')
    await tabTo(page, 'Redeem the code')
    await keyboard.press('Space')
    await page.getByTestId('reach').waitFor()

    expect(await reach(page)).toEqual(sandboxOnly)
    expect(complaints).toEqual([])
  })
})

const looks: [string, WindowOptions][] = [
  ['wide', { width: 1280 }],
  ['wide and dark', { width: 1280, colorScheme: 'dark' }],
  ['360 pixels wide', { width: 360 }],
  ['360 pixels wide and dark', { width: 360, colorScheme: 'dark' }],
]

describe.skipIf(!browser)('names that are long, Arabic or markup', () => {
  it.each(looks)('stay readable text on every page, %s', async (_, look) => {
    const { zoho, page, complaints } = await visit({ ...look, fixture: oddFixture() })
    const problems: string[] = []
    const inspect = async (step: string) => {
      for (const text of await lowContrastTexts(page)) problems.push(`${step}: ${text}`)
      const wider = await overflow(page)
      if (wider > 0) problems.push(`${step}: ${wider} pixels too wide`)
    }
    const begin = async () => {
      await page.goto(zoho.url)
      await page.getByRole('link', { name: 'Start a sign-in' }).click()
    }

    await inspect('home')
    await begin()
    await inspect('e-mail')
    await page.getByLabel('E-mail address').fill(`${'x'.repeat(64)}@nowhere.example`)
    await press(page, 'Next')
    await inspect('e-mail refused')
    await signIn(page, longEmail, 'wrong')
    await inspect('password refused')
    await page.getByLabel('Password').fill('password')
    await press(page, 'Sign in')
    expect(await page.locator('.choice .name').allTextContents()).toEqual([longName, arabicName, markup, unbroken])
    await inspect('org page')
    await page.getByRole('radio').nth(2).check()
    await inspect('org page, one chosen')
    await press(page, 'Submit')
    expect(await page.getByTestId('consent-org').locator('strong').textContent()).toBe(markup)
    await inspect('consent')
    await press(page, 'Accept')
    await inspect('callback')
    await press(page, 'Redeem the code')
    await inspect('tokens')
    await page.goto(`${zoho.url}/accounts.zoho.com/signin`)
    await inspect('signed in')
    await page.goto(`${zoho.url}/accounts.zoho.com/oauth/v2/auth?client_id=${'1'.repeat(90)}&state=${markup}`)
    await inspect('error')
    await page.goto(`${zoho.url}/_emulator/callback?error=${markup}&state=${'s'.repeat(90)}`)
    await inspect('callback with an error')
    await page.goto(`${zoho.url}/_emulator/callback`)
    await inspect('callback with nothing')
    await zoho.useScenario('legacy')
    await begin()
    await inspect('consent of the old flow')
    await press(page, 'Accept')
    await press(page, 'Redeem the code')
    await inspect('tokens of the old flow')
    await page.goto(`${zoho.url}/accounts.zoho.com/logout`)
    await inspect('signed out')

    expect(problems).toEqual([])
    expect(complaints).toEqual([])
  })

  it('leave the way on in view under two hundred orgs', async () => {
    const { page, complaints } = await visit({ fixture: crowdedFixture() })
    await page.getByRole('link', { name: 'Start a sign-in' }).click()
    await signIn(page, longEmail)

    expect(await page.getByRole('radio').count()).toBe(200)
    const { y, height } = (await page.getByRole('button', { name: 'Submit' }).boundingBox())!
    expect(y + height).toBeLessThanOrEqual(800)
    await page.getByText('Org 150', { exact: true }).click()
    await press(page, 'Submit')

    expect(await page.getByTestId('consent-org').textContent()).toContain('Org 150')
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!browser)('the badge of an environment', () => {
  it.each(['light', 'dark'] as const)('has a word, a colour and a shape of its own, %s', async colorScheme => {
    const { page } = await visit({ colorScheme })

    const badges = await page.locator('.badge').evaluateAll(all =>
      all.map(badge => {
        const { color, backgroundColor, borderRadius, borderTopStyle, borderLeftWidth } = getComputedStyle(badge)
        return {
          word: badge.textContent,
          colour: `${color} on ${backgroundColor}`,
          shape: `${borderRadius} ${borderTopStyle} ${borderLeftWidth}`,
        }
      }),
    )

    expect(badges.map(({ word }) => word)).toEqual(['Production', 'Sandbox', 'Developer'])
    expect(new Set(badges.map(({ colour }) => colour)).size).toBe(3)
    expect(new Set(badges.map(({ shape }) => shape)).size).toBe(3)
    expect(await lowContrastTexts(page, '.badge')).toEqual([])
  })

  it('keeps its shape on paper, where grounds are left out', async () => {
    const { page } = await visit({ colorScheme: 'dark' })

    await page.emulateMedia({ media: 'print' })

    const grounds = await page
      .locator('.badge')
      .evaluateAll(all => all.map(badge => getComputedStyle(badge).backgroundColor))
    expect(new Set(grounds)).toEqual(new Set(['rgba(0, 0, 0, 0)']))
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    )
    expect(await lowContrastTexts(page)).toEqual([])
  })
})

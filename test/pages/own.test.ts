/** The emulator's own pages as a person uses them: home, requests, orgs. */

import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../../src/index.ts'
import { axeViolations } from '../support/axe.ts'
import { launchBrowser, openWindow, type WindowOptions } from '../support/browser.ts'
import { admin, type Harness, listen, start } from '../support/emulator.ts'
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
  const harness = await listen(options)
  const { page, complaints } = await openWindow(browser!, { width, colorScheme })
  const go = (path: string) => page.goto(`${harness.zoho.url}${path}`)
  return { ...harness, page, complaints, go }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Does what leads to another page, and waits for that. */
async function turn(page: Page, act: () => Promise<unknown>) {
  const loaded = page.waitForEvent('load')
  await act()
  await loaded
}
const submit = (page: Page, name: string) => turn(page, () => press(page, name))
const follow = (page: Page, name: string) =>
  turn(page, () => page.getByRole('link', { name, exact: true }).first().click())

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const lines = (page: Page) => page.locator('.calls li')

const leads = '/sandbox.zohoapis.com/crm/v8/Leads?fields=Last_Name'

describe.skipIf(!browser)('the navigation', () => {
  it('leads to each page and says which one is open', async () => {
    const { page, go, complaints } = await visit()
    await go('/')
    const nav = page.getByRole('navigation', { name: 'Pages' })

    expect(await nav.getByRole('link').allTextContents()).toEqual(['Home', 'Requests', 'Orgs', 'Old and new'])
    for (const name of ['Requests', 'Orgs', 'Home']) {
      await turn(page, () => nav.getByRole('link', { name }).click())
      expect(await nav.locator('[aria-current=page]').textContent()).toBe(name)
    }
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!browser)('the home page', () => {
  it('copies an address with one click', async () => {
    const { zoho, page, go, complaints } = await visit()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await go('/')

    await press(page, 'Copy the API address of Sandbox')

    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${zoho.url}/sandbox.zohoapis.com`)
    expect(await page.getByText('Copied').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it('shows the addresses of another data center', async () => {
    const { zoho, page, go } = await visit()
    await go('/')

    await follow(page, 'ca')

    expect(await page.locator('#address-accounts').textContent()).toBe(`${zoho.url}/accounts.zohocloud.ca`)
  })

  it('signs in as somebody without their password', async () => {
    const { page, go, complaints } = await visit()
    await go('/')

    await submit(page, 'Sign in as Ben Okafor')

    expect(await heading(page).textContent()).toBe('Choose the org whose data Acme Connector may access')
    expect(await page.getByRole('radio').count()).toBe(2)
    expect(complaints).toEqual([])
  })

  it('switches the scenario and says what it teaches', async () => {
    const { send, page, go, complaints } = await visit()
    await go('/')

    await page.getByLabel('Another scenario').selectOption('refresh-throttled')
    await submit(page, 'Switch')

    const card = page.getByRole('region', { name: 'Behaviour' })
    expect(await card.textContent()).toContain('A correct client')
    expect(await card.locator('code').textContent()).toBe('refreshes_per_window: 1')
    expect((await send('GET', '/_emulator/scenario')).json.name).toBe('refresh-throttled')
    expect(complaints).toEqual([])
  })

  it('moves the clock by buttons, by the slider and to a moment, and stops it', async () => {
    const { send, page, go, complaints } = await visit()
    await go('/')
    const clock = async () => (await send('GET', '/_emulator/clock')).json
    await submit(page, 'Freeze')
    await page.getByText('Stands still').waitFor()
    await page.getByLabel('Or to a moment (UTC)').fill('2030-01-01T10:00')
    await submit(page, 'Set')

    await submit(page, '+10 min')
    expect(await clock()).toMatchObject({ now: '2030-01-01T10:10:00.000Z', frozen: true })

    const slider = page.getByRole('slider')
    await slider.focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('output').textContent()).toBe('2 h on, to 2030-01-01 12:10:00 UTC')
    await submit(page, 'Go there')
    expect((await clock()).now).toBe('2030-01-01T12:10:00.000Z')

    await page.getByLabel('Go on by, e.g. 1h30m').fill('1h30m')
    await submit(page, 'Go on')
    expect(await page.locator('[data-now]').textContent()).toBe('2030-01-01 13:40:00 UTC')

    await submit(page, 'Back to real time')
    expect(await clock()).toMatchObject({ frozen: false, offset_ms: 0 })
    expect(complaints).toEqual([])
  })

  it('says beside the field what is no duration', async () => {
    const { page, go, complaints } = await visit()
    await go('/')

    await page.getByLabel('Go on by, e.g. 1h30m').fill('soon')
    await submit(page, 'Go on')

    const field = page.locator('#clock-advance')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.inputValue()).toBe('soon')
    expect(await page.getByRole('alert').textContent()).toContain('no duration')
    expect(complaints).toEqual([])
  })

  it('shows what is going on as it goes on', async () => {
    const { send, page, go, complaints } = await visit()
    await go('/')
    await page.getByText('Live', { exact: true }).waitFor()
    expect(await page.locator('#last-requests').textContent()).toContain('No request yet')

    await send('GET', leads)

    await lines(page).first().waitFor()
    expect(await lines(page).textContent()).toContain('AUTHENTICATION_FAILURE')
    expect(complaints).toEqual([])
  })

  it('works without script', async () => {
    const { zoho, send } = await listen()
    const context = await browser!.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(zoho.url)

    await page.getByLabel('Another scenario').selectOption('legacy')
    await submit(page, 'Switch')
    await submit(page, 'Freeze')

    expect(await page.getByText('Old: tokens for every environment').count()).toBe(1)
    expect((await send('GET', '/_emulator/clock')).json.frozen).toBe(true)
    expect(await page.getByRole('button', { name: /Copy/ }).count()).toBe(0)
    await context.close()
  })
})

describe.skipIf(!browser)('the requests page', () => {
  it('follows the journal, pauses and goes on, and keeps the focus', async () => {
    const { send, page, go, complaints } = await visit()
    await send('GET', leads)
    await go('/_emulator/journal')
    await page.getByText('Live', { exact: true }).waitFor()
    const first = page.locator('#line-request-1')
    await first.focus()

    await send('GET', leads)
    await page.locator('#line-request-2').waitFor()
    expect(await first.evaluate(link => link === document.activeElement)).toBe(true)

    await press(page, 'Pause')
    await send('GET', leads)
    await press(page, 'Go on')
    await page.locator('#line-request-3').waitFor()
    expect(complaints).toEqual([])
  })

  it('shows why a call was refused, the failed check first', async () => {
    const { send, tokens, page, go, complaints } = await visit()
    const { access_token: token } = await tokens({ org: 'Acme QA' })
    await send('GET', '/www.zohoapis.com/crm/v8/Leads?fields=Last_Name', { token })
    await go('/_emulator/journal')

    await follow(page, '/crm/v8/Leads')

    const verdict = page.getByRole('region', { name: 'Refused with 401' })
    expect(await verdict.locator('.checks li').allTextContents()).toEqual([
      expect.stringMatching(/environment.*sandbox.*production/s),
    ])
    const all = page.getByRole('region', { name: 'Every check, in order' }).locator('li')
    const outcomes = await all.evaluateAll(checks => checks.map(check => check.className))
    expect(outcomes.indexOf('failed')).toBe(outcomes.lastIndexOf('failed'))
    expect(outcomes.slice(0, outcomes.indexOf('failed')).every(each => each === 'passed')).toBe(true)
    expect(outcomes.slice(outcomes.indexOf('failed') + 1).every(each => each === 'not_reached')).toBe(true)
    expect(await page.content()).not.toContain(token)
    expect(await page.getByRole('region', { name: 'Body of the answer' }).textContent()).toContain('INVALID_TOKEN')
    expect(complaints).toEqual([])
  })

  it('shows what nobody read and what was left out', async () => {
    const { send, tokens, page, go } = await visit()
    const { access_token: token } = await tokens({ org: 'Acme QA' })
    await send('GET', `${leads}&perpage=5`, { token })
    await send('POST', '/sandbox.zohoapis.com/crm/v8/Leads', { token, body: { data: [{ First_Name: 'Ada' }] } })

    await go('/_emulator/journal')
    const summary = page.getByRole('region', { name: 'Required, and not sent' })
    expect(await summary.locator('li').allTextContents()).toEqual([
      'data[].Company in the body of POST /crm/v8/Leads',
      'data[].Last_Name in the body of POST /crm/v8/Leads',
    ])

    await go('/_emulator/journal/request-1')
    expect(await page.getByRole('region', { name: 'Sent, and read by nobody' }).textContent()).toContain('perpage')
    await follow(page, 'Later')

    expect(await page.getByRole('region', { name: 'Required, and not sent' }).textContent()).toContain('Last_Name')
  })

  it('filters by host, path and status, and hands out the same as HAR', async () => {
    const { send, tokens, page, go, complaints } = await visit()
    const { access_token: token } = await tokens({ org: 'Acme QA' })
    await send('GET', leads, { token })
    await send('GET', '/sandbox.zohoapis.com/crm/v8/Deals?fields=Deal_Name', { token })
    await send('GET', '/www.zohoapis.com/crm/v8/Deals?fields=Deal_Name', { token })
    await go('/_emulator/journal')

    await page.getByLabel('Path').fill('Deals')
    await turn(page, () => page.keyboard.press('Enter'))
    expect(await lines(page).count()).toBe(2)
    await page.getByLabel('Host').selectOption('sandbox.zohoapis.com')
    await submit(page, 'Show')
    expect(await lines(page).count()).toBe(1)
    const har = (await await page.getByRole('link', { name: 'Download as HAR' }).getAttribute('href')) ?? ''
    expect((await send('GET', har)).json.log.entries).toHaveLength(1)

    await page.getByLabel('Refused only').check()
    await submit(page, 'Show')
    expect(await page.getByText('No request is like that').count()).toBe(1)
    await follow(page, 'Show all')
    expect(await lines(page).count()).toBe(3)
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!browser)('the orgs page', () => {
  it('leads from a portal to an org, its records and one of them', async () => {
    const { org, page, go, complaints } = await visit()
    await go('/_emulator/orgs')

    await follow(page, 'Acme QA')
    expect(await heading(page).textContent()).toBe('Acme QA Sandbox')
    await follow(page, 'Leads')
    const email = await page.locator('.records tbody tr').first().locator('td').nth(2).textContent()
    expect(email).toContain(`${org('Acme QA').zgid}.example`)
    await turn(page, () => page.locator('.records a').first().click())

    expect(await page.locator('.facts').textContent()).toContain(email)
    expect(complaints).toEqual([])
  })

  it('shows the grants of an org with masked tokens and the time that they have left', async () => {
    const { zoho, org, tokens, page, go } = await visit()
    const { access_token, refresh_token } = await tokens({ org: 'Acme QA' })
    await zoho.advanceClock('20m')

    await go(`/_emulator/orgs/${org('Acme QA').zgid}`)
    const grants = page.getByRole('region', { name: 'Grants and tokens' })
    expect(await grants.locator('.row-title').textContent()).toContain(`${admin} let Acme Connector into this org`)
    expect(await grants.locator('.tokens li').allTextContents()).toEqual([
      expect.stringMatching(/^Refresh token.*no end$/),
      expect.stringMatching(/^Access token.*ends in 39 min$/),
    ])
    const html = await page.content()
    expect(html).not.toContain(access_token)
    expect(html).not.toContain(refresh_token)

    await go(`/_emulator/orgs/${org('Acme').zgid}`)
    expect(await grants.textContent()).toContain('None yet')
  })

  it('counts a grant of the old flow among those that open an org', async () => {
    const { org, tokens, page, go } = await visit({ scenario: 'legacy' })
    await tokens()

    for (const path of ['', `/${org('Acme').zgid}`, `/${org('Acme QA').zgid}`, `/${org('Acme Dev').zgid}`]) {
      await go(`/_emulator/orgs${path}`)
      expect(await page.locator('.grants').textContent(), path).toContain('every environment (old flow)')
    }
    await go(`/_emulator/orgs/${org('Acme UAT').zgid}`)
    expect(await page.locator('.grants').count()).toBe(0)
  })
})

const looks: [string, WindowOptions][] = [
  ['wide', { width: 1280 }],
  ['wide and dark', { width: 1280, colorScheme: 'dark' }],
  ['360 pixels wide', { width: 360 }],
  ['360 pixels wide and dark', { width: 360, colorScheme: 'dark' }],
]

/** A call that is answered, one that is refused, and one that says things that nobody reads. */
async function makeCalls({ send, zoho, directory }: Harness, org: string): Promise<string> {
  const client = directory.clients[0]!
  const { email } = directory.users[0]!
  const scope = 'ZohoCRM.modules.ALL,ZohoCRM.settings.ALL'
  const { access_token: token } = await zoho.issueTokens({ client, user: email, org, scope })
  const data = [{ Last_Name: markup, Company: unbroken, Description: arabicName }]
  const made = await send('POST', '/www.zohoapis.com/crm/v8/Leads', { token, body: { data, [unbroken]: markup } })
  await send('GET', leads, { token })
  await send('GET', `/www.zohoapis.com/crm/v8/${unbroken}/${unbroken}?${encodeURIComponent(markup)}=1`, { token })
  await send('POST', '/accounts.zoho.com/oauth/v2/token', {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=refresh_token',
  })
  return made.json.data[0].details.id
}

describe.skipIf(!browser)('each page', () => {
  it.each(looks)(
    'is free of violations and fits its window whatever the names are, %s',
    async (_, look) => {
      const visited = await visit({ ...look, fixture: oddFixture() })
      const { page, go, complaints, directory } = visited
      const { zgid } = directory.portals[0]!.orgs[0]!
      const record = await makeCalls(visited, zgid)
      const problems: string[] = []

      for (const path of [
        '/',
        '/_emulator/journal',
        '/_emulator/journal?path=nowhere',
        ...[1, 2, 3, 4].map(id => `/_emulator/journal/request-${id}`),
        '/_emulator/journal/request-99',
        '/_emulator/orgs',
        `/_emulator/orgs/${zgid}`,
        `/_emulator/orgs/${zgid}/Leads`,
        `/_emulator/orgs/${zgid}/Deals`,
        `/_emulator/orgs/${zgid}/Leads/${record}`,
        '/_emulator/orgs/1',
      ]) {
        await go(path)
        const wider = await overflow(page)
        if (wider > 0) problems.push(`${path}: ${wider} pixels too wide`)
        for (const each of await axeViolations(page)) problems.push(`${path}: ${each}`)
        for (const each of await lowContrastTexts(page)) problems.push(`${path}: ${each}`)
      }

      expect(problems).toEqual([])
      expect(complaints).toEqual([])
    },
    60_000,
  )

  it('shows two hundred orgs, requests, grants and records page by page', async () => {
    const visited = await visit({ width: 360, fixture: crowdedFixture() })
    const { zoho, send, directory, page, go, complaints } = visited
    const [client, { zgid }] = [directory.clients[0]!, directory.portals[0]!.orgs[0]!]
    for (let count = 0; count < 200; count++) await send('GET', leads)
    for (const { zgid: org } of directory.portals[0]!.orgs) {
      await zoho.issueTokens({ client, user: longEmail, org, scope: 'ZohoCRM.modules.ALL' })
    }
    for (let count = 0; count < 25; count++) {
      await zoho.issueTokens({ client, user: longEmail, org: zgid, scope: 'ZohoCRM.modules.ALL' })
    }
    const { access_token: token } = await zoho.issueTokens({
      client,
      user: longEmail,
      org: zgid,
      scope: 'ZohoCRM.modules.ALL',
    })
    const data = Array.from({ length: 100 }, (_, at) => ({ Last_Name: `Lead ${at}`, Company: longName }))
    for (let count = 0; count < 2; count++) {
      await send('POST', '/www.zohoapis.com/crm/v8/Leads', { token, body: { data } })
    }

    const lists: [string, string, string][] = [
      ['/_emulator/journal', '.calls li', 'Page 1 of 5, 202 in all'],
      ['/_emulator/orgs', '.org-list li', 'Page 1 of 4, 200 in all'],
      [`/_emulator/orgs/${zgid}/Leads`, '.records tbody tr', 'Page 1 of 4, 200 in all'],
    ]
    for (const [path, item, place] of lists) {
      await go(path)
      expect(await page.locator(item).count(), path).toBe(50)
      expect(await page.locator('.pager').textContent(), path).toContain(place)
      const first = await page.locator(item).first().textContent()
      await follow(page, 'On')
      expect(await page.locator('.pager').textContent(), path).toContain('Page 2')
      expect(await page.locator(item).first().textContent(), path).not.toBe(first)
      expect(await overflow(page), path).toBe(0)
      expect(await axeViolations(page), path).toEqual([])
    }
    await go(`/_emulator/orgs/${zgid}`)
    expect(await page.locator('.tokens').textContent()).toContain('and 34 more')
    expect(complaints).toEqual([])
  }, 60_000)

  it('can be printed: no form, no navigation, exact times, and nothing dark', async () => {
    const { send, page, go } = await visit({ colorScheme: 'dark' })
    await send('GET', leads)
    await page.emulateMedia({ media: 'print' })

    await go('/_emulator/journal')

    expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(false)
    expect(await page.getByLabel('Path').isVisible()).toBe(false)
    const content = await page.locator('.when time').evaluate(time => getComputedStyle(time, '::after').content)
    expect(content).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
    expect(await lowContrastTexts(page)).toEqual([])
  })

  it('shows where the focus is to those who use a keyboard alone', async () => {
    const { send, page, go, complaints } = await visit()
    await send('GET', leads)

    for (const path of ['/', '/_emulator/journal', '/_emulator/journal/request-1', '/_emulator/orgs']) {
      await go(path)
      const stops = await page.locator('a, button:visible, select, input:visible').count()
      const unseen: string[] = []
      for (let stop = 0; stop < Math.min(stops, 25); stop++) {
        await page.keyboard.press('Tab')
        const { style, text } = await page.evaluate(() => ({
          style: getComputedStyle(document.activeElement!).outlineStyle,
          text: document.activeElement!.textContent,
        }))
        if (style !== 'solid') unseen.push(`${path}: ${text}`)
      }
      expect(unseen).toEqual([])
    }
    expect(complaints).toEqual([])
  })
})

it.skipIf(!browser)('axe finds what is wrong with a page', async () => {
  const { page } = await openWindow(browser!)
  await page.setContent('<html><body><input></body></html>')

  expect((await axeViolations(page)).some(each => each.startsWith('label'))).toBe(true)
})

describe('forms of the own pages', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'http://localhost' }

  it.each(['sign-in', 'scenario', 'clock'])(
    'of %s are refused without an origin and from a foreign one',
    async name => {
      const { send } = await start()
      const { Origin: _, ...without } = form

      const none = await send('POST', `/_emulator/home/${name}`, { headers: without, body: 'freeze=true' })
      const foreign = await send('POST', `/_emulator/home/${name}`, {
        headers: { ...form, Origin: 'http://evil.example' },
        body: 'freeze=true',
      })

      expect([none.status, none.json.error.code]).toEqual([403, 'ORIGIN_NEEDED'])
      expect([foreign.status, foreign.json.error.code]).toEqual([403, 'FOREIGN_ORIGIN'])
      expect((await send('GET', '/_emulator/clock')).json.frozen).toBe(false)
    },
  )

  it('refuse a user, client or scenario that is not there', async () => {
    const { send, directory } = await start()
    const post = async (name: string, fields: Record<string, string>) =>
      (await send('POST', `/_emulator/home/${name}`, { headers: form, body: new URLSearchParams(fields).toString() }))
        .status

    expect(await post('sign-in', { user: '1' })).toBe(400)
    expect(await post('sign-in', { user: directory.users[0]!.zuid, client: '1000.X' })).toBe(400)
    expect(await post('scenario', { scenario: '../package' })).toBe(400)
    expect(await post('clock', { set: '99999-01-01T00:00' })).toBe(400)
    expect(await post('clock', { advance: '99999d' })).toBe(400)
    expect(await post('sign-in', { user: directory.users[0]!.zuid })).toBe(303)
  })

  it('and the pages themselves need the token, which the address brings once', async () => {
    const zoho = await createEmulator({ token: 'secret' })
    const status = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      (await zoho.fetch(path, { method, headers, redirect: 'manual' })).status
    const cookie = { Cookie: 'zoho_emulator_token=secret' }

    for (const path of [
      '/',
      '/_emulator/journal',
      '/_emulator/journal/request-1/har',
      '/_emulator/orgs',
      '/_emulator/orgs/1',
    ]) {
      expect(await status(path), path).toBe(401)
      expect(await status(path, cookie), path).not.toBe(401)
    }
    expect(await status('/_emulator/home/clock', form, 'POST')).toBe(401)
    const login = await zoho.fetch('/_emulator/orgs?page=2&token=secret', { redirect: 'manual' })
    expect([login.status, login.headers.get('location')]).toEqual([303, 'http://localhost/_emulator/orgs?page=2'])
  })
})

it('counts the records of an org without making them, and with those that were made and deleted since', async () => {
  const { send, org, tokens } = await start()
  const { zgid } = org('Acme QA')
  const countOf = async () =>
    Number(
      />Leads<\/bdi><\/a> <span class="count">(\d+)</.exec((await send('GET', `/_emulator/orgs/${zgid}`)).text)![1],
    )
  const before = await countOf()
  const { access_token: token } = await tokens({ org: 'Acme QA' })
  const list = await send('GET', `${leads}&per_page=200`, { token })
  expect(list.json.data).toHaveLength(before)

  await send('DELETE', `/sandbox.zohoapis.com/crm/v8/Leads/${list.json.data[0].id}`, { token })

  expect(await countOf()).toBe(before - 1)
})

it('shows bodies with long numbers as they were sent', async () => {
  const { send, tokens } = await start()
  const { access_token: token } = await tokens({ org: 'Acme QA' })
  const body = '{"data":[{"Last_Name":"Ada \\"the\\" first","Annual_Revenue":12345678901234567891}]}'

  await send('POST', '/sandbox.zohoapis.com/crm/v8/Leads', { token, body })

  expect((await send('GET', '/_emulator/journal/request-1')).text).toContain(
    '&quot;Annual_Revenue&quot;: 12345678901234567891\n',
  )
})

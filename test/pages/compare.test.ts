/** Old and new in a real browser: on a projector, in the dark, on a phone, on paper, and with names that are odd or many. */

import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { axeViolations } from '../support/axe.ts'
import { launchBrowser, openWindow, type WindowOptions } from '../support/browser.ts'
import { everything, type Harness, listen } from '../support/emulator.ts'
import { lowContrastTexts, overflow } from '../support/looks.ts'
import { arabicName, crowdedFixture, longName, markup, oddFixture, unbroken } from '../support/odd-fixture.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

async function visit({ width, colorScheme, ...options }: EmulatorOptions & WindowOptions = {}) {
  const harness = await listen(options)
  const window = await openWindow(browser!, { width, colorScheme })
  const open = () => window.page.goto(`${harness.zoho.url}/_emulator/compare`)
  return { ...harness, harness, open, ...window }
}

/** A token of the old flow, bound to nothing. */
async function oldToken({ zoho, directory }: Harness, scope = everything) {
  await zoho.useScenario('legacy')
  const [client, user] = [directory.clients.find(({ type }) => type === 'server')!, directory.users[0]!]
  await zoho.issueTokens({ client, user, scope })
  await zoho.useScenario('org-specific')
}

/** Does what leads to another page, and waits for that. */
async function turn(page: Page, act: () => Promise<unknown>) {
  const loaded = page.waitForEvent('load')
  await act()
  await loaded
}

const stealNewest = (page: Page) => turn(page, () => page.locator('.tokens a').first().click())
const step = (page: Page, name: string) => page.locator(`[data-step=${name}]`)
const openCells = (page: Page, rule: string) => page.locator(`tr[data-rule=${rule}] td.opened`)
const problemsOf = async (page: Page): Promise<string[]> => [
  ...(await axeViolations(page)),
  ...(await lowContrastTexts(page)),
  ...((await overflow(page)) > 0 ? [`${await overflow(page)} pixels too wide`] : []),
]

describe.skipIf(!browser)('a trainer with a projector', () => {
  it('shows the same client both ways, and the reach of a stolen token', async () => {
    const { page, open, harness, complaints } = await visit({ width: 1600 })
    await oldToken(harness)
    await open()

    expect(await step(page, 'org').locator('.parting').textContent()).toContain('The old flow asks for no org.')
    const [before, after] = await Promise.all(
      [0, 1].map(at => step(page, 'org').locator('.side').nth(at).boundingBox()),
    )
    expect(before!.x + before!.width).toBeLessThan(after!.x)
    expect(before!.y).toBe(after!.y)
    await page.getByLabel('Org, in the new flow').selectOption({ label: 'Acme Dev · Developer' })
    await turn(page, () => page.getByRole('button', { name: 'Run again' }).click())
    expect(await page.getByTestId('choice').textContent()).toContain('Acme Dev Developer')
    await stealNewest(page)

    expect(await page.getByTestId('born').locator('.number').textContent()).toBe('opens 3 of 8 orgs')
    expect(await page.getByTestId('other').locator('.number').textContent()).toBe('opens 1 of 8 orgs')
    expect([await openCells(page, 'old').count(), await openCells(page, 'new').count()]).toEqual([57, 19])
    expect(await page.getByTestId('choice').textContent()).toContain('Acme Dev Developer')
    expect(complaints).toEqual([])
  })

  it('sees the whole table on a screen of usual width', async () => {
    const { page, open, harness } = await visit({ width: 1280 })
    await oldToken(harness)
    await open()
    await stealNewest(page)

    const hidden = await page.locator('.scroll').evaluate(region => region.scrollWidth - region.clientWidth)

    expect(hidden).toBe(0)
  })

  it('says in words and signs what a cell’s colour says', async () => {
    const { page, open, harness } = await visit()
    await oldToken(harness, 'ZohoCRM.modules.leads.READ,ZohoCRM.org.READ')
    await open()
    await stealNewest(page)

    const cell = (state: string) => page.locator(`td.${state}`).first().textContent()
    expect(await cell('opened')).toBe('✓open')
    expect(await cell('refused')).toBe('✕refused, 401 INVALID_TOKEN')
    expect(await cell('not-asked')).toBe('–no scope')
    expect(await cell('elsewhere')).toBe('≠other')
    expect(await page.locator('.legend li').count()).toBe(4)
  })
})

describe.skipIf(!browser)('a person with a keyboard alone', () => {
  it('runs another org, chooses a token and scrolls the table', async () => {
    const { page, open, harness, complaints } = await visit({ width: 360 })
    await oldToken(harness)
    await open()
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 80; presses++) {
        if (await page.evaluate(wanted => document.activeElement!.matches(wanted), selector)) {
          const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)
          return expect(outline).not.toBe('none')
        }
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab does not lead to ${selector}`)
    }

    await tabTo('#org')
    await page.keyboard.press('ArrowDown')
    await tabTo('.choices button')
    await turn(page, () => page.keyboard.press('Enter'))
    expect(await page.getByTestId('choice').textContent()).toContain('Acme UAT Sandbox')
    await tabTo('.tokens a')
    await turn(page, () => page.keyboard.press('Enter'))
    await tabTo('.scroll')
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(() => document.querySelector('.scroll')!.scrollLeft > 0)

    expect(complaints).toEqual([])
  })
})

const looks: [string, WindowOptions][] = [
  ['wide', { width: 1600 }],
  ['dark', { width: 1280, colorScheme: 'dark' }],
  ['360 pixels wide', { width: 360 }],
  ['360 pixels wide and dark', { width: 360, colorScheme: 'dark' }],
]

describe.skipIf(!browser)('everybody', () => {
  it.each(looks)('can use the page, %s', async (_, look) => {
    const { page, open, harness, complaints } = await visit(look)
    const problems: string[] = []
    const inspect = async (name: string) => problems.push(...(await problemsOf(page)).map(text => `${name}: ${text}`))

    await open()
    await inspect('no token')
    await oldToken(harness, 'ZohoCRM.modules.leads.READ,ZohoCRM.org.READ')
    await open()
    await inspect('tokens')
    await stealNewest(page)
    for (const summary of await page.locator('summary').all()) await summary.click()
    await inspect('stolen')

    expect(problems).toEqual([])
    expect(complaints).toEqual([])
  })

  it.each(looks)('can read names that are long, Arabic or markup, %s', async (_, look) => {
    const { page, open, harness, complaints } = await visit({ ...look, fixture: oddFixture() })
    await oldToken(harness)
    await open()
    await stealNewest(page)

    const cells = await page.locator('.org-cell').allTextContents()

    for (const name of [longName, arabicName, markup, unbroken]) expect(cells.join()).toContain(name)
    expect(await problemsOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('turns the pages of two hundred orgs, with the count of all on each', async () => {
    const { page, open, harness, complaints } = await visit({ fixture: crowdedFixture() })
    await oldToken(harness)
    await open()
    await stealNewest(page)

    const pager = page.getByRole('navigation', { name: 'Pages of orgs' })
    expect(await pager.textContent()).toContain('Page 1 of 5')
    expect(await page.locator('tbody[data-org]').count()).toBe(40)
    await turn(page, () => pager.getByRole('link', { name: 'On' }).click())

    expect(await page.locator('tbody[data-org]').first().textContent()).toContain('Org 40')
    expect(await page.getByTestId('born').locator('.number').textContent()).toBe('opens 2 of 200 orgs')
    expect(await problemsOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})

describe.skipIf(!browser)('on paper', () => {
  it('are the steps and the table, without what one would click', async () => {
    const { page, open, harness } = await visit({ width: 1040, colorScheme: 'dark' })
    await oldToken(harness)
    await open()
    await stealNewest(page)

    await page.emulateMedia({ media: 'print' })

    for (const selector of ['.choices', '.pick']) expect(await page.locator(selector).first().isVisible()).toBe(false)
    expect(await page.getByTestId('reach-table').isVisible()).toBe(true)
    expect(await page.locator('.scroll').evaluate(region => region.scrollWidth - region.clientWidth)).toBe(0)
    expect(await lowContrastTexts(page)).toEqual([])
    const opened = await openCells(page, 'old')
      .first()
      .evaluate(cell => getComputedStyle(cell).outlineStyle)
    const refused = await page
      .locator('td.refused')
      .first()
      .evaluate(cell => getComputedStyle(cell).outlineStyle)
    expect([opened, refused]).toEqual(['solid', 'none'])
  })

  it('keeps a step on a page and turns the paper', async () => {
    const { page, open, harness } = await visit()
    await oldToken(harness)
    await open()
    await stealNewest(page)

    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')

    const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [width, height])
    expect(sizes.length).toBeGreaterThan(3)
    expect(sizes.filter(([width, height]) => Number(width) <= Number(height))).toEqual([])
  })
})

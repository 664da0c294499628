/** A real browser for the tests of pages: Debian's Chromium, or the one that `CHROMIUM` names. */

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { onTestFinished } from 'vitest'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Keeps to itself: nothing is looked up or loaded that no page asks for. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * @returns undefined, after a line that says so, where there is no browser
 * @throws in CI, where a missing browser would hide that pages are not tested
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  if (existsSync(executablePath)) return chromium.launch({ executablePath, args })
  const missing = `no Chromium found at ${executablePath}; set CHROMIUM to the path of one`
  if (process.env.CI) throw new Error(missing)
  console.warn(`page tests skipped: ${missing}`)
  return undefined
}

export interface WindowOptions {
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
}

/** A window without cookies or transitions, closed after the test, together with all that its pages complain about. */
export async function openWindow(browser: Browser, { width = 1280, colorScheme = 'light' }: WindowOptions = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(5000)

  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('dialog', async dialog => {
    complaints.push(`dialog: ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('console', message => {
    // pages that refuse something have a status of 400; that is no complaint, a missing style sheet is
    const isRefusal = message.text().startsWith('Failed to load resource') && message.location().url === page.url()
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
  })
  return { page, complaints }
}

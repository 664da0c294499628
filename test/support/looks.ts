/** What can be measured of a page's looks. */

import type { Page } from 'playwright-core'

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

/** Texts whose contrast to their ground is below 4.5 : 1, each with what was measured. Grounds that shine through count as none. */
export const lowContrastTexts = (page: Page, selector = 'body *'): Promise<string[]> =>
  page.locator(selector).evaluateAll(elements => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = (colour: string): number => {
      const [red, green, blue] = channels(colour).map(value =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
      ) as [number, number, number]
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const groundOf = (element: Element): string => {
      const colour = getComputedStyle(element).backgroundColor
      if (channels(colour)[3] !== 0) return colour
      return element.parentElement ? groundOf(element.parentElement) : 'rgb(255, 255, 255)'
    }
    const holdsText = (element: Element): boolean =>
      [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())

    return elements
      .filter(element => holdsText(element) && element.getClientRects().length > 0)
      .map(element => {
        const [text, ground] = [getComputedStyle(element).color, groundOf(element)]
        const [low, high] = [luminance(text), luminance(ground)].sort((a, b) => a - b) as [number, number]
        return { element, contrast: (high + 0.05) / (low + 0.05), text, ground }
      })
      .filter(({ contrast }) => contrast < 4.5)
      .map(({ element, contrast, text, ground }) => {
        return `"${element.textContent?.trim()}" ${contrast.toFixed(2)} (${text} on ${ground})`
      })
  })

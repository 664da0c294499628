import { hash } from 'node:crypto'
import { comparePage } from './style-compare.ts'
import { consolePages } from './style-console.ts'
import { ownLists } from './style-lists.ts'
import { ownPages } from './style-own.ts'
import { parts } from './style-parts.ts'
import { ownRequests } from './style-requests.ts'
import { tokens } from './style-tokens.ts'
import { zohoPages } from './style-zoho.ts'

/** The one style sheet of all pages; served once and cached. */
export const styleSheet = tokens + parts + zohoPages + consolePages + ownPages + ownLists + ownRequests + comparePage

let file: string | undefined

/** Its file name, which changes with what it says, so that browsers may keep it for long. */
export function styleFile(): string {
  file ??= `style-${hash('sha1', styleSheet).slice(0, 12)}.css`
  return file
}

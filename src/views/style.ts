import { consolePages } from './style-console.ts'
import { ownPages } from './style-own.ts'
import { parts } from './style-parts.ts'
import { tokens } from './style-tokens.ts'
import { zohoPages } from './style-zoho.ts'

/** The one style sheet of all pages; served once and cached. */
export const styleSheet = tokens + parts + zohoPages + consolePages + ownPages

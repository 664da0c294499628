import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Loaded at the first use, and in one go, since a job's work waits for nothing. */
export const zipLibrary = () => require('fflate') as typeof import('fflate')

export const csvLibrary = () => require('csv-parse/sync') as typeof import('csv-parse/sync')

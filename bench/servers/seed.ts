/** What the bare servers hold: the same records that the emulator has, written by bench/index.ts into the file named first. */

import { readFileSync } from 'node:fs'

export interface Seed {
  readonly accessToken: string
  /** As the emulator answers them, newest first. */
  readonly records: readonly LeadRecord[]
}

export interface LeadRecord {
  readonly id: string
  readonly Last_Name: string
  readonly Email: string
  readonly Company: string
  readonly Created_By: { readonly id: string; readonly name: string }
}

export const readSeed = (): Seed => JSON.parse(readFileSync(process.argv[2]!, 'utf8'))

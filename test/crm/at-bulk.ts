/** A sandbox whose people have the scopes of bulk jobs. */

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Answer } from '../support/emulator.ts'
import { control, everything } from '../support/emulator.ts'
import { type Person, type Staff, staff } from './staff.ts'

export const bulkScopes = `${everything},ZohoCRM.bulk.ALL,ZohoCRM.bulk.backup.ALL,ZohoFiles.files.ALL`

export interface AtBulk extends Staff {
  /** A call below `/crm/bulk/`, v8 unless told otherwise. */
  bulk(person: Person, method: string, path: string, body?: unknown): Promise<Answer>
  /** Moves the clock past the end of jobs that were started. */
  passJobs(): Promise<void>
  /** What a ZIP of an address holds, by name. @param path from the Zoho host on, or a whole address */
  download(person: Person, path: string): Promise<Download>
  tokenOf(person: Person): string
  /** Sends a ZIP to the content host. @param files texts by name, or the bytes as they are */
  upload(person: Person, files: Files, headers?: Record<string, string>): Promise<Answer>
}

export type Files = Readonly<Record<string, string>> | Uint8Array

export interface Download {
  readonly status: number
  readonly headers: Headers
  /** Texts by name; empty where it is no ZIP. */
  readonly files: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  readonly json: any
}

export async function atBulk(
  org: object = {},
  people: Partial<Record<Person, string>> = {},
  scope = bulkScopes,
): Promise<AtBulk> {
  const tested = await staff(org, people, scope)
  await control(tested.send, '/_emulator/toggles', { access_token_lifetime_s: null }, 'PATCH')
  const tokens = new Map<Person, string>()
  for (const person of ['admin', 'boss', 'agent', 'peer'] as const) {
    const user = `${person}@acme.example`
    tokens.set(person, (await tested.tokens({ org: 'Acme QA', user, scope })).access_token)
  }
  const tokenOf = (person: Person) => tokens.get(person)!
  return {
    ...tested,
    tokenOf,
    bulk: (person, method, path, body) =>
      tested.send(method, `/sandbox.zohoapis.com/crm/bulk/${/^v[\d.]+\//.test(path) ? path : `v8/${path}`}`, {
        token: tokenOf(person),
        body,
      }),
    upload(person, files, headers = {}) {
      const form = new FormData()
      form.append('file', new Blob([zipOf(files) as BlobPart], { type: 'application/zip' }), 'records.zip')
      return tested.send('POST', '/content.zohoapis.com/crm/v8/upload', {
        token: tokenOf(person),
        headers: { feature: 'bulk-write', 'X-CRM-ORG': tested.org('Acme QA').zgid, ...headers },
        body: form,
      })
    },
    passJobs: () => tested.zoho.advanceClock('2s').then(() => undefined),
    async download(person, path) {
      const address = new URL(path.startsWith('http') ? path : `/sandbox.zohoapis.com${path}`, tested.zoho.url)
      const response = await tested.zoho.fetch(address.href, {
        headers: { Authorization: `Zoho-oauthtoken ${tokenOf(person)}` },
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
      const entries = isZip ? Object.entries(unzipSync(bytes)) : []
      const isJson = response.headers.get('content-type')?.startsWith('application/json')
      return {
        status: response.status,
        headers: response.headers,
        files: Object.fromEntries(entries.map(([name, content]) => [name, strFromU8(content)])),
        json: isJson ? JSON.parse(strFromU8(bytes)) : undefined,
      }
    },
  }
}

const zipOf = (files: Files): Uint8Array =>
  files instanceof Uint8Array
    ? files
    : zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))

/** The lines of a table, the last end of line taken away. */
export const linesOf = (csv: string | undefined): string[] => csv?.replace(/\n$/, '').split('\n') ?? []

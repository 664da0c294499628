/** Fixtures whose names are long, Arabic or markup, or of which there are many. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { FixtureFile } from '../../src/world/fixture-schema.ts'

export const longName = 'The Incorporated Society of Uncommonly Long Names and Their Many Abbreviations 1'
export const arabicName = 'شركة النور للتجارة والمقاولات العامة'
export const markup = '<script>alert(1)</script>'
export const unbroken = 'W'.repeat(80)
export const longEmail = `${'a'.repeat(60)}@${'b'.repeat(12)}.example`

/** Every name is one that pages get wrong easily. */
export function oddFixture(): string {
  const environments = ['production', 'sandbox', 'developer', 'developer'] as const
  return fixtureFile(
    [longName, arabicName, markup, unbroken].map((name, index) => ({ name, environment: environments[index]! })),
  )
}

/** Two hundred orgs of one portal. */
export const crowdedFixture = (): string =>
  fixtureFile(
    Array.from({ length: 200 }, (_, index) => ({
      name: `Org ${index}`,
      environment: index === 0 ? ('production' as const) : ('sandbox' as const),
    })),
  )

/** Writes a fixture with one portal of these orgs, one user and one client; gone after the test. */
function fixtureFile(orgs: { name: string; environment: 'production' | 'sandbox' | 'developer' }[]): string {
  const zgid = (index: number) => String(91000000 + index)
  const fixture: FixtureFile = {
    title: 'Names that pages get wrong easily',
    records: 'none',
    portals: [
      {
        id: '90000001',
        name: arabicName,
        location: 'us',
        orgs: orgs.map((org, index) => ({ ...org, zgid: zgid(index), id_prefix: String(1000000 + index) })),
      },
    ],
    users: [
      {
        zuid: '80000001',
        email: longEmail,
        password: 'password',
        first_name: arabicName,
        last_name: markup,
        location: 'us',
        default_portal: '90000001',
        orgs: orgs.map((_, index) => ({ zgid: zgid(index), profile: 'Administrator', role: 'CEO' })),
      },
    ],
    clients: [
      {
        client_id: '1000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
        type: 'server',
        name: longName,
        redirect_uris: ['{emulator}/_emulator/callback'],
        owner: longEmail,
        locations: ['us'],
        client_secrets: { all: 'secret' },
      },
    ],
  }
  const folder = mkdtempSync(join(tmpdir(), 'zoho-emulator-pages-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'fixture.json')
  writeFileSync(file, JSON.stringify(fixture))
  return file
}

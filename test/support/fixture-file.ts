/** Starting worlds as a person would write them, each in a file that is gone after the tests of the file that uses it. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { FixtureFile } from '../../src/world/fixture-schema.ts'

type World = Required<Pick<FixtureFile, 'title' | 'portals' | 'users' | 'clients'>> & FixtureFile
type Org = World['portals'][number]['orgs'][number]

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** @param content what is JSON, or a text that may be none */
export function fixtureFile(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'zoho-emulator-test-'))
  folders.push(folder)
  const file = join(folder, 'world.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** The default fixture, a copy to be changed. */
export const defaultWorld = (): World => JSON.parse(readFileSync('fixtures/default.json', 'utf8'))

/**
 * The default fixture with more about one of its orgs, and without records unless told otherwise.
 * @param more keys of an org in a fixture; not typed, since tests say wrong things too
 */
export function fixtureWith(more: object, { org = 'Acme QA', records = 'none' as World['records'] } = {}): string {
  const world = defaultWorld()
  Object.assign(orgOf(world, org), more)
  return fixtureFile({ ...world, records })
}

export function orgOf({ portals }: World, name: string): Org {
  const org = portals.flatMap(({ orgs }) => orgs).find(each => each.name === name)
  if (!org) throw new Error(`the default fixture has no org ${name}`)
  return org
}

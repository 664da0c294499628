/** After every operation was used, a reset leaves a fresh emulator, and a state that was kept or written down is what it was. */

import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { StateFile } from '../../src/world/state-file/index.ts'
import type { StoreState } from '../../src/world/store.ts'
import { createWorld } from '../../src/world/world.ts'
import { imageOf, newStateFile } from '../support/disk.ts'
import { type FuzzOrg, fuzzOrg } from './fuzz/org.ts'
import { anyRequest } from './fuzz/requests.ts'

vi.spyOn(console, 'error')

/** Uses each route a few times, then lets the jobs end. @returns what was answered, in order */
async function useAll(org: FuzzOrg): Promise<string[]> {
  const answers: string[] = []
  for (const round of [1, 2, 3]) {
    for (const [index, route] of org.routes.entries()) {
      const [request] = fc.sample(anyRequest(route, org), { numRuns: 1, seed: 1000 * round + index })
      const { path, headers, body } = request!
      const { status, text } = await org.call(route.method, path, headers, body)
      answers.push(`${route.method} ${path} ${body.slice(0, 300)} → ${status} ${text}`)
    }
    org.world.clock.advance(3000)
  }
  return answers
}

const rowsOf = (state: StoreState) =>
  Object.fromEntries(Array.from(state, ([name, delta]) => [name, Object.fromEntries(delta)]))

/** One by one, since the difference of all cannot be read. */
function expectSame(answers: readonly string[], others: readonly string[]): void {
  for (const [index, answer] of answers.entries()) expect(answer).toBe(others[index])
}

it('a reset equals a fresh emulator', { timeout: 120_000 }, async () => {
  const fresh = await fuzzOrg()
  const before = rowsOf(fresh.world.store.snapshot())
  const first = await useAll(fresh)
  expect(first.filter(answer => / → 20\d /.test(answer)).length).toBeGreaterThan(300)

  fresh.world.reset()
  expect([...fresh.world.store.snapshot().keys()]).toEqual(['behaviour'])
  const again = await fuzzOrg(fresh)

  expect(rowsOf(again.world.store.snapshot())).toEqual(before)
  expectSame(await useAll(again), first)
})

it('a restored state is the one that was kept', { timeout: 120_000 }, async () => {
  const org = await fuzzOrg()
  await useAll(org)
  const kept = org.world.store.snapshot()
  const first = await useAll(org)

  org.world.store.restore(kept)

  expectSame(await useAll(org), first)
})

it('a killed emulator begins again as it was', { timeout: 120_000 }, async () => {
  const file = newStateFile()
  const realNow = () => Date.parse('2026-05-05T12:00:00Z')
  const opened = async (path: string) => {
    const stateFile = await StateFile.open(path)
    const world = await createWorld(stateFile.worldOptions({ realNow }))
    await stateFile.attach(world)
    return { world, stateFile }
  }
  const { world, stateFile } = await opened(file)
  await useAll(await fuzzOrg({ world, app: createApp(world, { stateFile }) }))
  stateFile.commit()

  const again = await opened(imageOf(file))

  expect(rowsOf(again.world.store.snapshot())).toEqual(rowsOf(world.store.snapshot()))
  await again.stateFile.close()
  await stateFile.close()
})

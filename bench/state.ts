/**
 * `tsx bench/state.ts`: what snapshot, restore and reset take in the server, with 100 000 records of which 1000 were changed:
 * once where the org started with them, once where they were created. Also what the first change after a snapshot takes, as it
 * copies what was shared.
 */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrgData } from '../src/world/org-data.ts'
import type { RecordRow } from '../src/world/record-row.ts'
import { createWorld, type World } from '../src/world/world.ts'
import { isMet, median, print, type Row } from './table.ts'

const records = 100_000
const changed = 1000
const rounds = 31
const mostMs = 1

/** An org whose leads are that many from the start, made by repeating a generated one: the generator is not what is measured. */
async function openOrg(): Promise<{ world: World; data: OrgData }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const fixture = JSON.parse(await readFile(new URL('../fixtures/default.json', import.meta.url), 'utf8'))
  fixture.portals[0].orgs[0].records = records
  const file = join(folder, 'many.json')
  await writeFile(file, JSON.stringify(fixture))
  const world = await createWorld({ fixture: file })
  await rm(folder, { recursive: true })
  return { world, data: world.orgData(world.orgs.all()[0]!) }
}

const newRow = (data: OrgData, like: RecordRow): RecordRow => ({ ...like, id: data.nextRecordId() })

export async function compareStates(): Promise<Row[]> {
  const { world, data } = await openOrg()
  const leads = data.records(data.module('Leads')!)
  if (leads.size !== records) throw new Error(`expected ${records} leads, found ${leads.size}`)
  const list = leads.all()
  const like = list[0]!
  const change = (rows: readonly RecordRow[]) => {
    for (const row of rows.slice(0, changed)) leads.put({ ...row, City: 'Elsewhere' })
  }
  const started = measure(world, () => change(list), 'of those an org started with')

  world.reset()
  const created = Array.from({ length: records }, () => leads.insert(newRow(data, like)))
  const base = world.store.snapshot()
  const many = measure(
    world,
    () => {
      world.store.restore(base)
      change(created)
    },
    'of those created',
  )
  return [...started, ...many]
}

function measure(world: World, change: () => void, which: string): Row[] {
  const times = { save: [] as number[], restore: [] as number[], first: [] as number[], reset: [] as number[] }
  const timed = (act: () => void): number => {
    const start = performance.now()
    act()
    return performance.now() - start
  }
  for (let round = 0; round < rounds + 5; round++) {
    change()
    let state = world.store.snapshot()
    const save = timed(() => {
      state = world.store.snapshot()
    })
    const org = world.orgData(world.orgs.all()[0]!)
    const leads = org.records(org.module('Leads')!)
    const one = leads.all()[0]!
    const first = timed(() => leads.put({ ...one, City: 'Nowhere' }))
    const restore = timed(() => world.store.restore(state))
    const reset = timed(() => world.reset())
    // the first rounds are for the optimizing compiler
    if (round < 5) continue
    times.save.push(save)
    times.restore.push(restore)
    times.first.push(first)
    times.reset.push(reset)
  }
  const row = (what: string, values: number[], goal: boolean): Row => ({
    what: `${what}, 1000 changed ${which}`,
    against: 'its goal',
    ours: `${median(values).toFixed(3)} ms`,
    theirs: `${mostMs} ms`,
    ratio: median(values) / mostMs,
    ...(goal && { goal: { atMost: 1 } }),
  })
  return [
    row('snapshot', times.save, true),
    row('restore', times.restore, true),
    row('reset', times.reset, true),
    row('first change after it', times.first, false),
  ]
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const rows = await compareStates()
  print(rows)
  if (rows.some(row => !isMet(row))) process.exitCode = 1
}

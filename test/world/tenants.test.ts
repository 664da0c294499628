import { expect, it } from 'vitest'
import { createTenant, deleteTenant } from '../../src/world/tenants.ts'
import { createWorld, type World } from '../../src/world/world.ts'

const leadsOf = (world: World, zgid: string) => {
  const data = world.orgData(world.orgs.get(zgid)!)
  return data.records(data.module('Leads')!)
}

const idsOf = (delta: Iterable<readonly [string, unknown]>): string[] => Array.from(delta, ([id]) => id)

it('a tenant that comes back with a snapshot has its records, and keeps what is written then', async () => {
  const world = await createWorld()
  const { portal } = createTenant(world, { records: 3 })
  const [org] = world.orgs.find('portal', portal.id)
  leadsOf(world, org!.id).insert({ id: '1', Last_Name: 'Before' })
  world.orgData(org!).jobs.insert({ id: 'one' } as never)
  const snapshot = world.store.snapshot()

  deleteTenant(world, portal)
  world.store.restore(snapshot)
  leadsOf(world, org!.id).insert({ id: '2', Last_Name: 'After' })
  world.orgData(world.orgs.get(org!.id)!).jobs.insert({ id: 'two' } as never)

  const changes = world.store.snapshot()
  expect(leadsOf(world, org!.id).size).toBe(5)
  expect(idsOf(changes.get(`org/${org!.id}/records/Leads`)!)).toEqual(['1', '2'])
  expect(idsOf(changes.get(`org/${org!.id}/jobs`)!)).toEqual(['one', 'two'])
})

it('a deleted tenant leaves no row and no table behind', async () => {
  const world = await createWorld()
  const before = world.store.snapshot()
  const { portal } = createTenant(world, { sandboxes: 2 })
  const [org] = world.orgs.find('portal', portal.id)
  leadsOf(world, org!.id).insert({ id: world.orgData(org!).nextRecordId(), Last_Name: 'Gone' })

  deleteTenant(world, portal)

  const { counters, ...after } = Object.fromEntries(world.store.snapshot())
  const { counters: _, ...expected } = Object.fromEntries(before)
  expect(after).toEqual(expected)
  expect(idsOf(counters!).filter(id => id.includes(org!.id))).toEqual([])
})

it('gives each of a thousand tenants ids of its own', async () => {
  const world = await createWorld()

  for (let made = 0; made < 1000; made++) createTenant(world)

  const orgs = world.orgs.all()
  const ids = [...world.portals.all(), ...orgs, ...world.users.all()].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(orgs.map(({ idPrefix }) => idPrefix)).size).toBe(orgs.length)
  expect(orgs.every(({ idPrefix }) => /^[1-8]\d{6}$/.test(idPrefix))).toBe(true)
})

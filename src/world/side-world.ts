import { loadScenario } from './scenarios.ts'
import type { Flow } from './schema.ts'
import { World } from './world.ts'

/** What people are where, and what they have; no sessions, consents, tokens or counts. */
const kept = new Set(['clock', 'portals', 'orgs', 'users', 'memberships', 'clients'])
const isKept = (table: string): boolean => kept.has(table) || table.startsWith('org/')

/**
 * A world beside another: the same fixture and seed, people, orgs, clients and records as now, but everybody meets one flow,
 * and nobody has signed in yet. It shares unchanged rows with the other and changes nothing in it; throw it away after use.
 */
export async function sideWorld(world: World, flow: Flow): Promise<World> {
  const { fixture, seed, defaultLocation: location, toggles } = world
  const scenario = { ...(await loadScenario(flow)), toggles }
  const side = new World(fixture, scenario, { seed, location })
  side.fileBytes.readAlso(world.fileBytes)
  side.store.restore(new Map([...world.store.snapshot()].filter(([table]) => isKept(table))))
  side.useScenario(scenario)
  for (const portal of side.portals.all()) {
    if (portal.flow !== null) side.portals.put({ ...portal, flow: null })
  }
  return side
}

import type { CrmFunction } from './schema.ts'
import type { World } from './world.ts'

/** Lets a serverless function answer; one that was there keeps its id. */
export function registerFunction(world: World, name: string, output: unknown): CrmFunction {
  const sequence = world.functions.get(name)?.sequence ?? world.ids.next('function')
  return world.functions.put({ id: name, sequence, output })
}

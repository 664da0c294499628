/** `/_emulator/toggles`: behaviour that can be switched, one by one. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { isToggleName, type ToggleName, type Toggles, toggleDeclarations, toggleProblem } from '../world/toggles.ts'
import type { World } from '../world/world.ts'

const changesSchema: SchemaMaker<Record<string, unknown>> = z => z.record(z.string(), z.unknown())

export function toggleRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get('/_emulator/toggles', () => jsonResponse(200, toTogglesResponse(world)))

  app.patch('/_emulator/toggles', async c => {
    const changes = await validate(c, changesSchema)
    for (const [name, value] of Object.entries(changes)) {
      if (!isToggleName(name)) throw new ControlError(400, 'UNKNOWN_TOGGLE', 'no toggle of that name', name)
      const problem = toggleProblem(name, value)
      if (problem) throw new ControlError(400, 'INVALID_INPUT', problem, name)
    }
    world.setToggles(changes as Partial<Toggles>)
    return jsonResponse(200, toTogglesResponse(world))
  })
}

function toTogglesResponse(world: World): object {
  const toggles = Object.entries(toggleDeclarations).map(([name, declaration]) => ({
    name,
    value: world.toggles[name as ToggleName],
    default: declaration.default,
    ...('choices' in declaration && { choices: declaration.choices }),
    meaning: declaration.meaning,
  }))
  return { toggles }
}

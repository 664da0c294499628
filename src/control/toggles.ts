/** `/_emulator/toggles`: behaviour that can be switched, one by one. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { isToggleName, type ToggleName, type Toggles, toggleDeclarations, toggleProblem } from '../world/toggles.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

const changesSchema: SchemaMaker<Record<string, unknown>> = z => z.record(z.string(), z.unknown())

const toggleValueSchema: SchemaMaker<string | number | boolean | null> = z =>
  z.union([z.string(), z.number(), z.boolean(), z.null()])

const togglesSchema: SchemaMaker<unknown> = z => {
  const value = toggleValueSchema(z)
  const toggle = z.strictObject({
    name: z.string(),
    value,
    default: value,
    choices: z.array(value).optional(),
    meaning: z.string(),
  })
  return z.strictObject({ toggles: z.array(toggle) })
}

export function toggleRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'GET /_emulator/toggles', {
    summary: 'Behaviour that can be switched.',
    answers: { 200: togglesSchema },
  })
  app.get('/_emulator/toggles', () => jsonResponse(200, toTogglesResponse(world)))

  describe(app, 'PATCH /_emulator/toggles', {
    summary: 'Switches toggles, by name.',
    input: changesSchema,
    answers: { 200: togglesSchema },
  })
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

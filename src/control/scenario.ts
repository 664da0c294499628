/** `/_emulator/scenario` and `/_emulator/scenarios`: which behaviour is in force. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { loadScenario, type Scenario, scenarioNames } from '../world/scenarios.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

const nameSchema: SchemaMaker<{ name: string }> = z =>
  z.strictObject({ name: z.string().regex(/^[\w-]+$/, 'expected the name of a shipped scenario') })

const scenarioSchema: SchemaMaker<unknown> = z =>
  z.strictObject({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    flow: z.enum(['legacy', 'org-specific', 'phased']),
    phased: z.strictObject({ portals: z.array(z.string()), since: z.iso.datetime() }).optional(),
    fixture: z.string().optional(),
    toggles: z.record(z.string(), z.json()),
  })

export function scenarioRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'GET /_emulator/scenario', {
    summary: 'The scenario in force.',
    answers: { 200: scenarioSchema },
  })
  app.get('/_emulator/scenario', () => jsonResponse(200, toScenarioResponse(world.scenario)))

  describe(app, 'PUT /_emulator/scenario', {
    summary: 'Puts a scenario in force; what it does not name goes to its default.',
    input: nameSchema,
    answers: { 200: scenarioSchema },
  })
  app.put('/_emulator/scenario', async c => {
    const { name } = await validate(c, nameSchema)
    if (!scenarioNames().includes(name)) {
      throw new ControlError(
        400,
        'UNKNOWN_SCENARIO',
        `no scenario ${name}; there are ${scenarioNames().join(', ')}`,
        'name',
      )
    }
    world.useScenario(loadScenario(name))
    return jsonResponse(200, toScenarioResponse(world.scenario))
  })

  describe(app, 'GET /_emulator/scenarios', {
    summary: 'The scenarios that are shipped.',
    answers: { 200: z => z.strictObject({ scenarios: z.array(scenarioSchema(z)) }) },
  })
  app.get('/_emulator/scenarios', () =>
    jsonResponse(200, { scenarios: scenarioNames().map(name => toScenarioResponse(loadScenario(name))) }),
  )
}

const toScenarioResponse = ({ name, title, description, flow, phased, fixture, toggles }: Scenario): object => ({
  name,
  title,
  description,
  flow,
  ...(phased && { phased: { portals: phased.portals, since: new Date(phased.since).toISOString() } }),
  ...(fixture && { fixture }),
  toggles,
})

/** `/_emulator/scenario` and `/_emulator/scenarios`: which behaviour is in force. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, type SchemaMaker, validate } from '../http/validate.ts'
import { makeScenarioSchema, type ScenarioFile } from '../world/scenario-schema.ts'
import { loadScenario, type Scenario, scenarioNames, toScenario } from '../world/scenarios.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'
import { toOrderResponse } from './faults.ts'

/** A name alone is that of a shipped one; a whole scenario may have one too, as it has in the answer to GET. */
const inputSchema: SchemaMaker<ScenarioFile & { readonly name?: string | undefined }> = z =>
  makeScenarioSchema(z)
    .safeExtend({
      name: z
        .string()
        .regex(/^[\w-]+$/, 'expected the name of a shipped scenario')
        .optional(),
    })
    .refine(input => Object.keys(input).length > 0, 'expected the name of a shipped scenario, or a whole one')

/** As in a file, with its name and all that a file may leave out but the clock. */
const scenarioSchema: SchemaMaker<unknown> = z => makeScenarioSchema(z).safeExtend({ name: z.string() })

export function scenarioRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'GET /_emulator/scenario', {
    summary: 'The scenario in force.',
    answers: { 200: scenarioSchema },
  })
  app.get('/_emulator/scenario', () => jsonResponse(200, toScenarioResponse(world.scenario)))

  describe(app, 'PUT /_emulator/scenario', {
    summary: 'Puts a scenario in force; what it does not name goes to its default.',
    input: inputSchema,
    answers: { 200: scenarioSchema },
  })
  app.put('/_emulator/scenario', async c => {
    const { name, ...content } = await validate(c, inputSchema)
    const isName = name !== undefined && Object.keys(content).length === 0
    world.useScenario(isName ? await findScenario(name) : toScenario('custom', content))
    return jsonResponse(200, toScenarioResponse(world.scenario))
  })

  describe(app, 'GET /_emulator/scenarios', {
    summary: 'The scenarios that are shipped.',
    answers: { 200: z => z.strictObject({ scenarios: z.array(scenarioSchema(z)) }) },
  })
  app.get('/_emulator/scenarios', async () => {
    const scenarios = await Promise.all(scenarioNames().map(name => loadScenario(name)))
    return jsonResponse(200, { scenarios: scenarios.map(toScenarioResponse) })
  })
}

/** @throws ControlError */
function findScenario(name: string): Promise<Scenario> {
  const names = scenarioNames()
  if (names.includes(name)) return loadScenario(name)
  throw new ControlError(400, 'UNKNOWN_SCENARIO', `no scenario ${name}; there are ${names.join(', ')}`, 'name')
}

/** As it stands in a file, so that an answer can be sent back. */
const toScenarioResponse = (scenario: Scenario): object => {
  const { name, title, description, flow, phased, fixture, toggles, faults, functions, clock } = scenario
  return {
    name,
    title,
    description,
    flow,
    ...(phased && { phased: { portals: phased.portals, since: new Date(phased.since).toISOString() } }),
    ...(fixture && { fixture }),
    toggles,
    faults: faults.map(toOrderResponse),
    functions,
    ...(clock && {
      clock: {
        ...(clock.at !== null && { set: new Date(clock.at).toISOString() }),
        ...(clock.laterMs > 0 && { advance: `${clock.laterMs}ms` }),
        ...(clock.frozen && { freeze: true }),
      },
    }),
  }
}

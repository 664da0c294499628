/** `/_emulator/functions/NAME`: what a CRM function of that name answers, as nobody's code is run here. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, nothing, type SchemaMaker, validate } from '../http/validate.ts'
import { registerFunction } from '../world/functions.ts'
import type { CrmFunction } from '../world/schema.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

const functionSchema: SchemaMaker<{ output: unknown }> = z => z.strictObject({ output: z.json() })

const path = { name: 'Name of the function.' }

export function functionRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'GET /_emulator/functions/:name', {
    summary: 'What the CRM function answers.',
    path,
    answers: { 200: functionSchema },
  })
  app.get('/_emulator/functions/:name', c => jsonResponse(200, toFunctionResponse(find(c.req.param('name')))))

  describe(app, 'PUT /_emulator/functions/:name', {
    summary: 'Lets the CRM function of that name answer: text as it is, anything else as JSON, null nothing.',
    path,
    input: functionSchema,
    answers: { 200: functionSchema, 201: functionSchema },
  })
  app.put('/_emulator/functions/:name', async c => {
    const { output } = await validate(c, functionSchema)
    const id = c.req.param('name')
    if (!/^\w{1,100}$/.test(id)) {
      throw new ControlError(400, 'INVALID_INPUT', 'expected a name of letters, digits and underscores', 'name')
    }
    const isNew = !world.functions.has(id)
    return jsonResponse(isNew ? 201 : 200, toFunctionResponse(registerFunction(world, id, output)))
  })

  describe(app, 'DELETE /_emulator/functions/:name', {
    summary: 'Forgets the CRM function.',
    path,
    answers: { 200: nothing },
  })
  app.delete('/_emulator/functions/:name', async c => {
    await validate(c, nothing)
    world.functions.delete(find(c.req.param('name')).id)
    return jsonResponse(200, {})
  })

  function find(name: string): CrmFunction {
    const found = world.functions.get(name)
    if (!found) throw new ControlError(404, 'NOT_FOUND', 'no function of that name', 'name')
    return found
  }
}

const toFunctionResponse = ({ output }: CrmFunction): object => ({ output })

/** `/_emulator/faults`: requests that shall fail or take their time, in the order in which they are tried. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, nothing, type SchemaMaker, validate } from '../http/validate.ts'
import { makeFaultSchema } from '../world/fault-schema.ts'
import { addFault, allFaults, type Fault, type FaultOrder, setFaults } from '../world/faults.ts'
import { toFaultOrder } from '../world/scenarios.ts'
import type { World } from '../world/world.ts'
import { describe } from './describe.ts'

/** As it was ordered, with all that it matches named. */
const faultAnswerSchema: SchemaMaker<unknown> = z => makeFaultSchema(z).safeExtend({ id: z.string(), hits: z.number() })

export function faultRoutes(app: Hono<EmulatorEnv>, world: World): void {
  describe(app, 'GET /_emulator/faults', {
    summary: 'The faults, in the order in which they are tried.',
    answers: { 200: z => z.strictObject({ faults: z.array(faultAnswerSchema(z)) }) },
  })
  app.get('/_emulator/faults', () => jsonResponse(200, { faults: allFaults(world).map(toFaultResponse) }))

  describe(app, 'POST /_emulator/faults', {
    summary: 'Lets requests fail or wait that match.',
    input: makeFaultSchema,
    answers: { 201: faultAnswerSchema },
  })
  app.post('/_emulator/faults', async c => {
    const order = toFaultOrder(await validate(c, makeFaultSchema))
    if (order.id !== undefined && world.faults.has(order.id)) {
      throw new ControlError(400, 'INVALID_INPUT', `there is a fault ${order.id} already`, 'id')
    }
    return jsonResponse(201, toFaultResponse(addFault(world, order)))
  })

  describe(app, 'DELETE /_emulator/faults', { summary: 'Removes all faults.', answers: { 200: nothing } })
  app.delete('/_emulator/faults', async c => {
    await validate(c, nothing)
    setFaults(world, [])
    return jsonResponse(200, {})
  })

  describe(app, 'DELETE /_emulator/faults/:id', {
    summary: 'Removes a fault.',
    path: { id: 'Id of the fault.' },
    answers: { 200: nothing },
  })
  app.delete('/_emulator/faults/:id', async c => {
    await validate(c, nothing)
    const id = c.req.param('id')
    if (!world.faults.delete(id)) throw new ControlError(404, 'NOT_FOUND', `no fault ${id.slice(0, 80)}`, 'id')
    return jsonResponse(200, {})
  })
}

const toFaultResponse = (fault: Fault): object => ({ ...toOrderResponse(fault), hits: fault.hits })

/** A fault as it stands in a file. */
export const toOrderResponse = ({ id, match, answer, delayMs, times }: FaultOrder): object => ({
  ...(id !== undefined && { id }),
  match: {
    host: match.host,
    method: match.method,
    path: match.path,
    client_id: match.clientId,
    grant_type: match.grantType,
  },
  ...(answer && { answer }),
  ...(delayMs > 0 && { delay_ms: delayMs }),
  ...(times !== null && { times }),
})

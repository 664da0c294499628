/** `/_emulator/faults`: requests that shall fail or take their time, in the order in which they are tried. */

import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { ControlError, nothing, validate } from '../http/validate.ts'
import { makeFaultSchema } from '../world/fault-schema.ts'
import { addFault, allFaults, type Fault, type FaultOrder, setFaults } from '../world/faults.ts'
import { toFaultOrder } from '../world/scenarios.ts'
import type { World } from '../world/world.ts'

export function faultRoutes(app: Hono<EmulatorEnv>, world: World): void {
  app.get('/_emulator/faults', () => jsonResponse(200, { faults: allFaults(world).map(toFaultResponse) }))

  app.post('/_emulator/faults', async c => {
    const order = toFaultOrder(await validate(c, makeFaultSchema))
    if (order.id !== undefined && world.faults.has(order.id)) {
      throw new ControlError(400, 'INVALID_INPUT', `there is a fault ${order.id} already`, 'id')
    }
    return jsonResponse(201, toFaultResponse(addFault(world, order)))
  })

  app.delete('/_emulator/faults', async c => {
    await validate(c, nothing)
    setFaults(world, [])
    return jsonResponse(200, {})
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

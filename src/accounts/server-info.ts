import type { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse } from '../http/respond.ts'
import { dataCenters, type Location } from '../protocol/data-centers.ts'

/** The order in which a client of the real service met them. */
const order: readonly Location[] = ['eu', 'au', 'in', 'jp', 'uk', 'us', 'ca', 'sa', 'ae', 'sg', 'cn']

/**
 * `GET /oauth/serverinfo`: the accounts address of each data center.
 *
 * Source: https://www.zoho.com/accounts/protocol/oauth/multi-dc.html
 */
export function serverInfoRoutes(app: Hono<EmulatorEnv>): void {
  app.get('/oauth/serverinfo', c => {
    const locations = Object.fromEntries(order.map(each => [each, c.env.located.addressOf(dataCenters[each].accounts)]))
    return jsonResponse(200, { result: 'success', locations })
  })
}

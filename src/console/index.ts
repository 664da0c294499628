/**
 * The API console (`api-console.zoho.*`): registers clients and makes codes for self clients. Not emulated yet; clients
 * come from the fixture, codes without a browser from the control API.
 */

import { Hono } from 'hono'
import type { EmulatorEnv } from '../http/env.ts'
import { jsonResponse, reasonHeader } from '../http/respond.ts'

export function consoleRoutes(): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>()
  app.all('*', () =>
    jsonResponse(404, { error: 'the API console is not emulated' }, reasonHeader('the API console is not emulated')),
  )
  return app
}

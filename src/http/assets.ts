import type { Hono } from 'hono'
import { VERSION } from '../version.ts'
import { styleSheet } from '../views/style.ts'
import type { EmulatorEnv } from './env.ts'

/** Serves the style sheet under a room's own host, since pages load nothing from anywhere else. */
export function serveAssets(app: Hono<EmulatorEnv>, prefix = ''): void {
  app.get(
    `${prefix}/assets/:file{style-[0-9a-f]+\\.css}`,
    () =>
      new Response(styleSheet, {
        headers: {
          'Content-Type': 'text/css;charset=UTF-8',
          'Cache-Control': 'public, max-age=86400',
          'x-zoho-emulator': VERSION,
        },
      }),
  )
}

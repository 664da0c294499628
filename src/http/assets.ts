import type { Hono } from 'hono'
import { VERSION } from '../version.ts'
import { scripts } from '../views/scripts.ts'
import { styleSheet } from '../views/style.ts'
import type { EmulatorEnv } from './env.ts'

/** Serves style sheet and scripts under a room's own host, since pages load nothing from anywhere else. */
export function serveAssets(app: Hono<EmulatorEnv>, prefix = ''): void {
  const serve = (path: string, type: string, content: string) =>
    app.get(`${prefix}/assets/${path}`, () => new Response(content, { headers: assetHeaders(type) }))
  serve(':file{style-[0-9a-f]+\\.css}', 'text/css', styleSheet)
  for (const [name, script] of Object.entries(scripts))
    serve(`:file{${name}-[0-9a-f]+\\.js}`, 'text/javascript', script)
}

const assetHeaders = (type: string): Record<string, string> => ({
  'Content-Type': `${type};charset=UTF-8`,
  'Cache-Control': 'public, max-age=86400',
  'x-zoho-emulator': VERSION,
})

import type { Hono } from 'hono'
import { VERSION } from '../version.ts'
import { codeScript } from '../views/code-script.ts'
import { styleSheet } from '../views/style.ts'
import type { EmulatorEnv } from './env.ts'

/** Serves style sheet and script under a room's own host, since pages load nothing from anywhere else. */
export function serveAssets(app: Hono<EmulatorEnv>, prefix = ''): void {
  const serve = (path: string, type: string, content: string) =>
    app.get(`${prefix}/assets/${path}`, () => new Response(content, { headers: assetHeaders(type) }))
  serve(':file{style-[0-9a-f]+\\.css}', 'text/css', styleSheet)
  serve(':file{code-[0-9a-f]+\\.js}', 'text/javascript', codeScript)
}

const assetHeaders = (type: string): Record<string, string> => ({
  'Content-Type': `${type};charset=UTF-8`,
  'Cache-Control': 'public, max-age=86400',
  'x-zoho-emulator': VERSION,
})

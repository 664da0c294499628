/** Reading one record with nothing between Hono and two Maps, served as most Hono programs are. */

import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { readSeed } from './seed.ts'

const { accessToken, records } = readSeed()
const tokens = new Set([accessToken])
const byId = new Map<string, object>(records.map(record => [record.id, record]))

const app = new Hono()
app.get('/crm/v8/Leads/:id', c => {
  if (!tokens.has(c.req.header('authorization')?.slice('Zoho-oauthtoken '.length) ?? '')) return c.json({}, 401)
  const record = byId.get(c.req.param('id'))
  return record ? c.json({ data: [record] }) : c.json({}, 404)
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`ready http://localhost:${port}\n`)
})

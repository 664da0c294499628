/** A desk on which one company's leads are read and added. */

import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { type Connection, callCrm, connect, consentUrl, type ZohoSettings } from './zoho.ts'

interface Lead {
  readonly Last_Name: string
  readonly Company: string
}

export function createApp(settings: ZohoSettings): Hono {
  const app = new Hono()
  const states = new Set<string>()
  let connection: Connection | undefined

  app.get('/connect', c => {
    const state = randomUUID()
    states.add(state)
    return c.redirect(consentUrl(settings, state))
  })

  app.get('/oauth/callback', async c => {
    const { state = '', code, error = 'no code' } = c.req.query()
    if (!states.delete(state)) return c.text('This answer belongs to no sign-in of ours.', 400)
    if (code === undefined) return c.text(`Zoho says: ${error}`, 403)
    connection = await connect(settings, code)
    return c.redirect('/leads')
  })

  app.get('/leads', async c => {
    if (!connection) return c.redirect('/connect')
    const answer = await callCrm(settings, connection, '/Leads?fields=Last_Name,Company')
    // where there are no records, Zoho answers 204 without a body
    const { data } = answer.status === 204 ? { data: [] } : ((await answer.json()) as { data: Lead[] })
    return c.json(data.map(({ Last_Name, Company }) => ({ Last_Name, Company })))
  })

  app.post('/leads', async c => {
    if (!connection) return c.text('Nobody has connected the desk yet.', 409)
    const answer = await callCrm(settings, connection, '/Leads', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: [await c.req.json<Lead>()] }),
    })
    const { data } = (await answer.json()) as { data: { code: string; message: string }[] }
    return c.json(data[0], answer.ok ? 201 : 400)
  })

  return app
}

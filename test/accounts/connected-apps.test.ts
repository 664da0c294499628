/** Source: https://www.zoho.com/accounts/protocol/oauth/revoke-refresh-token.html (Connected Apps, Revoke Access, Yes, Proceed) */

import { expect, it } from 'vitest'
import { admin, agent, callback, everything, type Harness, listen } from '../support/emulator.ts'
import { Visitor } from '../support/visitor.ts'

const path = '/accounts.zoho.com/sessions/connectedapps'

const signedIn = async (harness: Harness, user = admin) => {
  const visitor = await new Visitor(harness).open('/accounts.zoho.com/signin')
  return visitor.signIn(user)
}

const revokeOnly = async (visitor: Visitor) => {
  await visitor.open(path)
  await visitor.open(/href="([^"]*\?revoke=[^"]*)"/.exec(visitor.html)![1]!)
  return visitor.submit({ grant: visitor.forms()[0]!.values.grant! })
}

it('lists what the user has granted to which app for which org', async () => {
  const harness = await listen()
  await harness.tokens({ org: 'Acme QA', scope: 'ZohoCRM.org.READ' })
  await harness.tokens({ org: 'Acme', user: agent })

  const visitor = await (await signedIn(harness)).open(path)

  expect(visitor.html.match(/data-testid="connected-app"/g)).toHaveLength(1)
  expect(visitor.text).toContain('Acme Connector')
  expect(visitor.text).toMatch(/Acme QA Sandbox 60021002/)
  expect(visitor.text).toContain('View the details of the CRM organization')
})

it('says what to do when there is nothing', async () => {
  const harness = await listen()

  expect((await (await signedIn(harness)).open(path)).text).toContain('None yet.')
})

it('asks for a yes, then ends all tokens of that consent and no others', async () => {
  const harness = await listen()
  const gone = await harness.tokens({ org: 'Acme QA' })
  const visitor = await signedIn(harness)

  await visitor.open(path)
  await visitor.open(/href="([^"]*\?revoke=[^"]*)"/.exec(visitor.html)![1]!)
  const asked = visitor.text
  const kept = await harness.tokens({ org: 'Acme' })
  await visitor.submit({ grant: visitor.forms()[0]!.values.grant! })
  const status = async (host: string, token: string) =>
    (await harness.send('GET', `/${host}.zohoapis.com/crm/v8/org`, { token })).status

  expect(asked).toContain('Yes, Proceed')
  expect(await status('sandbox', gone.access_token)).toBe(401)
  expect(await status('www', kept.access_token)).toBe(200)
  expect(visitor.text).not.toContain('Acme QA')
})

it('forgets the consent, so that the next sign-in asks again', async () => {
  const harness = await listen()
  const query = {
    response_type: 'code',
    client_id: harness.client('server').client_id,
    redirect_uri: callback,
    scope: everything,
  }
  const url = `/accounts.zoho.com/oauth/v2/auth?${new URLSearchParams(query)}`
  const visitor = await signedIn(harness)
  await visitor.open(url)
  await visitor.submit({ org: harness.org('Acme').zgid })
  await visitor.submit({ decision: 'accept' })
  await revokeOnly(visitor)

  await visitor.open(url)
  await visitor.submit({ org: harness.org('Acme').zgid })

  expect(visitor.text).toContain('wants to access data of')
})

it('lets nobody take back what others granted', async () => {
  const harness = await listen()
  const { access_token: token } = await harness.tokens({ org: 'Acme' })
  await harness.tokens({ org: 'Acme', user: agent })
  const owner = await (await signedIn(harness)).open(path)
  await owner.open(/href="([^"]*\?revoke=[^"]*)"/.exec(owner.html)![1]!)
  const { grant } = owner.forms()[0]!.values as { grant: string }
  const other = await (await signedIn(harness, agent)).open(path)
  await other.open(/href="([^"]*\?revoke=[^"]*)"/.exec(other.html)![1]!)

  await other.submit({ grant })

  expect(other.status).toBe(403)
  expect((await harness.send('GET', '/www.zohoapis.com/crm/v8/org', { token })).status).toBe(200)
})

it('asks strangers to sign in first', async () => {
  const harness = await listen()

  expect((await new Visitor(harness).open(path)).url).toContain('/signin')
})
